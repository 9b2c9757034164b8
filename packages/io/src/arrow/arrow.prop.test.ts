// Whatever is written comes back, and the library reads the same from it by its own `get`.
//
// THROUGHLINE_CASES sets twice the number of cases.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tableFromIPC, tableToIPC, type Table } from 'apache-arrow'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { sliceColumns, toRows, type Columns, type Row } from '../columns/index.ts'
import { anyTable, FORMS, type TableAndRows } from '../fixtures/any-table.ts'
import { toldContext } from '../fixtures/contexts.ts'
import { makeScratch } from '../fixtures/scratch.ts'
import { arrowFile, fromArrow, toArrow } from './index.ts'

const numRuns = Math.ceil(Number(process.env['THROUGHLINE_CASES'] ?? 160) / 2)

/** What the library says of each element: of times milliseconds, of JSON its text. */
function byGet(table: Table): unknown[][] {
  return Array.from({ length: table.numRows }, (_, row) =>
    table.schema.fields.map((_, column) => {
      const value: unknown = table.getChildAt(column)!.get(row)
      return value instanceof Uint8Array ? [...value] : value
    }),
  )
}

function expected({ columns, rows }: TableAndRows): unknown[][] {
  const isJson = Object.values(columns).map(
    (column) => Array.isArray(column) && !isOf(column, 'string') && !isBytes(column),
  )
  return rows.map((row) =>
    Object.values(row).map((value, at) => {
      if (value === null) return null
      if (isJson[at]) return JSON.stringify(value)
      if (value instanceof Date) return value.getTime()
      return value instanceof Uint8Array ? [...value] : value
    }),
  )
}

function isOf(values: readonly unknown[], type: string): boolean {
  const there = values.filter((value) => value !== null)
  return there.length > 0 && there.every((value) => typeof value === type)
}

function isBytes(values: readonly unknown[]): boolean {
  const there = values.filter((value) => value !== null)
  return there.length > 0 && there.every((value) => value instanceof Uint8Array)
}

/** The library gives times below a millisecond as fractions. */
const EXACT = Object.keys(FORMS).filter((form) => form !== 'Microseconds' && form !== 'Nanoseconds')

it(`tables made of columns are what the library says (${numRuns} cases)`, { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(anyTable(EXACT, false), async (table) => {
      const made = await toArrow(table.columns)
      expect(byGet(made)).toEqual(expected(table))
      expect(toRows(fromArrow(made))).toEqual(table.rows)
      expect(byGet(tableFromIPC(tableToIPC(made, 'stream')))).toEqual(expected(table))
    }),
    { numRuns },
  )
})

it(`columns of parts of a table are those of its rows (${numRuns} cases)`, { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(anyTable(undefined, false), fc.nat(40), fc.nat(40), async ({ columns, rows }, one, other) => {
      const [from, to] = [Math.min(one, other), Math.max(one, other)]
      const made = await toArrow(columns)
      expect(toRows(fromArrow(made.slice(from, to)))).toEqual(rows.slice(from, to))
      const pieces = made.slice(0, from).concat(made.slice(from))
      expect(toRows(fromArrow(pieces))).toEqual(rows)
      const part = sliceColumns(columns, Math.min(from, rows.length), Math.min(to, rows.length))
      expect(toRows(fromArrow(await toArrow(part)))).toEqual(rows.slice(from, to))
    }),
    { numRuns },
  )
})

it(`files come back as they were, in batches of any size (${numRuns} cases)`, { timeout: 600_000 }, async () => {
  const path = join(makeScratch(), 'a.arrow')
  const as = fc.constantFrom('rows', 'stream', 'columns', 'batches' as const)
  await fc.assert(
    fc.asyncProperty(
      anyTable(undefined, false),
      fc.integer({ min: 1, max: 50 }),
      as,
      fc.boolean(),
      async ({ columns, rows }, batchRows, form, isStream) => {
        const isTold = saysTypes(columns, rows.length)
        const written = isStream && isTold ? parts(columns, rows.length) : columns
        await arrowFile(path, { batchRows }).write(written, toldContext())
        const value: unknown = await arrowFile(path, { as: form }).read(toldContext())
        expect(await rowsIn(value, form)).toEqual(rows)
        expect(toRows(fromArrow(tableFromIPC(readFileSync(path))))).toEqual(rows)
      },
    ),
    { numRuns },
  )
})

it(`streams of the library are read as its files are (${numRuns} cases)`, { timeout: 600_000 }, async () => {
  const path = join(makeScratch(), 'a.arrows')
  await fc.assert(
    fc.asyncProperty(
      anyTable(undefined, false),
      fc.constantFrom('file', 'stream' as const),
      async ({ columns, rows }, type) => {
        writeFileSync(path, tableToIPC(await toArrow(columns), type))
        expect(toRows((await arrowFile(path).read(toldContext())) as Columns)).toEqual(rows)
      },
    ),
    { numRuns },
  )
})

/** Columns that are all lists are not told from a row, in a stream; and a list of nulls does not say what comes after it. */
function saysTypes(columns: Columns, rows: number): boolean {
  const all = Object.values(columns)
  const first = all.map((column) => (Array.isArray(column) ? column.slice(0, Math.ceil(rows / 2)) : [1]))
  return (
    rows > 0 && all.some((column) => !Array.isArray(column)) && first.every((part) => part.some((one) => one !== null))
  )
}

async function* parts(columns: Columns, rows: number): AsyncGenerator<Columns> {
  yield sliceColumns(columns, 0, Math.max(1, Math.ceil(rows / 2)))
  if (rows > 1) yield sliceColumns(columns, Math.ceil(rows / 2))
}

async function rowsIn(value: unknown, form: string): Promise<unknown[]> {
  if (form === 'rows') return value as Row[]
  if (form === 'columns') return toRows(value as Columns)
  const all = await Array.fromAsync(value as AsyncIterable<unknown>)
  return form === 'stream' ? all : all.flatMap((part) => toRows(part as Columns) as unknown[])
}
