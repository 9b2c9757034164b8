// Columns say the same as the rows that they were made of, whatever is done with them.
//
// THROUGHLINE_CASES sets the number of cases.

import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyTable } from '../fixtures/any-table.ts'
import {
  at,
  concatColumns,
  createColumnsBuilder,
  isColumns,
  rowCount,
  rowsOf,
  schemaOf,
  sliceColumns,
  toColumns,
  toRows,
  valuesOf,
  type Columns,
} from './index.ts'

const numRuns = Number(process.env['THROUGHLINE_CASES'] ?? 150)

describe(`tables of every form (${numRuns} cases each)`, { timeout: 600_000 }, () => {
  it('are read as the rows that they are', () => {
    fc.assert(
      fc.property(anyTable(), ({ columns, rows }) => {
        expect(isColumns(columns)).toBe(true)
        expect(rowCount(columns)).toBe(rows.length)
        expect(toRows(columns)).toEqual(rows)
        expect([...rowsOf(columns)]).toEqual(rows)
        for (const [name, column] of Object.entries(columns)) {
          expect([...valuesOf(column)]).toEqual(rows.map((row) => row[name]))
          for (const [index, row] of rows.entries()) expect(at(column, index)).toEqual(row[name])
          expect(at(column, rows.length)).toBeNull()
        }
      }),
      { numRuns },
    )
  })

  it('are the same table when they are cut, and put together again', () => {
    const cuts = fc.array(fc.nat(40), { maxLength: 4 })
    fc.assert(
      fc.property(anyTable(), cuts, ({ columns, rows }, places) => {
        const bounds = [0, ...places.map((place) => Math.min(place, rows.length)).sort((a, b) => a - b), rows.length]
        const parts = bounds.slice(1).map((to, index) => sliceColumns(columns, bounds[index]!, to))
        expect(parts.flatMap((part) => toRows(part))).toEqual(rows)
        expect(parts.every((part) => isColumns(part))).toBe(true)
        expect(toRows(concatColumns(parts))).toEqual(rows)
        // A part of a part begins its bits somewhere else again.
        const [from, to] = [Math.min(3, rows.length), Math.min(17, rows.length)]
        const inner = sliceColumns(sliceColumns(columns, from, to), Math.min(2, to - from))
        expect(toRows(inner)).toEqual(rows.slice(from, to).slice(Math.min(2, to - from)))
      }),
      { numRuns },
    )
  })

  it('are made of rows without losing anything', () => {
    fc.assert(
      fc.property(anyTable(), fc.integer({ min: 1, max: 7 }), ({ rows }, batchRows) => {
        expect(toRows(toColumns(rows))).toEqual(rows)
        expect(toRows(toColumns(new Set(rows)))).toEqual(rows)
        const builder = createColumnsBuilder()
        for (let from = 0; from < rows.length; from += batchRows) builder.add(rows.slice(from, from + batchRows))
        expect(isDeepStrictEqual(builder.finish(), toColumns(rows))).toBe(true)
      }),
      { numRuns },
    )
  })

  it('keep their forms when they are gathered in parts, and rows and columns may be mixed', () => {
    fc.assert(
      fc.property(anyTable(), fc.nat(40), ({ columns, rows }, place) => {
        const half = Math.min(place, rows.length)
        const builder = createColumnsBuilder()
        builder.add(sliceColumns(columns, 0, half))
        builder.add(rows.slice(half))
        expect(builder.rows).toBe(rows.length)
        expect(toRows(builder.finish())).toEqual(rows)
      }),
      { numRuns },
    )
  })

  it('fit the schema that is theirs, by rows and by columns', () => {
    fc.assert(
      fc.property(anyTable(), ({ columns, rows }) => {
        const schema = schemaOf(columns)
        // 64 bits without a sign have no type of their own.
        const isBeyond = Object.values(columns).some((column) => JSON.stringify(typesIn(column)).includes('Uint64'))
        if (isBeyond) return
        expect(toRows(toColumns(rows, schema) as Columns)).toEqual(rows)
        const builder = createColumnsBuilder(schema)
        builder.add(columns)
        expect(toRows(builder.finish())).toEqual(rows)
      }),
      { numRuns },
    )
  })
})

function typesIn(column: unknown): unknown {
  return [Object.prototype.toString.call(column), (column as { type?: string }).type]
}
