import { describe, expect, it } from 'vitest'
import { inRange } from '../checks/index.ts'
import { checked, dataflow, retry, type Hooks, type NodeContext } from '../index.ts'
import { recordingHook } from './index.ts'

const train = async ({ rows }: { rows: number }, { log, metric, progress, attempt }: NodeContext): Promise<number> => {
  log('training', { rows })
  metric('loss', 0.5, attempt)
  progress(1)
  if (attempt === 1) throw new RangeError('too many\nrows')
  return rows
}
const module = {
  model: checked(retry(train, { maxAttempts: 2, backoffMs: 0, jitter: true }), [inRange(0, 1)], { severity: 'warn' }),
  report: ({ model }: { model: number }) => ({ model }),
  bad: ({ model }: { model: number }): number => {
    throw new Error(`no ${model}`)
  },
}

describe('a recording hook', () => {
  it('keeps what every observer is told, in order', async () => {
    const recorder = recordingHook()
    await dataflow(module)
      .with({ hooks: [recorder] })
      .execute(['report'], { inputs: { rows: 3 } })
    expect(recorder.events.map(({ hook }) => hook)).toEqual([
      'onRunStart',
      'onStepStart',
      'onStepLog',
      'onStepMetric',
      'onStepProgress',
      'onStepRetry',
      'onStepLog',
      'onStepMetric',
      'onStepProgress',
      'onStepCheck',
      'onStepEnd',
      'onStepStart',
      'onStepEnd',
      'onRunEnd',
    ])
  })

  it('answers the questions of a test', async () => {
    const recorder = recordingHook()
    const flow = dataflow(module).with({ hooks: [recorder] })
    await flow.settle(['report', 'bad'], { inputs: { rows: 3 }, runId: 'r' })
    expect(recorder.order).toEqual(['model', 'report', 'bad'])
    expect(recorder.steps.map(({ node, status }) => [node, status])).toEqual([
      ['model', 'succeeded'],
      ['report', 'succeeded'],
      ['bad', 'failed'],
    ])
    expect(recorder.checks).toMatchObject([{ node: 'model', check: 'inRange(0, 1)', passed: false }])
    expect(recorder.retries).toMatchObject([{ node: 'model', attempt: 1 }])
    expect(recorder.logs).toMatchObject([{ message: 'training' }, { fields: { rows: 3 } }])
    expect(recorder.metrics.map(({ step }) => step)).toEqual([1, 2])
    expect(recorder.starts).toMatchObject([{ runId: 'r', nodes: ['model', 'report', 'bad'] }])
    expect(recorder.ends).toMatchObject([
      { status: 'failed', counts: { computed: 2, cached: 0, failed: 1, skipped: 0 } },
    ])
    expect(recorder.of('onStepProgress')).toMatchObject([{ done: 1 }, { done: 1 }])
    recorder.clear()
    expect([recorder.events, recorder.order, recorder.steps]).toEqual([[], [], []])
  })

  it('gives the same steady events for equal runs, without ids, times and chance', async () => {
    const once = async (): Promise<unknown> => {
      const recorder = recordingHook()
      const flow = dataflow(module).with({ name: 'births', hooks: [recorder] })
      await flow.settle(['report', 'bad'], { inputs: { rows: 3 }, tags: { user: 'ada' } })
      return recorder.steady()
    }
    const events = await once()
    expect(await once()).toEqual(events)
    expect(JSON.parse(JSON.stringify(events))).toEqual(events)
    const started = { hook: 'onStepStart', run: 1 }
    const ended = { hook: 'onStepEnd', run: 1, attempts: 1 }
    expect(events).toEqual([
      {
        hook: 'onRunStart',
        run: 1,
        flow: 'births',
        outputs: ['report', 'bad'],
        nodes: ['model', 'report', 'bad'],
        tags: { user: 'ada' },
      },
      { ...started, node: 'model', inputs: { rows: 3 } },
      { hook: 'onStepLog', run: 1, node: 'model', message: 'training', fields: { rows: 3 } },
      { hook: 'onStepMetric', run: 1, node: 'model', name: 'loss', value: 0.5, step: 1 },
      { hook: 'onStepProgress', run: 1, node: 'model', done: 1 },
      { hook: 'onStepRetry', run: 1, node: 'model', attempt: 1, error: 'RangeError: too many' },
      { hook: 'onStepLog', run: 1, node: 'model', message: 'training', fields: { rows: 3 } },
      { hook: 'onStepMetric', run: 1, node: 'model', name: 'loss', value: 0.5, step: 2 },
      { hook: 'onStepProgress', run: 1, node: 'model', done: 1 },
      expect.objectContaining({ hook: 'onStepCheck', run: 1, node: 'model', passed: false }),
      { ...ended, node: 'model', status: 'succeeded', attempts: 2, value: 3 },
      { ...started, node: 'report', inputs: { model: 3 } },
      { ...ended, node: 'report', status: 'succeeded', value: { model: 3 } },
      { ...started, node: 'bad', inputs: { model: 3 } },
      { ...ended, node: 'bad', status: 'failed', error: 'Error: no 3' },
      {
        hook: 'onRunEnd',
        run: 1,
        status: 'failed',
        counts: { computed: 2, cached: 0, failed: 1, skipped: 0 },
        failures: [{ node: 'bad', attempt: 1, path: ['bad'], error: 'Error: no 3' }],
        error: expect.stringMatching(/^NodeError: run\/node-failed/) as string,
      },
    ])
  })

  it('counts the runs that it saw, also those within a run', async () => {
    const recorder = recordingHook()
    const flow = dataflow({ a: () => 1 }).with({ hooks: [recorder] })
    await flow.execute(['a'])
    await flow.execute(['a'])
    expect(recorder.steady().map(({ run }) => run)).toEqual([1, 1, 1, 1, 2, 2, 2, 2])
    const parent = { runId: recorder.starts[1]!.runId, node: 'items', key: '7', path: ['7'] }
    await recorder.onRunStart!({ ...recorder.starts[0]!, runId: 'inner', parent })
    expect(recorder.steady().at(-1)).toMatchObject({ run: 3, parent: { run: 2, node: 'items', key: '7', path: ['7'] } })
  })

  it('leaves the failures of other hooks to those who listen for them', async () => {
    const recorder = recordingHook()
    const reports: string[] = []
    const broken: Hooks = { onStepEnd: () => { throw new Error('broken') } } // prettier-ignore
    const listener: Hooks = { onHookError: (error) => void reports.push(String(error)) }
    await dataflow({ a: () => 1 })
      .with({ hooks: [recorder, broken, listener] })
      .execute(['a'])
    expect(reports).toEqual(['Error: broken'])
    expect(recorder.steps).toHaveLength(1)
  })
})
