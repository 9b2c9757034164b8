// What the record is told at once, and what later: by the same process, by the next one, by a reader.

import { END, forState, increment, type ApplicationLease, type Persister } from '@throughline/machine'
import type { Processes } from '@throughline/store'
import type { Kysely } from '@throughline/store/tables'
import type { Issue } from 'throughline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { newUrl, openAt, type DatabaseKind } from '../record/fixtures/databases.ts'
import { dump } from '../record/fixtures/dump.ts'
import type { RunRecord } from '../record/open-record.ts'
import type { ApplicationTables } from './application-tables.ts'
import { withoutLease } from './fixtures/competing-machine.ts'
import { damageRow } from './fixtures/damage.ts'
import { fakeTime, type FakeTime } from './fixtures/fake-time.ts'
import { committed, journalOf } from './fixtures/of-machines.ts'
import { postgresPersister } from './postgres-persister.ts'
import type { ApplicationRecordOptions } from './record-options.ts'
import { sqlitePersister } from './sqlite-persister.ts'

interface Opened {
  readonly persister: Persister
  readonly time: FakeTime
}

interface Scene extends Opened {
  readonly url: string
  readonly record: RunRecord
  /** Another process on the same place. */
  readonly another: (options?: ApplicationRecordOptions | false, processes?: Processes) => Opened
}

const aProcess = (pid: number, gone: readonly number[] = []): Processes => ({
  self: { host: 'here', pid, started: '' },
  isGone: (other) => gone.includes(other.pid),
})

async function openScene(kind: DatabaseKind, options: ApplicationRecordOptions | false = {}): Promise<Scene> {
  const url = await newUrl(kind)
  const another: Scene['another'] = (record = {}, processes = aProcess(1)) => {
    const time = fakeTime()
    const persister =
      kind === 'sqlite'
        ? sqlitePersister({ file: url.slice('sqlite:'.length), record, time, processes })
        : postgresPersister(url, { record, time, processes })
    onTestFinished(() => persister.close?.())
    return { persister, time }
  }
  const opened = another(options)
  await opened.persister.load('nobody')
  return { ...opened, another, url, record: await openAt(url) }
}

const stepsIn = async (record: RunRecord): Promise<number> =>
  (await record.query.selectFrom('step').select('sequence').execute()).length

const behindIn = async ({ query }: RunRecord): Promise<readonly string[]> => {
  const tables = query as unknown as Kysely<ApplicationTables>
  return (await tables.selectFrom('application_behind').select('app').execute()).map(({ app }) => app)
}

const isNumbered = async (record: RunRecord): Promise<boolean> => {
  const events = await record.query.selectFrom('event').select('seq').orderBy('seq').execute()
  return events.every(({ seq }, index) => seq === index + 1)
}

describe.each(['sqlite', 'postgres'] as const)('the record of applications on %s', (kind) => {
  it('has a step in the same transaction while nothing waits, and marks nothing', async () => {
    const { persister, record } = await openScene(kind)
    for (const [index, entry] of journalOf(6).entries()) {
      await persister.append('a', index, [entry])
      expect(await stepsIn(record)).toBe(index)
    }
    expect(await behindIn(record)).toEqual([])
  })

  it('has the beginning at once and the rest later when much comes together', async () => {
    const { persister, time, record } = await openScene(kind)
    await persister.append('a', 0, journalOf(20))
    const runs = await record.query.selectFrom('run').select(['kind', 'status']).execute()
    expect(runs).toEqual([{ kind: 'application', status: 'running' }])
    expect(await stepsIn(record)).toBe(0)
    expect(await behindIn(record)).toEqual(['a'])
    expect(time.waiting).toEqual([250])
    // One that comes alone has to wait behind them.
    await persister.append('a', 21, [committed(21)])
    expect(await stepsIn(record)).toBe(0)
    await persister.close?.()
    expect(await stepsIn(record)).toBe(21)
    expect(await behindIn(record)).toEqual([])
    expect(await isNumbered(record)).toBe(true)
    const before = await dump(record)
    await record.rebuild()
    expect(await dump(record)).toEqual(before)
  })

  it('has it later when telling takes more than its part of the time', async () => {
    const { persister, time, record } = await openScene(kind)
    time.costMs = 10
    for (const [index, entry] of journalOf(30).entries()) await persister.append('a', index, [entry])
    const told = await stepsIn(record)
    expect(told).toBeGreaterThan(2)
    expect(told).toBeLessThan(15)
    expect(await behindIn(record)).toEqual(['a'])
    await persister.close?.()
    expect(await stepsIn(record)).toBe(30)
  })

  it('has all when the application is closed, in slices between which others have their turn', async () => {
    const { persister, time, record } = await openScene(kind)
    const lease = (await persister.lease!('a', { ttlMs: 60_000 })) as ApplicationLease
    await persister.append('a', 0, journalOf(1_200))
    await lease.release()
    expect(await stepsIn(record)).toBe(1_200)
    expect(time.turns).toBe(2)
    // Nothing holds the process any more.
    expect(time.waiting).toEqual([])
    expect(await behindIn(record)).toEqual([])
  })

  it('has all and the end when the application is taken away', async () => {
    const { persister, record } = await openScene(kind)
    await persister.append('a', 0, journalOf(20))
    expect(await persister.remove('a')).toBe(true)
    expect(await stepsIn(record)).toBe(20)
    expect(await behindIn(record)).toEqual([])
    const runs = record.query.selectFrom('run').select(['status', 'computed'])
    expect(await runs.execute()).toEqual([{ status: 'aborted', computed: 20 }])
  })

  it('is told by the next process what one that was killed did not come to', async () => {
    const { persister, record, another } = await openScene(kind)
    await persister.append('a', 0, journalOf(20))
    const next = another()
    const lease = (await next.persister.lease!('a', { ttlMs: 60_000 })) as ApplicationLease
    expect(next.time.waiting).toEqual([250])
    await next.persister.append('a', 21, [committed(21)])
    expect(await stepsIn(record)).toBe(0)
    await lease.release()
    expect(await stepsIn(record)).toBe(21)
    expect(await isNumbered(record)).toBe(true)
  })

  it('is told from the beginning of an application of which it was told nothing before', async () => {
    const { persister, record, another } = await openScene(kind, false)
    await persister.append('a', 0, journalOf(3))
    expect(await record.tellLeftBehind()).toEqual([])
    const next = another()
    await next.persister.append('a', 4, [committed(4)])
    expect(await behindIn(record)).toEqual(['a'])
    // Only who knows the project can tell of the beginning.
    expect(await record.tellLeftBehind()).toEqual([])
    await next.persister.close?.()
    expect(await stepsIn(record)).toBe(4)
    expect(await record.query.selectFrom('run').select('project').execute()).toEqual([{ project: 'applications' }])
  })

  it('hears of trouble later on nothing in the run: it is said once, and told when it is mended', async () => {
    const said: Issue[] = []
    const { persister, url, record } = await openScene(kind, { onIssue: (issue) => void said.push(issue) })
    const lease = (await persister.lease!('a', { ttlMs: 60_000 })) as ApplicationLease
    await persister.append('a', 0, journalOf(20))
    await damageRow(url, 'a', 5)
    await persister.append('a', 21, [committed(21)])
    await lease.release()
    await persister.close?.()
    const code = 'applications/not-told'
    expect(said.map((issue) => [issue.code, issue.facts])).toEqual([
      [code, { app: 'a', reason: 'The journal of "a" cannot be read after entry 4.' }],
    ])
    expect(await behindIn(record)).toEqual(['a'])
    await damageRow(url, 'a', 5, JSON.stringify(journalOf(20)[4]))
    await ((await persister.lease!('a', { ttlMs: 60_000 })) as ApplicationLease).release()
    expect(await stepsIn(record)).toBe(21)
    expect(await behindIn(record)).toEqual([])
  })

  it('is told by a reader of applications whose process is gone, and of no others', async () => {
    const { another, record } = await openScene(kind)
    const killed = another({}, aProcess(7))
    for (const app of ['gone', 'held']) await killed.persister.lease!(app, { ttlMs: 60_000 })
    for (const app of ['gone', 'held'])
      await killed.persister.append(app, 0, journalOf(700, { runId: `run of ${app}` }))
    expect(await record.tellLeftBehind({ processes: aProcess(1) })).toEqual([])
    expect(await stepsIn(record)).toBe(0)
    const other = another({}, aProcess(8))
    await other.persister.append('free', 0, journalOf(20, { runId: 'run of free' }))
    expect(await record.tellLeftBehind({ processes: aProcess(1) })).toEqual(['free'])
    expect(await record.tellLeftBehind({ processes: aProcess(1, [7]) })).toEqual(['gone', 'held'])
    expect(await behindIn(record)).toEqual([])
    expect(await record.tellLeftBehind({ processes: aProcess(1, [7]) })).toEqual([])
  })
})

interface Talk {
  n: number
  said?: string
}

const { action, machine } = forState<Talk>()
const say = action(
  { reads: ['n'], writes: ['n', 'said'], retry: { maxAttempts: 2, backoffMs: 0 } },
  ({ state, ctx }) => {
    ctx.log('a private text', { more: 'private as well' })
    ctx.metric('loss', 0.5, state.n)
    if (ctx.attempt === 1 && state.n === 0) throw new TypeError('a private message')
    return ctx.span('a private span', () => ({ n: increment(), said: 'something private' }))
  },
)
const talk = machine({ say })
  .named('talk')
  .from('say')
  .when((state) => state.n < 20, 'say')
  .otherwise(END)

it('is told no values, no texts and no messages by a reader, and goes on with them by the owner', async () => {
  const { persister, record, another } = await openScene('sqlite', { capture: 'full' })
  const app = await talk.open({
    id: 'one',
    entry: 'say',
    state: { n: 0 },
    persister: withoutLease(persister),
    durability: 'exit',
  })
  await app.run({ maxSteps: 19 })
  expect(await behindIn(record)).toEqual(['one'])
  expect(await record.tellLeftBehind()).toEqual(['one'])
  const bodies = (await record.query.selectFrom('event').select('body').orderBy('seq').execute()).map(
    ({ body }) => body,
  )
  expect(bodies.filter((body) => body.includes('private'))).toEqual([])
  const steps = record.query
    .selectFrom('step')
    .select(['node', 'sequence', 'status', 'attempt', 'output', 'duration_ms'])
  const rows = await steps.orderBy('sequence').execute()
  expect(rows).toHaveLength(19)
  expect(rows[0]).toMatchObject({ node: 'say', sequence: 1, status: 'succeeded', attempt: 2, output: null })
  expect(rows.every(({ duration_ms: durationMs }) => durationMs !== null)).toBe(true)
  const attempts = await record.query
    .selectFrom('attempt')
    .select(['attempt', 'status', 'error'])
    .orderBy('attempt')
    .execute()
  expect(attempts[0]).toEqual({
    attempt: 1,
    status: 'failed',
    error: JSON.stringify({ name: 'TypeError', message: 'its text is in the journal' }),
  })
  const metrics = await record.query.selectFrom('metric_point').select(['name', 'value']).execute()
  expect(metrics).toHaveLength(20)
  expect(metrics[0]).toEqual({ name: 'loss', value: 0.5 })
  const dropped = await record.query.selectFrom('dropped').select(['kind', 'count']).execute()
  expect(dropped).toEqual(Array.from({ length: 20 }, () => ({ kind: 'log', count: 1 })))
  const next = another({ capture: 'full' })
  const again = await talk.open({ resume: 'one', persister: next.persister })
  await again.run()
  await again.close()
  expect(await isNumbered(record)).toBe(true)
  expect((await steps.orderBy('sequence').execute()).at(-1)).toMatchObject({ sequence: 20, status: 'succeeded' })
  expect(await record.query.selectFrom('run').select('status').execute()).toEqual([{ status: 'succeeded' }])
  const before = await dump(record)
  await record.rebuild()
  expect(await dump(record)).toEqual(before)
})

it('is told no values and no texts by a stranger who takes the application away', async () => {
  const { persister, record, another } = await openScene('sqlite', { capture: 'full' })
  const options = { id: 'one', entry: 'say', state: { n: 0 }, durability: 'exit' } as const
  const app = await talk.open({ ...options, persister: withoutLease(persister) })
  await app.run({ maxSteps: 19 })
  expect(await behindIn(record)).toEqual(['one'])
  expect(await another({ capture: 'full' }).persister.remove('one')).toBe(true)
  expect(await stepsIn(record)).toBe(19)
  const bodies = await record.query.selectFrom('event').select('body').execute()
  expect(bodies.filter(({ body }) => body.includes('private'))).toEqual([])
  expect(await record.query.selectFrom('run').select('status').execute()).toEqual([{ status: 'aborted' }])
})

describe('in its own time', () => {
  it('tells at the end what could not be told before', async () => {
    const { persister, time, url, record } = await openScene('sqlite', { onIssue: () => {} })
    await persister.append('a', 0, journalOf(20))
    await damageRow(url, 'a', 5)
    await time.advance(250)
    expect(time.waiting).toEqual([])
    await damageRow(url, 'a', 5, JSON.stringify(journalOf(20)[4]))
    await persister.close?.()
    expect(await stepsIn(record)).toBe(20)
  })

  it('tells a slice of one application after the other, and rests while they go on', async () => {
    const { persister, time, record } = await openScene('sqlite')
    await persister.append('a', 0, journalOf(1_200))
    await persister.append('b', 0, journalOf(600, { runId: 'run of b' }))
    time.costMs = 40
    await time.advance(250)
    const first = await stepsIn(record)
    expect(first).toBeGreaterThan(0)
    expect(first).toBeLessThan(1_800)
    // Nobody appends: the rest comes without waiting for long.
    time.costMs = 0
    await time.advance(10)
    expect(await stepsIn(record)).toBe(1_800)
    expect(await behindIn(record)).toEqual([])
    expect(time.waiting).toEqual([])
  })

  it('tells nothing beyond its pace while somebody appends', async () => {
    const { persister, time, record } = await openScene('sqlite')
    await persister.append('a', 0, journalOf(20))
    time.costMs = 200
    await time.advance(250)
    expect(await stepsIn(record)).toBe(20)
    await persister.append('a', 21, journalOf(42).slice(21))
    const told = await stepsIn(record)
    await time.advance(250)
    expect(await stepsIn(record)).toBe(told)
    time.costMs = 0
    await time.advance(10_000)
    expect(await stepsIn(record)).toBe(42)
  })
})
