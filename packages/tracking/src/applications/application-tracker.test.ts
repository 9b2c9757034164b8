// The hook that records applications: what it says, what it leaves out, and that it disturbs nobody.

import { forState, increment, memoryPersister, suspend } from '@throughline/machine'
import { expect, it, onTestFinished } from 'vitest'
import { memoryRecorder } from '../recorder/memory-recorder.ts'
import { openRecord } from '../record/open-record.ts'
import { listRuns, stepsOf } from '../queries/index.ts'
import { ship } from '../ship/ship.ts'
import { applicationTracker } from './application-tracker.ts'
import { makeScratch } from './fixtures/scratch.ts'

interface Counter {
  n: number
  password?: string
}

const { action, machine } = forState<Counter>()
let failures = 0
const count = action({ reads: ['n'], writes: ['n'], retry: { maxAttempts: 3, backoffMs: 1 } }, ({ state, ctx }) => {
  ctx.log('counts', { token: 'secret-token-1', n: state.n })
  ctx.metric('before', state.n)
  if (failures-- > 0) throw new Error('not yet')
  return ctx.span('adding', () => ({ n: increment() }))
})
const keep = action({ writes: ['password'] }, () => ({ password: 'correct horse battery' }))
const counter = machine({ count, keep })
  .named('counter')
  .from('count')
  .when((state) => state.n < 2, 'count')
  .otherwise('keep')

it('tells of runs, steps, attempts, logs, metrics and spans, in their order', async () => {
  const recorder = memoryRecorder()
  const hooks = [applicationTracker({ project: 'counts', recorder, actor: 'ada', tags: { of: 'all' } })]
  failures = 1
  const app = await counter.open({ id: 'one', entry: 'count', state: { n: 0 }, hooks, tags: { user: 'u' } })
  await app.run()
  const told = recorder.events.filter(({ type }) => type !== 'version')
  expect(told.map(({ type }) => type)).toEqual([
    'run.started',
    'step.started',
    'log',
    'metric',
    'attempt.failed',
    'step.started',
    'log',
    'metric',
    'attribute',
    'step.ended',
    'step.started',
    'log',
    'metric',
    'attribute',
    'step.ended',
    'step.started',
    'step.ended',
    'run.ended',
  ])
  expect(new Set(told.map(({ run }) => run))).toEqual(new Set([app.runId]))
  expect(told[0]).toMatchObject({
    kind: 'application',
    project: 'counts',
    subject: 'counter',
    actor: 'ada',
    nodes: ['count', 'keep'],
    tags: { of: 'all', user: 'u' },
  })
  const [graph] = recorder.events
  expect(graph).toMatchObject({ type: 'version', kind: 'graph', body: counter.toJSON() })
  expect((told[0] as { versions?: object }).versions).toMatchObject({ graph: (graph as { id?: string }).id })
  expect(told[4]).toMatchObject({ node: 'count', sequence: 1, attempt: 1, error: { message: 'not yet' } })
  expect(told[8]).toMatchObject({
    name: 'spans',
    node: 'count',
    sequence: 1,
    attribute: { value: [{ name: 'adding' }] },
  })
  expect(told[9]).toMatchObject({ type: 'step.ended', sequence: 1, attempt: 2, status: 'succeeded' })
  expect(told.at(-1)).toMatchObject({ status: 'succeeded', counts: { computed: 3, failed: 1 } })
})

it('says nothing of secrets, whatever the capture', async () => {
  const recorder = memoryRecorder()
  const hooks = [applicationTracker({ recorder, capture: 'full' })]
  failures = 0
  const app = await counter.open({ entry: 'count', state: { n: 0 }, hooks })
  await app.run()
  const text = JSON.stringify(recorder.events)
  expect(text).not.toContain('correct horse')
  expect(text).not.toContain('secret-token')
})

it('ends a run when it is completed, and a failed one once more when it goes on to its end', async () => {
  const recorder = memoryRecorder()
  const hooks = [applicationTracker({ recorder })]
  failures = 3
  const app = await counter.open({ entry: 'count', state: { n: 0 }, hooks })
  expect(await app.run()).toMatchObject({ status: 'failed' })
  expect(await app.run({ maxSteps: 1 })).toMatchObject({ status: 'limit' })
  await app.run()
  const ends = recorder.events.filter(({ type }) => type === 'run.ended')
  expect(ends).toMatchObject([{ status: 'failed', error: { message: 'not yet' } }, { status: 'succeeded' }])
})

it('tells what waits, and of children which step began them', async () => {
  const recorder = memoryRecorder()
  const hooks = [applicationTracker({ recorder })]
  failures = 0
  const { action: outer, machine: around } = forState<{ done?: boolean }>()
  const ask = outer({ writes: ['done'], awaits: ANYTHING }, () => suspend({ prompt: 'sure?', expiresAtMs: 5 }))
  const spawning = outer({}, async ({ ctx }) => {
    await ctx.spawn(counter, { key: 'k', entry: 'count', state: { n: 0 } })
  })
  const app = await around({ spawning, ask })
    .named('around')
    .from('spawning')
    .to('ask')
    .open({ entry: 'spawning', hooks })
  await app.run()
  const started = recorder.events.filter(({ type }) => type === 'run.started')
  expect(started).toMatchObject([
    { subject: 'around' },
    { subject: 'counter', parent: { run: app.runId, step: { node: 'spawning', sequence: 1 } }, root: app.runId },
  ])
  expect(recorder.events.at(-1)).toMatchObject({
    type: 'attribute',
    name: 'suspended',
    node: 'ask',
    sequence: 2,
    attribute: { value: { expiresAtMs: 5 } },
  })
  expect(JSON.stringify(recorder.events)).not.toContain('sure?')
})

/** Takes whatever is given. */
const ANYTHING = {
  '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value: value as { done: boolean } }) },
} as const

it('brings applications into the record through the spool', async () => {
  const dir = `${makeScratch()}/.throughline`
  failures = 1
  await using tracker = applicationTracker({ project: 'spooled', dir })
  const app = await counter.open({
    id: 'one',
    entry: 'count',
    state: { n: 0 },
    hooks: [tracker],
    persister: memoryPersister(),
  })
  await app.run()
  expect(tracker.flush()).toBe(true)
  const record = await openRecord({ url: `sqlite:${dir}/store.db` })
  onTestFinished(() => record.close())
  await ship({ dir, sink: record })
  const { runs } = await listRuns(record, { project: 'spooled' })
  expect(runs).toMatchObject([{ id: app.runId, flow: 'counter', kind: 'application', status: 'succeeded' }])
  const { steps } = await stepsOf(record, app.runId)
  expect(steps).toMatchObject([
    { node: 'count', sequence: 1, attempt: 2, status: 'succeeded' },
    { node: 'count', sequence: 2, attempt: 1, status: 'succeeded' },
    { node: 'keep', sequence: 3, status: 'succeeded' },
  ])
})

it('disturbs nobody when it fails, and says so once', async () => {
  const told: string[] = []
  const failing = {
    ...memoryRecorder(),
    record: () => {
      throw new Error('no more')
    },
  }
  const hooks = [applicationTracker({ recorder: failing, onIssue: ({ code }) => void told.push(code) })]
  failures = 0
  const app = await counter.open({ entry: 'count', state: { n: 0 }, hooks })
  expect(await app.run()).toMatchObject({ status: 'completed' })
  expect(told).toEqual(['tracking/tracker-failed'])
})
