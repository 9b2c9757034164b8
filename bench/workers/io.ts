// Reads or writes one table, as a node or by the library alone. Prints how long it took, and what was in the table.
//
// usage: node --expose-gc io.ts <format> <read | write> <node | other> <place> <rows>

import { at, rowCount, type Column, type Columns } from '@throughline/io/columns'
import { dataflow } from 'throughline'
import { loaded, saved } from 'throughline/io'
import { formats, type FormatName } from '../io/formats.ts'
import { Checksum, flightColumns, flights, plainColumns, schema, type Flight } from '../io/table.ts'

const [, , format = '', direction = '', way = '', place = '', rowsText = ''] = process.argv
const rows = Number(rowsText)
const bench = await formats[format as FormatName]()
const work = direction === 'read' ? reading() : writing()

// What was needed to get here is nobody's garbage.
globalThis.gc!()
const cpuBefore = process.cpuUsage()
const startMs = performance.now()
const value = await work()
const wallMs = performance.now() - startMs
const { user, system } = process.cpuUsage(cpuBefore)
const table = direction === 'read' ? value : await bench.library.read(place)
console.log(JSON.stringify({ wallMs, cpuMs: (user + system) / 1_000, checksum: checksumOf(table) }))

function reading(): () => Promise<unknown> {
  if (way === 'other') return () => bench.library.read(place)
  const flow = dataflow({ table: loaded(bench.source(place)) })
  return async () => (await flow.execute(['table'])).table
}

function writing(): () => Promise<void> {
  const list = flights(rows)
  if (way === 'other') {
    const table = { rows: list, columns: plainColumns(list) }
    return () => bench.library.write(place, table)
  }
  const table = bench.form === 'columns' ? flightColumns(0, rows) : list
  const flow = dataflow({ table: saved(() => table as never, bench.sink(place)) })
  return async () => void (await flow.execute(['table.saved']))
}

/** Of rows, of our columns, and of columns as a library gives them. */
function checksumOf(found: unknown): number {
  const checksum = new Checksum()
  if (Array.isArray(found)) {
    for (const row of found as readonly Flight[]) checksum.add(row)
    return checksum.sum
  }
  const isOurs = direction === 'read' && way === 'node'
  const columns = found as Columns
  const element = isOurs ? at : (column: Column, row: number): unknown => (column as ArrayLike<unknown>)[row]
  for (let row = 0; row < rowCount({ id: columns['id']! }); row++) {
    const cells = Object.fromEntries(Object.keys(schema).map((name) => [name, element(columns[name]!, row)]))
    checksum.add(cells as unknown as Flight)
  }
  return checksum.sum
}
