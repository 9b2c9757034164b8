// What DuckDB holds, as columns; and columns, as what DuckDB holds.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import * as fc from 'fast-check'
import { hasIssue } from 'throughline'
import { expect, it, onTestFinished } from 'vitest'
import { toRows, type Columns } from '../columns/index.ts'
import { testFolder } from '../databases/fixtures/places.ts'
import { toldContext } from '../fixtures/contexts.ts'
import { appendColumns, columnsFromDuckdb, createTableFor, duckdbFile, duckdbQuery, duckdbTable } from './index.ts'

const folder = testFolder()
const cases = Math.ceil(Number(process.env['THROUGHLINE_CASES'] ?? 100) / 4)

async function connection(): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(':memory:')
  const open = await instance.connect()
  onTestFinished(() => {
    open.closeSync()
    instance.closeSync()
  })
  return open
}

async function columnsOf(sql: string): Promise<Columns> {
  return await columnsFromDuckdb(await (await connection()).run(sql))
}

it('reads every type that DuckDB has', async () => {
  const columns = await columnsOf('select * exclude (bignum) from test_all_types()')
  const [least, most, nothing] = toRows(columns)
  expect(Object.values(nothing!).every((value) => value === null)).toBe(true)
  expect(most).toMatchObject({
    bool: true,
    bigint: 2n ** 63n - 1n,
    ubigint: 2n ** 64n - 1n,
    hugeint: 2n ** 127n - 1n,
    dec_4_1: 999.9,
    dec_9_4: 99999.9999,
    dec38_10: '9999999999999999999999999999.9999999999',
    uuid: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
    varchar: 'goo\0se',
    small_enum: 'GOOSE',
    interval: '83 years 3 months 999 days 00:16:39.999999',
    int_array: [42, 999, null, null, -42],
    struct: { a: 42, b: '🦆🦆🦆🦆🦆🦆' },
    map: [
      { key: 'key1', value: '🦆🦆🦆🦆🦆🦆' },
      { key: 'key2', value: 'goose' },
    ],
    nested_int_array: [[], [42, 999, null, null, -42], null, [], [42, 999, null, null, -42]],
  })
  expect(least).toMatchObject({ bool: false, tinyint: -128, float: Math.fround(-3.4028234663852886e38) })
})

it('gives equal columns equal bytes, whatever stands at a null', async () => {
  const sql = 'select case when i % 3 = 0 then null else i end as n from range(5000) r(i)'
  const other =
    'select case when i % 3 = 0 then null else i end as n from (select i, i * 7 as j from range(5000) r(i)) where j >= 0'
  expect(await columnsOf(sql)).toEqual(await columnsOf(other))
})

it('takes long and short texts, repeated or not', async () => {
  const columns = await columnsOf(`
    select case i % 4 when 0 then null when 1 then '' when 2 then 'text ' || i % 10 else 'a text that is too long ' || i % 100 end as t
    from range(10000) r(i)`)
  const texts = toRows(columns).map(({ t }) => t)
  const expected = Array.from(
    { length: 10_000 },
    (_, i) => [null, '', `text ${i % 10}`, `a text that is too long ${i % 100}`][i % 4],
  )
  expect(texts).toEqual(expected)
  expect(columns['t']).toMatchObject({ type: 'Utf8', codes: expect.any(Uint8Array) as unknown })
})

it('takes a decimal for a number when it is declared as one', async () => {
  const sql = 'select 12345678901234567.25::decimal(20, 2) as total'
  const { total } = await columnsFromDuckdb(await (await connection()).run(sql), { columns: { total: 'float64' } })
  expect(total).toEqual(Float64Array.of(Number('12345678901234567.25')))
  expect(toRows(await columnsOf(sql))).toEqual([{ total: '12345678901234567.25' }])
})

it('says what is infinite', async () => {
  const ends = ['date', 'timestamp', 'timestamptz', 'timestamp_s', 'timestamp_ms', 'timestamp_ns']
  const lists = ends.map((type) => `['infinity'::${type}, '-infinity'::${type}] as ${type}`)
  const [row] = toRows(await columnsOf(`select ${lists.join(', ')}`))
  expect(row).toEqual(Object.fromEntries(ends.map((type) => [type, ['infinity', '-infinity']])))
})

it('refuses two columns of one name', async () => {
  await expect(columnsOf('select 1 as a, 2 as a')).rejects.toThrow(/two columns are called "a"/)
})

it('gives back whatever columns are appended', { timeout: 600_000 }, async () => {
  const open = await connection()
  const valid = (length: number): fc.Arbitrary<Uint8Array | undefined> =>
    fc.option(fc.uint8Array({ minLength: (length + 7) >> 3, maxLength: (length + 7) >> 3 }), { nil: undefined })
  const columns = fc.integer({ min: 0, max: 5000 }).chain((length) =>
    fc.record({
      bits: valid(length),
      size: fc.constant(length),
      words: fc.uniqueArray(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 300 }),
      seed: fc.integer({ min: 1, max: 1000 }),
    }),
  )
  await fc.assert(
    fc.asyncProperty(columns, async ({ bits, size, words, seed }) => {
      const numbers = Float64Array.from({ length: size }, (_, row) => Math.sin(row * seed))
      const table: Columns = {
        plain: numbers,
        big: BigInt64Array.from({ length: size }, (_, row) => BigInt(row * seed) ** 3n),
        small: Uint8Array.from({ length: size }, (_, row) => row * seed),
        text: {
          type: 'Utf8',
          length: size,
          codes: Uint16Array.from({ length: size }, (_, row) => (row * seed) % words.length),
          dictionary: words,
          ...(bits && { valid: bits }),
        },
        ...(bits && { maybe: { type: 'Float64', length: size, values: numbers, valid: bits } as const }),
        flag: {
          type: 'Bool',
          length: size,
          values: Uint8Array.from({ length: size }, (_, row) => row & 1),
          ...(bits && { valid: bits }),
        },
        at: {
          type: 'Timestamp',
          unit: 'us',
          length: size,
          values: BigInt64Array.from({ length: size }, (_, row) => BigInt(row) * 1000n),
        },
        list: Array.from({ length: size }, (_, row) => (row % 5 === 0 ? null : [row, null])),
      }
      await createTableFor(open, 't', table)
      await appendColumns(open, 't', table)
      const found = await columnsFromDuckdb(await open.run('select * from t'))
      await open.run('drop table t')
      expect(toRows(found)).toEqual(toRows(table))
    }),
    { numRuns: cases, seed: 12 },
  )
})

it('writes to the columns that it has, in whatever order, and leaves others their default', async () => {
  const open = await connection()
  await open.run("create table t (a integer, b varchar default 'none', c double)")
  await appendColumns(open, 't', { c: Float64Array.of(1.5), a: Int32Array.of(2) })
  expect(toRows(await columnsFromDuckdb(await open.run('select * from t')))).toEqual([{ a: 2, b: 'none', c: 1.5 }])
  const failed = appendColumns(open, 't', { d: Int32Array.of(2) })
  await expect(failed).rejects.toSatisfy((error) => hasIssue(error, 'io/column-mismatch'))
})

it('refuses what a cast would change, and codes without a text', async () => {
  const path = join(folder, 'casts.duckdb')
  const table = (columns: Columns): Promise<unknown> =>
    Promise.resolve(duckdbTable(path, 't', { mode: 'append' }).write(columns, toldContext()))
  await table({ n: Int32Array.of(1) })
  await table({ n: Float64Array.of(2, 3) })
  await expect(table({ n: Float64Array.of(4, 4.5) })).rejects.toThrow(
    /row 2, column "n": the value would not be the same as INTEGER/,
  )
  expect(await duckdbTable(path, 't', { as: 'rows' }).read(toldContext())).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }])
  const broken: Columns = { n: { type: 'Utf8', length: 1, codes: Uint8Array.of(3), dictionary: ['a'] } }
  await expect(table(broken)).rejects.toThrow(/no text has the code 3/)
  const negative: Columns = { n: { type: 'Utf8', length: 1, codes: Int32Array.of(-1), dictionary: ['a'] } }
  await expect(table(negative)).rejects.toThrow(/no text has the code -1/)
  const nowhen: Columns = { n: { type: 'Timestamp', unit: 'ms', length: 1, values: Float64Array.of(Number.NaN) } }
  await expect(table(nowhen)).rejects.toThrow(/NaN, which is no instant/)
  await expect(table({ n: ['\ud800'] })).rejects.toThrow(/surrogates/)
  const second = { n: { type: 'Utf8', length: 1, codes: Uint8Array.of(1), dictionary: ['\ud800', '\ud801'] } } as const
  await expect(table(second)).rejects.toThrow(/surrogates/)
})

it('binds what a query is given', async () => {
  const hostile = "'; drop table t; --"
  const rows = (sql: string, params: never): Promise<unknown> =>
    Promise.resolve(duckdbQuery(':memory:', sql, params, { as: 'rows' }).read(toldContext()))
  expect(await rows('select $1 as a, $2 as b', [hostile, new Date(0)] as never)).toEqual([
    { a: hostile, b: new Date(0) },
  ])
  expect(await rows('select $a as a', { a: hostile } as never)).toEqual([{ a: hostile }])
})

it('uses an instance or a connection that is open, and leaves it open', async () => {
  const open = await connection()
  await open.run('create table t as select 1 as a')
  const stream = duckdbTable(open, 't', { as: 'stream' })
  for await (const _ of await stream.read(toldContext())) break
  await duckdbTable(open, 't').write([{ a: 2 }], toldContext())
  expect(await duckdbTable(open, 't', { as: 'rows' }).read(toldContext())).toEqual([{ a: 2 }])
  expect(duckdbTable(open, ['main', 't']).describe()).toEqual({ type: 'duckdb', table: 'main.t' })
})

it('scans files, by name and by pattern', async () => {
  const path = join(folder, "it's a.csv")
  writeFileSync(path, 'a,b\n1,x\n2,\n')
  const context = toldContext()
  expect(await duckdbFile(path, { as: 'rows' }).read(context)).toEqual([
    { a: 1n, b: 'x' },
    { a: 2n, b: null },
  ])
  expect(context.facts).toMatchObject({ rows: 2, sizeBytes: 11 })
  expect(await duckdbFile(join(folder, '*.csv'), { columns: { a: 'int32' } }).read(toldContext())).toEqual({
    a: Int32Array.of(1, 2),
  })
  expect(await duckdbFile(path).version?.(toldContext())).toMatch(/^sha256:/)
  const missing = duckdbFile(join(folder, 'none.csv')).read(toldContext())
  await expect(missing).rejects.toSatisfy((error) => hasIssue(error, 'io/not-found'))
  expect(() => duckdbFile('../a.csv', { within: folder })).toThrow(/io\/outside/)
})

it('stops a query that is aborted', async () => {
  const context = toldContext()
  const reading = duckdbQuery(':memory:', 'select count(*) from range(1000000000000)').read(context)
  setTimeout(() => context.abort(new Error('enough')), 50)
  await expect(reading).rejects.toThrow('enough')
})
