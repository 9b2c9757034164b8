// Bringing events into a record and asking it, against statements written by hand, in a file and on a server.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../../tests/postgres/start-postgres.ts'
import { runWorker } from '../measure.ts'
import { printTable, type Section, type Verdict } from '../report.ts'

interface Times extends Readonly<Record<string, number>> {
  /** Those that were timed: without the first, while code is compiled. */
  readonly events: number
  readonly runs: number
  readonly handMs: number
  readonly recordMs: number
  readonly lookup: number
}

const lists = ['newest', 'byFlow', 'byStatus', 'byTag', 'bySince'] as const
const searches = ['search', 'searchTwo', 'searchName'] as const
/** Without a promise: a list by words, and words that every run or entry has. */
const others = ['byText', 'byCommonText', 'searchCommon'] as const

export async function measureRecord({ quick }: { quick: boolean }): Promise<Section> {
  const [events, runs] = quick ? [20_000, 5_000] : [100_000, 100_000]
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-record-'))
  const server = await startPostgres()
  try {
    const measure = async (kind: string, url: string): Promise<Times> => {
      const times = await runWorker<Times>('record.ts', [url, kind, events, runs], { timeoutMs: 900_000 })
      if ('failure' in times) throw new Error(String(times.failure))
      return times
    }
    const sqlite = await measure('sqlite', `sqlite:${join(folder, 'store.db')}`)
    const postgres = await measure('postgres', server.url)
    const both = [sqlite, postgres]
    printTable(
      `${events.toLocaleString('en-US')} events, 4,000 a transaction: milliseconds`,
      ['', 'SQLite', 'PostgreSQL'],
      [
        ['by hand, a prepared statement each', ...both.map(({ handMs }) => handMs)],
        ['into the record', ...both.map(({ recordMs }) => recordMs)],
        ['events a second', ...both.map((times) => Math.round((times.events / times.recordMs) * 1_000))],
      ],
    )
    printTable(
      `a record of ${runs.toLocaleString('en-US')} runs and entries of the catalog: milliseconds, median of 41`,
      ['', 'SQLite', 'PostgreSQL'],
      ['lookup', ...lists, ...searches, ...others].map((name) => [
        name,
        ...both.map((times) => times[name] ?? Number.NaN),
      ]),
    )
    return {
      name: 'record',
      figures: { sqlite, postgres },
      verdicts: [...verdictsOf('SQLite', sqlite, 0.3), ...verdictsOf('PostgreSQL', postgres, 0.2)],
    }
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function verdictsOf(name: string, times: Times, speed: number): readonly Verdict[] {
  const most = (names: readonly string[]): number =>
    Math.max(...names.map((one) => (times[one] ?? Number.NaN) / times.lookup))
  return [
    {
      promise: `${name}: events into the record, times what they take by hand (at least ${speed} of its speed)`,
      measured: times.recordMs / times.handMs,
      limit: 1 / speed,
      unit: 'x',
    },
    { promise: `${name}: a filtered page of runs, in lookups by key`, measured: most(lists), limit: 50, unit: 'x' },
    { promise: `${name}: a search in the catalog, in lookups by key`, measured: most(searches), limit: 50, unit: 'x' },
  ]
}
