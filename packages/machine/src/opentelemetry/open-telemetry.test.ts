// Against the SDK itself: its tracer, its exporter in memory, and its context manager for Node.

import { context, SpanStatusCode, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-base'
import { dataflow } from 'throughline'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { forState, fromState, memoryPersister, suspend, toState } from '../index.ts'
import { openTelemetry } from './index.ts'

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

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
/** Makes a span as a library would: below whatever is active. */
const query = (name: string): void => tracer.startSpan(name).end()

interface State {
  count: number
  text: string
}
const { action, stream, flowAction, machine } = forState<State>()
const hooks = [openTelemetry()]

describe('spans', () => {
  it('stand for a run and its steps, below what was active when it was started', async () => {
    const one = action({ reads: ['count'], writes: ['count'] }, ({ state }) => ({ count: state.count + 1 }))
    const two = stream({ writes: ['text'] }, async function* () {
      yield 'a'
      yield 'b'
      return { text: 'ab' }
    })
    const pair = machine({ one, two }).from('one').when({ count: 1 }, 'two').named('pair')
    const app = await pair.open({ id: 'x', entry: 'one', state: { count: 0 }, tags: { user: 'ada' }, hooks })
    await tracer.startActiveSpan('request', async (span) => {
      await app.run()
      span.end()
    })
    expect(tree()).toEqual({
      request: undefined,
      'run pair': 'request',
      'step one': 'run pair',
      'step two': 'run pair',
    })
    expect(spanOf('run pair').attributes).toEqual({
      'throughline.application': 'x',
      'throughline.machine': 'pair',
      'throughline.run.id': app.runId,
      'throughline.tag.user': 'ada',
      'throughline.run.status': 'completed',
      'throughline.run.steps': 2,
      'throughline.run.sequence': 2,
      'throughline.run.last': 'two',
    })
    expect(spanOf('step one').attributes).toEqual({
      'throughline.action': 'one',
      'throughline.step.sequence': 1,
      'throughline.step.attempts': 1,
      'throughline.step.next': 'two',
      'throughline.step.edge': 'count = 1',
      'throughline.step.status': 'succeeded',
    })
    expect(spanOf('step two').attributes).toMatchObject({ 'throughline.step.chunks': 2 })
  })

  it('that an action makes are below its step, also after it has waited and while other applications run', async () => {
    const work = action({ reads: ['text'] }, async ({ state }) => {
      query(`${state.text} first`)
      await turn()
      query(`${state.text} second`)
    })
    const apps = await Promise.all(
      ['a', 'b'].map((text) => machine({ work }).named(text).open({ entry: 'work', state: { text }, hooks })),
    )
    await Promise.all(apps.map((app) => app.run()))
    for (const text of ['a', 'b']) {
      for (const part of ['first', 'second']) {
        const below = spanOf(`${text} ${part}`).parentSpanContext!.spanId
        const step = exporter.getFinishedSpans().find((span) => span.spanContext().spanId === below)!
        const run = exporter
          .getFinishedSpans()
          .find((span) => span.spanContext().spanId === step.parentSpanContext!.spanId)!
        expect([step.name, run.name]).toEqual(['step work', `run ${text}`])
      }
    }
  })

  it('that an action times are below it and below each other, also after it has waited', async () => {
    const work = action({}, async ({ ctx }) => {
      await ctx.span('outer', async () => {
        await turn()
        await Promise.all([ctx.span('left', turn, { rows: 3 }), ctx.span('right', () => ctx.span('inner', turn))])
      })
      await ctx.span('later', turn)
    })
    const app = await machine({ work }).open({ entry: 'work', hooks })
    await app.run()
    expect(tree()).toEqual({
      'run machine': undefined,
      'step work': 'run machine',
      outer: 'step work',
      left: 'outer',
      right: 'outer',
      inner: 'right',
      later: 'step work',
    })
    expect(spanOf('left').attributes).toEqual({ rows: 3 })
  })

  it('of nodes of a dataflow that is an action are below its step', async () => {
    const flow = dataflow({
      words: ({ text }: { text: string }) => text.split(' '),
      size: async ({ words }: { words: string[] }) => words.length,
    })
    const measure = flowAction(flow, { inputs: { text: fromState('text') }, outputs: { size: toState('count') } })
    const app = await machine({ measure }).open({ entry: 'measure', state: { text: 'a b' }, hooks })
    await app.run()
    expect(tree()).toMatchObject({ 'node words': 'step measure', 'node size': 'step measure' })
  })

  it.each([true, false])(
    'of a child are below the step that runs it (with a context manager: %s)',
    async (isManaged) => {
      if (!isManaged) context.disable()
      const leaf = machine({ leaf: action({}, () => query('of the child')) }).named('child')
      const parent = action({}, async ({ ctx }) => {
        await turn()
        await ctx.spawn(leaf, { key: 'k', entry: 'leaf' })
      })
      const app = await machine({ parent })
        .named('family')
        .open({ entry: 'parent', hooks: [openTelemetry()] })
      await app.run()
      expect(tree()).toMatchObject({
        'step parent': 'run family',
        'run child': 'step parent',
        'step leaf': 'run child',
      })
      expect(tree()['of the child']).toBe(isManaged ? 'step leaf' : undefined)
      expect(spanOf('run child').attributes).toMatchObject({
        'throughline.parent.kind': 'child',
        'throughline.parent.key': 'k',
      })
      context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
    },
  )

  it('of a run that waits for an answer end, and the answer makes others', async () => {
    const anything = {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: (value: unknown) => ({ value: value as { count: number } }),
      },
    } as const
    const ask = action({ writes: ['count'], awaits: anything }, () => suspend({ prompt: 'secret?' }))
    const app = await machine({ ask }).open({ entry: 'ask', hooks, persister: memoryPersister() })
    await app.run()
    expect(spanOf('step ask').attributes['throughline.step.status']).toBe('suspended')
    expect(spanOf('run machine').attributes['throughline.run.status']).toBe('suspended')
    exporter.reset()
    await app.resume({ count: 1 })
    expect(tree()).toEqual({ 'run machine': undefined, 'step ask': 'run machine' })
    expect(spanOf('step ask').attributes['throughline.step.status']).toBe('succeeded')
  })
})

describe('what spans carry', () => {
  it('has logs and retries as events of the one step, and the last value of each metric', async () => {
    const flaky = action({ retry: { maxAttempts: 2, backoffMs: 0 } }, ({ ctx }) => {
      ctx.log('tried', { attempt: ctx.attempt, of: { most: 2 } })
      ctx.metric('loss', 1 / ctx.attempt)
      if (ctx.attempt === 1) throw new Error('not yet')
    })
    const app = await machine({ flaky }).open({ entry: 'flaky', hooks })
    await app.run()
    const { events, attributes, status } = spanOf('step flaky')
    expect(attributes).toMatchObject({ 'throughline.metric.loss': 0.5, 'throughline.step.attempts': 2 })
    expect(events.map(({ name }) => name)).toEqual(['throughline.log', 'throughline.retry', 'throughline.log'])
    expect(events[0]!.attributes).toEqual({
      'throughline.log.message': 'tried',
      'throughline.log.attempt': 1,
      'throughline.log.of': '{"most":2}',
    })
    expect(events[1]!.attributes).toMatchObject({ 'throughline.retry.message': 'not yet' })
    expect(status.code).toBe(SpanStatusCode.UNSET)
  })

  it('leaves out logs when told to', async () => {
    const noisy = action({}, ({ ctx }) => ctx.log('something personal'))
    const app = await machine({ noisy }).open({ entry: 'noisy', hooks: [openTelemetry({ logs: false })] })
    await app.run()
    expect(spanOf('step noisy').events).toEqual([])
  })

  it('has a failure as an exception, and as the status of the step and of the run', async () => {
    const broken = action({}, async ({ ctx }) => {
      await ctx.span('call', async () => {
        throw new TypeError('the service answered 503')
      })
    })
    const app = await machine({ broken }).open({ entry: 'broken', hooks })
    await app.run()
    const failed = { code: SpanStatusCode.ERROR, message: 'the service answered 503' }
    expect(spanOf('step broken')).toMatchObject({ status: failed, events: [{ name: 'exception' }] })
    expect(spanOf('call')).toMatchObject({ status: failed })
    expect(spanOf('run machine').status).toEqual({ ...failed, message: 'broken: the service answered 503' })
    exporter.reset()
    const done = action({}, () => {})
    const saved = machine({ broken, done }).from('broken').onError('*', 'done')
    await (await saved.open({ entry: 'broken', hooks })).run()
    expect(spanOf('step broken').attributes).toMatchObject({ 'throughline.step.status': 'recovered' })
    expect(spanOf('run machine').status.code).toBe(SpanStatusCode.UNSET)
  })

  it('ends with a run that is stopped, and has nothing open after it', async () => {
    const controller = new AbortController()
    const endless = action({}, async ({ ctx }) => {
      await ctx.span('waits', async () => {
        controller.abort(new Error('enough'))
        await turn()
        ctx.signal.throwIfAborted()
      })
    })
    const app = await machine({ endless }).open({ entry: 'endless', hooks })
    await app.run({ signal: controller.signal })
    expect(tree()).toEqual({ 'run machine': undefined, 'step endless': 'run machine', waits: 'step endless' })
    expect(spanOf('step endless').attributes['throughline.step.status']).toBe('cancelled')
  })

  it('never includes state, inputs, chunks or results', async () => {
    const work = stream({ reads: ['text'], writes: ['text'] }, async function* ({ state }) {
      yield `${state.text} chunk`
      return { text: `${state.text} result` }
    })
    const app = await machine({ work }).open({ entry: 'work', state: { text: 's3cret' }, hooks })
    await app.run()
    const spans = exporter.getFinishedSpans().map(({ attributes, events, status }) => ({ attributes, events, status }))
    expect(spans).toHaveLength(2)
    expect(JSON.stringify(spans)).not.toContain('s3cret')
  })
})

it('a tracer that fails never changes the run', async () => {
  const broken = { startSpan: () => { throw new Error('no tracer') } } as never // prettier-ignore
  const reports: string[] = []
  const listener = { onHookError: (error: unknown, hook: string) => void reports.push(`${hook}: ${String(error)}`) }
  const one = action({ writes: ['count'] }, () => ({ count: 1 }))
  const app = await machine({ one }).open({ entry: 'one', hooks: [openTelemetry({ tracer: broken }), listener] })
  expect(await app.run()).toMatchObject({ status: 'completed', state: { count: 1 } })
  expect(new Set(reports)).toEqual(new Set(['onEvent: Error: no tracer']))
})
