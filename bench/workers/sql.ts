// One statement over three million flights: as a node, and by the package of DuckDB alone. Prints how long it took
// once the database and the code have been started: the median of five, after a first one.
//
// usage: node sql.ts <what> <node | other>

import {
  DuckDBDataChunk,
  DuckDBInstance,
  INTEGER,
  VARCHAR,
  type DuckDBConnection,
  type DuckDBResultReader,
} from '@duckdb/node-api'
import { valuesOf, type Columns } from '@throughline/io/columns'
import { columnsFromDuckdb } from '@throughline/io/duckdb'
import { fileTable, sql } from '@throughline/io/sql'
import { dataflow, from } from 'throughline'
import { loaded } from 'throughline/io'
import { median } from '../measure.ts'

const [, , what = '', way = ''] = process.argv
const path = new URL('../data/flights-3m.parquet', import.meta.resolve('vega-datasets')).pathname

/** Three columns of the table are read; it has five. */
const statements = {
  'few rows': (flights: string) => `
    select origin, count(*)::integer as flights, avg(delay) as delay, quantile_cont(delay, 0.9) as late
    from ${flights} where distance > 500 group by origin order by origin`,
  'many rows': (flights: string) => `
    select distance * 1.609::double as km, delay / 60 as hours from ${flights} where delay > 0`,
}

type Answer = readonly (readonly unknown[])[]
const [shape, place] = what.split(' from ') as [keyof typeof statements, 'memory' | 'Parquet']
const work = way === 'node' ? await byNode() : await byHand()

let answer = await work()
const times = { wallMs: [] as number[], cpuMs: [] as number[] }
for (let run = 0; run < 5; run++) {
  const cpuBefore = process.cpuUsage()
  const startMs = performance.now()
  answer = await work()
  times.wallMs.push(performance.now() - startMs)
  const { user, system } = process.cpuUsage(cpuBefore)
  times.cpuMs.push((user + system) / 1_000)
}
const [wallMs, cpuMs] = [median(times.wallMs), median(times.cpuMs)]
console.log(JSON.stringify({ wallMs, cpuMs, checksum: checksumOf(answer()) }))
process.exit()

/** What is timed gives its result in the form that is natural to it; turning that into lists is not timed. */
async function byNode(): Promise<() => Promise<() => Answer>> {
  const texts = statements[shape]('|').split('|')
  const table = sql(Object.assign(texts, { raw: texts }), from('flights'))
  const inMemory = place === 'memory' ? await tableInMemory() : undefined
  const flow = dataflow({ table, flights: inMemory ? () => inMemory : loaded(fileTable(path)) })
  return async () => {
    const { table } = (await flow.execute(['table'])) as { table: Columns }
    return () => Object.values(table).map((column) => Array.from(valuesOf(column)))
  }
}

async function byHand(): Promise<() => Promise<() => Answer>> {
  const table = place === 'memory' ? await tableInMemory() : undefined
  const lists = table && listsOf(table)
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  return async () => {
    await connection.run('drop table if exists flights')
    if (lists) await append(connection, lists)
    const from = lists ? 'flights' : `'${path}'`
    const reader: DuckDBResultReader = await connection.runAndReadAll(statements[shape](from))
    const columns = reader.getColumns()
    return () => columns
  }
}

interface Lists {
  readonly delay: Int32Array
  readonly distance: Int32Array
  readonly origin: readonly string[]
}

/** As somebody would have them who knows no other library. */
function listsOf(table: Columns): Lists {
  const numbers = (name: string): Int32Array => Int32Array.from(valuesOf(table[name]!) as Iterable<number>)
  return { delay: numbers('delay'), distance: numbers('distance'), origin: [...valuesOf(table['origin']!)] as string[] }
}

async function append(connection: DuckDBConnection, { delay, distance, origin }: Lists): Promise<void> {
  await connection.run('create temp table flights (delay integer, distance integer, origin varchar)')
  const appender = await connection.createAppender('flights', 'main', 'temp')
  const chunk = DuckDBDataChunk.create([INTEGER, INTEGER, VARCHAR])
  for (let start = 0; start < delay.length; start += 2048) {
    const end = Math.min(start + 2048, delay.length)
    chunk.reset()
    chunk.setColumns([[...delay.subarray(start, end)], [...distance.subarray(start, end)], origin.slice(start, end)])
    appender.appendDataChunk(chunk)
  }
  appender.closeSync()
}

async function tableInMemory(): Promise<Columns> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const table = await columnsFromDuckdb(
    await connection.run(
      `select date, delay::integer as delay, distance::integer as distance, origin, destination from '${path}'`,
    ),
  )
  connection.closeSync()
  instance.closeSync()
  return table
}

/** The same for the same rows in any order. */
function checksumOf(lists: Answer): number {
  let sum = 0
  for (const [index, list] of lists.entries())
    for (const value of list) sum += (index + 1) * (typeof value === 'string' ? value.charCodeAt(0) : Number(value))
  return Math.round(sum)
}
