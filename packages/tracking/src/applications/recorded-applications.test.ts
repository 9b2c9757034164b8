// What the record hears of applications that are kept beside it.

import { append, END, forState, increment, suspend, type JournalEntry, type Persister } from '@throughline/machine'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { getRun, listRuns, stepsOf } from '../queries/index.ts'
import { runDetails } from '../queries/run-details.ts'
import { newUrl, openAt, type DatabaseKind } from '../record/fixtures/databases.ts'
import { dump } from '../record/fixtures/dump.ts'
import type { RunRecord } from '../record/open-record.ts'
import { postgresPersister } from './postgres-persister.ts'
import type { ApplicationRecordOptions } from './record-options.ts'
import { sqlitePersister } from './sqlite-persister.ts'
import { fakeTime } from './fixtures/fake-time.ts'
import { journalOf, mixedJournal } from './fixtures/of-machines.ts'

interface Talk {
  said: string[]
  n: number
  apiKey?: string
  ok?: boolean
}

const { action, machine } = forState<Talk>()
let failures = 0
const say = action({ reads: ['n'], writes: ['said', 'n', 'apiKey'] }, ({ state, ctx }) => {
  ctx.log('the key is hunter2-and-more', { password: 'pass-word-1' })
  ctx.metric('n', state.n, 3)
  if (failures-- > 0) throw new Error('cannot say it')
  return ctx.span('saying', () => ({ said: append('something private'), n: increment(), apiKey: 'hunter2-and-more' }))
})
const ask = action({ writes: ['ok'], awaits: ANYTHING() }, () => suspend({ prompt: 'a private question' }))
const talk = machine({ say, ask })
  .named('talk')
  .from('say')
  .to('ask')
  .from('ask')
  .when((state) => state.n < 2, 'say')
  .otherwise(END)
const begin = { entry: 'say', state: { said: [], n: 0 } } as const

function ANYTHING() {
  const validate = (value: unknown): { value: { ok: boolean } } => ({ value: value as { ok: boolean } })
  return { '~standard': { version: 1, vendor: 'test', validate } } as const
}

interface Scene {
  readonly persister: Persister
  readonly record: RunRecord
}

async function openScene(kind: DatabaseKind, options: ApplicationRecordOptions | false = {}): Promise<Scene> {
  const url = await newUrl(kind)
  const record = options
  const persister =
    kind === 'sqlite'
      ? sqlitePersister({ file: url.slice('sqlite:'.length), record, time: fakeTime() })
      : postgresPersister(url, { record, time: fakeTime() })
  onTestFinished(() => persister.close?.())
  await persister.load('nobody')
  return { persister, record: await openAt(url) }
}

afterEach(() => {
  failures = 0
})

const typesOf = async (record: RunRecord): Promise<readonly string[]> => {
  const events = record.query.selectFrom('event').select(['type', 'seq']).where('run', 'is not', null)
  return (await events.orderBy('writer').orderBy('seq').execute()).map(({ type }) => type)
}

describe.each(['sqlite', 'postgres'] as const)('the record of applications on %s', (kind) => {
  it('has each step when it is reported, and the end when it is there', async () => {
    const { persister, record } = await openScene(kind, { project: 'talks', actor: 'ada', tags: { team: 'a' } })
    failures = 1
    const app = await talk.open({ id: 'one', ...begin, persister, tags: { user: 'u' } })
    expect(await app.run()).toMatchObject({ status: 'failed' })
    expect(await app.run()).toMatchObject({ status: 'suspended' })
    const { steps: before } = await stepsOf(record, app.runId)
    expect(before).toMatchObject([
      { node: 'ask', sequence: 2, status: 'running', attempt: 1 },
      { node: 'say', sequence: 1, status: 'succeeded', attempt: 2 },
    ])
    await app.resume({ ok: true })
    expect(await app.resume({ ok: true })).toMatchObject({ status: 'completed' })
    await app.close()
    const { runs } = await listRuns(record, { project: 'talks' })
    expect(runs).toMatchObject([
      {
        id: app.runId,
        flow: 'talk',
        kind: 'application',
        status: 'succeeded',
        actor: 'ada',
        tags: { team: 'a', user: 'u' },
        counts: { computed: 4, failed: 1 },
      },
    ])
    const shown = await runDetails(record, app.runId)
    expect([...shown!.steps]).toMatchObject([
      ['1 say', { node: 'say', sequence: 1, attempt: 2, status: 'succeeded' }],
      ['2 ask', { node: 'ask', sequence: 2 }],
      ['3 say', { node: 'say', sequence: 3 }],
      ['4 ask', { node: 'ask', sequence: 4 }],
    ])
    const details = await getRun(record, app.runId)
    expect(details).toMatchObject({ nodes: ['say', 'ask'], inputs: { n: { type: 'number' } } })
    const graph = await record.query.selectFrom('graph_version').selectAll().execute()
    expect(graph).toMatchObject([{ id: details!.versions.graph, body: JSON.stringify(talk.toJSON()) }])
    const attempts = await record.query.selectFrom('attempt').select(['sequence', 'attempt', 'status']).execute()
    expect(attempts).toContainEqual({ sequence: 1, attempt: 1, status: 'failed' })
    const metrics = await record.query
      .selectFrom('metric_point')
      .select(['name', 'sequence', 'step', 'value'])
      .execute()
    expect(metrics).toContainEqual({ name: 'n', sequence: 1, step: 3, value: 0 })
    expect(await typesOf(record)).toEqual([
      'run.started',
      'step.started',
      'log',
      'metric',
      'attempt.failed',
      'step.ended',
      'step.started',
      'log',
      'metric',
      'attribute',
      'step.ended',
      'step.started',
      'attribute',
      'attribute',
      'step.ended',
      'step.started',
      'log',
      'metric',
      'attribute',
      'step.ended',
      'step.started',
      'attribute',
      'attribute',
      'step.ended',
      'run.ended',
    ])
  })

  it('has no values of the state, no prompts and no secrets', async () => {
    const { persister, record } = await openScene(kind)
    const app = await talk.open({ id: 'one', ...begin, persister })
    await app.run()
    await app.resume({ ok: true })
    await app.edit({ state: { apiKey: 'another-secret' } })
    await app.cancel('because of hunter2-and-more')
    await app.close()
    const text = (await record.query.selectFrom('event').select('body').execute()).map(({ body }) => body).join('\n')
    expect(text).toContain('"type":"run.ended","status":"aborted"')
    for (const hidden of ['something private', 'a private question', 'hunter2', 'pass-word', 'another-secret'])
      expect(text).not.toContain(hidden)
    // They are in the journal, whole.
    expect((await persister.load('one'))?.head.state).toMatchObject({ apiKey: 'another-secret' })
  })

  it('hears of the application what the capture policy allows, by the names of actions', async () => {
    const { persister, record } = await openScene(kind, { capture: { nodes: { say: 'none' }, default: 'sample' } })
    const app = await talk.open({ id: 'one', ...begin, persister })
    await app.run()
    await app.resume({ ok: true }, { maxSteps: 0 })
    const { steps } = await stepsOf(record, app.runId)
    expect(steps.find(({ node }) => node === 'say')?.output).toBeUndefined()
    expect(steps.find(({ node }) => node === 'ask')?.output).toMatchObject({ type: 'object' })
  })

  it('numbers events without gaps whatever the entries and however they come, and is rebuilt from them', async () => {
    const { persister, record } = await openScene(kind)
    for (let app = 0; app < 6; app++) {
      let seed = app * 7_919 + 11
      const choose = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below
      const runId = `0198000${app}-0000-7000-8000-000000000000`
      const journal = mixedJournal(12, choose).map((entry): JournalEntry => {
        if (entry.type === 'snapshot') return { ...entry, head: { ...entry.head, runId } }
        return entry.type === 'opened' ? { ...entry, runId } : entry
      })
      for (let from = 0; from < journal.length;) {
        const to = from + 1 + choose(5)
        await persister.append(`app ${app}`, from, journal.slice(from, to))
        from = Math.min(to, journal.length)
      }
    }
    const events = await record.query
      .selectFrom('event')
      .select(['writer', 'seq'])
      .orderBy('writer')
      .orderBy('seq')
      .execute()
    const writers = Map.groupBy(events, ({ writer }) => writer)
    expect(writers.size).toBe(6)
    for (const [writer, all] of writers) {
      expect(writer).toMatch(/^[0-9a-f]{32}$/)
      expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => index + 1))
    }
    const before = await dump(record)
    await record.rebuild()
    expect(await dump(record)).toEqual(before)
  })

  it('says the same of the same entries, in one batch or one by one', async () => {
    const [one, other] = [await openScene(kind), await openScene(kind)]
    const journal = journalOf(5)
    await one.persister.append('a', 0, journal)
    for (const [index, entry] of journal.entries()) await other.persister.append('a', index, [entry])
    const said = async ({ record }: Scene): Promise<readonly unknown[]> =>
      record.query.selectFrom('event').select(['writer', 'seq', 'type', 'at_ms']).orderBy('seq').execute()
    expect(await said(one)).toEqual(await said(other))
  })

  it('knows of children and forks where they come from', async () => {
    const { persister, record } = await openScene(kind)
    const { action: outer, machine: around } = forState<{ done?: boolean }>()
    const spawning = outer({}, async ({ ctx }) => {
      await ctx.spawn(talk, { key: 'k', ...begin })
    })
    const app = await around({ spawning }).named('around').open({ id: 'top', entry: 'spawning', persister })
    await app.run()
    await app.close()
    const fork = await around({ spawning })
      .named('around')
      .open({ fork: { id: 'top', at: 0 }, persister })
    await fork.close()
    const runs = record.query.selectFrom('run').select(['subject', 'parent_run', 'parent_step', 'root']).orderBy('id')
    expect(await runs.execute()).toEqual([
      { subject: 'around', parent_run: null, parent_step: null, root: null },
      {
        subject: 'talk',
        parent_run: app.runId,
        root: app.runId,
        parent_step: JSON.stringify({ node: 'spawning', sequence: 1 }),
      },
      {
        subject: 'around',
        parent_run: app.runId,
        parent_step: JSON.stringify({ node: '', sequence: 0 }),
        root: app.runId,
      },
    ])
  })

  it('does not take an application for abandoned when its process is gone', async () => {
    const { persister, record } = await openScene(kind)
    await persister.append('a', 0, journalOf(1))
    expect((await listRuns(record)).runs).toMatchObject([{ status: 'running' }])
    expect(await record.openRuns()).toEqual([])
  })

  it('forgets a run for good, and the application goes on', async () => {
    const { persister, record } = await openScene(kind)
    const app = await talk.open({ id: 'one', ...begin, persister })
    await app.run()
    await record.delete([app.runId])
    await app.resume({ ok: true })
    expect(app.sequence).toBe(3)
    expect((await listRuns(record)).runs).toEqual([])
    expect((await persister.load('one'))?.head.sequence).toBe(3)
  })

  it('ends the run of an application that is taken away', async () => {
    const { persister, record } = await openScene(kind)
    const app = await talk.open({ id: 'one', ...begin, persister })
    await app.run()
    await app.close()
    expect(await persister.remove('one')).toBe(true)
    expect((await listRuns(record)).runs).toMatchObject([{ id: app.runId, status: 'aborted' }])
  })

  it('hears nothing when it is to hear nothing', async () => {
    const { persister, record } = await openScene(kind, false)
    const app = await talk.open({ id: 'one', ...begin, persister })
    await app.run()
    expect(await record.query.selectFrom('event').selectAll().execute()).toEqual([])
    expect((await persister.list()).applications).toMatchObject([{ app: 'one', status: 'suspended' }])
  })
})

it('an application in a file does its synchronous steps without waiting, and waits while others of its thread write', async () => {
  const { persister, record } = await openScene('sqlite')
  expect(persister.append('a', 0, journalOf(1))).toBeUndefined()
  // A record that writes in the same thread has its transaction open while it waits for itself.
  const busy = record.rebuild()
  await Promise.resolve()
  const waiting: unknown = await Promise.resolve(persister.append('b', 0, journalOf(1)))
  expect(waiting).toBeUndefined()
  await busy
  expect((await persister.list()).applications).toHaveLength(2)
})
