// All hooks that ship on one flow: each works, none disturbs another or the run.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { trace } from '@opentelemetry/api'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { inRange } from '../checks/index.ts'
import { byConfig, checked, dataflow, retry, timeout, type Hooks, type NodeContext } from '../index.ts'
import { openTelemetry } from '../opentelemetry/index.ts'
import { failureOf, layered, randomGraph, recordingHook, untypedFlow, type RecordingHook } from '../testing/index.ts'
import { deepFreeze, logger, pauseBefore, progress, webhook, type LogRecord, type RunSummary } from './index.ts'

const exporter = new InMemorySpanExporter()
beforeAll(() => {
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  trace.setGlobalTracerProvider(provider)
})
afterAll(() => trace.disable())

interface Watched {
  readonly hooks: Hooks[]
  readonly recorder: RecordingHook
  readonly records: LogRecord[]
  readonly text: () => string
  readonly posted: RunSummary[]
  readonly paused: string[]
}

function everything(): Watched {
  exporter.reset()
  const recorder = recordingHook()
  const [records, posted, paused]: [LogRecord[], RunSummary[], string[]] = [[], [], []]
  let text = ''
  const fetch = async (_: string, { body }: { readonly body: string }): Promise<{ ok: boolean; status: number }> => {
    posted.push(JSON.parse(body) as RunSummary)
    return { ok: true, status: 200 }
  }
  const pause = pauseBefore(
    ({ node }) => node.length > 2,
    async ({ node }) => void paused.push(node),
  )
  const hooks = [
    openTelemetry(),
    progress((part) => (text += part), { live: true }),
    logger({ to: (record) => records.push(record), level: 'debug' }),
    deepFreeze(),
    pause,
    webhook({ url: 'https://example.org', fetch }),
    recorder,
  ]
  return { hooks, recorder, records, text: () => text, posted, paused }
}

describe('all hooks together', () => {
  it.each([...Array.from({ length: 20 }, (_, seed) => randomGraph(seed, { async: 'some' })), layered(60)])(
    'change no value of graph %#',
    async ({ module, inputs, expected, nodes }) => {
      const { hooks, recorder, records, posted, paused } = everything()
      const names = Object.keys(expected)
      expect(await untypedFlow(module).with({ hooks }).execute(names, { inputs })).toEqual(expected)
      expect(recorder.steps.map(({ node }) => node).sort()).toEqual(names.sort())
      expect(records.filter(({ event }) => event === 'step-end')).toHaveLength(nodes.length)
      expect(exporter.getFinishedSpans()).toHaveLength(nodes.length + 1)
      expect(posted).toMatchObject([{ status: 'succeeded', counts: { computed: nodes.length } }])
      expect(paused.sort()).toEqual(names.filter((name) => name.length > 2))
    },
  )

  const module = {
    rates: retry(
      async ({}: {}, { attempt, log }: NodeContext) => {
        log('asking', { attempt })
        if (attempt === 1) throw new Error('503')
        return [1, 2]
      },
      { maxAttempts: 2, backoffMs: 0 },
    ),
    model: byConfig('algo', {
      mean: ({ rates }: { rates: number[] }) => rates.reduce((sum, rate) => sum + rate, 0) / rates.length,
      worst: ({ rates }: { rates: number[] }) => Math.max(...rates),
    }),
    share: checked(({ model }: { model: number }) => model, [inRange(0, 1)], { severity: 'warn' }),
    sorting: timeout(({ rates }: { rates: number[] }) => rates.reverse(), '1m'),
    reader: ({ sorting }: { sorting: number[] }) => sorting,
  }

  it('see retries, checks, failures and what was skipped, with every way to run', async () => {
    const { hooks, recorder, records, text, posted } = everything()
    const flow = dataflow(module).configure({ algo: 'worst' }).with({ name: 'all', hooks })
    const settled = await flow.settle(['share', 'reader'])
    expect(settled.values).toEqual({ share: 2 })
    expect(settled.failures.map(({ node, cause }) => [node, (cause as Error).name])).toEqual([['sorting', 'TypeError']])
    expect(recorder.retries).toHaveLength(1)
    expect(recorder.checks).toMatchObject([{ passed: false, severity: 'warn' }])
    expect(records.filter(({ level }) => level === 'warn').map(({ event }) => event)).toEqual(['retry', 'check'])
    expect(posted).toMatchObject([
      { failures: [{ node: 'sorting' }], counts: { computed: 3, cached: 0, failed: 1, skipped: 1 } },
    ])
    expect(text()).toContain('all: failed after')

    const failure = await failureOf(flow.execute(['reader']))
    expect(failure.node).toBe('sorting')
    const given = []
    for await (const output of flow.override({ rates: [4] }).iterate(['share'])) given.push(output)
    expect(given).toEqual([{ node: 'share', value: 4 }])
    const replaced = flow.replace({ sorting: ({ rates }: { rates: number[] }) => rates.toReversed() })
    expect(await replaced.execute(['reader'])).toEqual({ reader: [2, 1] })
    expect(posted.map(({ status }) => status)).toEqual(['failed', 'failed', 'succeeded', 'succeeded'])
    expect(new Set(recorder.starts.map(({ runId }) => runId)).size).toBe(4)
  })

  it('end when the run is aborted', async () => {
    const { hooks, recorder, posted, text } = everything()
    const controller = new AbortController()
    const wait = ({}: {}, { signal }: NodeContext): Promise<never> =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
    const stop: Hooks = { onStepStart: () => void setTimeout(() => controller.abort(new Error('enough')), 0) }
    const flow = dataflow({ wait }).with({ name: 'all', hooks: [...hooks, stop] })
    await expect(flow.execute(['wait'], { signal: controller.signal })).rejects.toThrow('enough')
    expect(posted).toMatchObject([{ status: 'aborted' }])
    expect(recorder.ends).toHaveLength(1)
    expect(exporter.getFinishedSpans()).toHaveLength(2)
    expect(text()).toContain('all: stopped after')
  })

  it('work beside hooks that always fail', async () => {
    const { hooks, recorder, records, posted } = everything()
    const fail = (): never => {
      throw new Error('broken')
    }
    const broken: Hooks = { onRunStart: fail, onStepStart: fail, onStepLog: fail, onStepEnd: fail, onRunEnd: fail }
    const reports: string[] = []
    const listener: Hooks = { onHookError: (_, hook) => void reports.push(hook) }
    const flow = dataflow(module)
      .configure({ algo: 'mean' })
      .with({ hooks: [broken, ...hooks, broken, listener] })
    expect(await flow.execute(['model'])).toEqual({ model: 1.5 })
    expect(recorder.order).toEqual(['rates', 'model'])
    expect([records.at(-1)?.event, posted.length]).toEqual(['run-end', 1])
    expect(reports).toHaveLength(2 * (1 + 2 + 2 + 2 + 1))
  })
})
