// Lineage of random queries holds: what it says to have no part in a column never changes that column.
//
// THROUGHLINE_CASES sets five times the number of queries, THROUGHLINE_SEED the first seed.

import { describe, expect, it } from 'vitest'
import { rowText } from '../fixtures/random-table.ts'
import { randomNumbers, randomQuery, TABLES } from '../fixtures/random-query.ts'
import {
  nodeOf,
  randomRows,
  randomValue,
  unlessRefused,
  type NumberRow,
  type TableRows,
} from '../fixtures/random-rows.ts'
import { columnLineage, type ColumnLineage } from '../index.ts'

const cases = Math.ceil(Number(process.env['THROUGHLINE_CASES'] ?? 300) / 5)
const firstSeed = Number(process.env['THROUGHLINE_SEED'] ?? 1)

/** Only this column has other values. */
function changed(data: TableRows, table: string, column: string, random: () => number): TableRows {
  const rows = data[table]!.map((row) => ({ ...row, [column]: randomValue(random) }))
  return { ...data, [table]: rows }
}

function decidesOnRows({ uses }: ColumnLineage, table: string, column: string): boolean {
  return Object.values(uses).some((references) =>
    references.some((one) => one.table === table && one.column === column),
  )
}

/** Numbers of the result columns that are not made of it. */
function untouched({ columns }: ColumnLineage, table: string, column: string): number[] {
  return columns.flatMap(({ from: references }, index) =>
    references.some((one) => one.table === table && one.column === column) ? [] : [index],
  )
}

/** Some columns of all rows, in whatever order of the rows. */
function project(rows: readonly NumberRow[], columns: readonly number[]): string[] {
  return rows.map((row) => rowText(columns.map((index) => Object.values(row)[index]))).sort()
}

describe('the lineage of random queries', () => {
  it('names every column that can change a result', { timeout: 3_600_000 }, async () => {
    let silent = 0
    let all = 0
    let ran = 0
    for (let seed = firstSeed; seed < firstSeed + cases; seed++) {
      const random = randomNumbers(seed)
      const text = randomQuery(random)
      const run = nodeOf(text)
      const lineage = await columnLineage(run as never, TABLES)
      const data = randomRows(random)
      const before = await unlessRefused(run(data))
      if (before === undefined) continue
      ran++
      const names = Object.keys(before[0] ?? {})
      if (before.length > 0)
        expect({ seed, text, count: lineage.columns.length }).toEqual({ seed, text, count: names.length })
      for (const table of lineage.tables as (keyof typeof TABLES)[]) {
        for (const column of TABLES[table]) {
          const kept = untouched(lineage, table, column)
          all += names.length
          if (kept.length === 0 || decidesOnRows(lineage, table, column)) continue
          silent += kept.length
          const after = await run(changed(data, table, column, random))
          expect({ seed, text, table, column, rows: project(after, kept) }).toEqual({
            seed,
            text,
            table,
            column,
            rows: project(before, kept),
          })
        }
      }
    }
    expect(ran / cases).toBeGreaterThan(0.7)
    // Lineage that names everything is never wrong.
    expect(silent / all).toBeGreaterThan(0.3)
  })
})
