// Writes events into a record and asks it, beside statements written by hand on the same database. Prints the times in milliseconds.
//
// usage: record.ts <address of the record> <kind> <events> <runs>

import { openSqlite, toEventLine, type SpooledEvent, type SpoolEvent } from '@throughline/store'
import { catalogSearch, listRuns } from '@throughline/tracking/queries'
import { openRecord } from '@throughline/tracking/record'
import { Client } from 'pg'

const [address = '', kind = 'sqlite', eventCount = '100000', runCount = '100000'] = process.argv.slice(2)
/** As a shipper brings them. */
const batchSize = 4_000

/** Of one process: runs of 50 nodes with start and end, each with a metric. */
function makeEvents(count: number): readonly SpooledEvent[] {
  const events: SpooledEvent[] = []
  let seq = 0
  const say = (run: string | undefined, body: object): void => {
    const head = { v: 1, writer: 'a'.repeat(32), seq: ++seq, atMs: 1_800_000_000_000 + seq }
    const event = { ...head, ...(run !== undefined && { run }), ...body } as SpoolEvent
    events.push({ event, line: toEventLine(event) })
  }
  for (let number = 0; events.length < count; number++) {
    const run = idOf(number)
    say(run, started(number))
    for (let node = 0; node < 50; node++) {
      const step = { node: `node${node}`, attempt: 1, code: `code1:${'c'.repeat(64)}` }
      const inputs = { before: { from: `node${node - 1}`, version: `data1:${'d'.repeat(64)}` } }
      say(run, { type: 'step.started', ...step, inputs })
      const output = { type: 'number', version: `data1:${'e'.repeat(64)}` }
      say(run, { type: 'step.ended', ...step, status: 'succeeded', durationMs: 1.25, output })
    }
    say(run, {
      type: 'run.ended',
      status: 'succeeded',
      durationMs: 70,
      counts: { computed: 50, cached: 0, failed: 0, skipped: 0 },
    })
  }
  return events.slice(0, count)
}

function started(number: number): object {
  return {
    type: 'run.started',
    kind: 'dataflow',
    project: 'births',
    subject: `flow${number % 10}`,
    outputs: ['node49'],
    nodes: [],
    tags: { region: `region${number % 100}` },
    trigger: { kind: 'command' },
    versions: {},
    inputs: {},
    process: { host: 'farm', pid: 1, started: 'boot' },
  }
}

function idOf(number: number): string {
  const time = (1_800_000_000_000 + number * 1_000).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${number.toString(16).padStart(12, '0')}`
}

async function timed(call: () => unknown): Promise<number> {
  const start = performance.now()
  await call()
  return performance.now() - start
}

const eventTable = `CREATE TABLE by_hand (writer text NOT NULL, seq bigint NOT NULL, run text, type text NOT NULL,
  at_ms bigint NOT NULL, body text NOT NULL, PRIMARY KEY (writer, seq)); CREATE INDEX by_hand_by_run ON by_hand (run)`

const rowOf = ({ event, line }: SpooledEvent): [string, number, string | null, string, number, string] => [
  event.writer,
  event.seq,
  event.run ?? null,
  event.type,
  event.atMs,
  line,
]

interface Way {
  readonly write: (events: readonly SpooledEvent[]) => Promise<void>
  readonly close: () => Promise<void>
}

/**
 * The same rows into a table like that of the events, a prepared statement for each, as many in one transaction, with the
 * settings of the record: what a commit survives, and how much waits in the log of a file.
 */
async function byHand(): Promise<Way> {
  if (kind === 'sqlite') {
    const database = openSqlite(`${address.slice('sqlite:'.length)}.by-hand`)
    database.exec(`PRAGMA wal_autocheckpoint = 8000; ${eventTable}`)
    const insert = database.prepare('INSERT INTO by_hand VALUES (?, ?, ?, ?, ?, ?)')
    return {
      write: async (events) => {
        database.transaction(() => {
          for (const one of events) insert.run(...rowOf(one))
        })
      },
      close: async () => database.close(),
    }
  }
  const url = new URL(address)
  url.searchParams.delete('schema')
  const client = new Client(url.href)
  await client.connect()
  await client.query(`DROP TABLE IF EXISTS by_hand; ${eventTable}`)
  const text = 'INSERT INTO by_hand VALUES ($1, $2, $3, $4, $5, $6)'
  return {
    write: async (events) => {
      await client.query('BEGIN')
      for (const one of events) await client.query({ name: 'by hand', text, values: rowOf(one) })
      await client.query('COMMIT')
    },
    close: async () => {
      await client.query('DROP TABLE by_hand')
      await client.end()
    },
  }
}

async function inRecord(): Promise<Way> {
  const record = await openRecord({ url: address })
  return { write: async (events) => void (await record.apply(events)), close: () => record.close() }
}

/** Both ways take turns, batch by batch, so that what else the machine does weighs on both. */
async function writeBoth(
  events: readonly SpooledEvent[],
): Promise<{ readonly events: number; readonly handMs: number; readonly recordMs: number }> {
  const [hand, record] = [await byHand(), await inRecord()]
  const warmBatches = 2
  let [timedEvents, handMs, recordMs] = [0, 0, 0]
  for (let batch = 0; batch * batchSize < events.length; batch++) {
    const some = events.slice(batch * batchSize, (batch + 1) * batchSize)
    const [one, other] = [await timed(() => hand.write(some)), await timed(() => record.write(some))]
    if (batch < warmBatches) continue
    timedEvents += some.length
    handMs += one
    recordMs += other
  }
  await hand.close()
  await record.close()
  return { events: timedEvents, handMs, recordMs }
}

/** Runs of one step each, of another node of 100,000. */
async function fillCatalog(count: number): Promise<void> {
  const record = await openRecord({ url: address })
  const words = ['births', 'deaths', 'people', 'income', 'weather', 'storks', 'rent', 'schools', 'roads', 'rivers']
  let seq = 0
  let batch: SpooledEvent[] = []
  const say = (run: string | undefined, body: object): void => {
    const head = { v: 1, writer: 'b'.repeat(32), seq: ++seq, atMs: 1_801_000_000_000 + seq * 250 }
    const event = { ...head, ...(run !== undefined && { run }), ...body } as SpoolEvent
    batch.push({ event, line: toEventLine(event) })
  }
  for (let number = 0; number < count; number++) {
    const run = idOf(1_000_000 + number)
    const code = `code1:${number}`
    const doc = `${words[number % 10]} by ${words[(number * 7) % 9]}, series${number % 1_000}`
    say(undefined, { type: 'version', kind: 'node', id: code, body: { node: `column${number}`, doc } })
    say(run, started(number))
    const step = { node: `column${number}`, attempt: 1, status: 'succeeded', durationMs: 1, code }
    say(run, { type: 'step.ended', ...step })
    const status = number % 50 === 0 ? 'failed' : 'succeeded'
    say(run, { type: 'run.ended', status, durationMs: 1, counts: { computed: 1, cached: 0, failed: 0, skipped: 0 } })
    if (batch.length >= 4_000 || number === count - 1) {
      await record.apply(batch)
      batch = []
    }
  }
  await record.close()
}

/** As the server does by itself within a minute: until then it plans for tables that are nearly empty. */
async function analyze(): Promise<void> {
  const client = new Client(address)
  await client.connect()
  await client.query('ANALYZE')
  await client.end()
}

async function ask(): Promise<Readonly<Record<string, number>>> {
  const record = await openRecord({ url: address })
  const count = Number(runCount)
  const medianOf = async (call: (round: number) => Promise<unknown>, rounds = 41): Promise<number> => {
    const times: number[] = []
    for (let round = 0; round < rounds; round++) times.push(await timed(() => call(round)))
    return times.sort((a, b) => a - b)[rounds >> 1] ?? Number.NaN
  }
  const lookup = (round: number): Promise<unknown> =>
    record.query
      .selectFrom('run')
      .select(['id', 'status'])
      .where('id', '=', idOf(1_000_000 + ((round * 7_919) % count)))
      .executeTakeFirstOrThrow()
  await medianOf(lookup)
  const some = async (found: Promise<{ readonly runs: readonly unknown[] }>): Promise<void> => {
    if ((await found).runs.length === 0) throw new Error('a list of runs is empty')
  }
  const entries = async (text: string): Promise<void> => {
    if ((await catalogSearch(record, { text })).entries.length === 0) throw new Error(`nothing was found for ${text}`)
  }
  const middle = idOf(1_000_000 + (count >> 1))
  const times = {
    lookup: await medianOf(lookup),
    newest: await medianOf(() => some(listRuns(record))),
    byFlow: await medianOf((round) =>
      some(listRuns(record, { project: 'births', flow: `flow${round % 10}`, cursor: middle })),
    ),
    byStatus: await medianOf(() => some(listRuns(record, { project: 'births', status: ['failed'], cursor: middle }))),
    byTag: await medianOf((round) =>
      some(listRuns(record, { tags: { region: `region${round % 100}` }, cursor: middle })),
    ),
    bySince: await medianOf(() =>
      some(listRuns(record, { since: 1_801_000_000_000 + count * 500, status: ['failed'] })),
    ),
    byText: await medianOf((round) => some(listRuns(record, { text: `region${(round % 89) + 10}` }))),
    byCommonText: await medianOf((round) => some(listRuns(record, { text: `births flow${round % 10}` }))),
    search: await medianOf((round) => entries(`series${100 + round}`)),
    searchTwo: await medianOf((round) => entries(`series${100 + round} by`)),
    searchName: await medianOf((round) => entries(`column${(round * 997) % count}`)),
    searchCommon: await medianOf(() => entries('by')),
  }
  await record.close()
  return times
}

const events = makeEvents(Number(eventCount))
const written = await writeBoth(events)
await fillCatalog(Number(runCount))
if (kind === 'postgres') await analyze()
console.log(JSON.stringify({ runs: Number(runCount), ...written, ...(await ask()) }))
