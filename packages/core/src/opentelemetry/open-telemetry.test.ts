// Against the SDK itself: its tracer, its exporter in memory, and its context manager for Node.

import { context, SpanStatusCode, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-base'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { inRange } from '../checks/index.ts'
import { checked, dataflow, retry, type Hooks, type NodeContext } from '../index.ts'
import { openTelemetry, type OpenTelemetryOptions } from './index.ts'

const exporter = new InMemorySpanExporter()
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
const tracer = provider.getTracer('test')

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  trace.setGlobalTracerProvider(provider)
})
afterEach(() => exporter.reset())
afterAll(() => {
  context.disable()
  trace.disable()
})

/** By name, each with the name of the one above it. */
function tree(): Record<string, string | undefined> {
  const spans = exporter.getFinishedSpans()
  const nameOf = (id: string | undefined): string | undefined =>
    spans.find((span) => span.spanContext().spanId === id)?.name
  return Object.fromEntries(spans.map((span) => [span.name, nameOf(span.parentSpanContext?.spanId)]))
}

function spanOf(name: string): ReadableSpan {
  const found = exporter.getFinishedSpans().filter((span) => span.name === name)
  expect(found).toHaveLength(1)
  return found[0]!
}

const traced = (options?: OpenTelemetryOptions): { hooks: Hooks[] } => ({ hooks: [openTelemetry(options)] })
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Makes a span as a library would: below whatever is active. */
function query(name: string): void {
  tracer.startSpan(name).end()
}

describe('spans', () => {
  it('stand for the run and its steps, the steps below the run, all in one trace', async () => {
    const module = {
      a: () => 1,
      b: async ({ a }: { a: number }) => a + 1,
      c: ({ a, b }: { a: number; b: number }) => a + b,
    }
    await dataflow(module)
      .with({ name: 'sums', ...traced() })
      .execute(['c'])
    expect(tree()).toEqual({ 'run sums': undefined, 'step a': 'run sums', 'step b': 'run sums', 'step c': 'run sums' })
    const traces = exporter.getFinishedSpans().map((span) => span.spanContext().traceId)
    expect(new Set(traces).size).toBe(1)
  })

  it('of a run are below the one in which it was started', async () => {
    const flow = dataflow({ a: () => 1 }).with(traced())
    await tracer.startActiveSpan('request', async (span) => {
      await flow.execute(['a'])
      span.end()
    })
    expect(tree()).toEqual({ request: undefined, run: 'request', 'step a': 'run' })
  })

  it('that a node makes are below its step, also after it has waited and while others run', async () => {
    const node = (name: string) => async () => {
      query(`${name} first`)
      await turn()
      query(`${name} second`)
      return name
    }
    const reader = ({ left, right }: { left: string; right: string }): string => {
      query('reader')
      return left + right
    }
    await dataflow({ left: node('left'), right: node('right'), reader })
      .with(traced())
      .execute(['reader'])
    expect(tree()).toEqual({
      run: undefined,
      'step left': 'run',
      'step right': 'run',
      'step reader': 'run',
      'left first': 'step left',
      'left second': 'step left',
      'right first': 'step right',
      'right second': 'step right',
      reader: 'step reader',
    })
  })

  it('of runs that overlap are not mixed', async () => {
    const slow = async ({ id }: { id: number }): Promise<number> => {
      await turn()
      query(`query ${id}`)
      return id
    }
    const flow = dataflow({ slow }).with(traced())
    const ids = [1, 2, 3]
    await Promise.all(
      ids.map((id) =>
        tracer.startActiveSpan(`request ${id}`, async (span) => {
          await flow.execute(['slow'], { inputs: { id }, runId: `run ${id}` })
          span.end()
        }),
      ),
    )
    const above = (span: ReadableSpan): ReadableSpan | undefined =>
      exporter.getFinishedSpans().find((one) => one.spanContext().spanId === span.parentSpanContext?.spanId)
    for (const id of ids) {
      const step = above(spanOf(`query ${id}`))!
      expect(step.attributes).toMatchObject({ 'throughline.node': 'slow', 'throughline.run.id': `run ${id}` })
      expect(above(above(step)!)?.name).toBe(`request ${id}`)
    }
  })

  it('of a flow that a node runs are below its step', async () => {
    const inner = dataflow({ x: () => 1 }).with({ name: 'inner', ...traced() })
    const outer = dataflow({ node: async () => (await inner.execute(['x'])).x }).with({ name: 'outer', ...traced() })
    await outer.execute(['node'])
    expect(tree()).toEqual({
      'run outer': undefined,
      'step node': 'run outer',
      'run inner': 'step node',
      'step x': 'run inner',
    })
  })

  it('of a run within a run are below its step, even if nothing is active there', async () => {
    const hook = openTelemetry()
    const start = { outputs: ['a'], nodes: ['a'], tags: {}, startedAtMs: 0 }
    await hook.onRunStart!({ ...start, runId: 'outer', flow: 'outer' })
    await hook.onStepStart!({ runId: 'outer', node: 'items', inputs: {}, startedAtMs: 0 })
    const parent = { runId: 'outer', node: 'items', key: '3', path: ['3'] }
    await hook.onRunStart!({ ...start, runId: 'inner', flow: 'inner', parent })
    const end = {
      durationMs: 1,
      status: 'succeeded',
      counts: { computed: 1, cached: 0, failed: 0, skipped: 0 },
      failures: [],
    } as const
    await hook.onRunEnd!({ ...end, runId: 'inner' })
    await hook.onStepEnd!({ runId: 'outer', node: 'items', status: 'succeeded', value: 1, attempts: 1, durationMs: 1 })
    await hook.onRunEnd!({ ...end, runId: 'outer' })
    expect(tree()).toEqual({ 'run outer': undefined, 'step items': 'run outer', 'run inner': 'step items' })
  })
})

describe('what spans carry', () => {
  it('says which run, which node, how many attempts, and how it ended', async () => {
    const flow = dataflow({ a: () => 1 }).with({ name: 'f', ...traced({ attributes: { 'service.part': 'nightly' } }) })
    await flow.execute(['a'], { runId: 'run-1', tags: { user: 'ada' } })
    expect(spanOf('run f').attributes).toEqual({
      'service.part': 'nightly',
      'throughline.flow': 'f',
      'throughline.run.id': 'run-1',
      'throughline.run.outputs': ['a'],
      'throughline.run.nodes': 1,
      'throughline.tag.user': 'ada',
      'throughline.run.status': 'succeeded',
      'throughline.run.computed': 1,
      'throughline.run.cached': 0,
      'throughline.run.failed': 0,
      'throughline.run.skipped': 0,
    })
    expect(spanOf('step a').attributes).toEqual({
      'throughline.run.id': 'run-1',
      'throughline.node': 'a',
      'throughline.step.status': 'succeeded',
      'throughline.step.attempts': 1,
    })
    expect(spanOf('step a').status).toEqual({ code: SpanStatusCode.UNSET })
  })

  it('never includes a value', async () => {
    const secret = (text: string): { text: string } => ({ text })
    const module = {
      a: () => secret('s3cret-value'),
      b: ({ a, key }: { a: { text: string }; key: string }) => a.text + key,
    }
    await dataflow(module)
      .with(traced())
      .execute(['b'], { inputs: { key: 's3cret-input' } })
    const spans = exporter.getFinishedSpans().map(({ attributes, events, status }) => ({ attributes, events, status }))
    expect(spans).toHaveLength(3)
    expect(JSON.stringify(spans)).not.toContain('s3cret')
  })

  it('has logs and checks as events, and the last value of each metric', async () => {
    const train = ({}: {}, { log, metric }: NodeContext): number => {
      log('started', { rows: 3, columns: ['x', 'y'], window: { from: 1, to: 2 }, at: new Date(0), none: undefined })
      log('a field cannot hide the message', { message: 'other' })
      metric('loss', 0.5, 1)
      metric('loss', 0.25, 2)
      return 7
    }
    await dataflow({ train: checked(train, [inRange(0, 9), inRange(0, 1)], { severity: 'warn' }) })
      .with(traced())
      .execute(['train'])
    const { events, attributes } = spanOf('step train')
    expect(attributes['throughline.metric.loss']).toBe(0.25)
    expect(events.map((event) => ({ [event.name]: event.attributes }))).toEqual([
      {
        'throughline.log': {
          'throughline.log.message': 'started',
          'throughline.log.rows': 3,
          'throughline.log.columns': ['x', 'y'],
          'throughline.log.window': '{"from":1,"to":2}',
          'throughline.log.at': '1970-01-01T00:00:00.000Z',
        },
      },
      { 'throughline.log': { 'throughline.log.message': 'a field cannot hide the message' } },
      {
        'throughline.check': {
          'throughline.check.name': 'inRange(0, 9)',
          'throughline.check.passed': true,
          'throughline.check.severity': 'warn',
        },
      },
      {
        'throughline.check': {
          'throughline.check.name': 'inRange(0, 1)',
          'throughline.check.passed': false,
          'throughline.check.severity': 'warn',
          'throughline.check.message': 'found 7',
        },
      },
    ])
  })

  it('leaves out logs when told to', async () => {
    const a = ({}: {}, { log }: NodeContext): void => log('with something personal')
    await dataflow({ a })
      .with(traced({ logs: false }))
      .execute(['a'])
    expect(spanOf('step a').events).toEqual([])
  })

  it('has retries as events, and spans of all attempts below the one step', async () => {
    const flaky = async ({}: {}, { attempt }: NodeContext): Promise<number> => {
      query(`attempt ${attempt}`)
      if (attempt < 3) throw new Error(`no ${attempt}`)
      return attempt
    }
    await dataflow({ flaky: retry(flaky, { maxAttempts: 3, backoffMs: 0 }) })
      .with(traced())
      .execute(['flaky'])
    const step = spanOf('step flaky')
    expect(step.attributes['throughline.step.attempts']).toBe(3)
    expect(step.events.map(({ name, attributes }) => [name, attributes])).toEqual(
      [1, 2].map((attempt) => [
        'throughline.retry',
        {
          'throughline.retry.attempt': attempt,
          'throughline.retry.delay_ms': 0,
          'throughline.retry.message': `no ${attempt}`,
        },
      ]),
    )
    expect(step.status.code).toBe(SpanStatusCode.UNSET)
    expect(tree()).toMatchObject({ 'attempt 1': 'step flaky', 'attempt 2': 'step flaky', 'attempt 3': 'step flaky' })
  })
})

describe('failures', () => {
  const failing = {
    rates: async (): Promise<number> => {
      await turn()
      throw new TypeError('the service answered 503')
    },
    report: ({ rates }: { rates: number }) => rates,
  }

  it('are recorded on the step, and set the status of the step and of the run', async () => {
    await expect(dataflow(failing).with(traced()).execute(['report'])).rejects.toThrow('503')
    const step = spanOf('step rates')
    expect(step.status).toEqual({ code: SpanStatusCode.ERROR, message: 'the service answered 503' })
    expect(step.events).toMatchObject([
      {
        name: 'exception',
        attributes: { 'exception.type': 'TypeError', 'exception.message': 'the service answered 503' },
      },
    ])
    expect(spanOf('run')).toMatchObject({
      status: { code: SpanStatusCode.ERROR, message: 'rates: the service answered 503' },
      attributes: {
        'throughline.run.status': 'failed',
        'throughline.run.failed_nodes': ['rates'],
        'throughline.run.skipped': 1,
      },
    })
  })

  it('of nodes that throw no error are recorded all the same', async () => {
    const module = {
      a: () => {
        throw 'just text' // oxlint-disable-line typescript/only-throw-error -- what is not an error is tested
      },
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- what is not an error is tested
      b: async () => Promise.reject(undefined),
    }
    await dataflow(module).with(traced()).settle(['a', 'b'])
    expect(spanOf('step a').events).toMatchObject([{ attributes: { 'exception.message': 'just text' } }])
    expect(spanOf('step b').status.code).toBe(SpanStatusCode.ERROR)
  })

  it('by an abort leave the status of the run open, and steps that were abandoned end with it', async () => {
    const controller = new AbortController()
    let comeBack = (): void => {}
    const stuck = (): Promise<void> => new Promise((resolve) => (comeBack = resolve))
    const run = dataflow({ stuck }).with(traced()).execute(['stuck'], { signal: controller.signal, abandonAfterMs: 0 })
    controller.abort(new Error('enough'))
    await expect(run).rejects.toThrow('enough')
    expect(spanOf('step stuck')).toMatchObject({
      status: { code: SpanStatusCode.ERROR },
      attributes: { 'throughline.step.status': 'abandoned' },
    })
    expect(spanOf('run')).toMatchObject({
      status: { code: SpanStatusCode.UNSET },
      attributes: { 'throughline.run.status': 'aborted' },
    })
    comeBack()
    await turn()
    expect(exporter.getFinishedSpans()).toHaveLength(2)
  })

  it('of the tracer never change the run', async () => {
    const broken = { startSpan: () => { throw new Error('no tracer') } } as never // prettier-ignore
    const reports: string[] = []
    const listener: Hooks = { onHookError: (error, hook) => void reports.push(`${hook}: ${String(error)}`) }
    const flow = dataflow({ a: () => 1 }).with({ hooks: [openTelemetry({ tracer: broken }), listener] })
    expect(await flow.execute(['a'])).toEqual({ a: 1 })
    expect(reports).toEqual(['onRunStart: Error: no tracer'])
  })
})

it('a hook without an SDK costs nothing but calls, and changes nothing', async () => {
  trace.disable()
  context.disable()
  const silent = openTelemetry()
  const flow = dataflow({ a: () => 1, b: async ({ a }: { a: number }) => a + 1 }).with({ hooks: [silent] })
  expect(await flow.execute(['b'])).toEqual({ b: 2 })
  expect(exporter.getFinishedSpans()).toEqual([])
})
