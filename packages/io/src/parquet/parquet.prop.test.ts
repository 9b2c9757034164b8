// Whatever is written comes back; DuckDB reads the same from what is written here, and what it writes is read the same here.
//
// THROUGHLINE_CASES sets three times the number of cases.

import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import * as fc from 'fast-check'
import { expect, it, onTestFinished } from 'vitest'
import { sliceColumns, toRows, type Columns } from '../columns/index.ts'
import { anyTable, FORMS } from '../fixtures/any-table.ts'
import { toldContext } from '../fixtures/contexts.ts'
import { makeScratch } from '../fixtures/scratch.ts'
import { parquetFile } from './index.ts'

const numRuns = Math.ceil(Number(process.env['THROUGHLINE_CASES'] ?? 240) / 3)

/** DuckDB has no texts with a zero in them, and takes objects apart in its own way. */
const SHARED = Object.keys(FORMS).filter((form) => form !== 'json')

async function openDuckdb() {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  onTestFinished(() => {
    connection.closeSync()
    instance.closeSync()
  })
  return connection
}

it(`tables come back as they were (${numRuns} cases)`, { timeout: 600_000 }, async () => {
  const path = join(makeScratch(), 'a.parquet')
  const groups = fc.integer({ min: 1, max: 50 })
  const as = fc.constantFrom('rows', 'stream', 'columns', 'batches' as const)
  await fc.assert(
    fc.asyncProperty(anyTable(), groups, as, fc.boolean(), async ({ columns, rows }, rowGroupRows, form, isRows) => {
      // Rows with integers beyond 64 bits with a sign have no column that could hold them.
      const written = isRows && !hasBeyond(rows) ? rows : columns
      await parquetFile(path, { rowGroupRows }).write(written, toldContext())
      // No rows, and no columns that they say: then there is nothing to write.
      if (written === rows && rows.length === 0) return
      const value: unknown = await parquetFile(path, { as: form }).read(toldContext())
      expect(await rowsIn(value, form)).toEqual(rows)
      if (!isRows && form === 'columns') expect(Object.keys(value as Columns)).toEqual(Object.keys(columns))
    }),
    { numRuns },
  )
})

it('parts of a table are written as the parts that they are', { timeout: 600_000 }, async () => {
  const path = join(makeScratch(), 'a.parquet')
  await fc.assert(
    fc.asyncProperty(anyTable(), fc.nat(40), fc.nat(40), async ({ columns, rows }, one, other) => {
      const [from, to] = [Math.min(one, other, rows.length), Math.min(Math.max(one, other), rows.length)]
      await parquetFile(path).write(sliceColumns(columns, from, to), toldContext())
      expect(toRows((await parquetFile(path).read(toldContext())) as Columns)).toEqual(rows.slice(from, to))
    }),
    { numRuns },
  )
})

it(`DuckDB reads what is written (${numRuns} cases)`, { timeout: 600_000 }, async () => {
  const folder = makeScratch()
  const [ours, theirs] = [join(folder, 'ours.parquet'), join(folder, 'theirs.parquet')]
  const connection = await openDuckdb()
  const codecs = fc.constantFrom('snappy', 'zstd', 'gzip', 'lz4_raw', 'brotli', 'uncompressed')
  const versions = fc.constantFrom('v1', 'v2')
  await fc.assert(
    fc.asyncProperty(anyTable(SHARED), codecs, versions, async ({ columns, rows }, codec, version) => {
      await parquetFile(ours, { rowGroupRows: 7 }).write(columns, toldContext())
      const [count] = (await connection.runAndReadAll(`select count(*) from '${ours}'`)).getRowsJS()
      expect(count).toEqual([BigInt(rows.length)])
      // Read by DuckDB and written again by it, in another encoding: what it understood is what comes back.
      await connection.run(
        `copy (select * from '${ours}') to '${theirs}' (format parquet, compression ${codec}, parquet_version ${version})`,
      )
      const back = (await parquetFile(theirs).read(toldContext())) as Columns
      expect(toRows(back).map(withoutSigns)).toEqual(rows.map(withoutSigns))
    }),
    { numRuns },
  )
})

/** DuckDB takes -0 for 0 where it makes a dictionary. */
function withoutSigns(row: object): unknown[] {
  return Object.values(row).map((value: unknown) => (value === 0 ? 0 : value))
}

function hasBeyond(rows: readonly object[]): boolean {
  return rows.some((row) => Object.values(row).some((value) => typeof value === 'bigint' && value >= 2n ** 63n))
}

async function rowsIn(value: unknown, form: string): Promise<unknown[]> {
  if (form === 'rows') return value as unknown[]
  if (form === 'columns') return toRows(value as Columns)
  const parts = await Array.fromAsync(value as AsyncIterable<unknown>)
  return form === 'stream' ? parts : parts.flatMap((part) => toRows(part as Columns) as unknown[])
}
