import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parquetFile } from '@throughline/io/parquet'
import { toRows, type Columns } from '@throughline/io/columns'
import { dataflow } from 'throughline'
import { loaded } from 'throughline/io'
import { beforeAll, describe, expect, test } from 'vitest'
import project from './throughline.config.ts'

const flow = project.flows.flights
const expected = JSON.parse(readFileSync(new URL('expected.json', import.meta.url), 'utf8')) as {
  readonly report: object
  readonly all: { readonly flights: number; readonly busiest: readonly object[] }
}

interface Flight {
  readonly date: Date
  readonly delay: number
  readonly origin: string
}

/** Counted again, row by row and without SQL: how many flights there are of each kind, and how many minutes and late ones. */
function counted(
  flights: readonly Flight[],
  kindOf: (flight: Flight) => string | number,
): Map<string | number, Counts> {
  const counts = new Map<string | number, Counts>()
  for (const flight of flights) {
    const of = counts.get(kindOf(flight)) ?? { flights: 0, minutes: 0, late: 0 }
    of.flights += 1
    of.minutes += flight.delay
    of.late += flight.delay >= 15 ? 1 : 0
    counts.set(kindOf(flight), of)
  }
  return counts
}

interface Counts {
  flights: number
  minutes: number
  late: number
}

/** What a table says of each kind, in the form of what is counted. */
function countsOf(table: Columns, kind: string): Map<string | number, Counts> {
  const kindOf = (value: unknown): string | number =>
    value instanceof Date ? value.toISOString().slice(0, 10) : (value as string)
  return new Map(
    toRows(table).map((row) => {
      const { flights, delay = 0, late = 0 } = row as { flights: number; delay?: number; late?: number }
      return [kindOf(row[kind]), { flights, minutes: Math.round(delay * flights), late: Math.round(late * flights) }]
    }),
  )
}

let flights: readonly Flight[]
beforeAll(async () => {
  flights = toRows((await flow.execute(['flights'])).flights) as readonly Flight[]
})

describe('the sample', () => {
  test('is every fifteenth flight', () => {
    expect(flights).toHaveLength(200_000)
  })

  test('has for each airport what is counted row by row', async () => {
    const { byAirport } = await flow.execute(['byAirport'])
    const origins = counted(flights, ({ origin }) => origin)
    expect(countsOf(byAirport, 'airport')).toEqual(origins)
    const order = [...origins].sort(([a, left], [b, right]) => right.flights - left.flights || (a < b ? -1 : 1))
    expect(toRows(byAirport).map(({ airport }) => airport)).toEqual(order.map(([airport]) => airport))
  })

  test('has for each state what is counted row by row', async () => {
    const { airports, byState } = await flow.execute(['airports', 'byState'])
    const states = new Map(toRows(airports).map(({ iata, state }) => [iata, state]))
    const counts = counted(flights, ({ origin }) => states.get(origin) ?? 'none')
    counts.delete('none')
    const found = byState.map(({ state, flights, late }) => [state, [flights, Math.round(late * flights)]] as const)
    expect(new Map(found)).toEqual(
      new Map(Array.from(counts, ([state, { flights, late }]) => [state, [flights, late]])),
    )
    const shares = byState.map(({ late }) => late)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
  })

  test('has for each hour and day what is counted row by row', async () => {
    const { byHour, byDay } = await flow.execute(['byHour', 'byDay'])
    const withoutLate = (counts: Map<string | number, Counts>): Map<string | number, Counts> =>
      new Map(Array.from(counts, ([kind, one]) => [kind, { ...one, late: 0 }]))
    const withoutMinutes = (counts: Map<string | number, Counts>): Map<string | number, Counts> =>
      new Map(Array.from(counts, ([kind, one]) => [kind, { ...one, minutes: 0 }]))
    expect(countsOf(byHour, 'hour')).toEqual(withoutLate(counted(flights, ({ date }) => date.getUTCHours())))
    const days = counted(flights, ({ date }) => date.toISOString().slice(0, 10))
    expect(countsOf(byDay, 'day')).toEqual(withoutMinutes(days))
  })

  test('has quantiles that as many flights stay below', async () => {
    const { delayQuantiles } = await flow.execute(['delayQuantiles'])
    for (const [share, minutes] of [
      [0.5, delayQuantiles.half],
      [0.9, delayQuantiles.most],
      [0.99, delayQuantiles.nearlyAll],
    ] as const) {
      expect(flights.filter(({ delay }) => delay < minutes).length).toBeLessThanOrEqual(share * 200_000)
      expect(flights.filter(({ delay }) => delay <= minutes).length).toBeGreaterThanOrEqual(share * 200_000)
    }
  })

  test('gives the report that is committed', async () => {
    const { report } = await flow.execute(['report'])
    expect(report).toEqual(expected.report)
  })
})

test('all three million flights have the airports that are committed, by SQL and counted row by row', async () => {
  const all = flow.configure({ selection: 'all' })
  const { flights, busiest } = await all.execute(['flights', 'busiest'])
  expect(flights.delay).toHaveLength(expected.all.flights)
  expect(busiest).toEqual(expected.all.busiest)
  const { codes, dictionary } = flights.origin
  const counts = new Uint32Array(dictionary.length)
  const late = new Uint32Array(dictionary.length)
  for (let flight = 0; flight < codes.length; flight++) {
    counts[codes[flight]!]!++
    if ((flights.delay as Int32Array)[flight]! >= 15) late[codes[flight]!]!++
  }
  const most = Array.from(dictionary, (airport, code) => ({
    airport,
    flights: counts[code]!,
    late: Math.round((1000 * late[code]!) / counts[code]!) / 1000,
  })).sort((a, b) => b.flights - a.flights)
  expect(busiest).toMatchObject(most.slice(0, 5))
})

test('what is written is what was computed', async () => {
  const outDir = mkdtempSync(join(tmpdir(), 'flights-'))
  try {
    const written = await flow.execute(['busiest', 'byDay', 'busiest.saved', 'byDay.saved'], { inputs: { outDir } })
    expect(written).toMatchObject({ 'busiest.saved': { rows: 5 }, 'byDay.saved': { rows: 181 } })
    expect(readdirSync(outDir).sort()).toEqual(['busiest.csv', 'days.parquet'])
    const days = loaded(parquetFile(join(outDir, 'days.parquet')))
    expect(toRows((await dataflow({ days }).execute(['days'])).days)).toEqual(toRows(written.byDay))
    const [head, ...rows] = readFileSync(join(outDir, 'busiest.csv'), 'utf8').trim().split('\n')
    expect(head).toBe('airport,name,flights,delay,late')
    expect(rows.map((row) => row.split(',')[0])).toEqual(written.busiest.map(({ airport }) => airport))
  } finally {
    rmSync(outDir, { recursive: true })
  }
})
