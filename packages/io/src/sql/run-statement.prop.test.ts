// Random queries give as nodes what DuckDB gives on tables of its own: names lead where they should, and no column that a
// statement reads is left out.
//
// THROUGHLINE_CASES sets five times the number of queries, THROUGHLINE_SEED the first seed.

import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toRows } from '../columns/index.ts'
import { columnsFromDuckdb } from '../duckdb/columns-from-duckdb.ts'
import { randomNumbers, randomQuery, TABLES } from './fixtures/random-query.ts'
import { nodeOf, randomRows, unlessRefused, type NumberRow, type TableRows } from './fixtures/random-rows.ts'
import { asSet } from './fixtures/random-table.ts'

const cases = Math.ceil(Number(process.env['THROUGHLINE_CASES'] ?? 400) / 5)
const firstSeed = Number(process.env['THROUGHLINE_SEED'] ?? 1)

let instance: DuckDBInstance
let connection: DuckDBConnection
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:')
  connection = await instance.connect()
})
afterAll(() => {
  connection.closeSync()
  instance.closeSync()
})

async function byHand(text: string, data: TableRows): Promise<NumberRow[]> {
  for (const [table, columns] of Object.entries(TABLES)) {
    const declared = columns.map((name) => `${name} double`).join(', ')
    const rows = data[table]!.map((row) => `(${columns.map((name) => row[name] ?? 'null').join(', ')})`)
    await connection.run(
      `create or replace table ${table} (${declared}); insert into ${table} values ${rows.join(', ')}`,
    )
  }
  const result = await connection.run(text.replaceAll(/\{([tuw])\}/g, '$1'))
  return toRows(await columnsFromDuckdb(result)) as NumberRow[]
}

/** A sum of integers is a big one by hand. */
function plain(rows: readonly Readonly<Record<string, number | bigint | null>>[]): object[] {
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === null ? null : Number(value)])),
  )
}

describe('a random query', () => {
  it('gives as a node what it gives by hand', { timeout: 3_600_000 }, async () => {
    let ran = 0
    for (let seed = firstSeed; seed < firstSeed + cases; seed++) {
      const random = randomNumbers(seed)
      const text = randomQuery(random)
      const data = randomRows(random)
      const found = await unlessRefused(nodeOf(text)(data))
      if (found === undefined) {
        await expect(byHand(text, data), `seed ${seed}: ${text}`).rejects.toThrow(/Error: /)
        continue
      }
      ran++
      expect({ seed, text, rows: asSet(plain(found)) }).toEqual({
        seed,
        text,
        rows: asSet(plain(await byHand(text, data))),
      })
    }
    expect(ran / cases).toBeGreaterThan(0.7)
  })
})
