import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { beforeAll, afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { arrow, arrowFile } from '../arrow/index.ts'
import { toColumns, toRows, type Columns, type TextColumn } from '../columns/index.ts'
import { toldContext } from '../fixtures/contexts.ts'
import { codeOf, mutated, seeded } from '../fixtures/mutations.ts'
import { makeScratch } from '../fixtures/scratch.ts'
import { issueText } from '../fixtures/texts-of-issues.ts'
import { http } from '../index.ts'
import { parquet, parquetFile, type ParquetFileOptions } from './index.ts'

const mutations = Number(process.env['THROUGHLINE_CASES'] ?? 400)

let instance: DuckDBInstance
let duckdb: DuckDBConnection
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:')
  duckdb = await instance.connect()
})
afterAll(() => {
  duckdb.closeSync()
  instance.closeSync()
})

/** The file that DuckDB makes of a query. */
async function fileOf(query: string, options = ''): Promise<string> {
  const path = join(makeScratch(), 'a.parquet')
  await duckdb.run(`copy (${query}) to '${path}' (format parquet${options})`)
  return path
}

async function read(path: string, options: ParquetFileOptions = {}): Promise<Columns> {
  return (await parquetFile(path, options).read(toldContext())) as Columns
}

describe('a Parquet file of DuckDB', () => {
  it.each([
    ['tinyint', 'Int8', [-128, 127]],
    ['smallint', 'Int16', [-32768, 32767]],
    ['int', 'Int32', [-(2 ** 31), 2 ** 31 - 1]],
    ['bigint', 'Int64', [-(2n ** 63n), 2n ** 63n - 1n]],
    ['utinyint', 'Uint8', [0, 255]],
    ['usmallint', 'Uint16', [0, 65535]],
    ['uint', 'Uint32', [0, 2 ** 32 - 1]],
    ['ubigint', 'Uint64', [0n, 2n ** 64n - 1n]],
    ['float', 'Float32', [-3.4028234663852886e38, 3.4028234663852886e38]],
    ['double', 'Float64', [-1.7976931348623157e308, 1.7976931348623157e308]],
    ['bool', 'Bool', [false, true]],
    ['dec_4_1', 'Float64', [-999.9, 999.9]],
    ['dec_9_4', 'Float64', [-99999.9999, 99999.9999]],
    ['dec_18_6', undefined, ['-999999999999.999999', '999999999999.999999']],
    ['dec38_10', undefined, ['-9999999999999999999999999999.9999999999', '9999999999999999999999999999.9999999999']],
    ['uuid', undefined, ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff']],
    ['varchar', undefined, ['🦆🦆🦆🦆🦆🦆', 'goo\0se']],
    [
      'blob',
      undefined,
      [Buffer.from('thisisalongblob\0withnullbytes'), Buffer.from('\0\0\0a')].map((one) => new Uint8Array(one)),
    ],
    ['small_enum', 'Utf8', ['DUCK_DUCK_ENUM', 'GOOSE']],
    ['int_array', undefined, [[], [42, 999, null, null, -42]]],
    ['varchar_array', undefined, [[], ['🦆🦆🦆🦆🦆🦆', 'goose', null, '']]],
    ['nested_int_array', undefined, [[], [[], [42, 999, null, null, -42], null, [], [42, 999, null, null, -42]]]],
    [
      'struct',
      undefined,
      [
        { a: null, b: null },
        { a: 42, b: '🦆🦆🦆🦆🦆🦆' },
      ],
    ],
    ['array_of_structs', undefined, [[], [{ a: null, b: null }, { a: 42, b: '🦆🦆🦆🦆🦆🦆' }, null]]],
    [
      'map',
      undefined,
      [
        [],
        [
          { key: 'key1', value: '🦆🦆🦆🦆🦆🦆' },
          { key: 'key2', value: 'goose' },
        ],
      ],
    ],
    [
      'fixed_int_array',
      undefined,
      [
        [null, 2, 3],
        [4, 5, 6],
      ],
    ],
    [
      'list_of_fixed_int_array',
      undefined,
      [
        [
          [null, 2, 3],
          [4, 5, 6],
          [null, 2, 3],
        ],
        [
          [4, 5, 6],
          [null, 2, 3],
          [4, 5, 6],
        ],
      ],
    ],
  ])('has %s as %s', async (name, form, values) => {
    for (const version of ['v1', 'v2']) {
      const path = await fileOf(`select "${name}" as a, 1 as k from test_all_types()`, `, parquet_version ${version}`)
      const { a } = await read(path)
      expect((a as { type?: string }).type).toBe(form)
      expect(toRows({ a: a! }).map((row) => row.a)).toEqual([...values, null])
    }
  })

  it('has timestamps in the unit of the file, and days', async () => {
    const { s, ms, us, ns, day } = await read(
      await fileOf(`select '1969-12-31 23:59:59'::timestamp_s as s, '1969-12-31 23:59:59.999'::timestamp_ms as ms,
        '2024-02-29 12:00:00.000001'::timestamp as us, '2024-02-29 12:00:00.000000001'::timestamp_ns as ns, '0001-01-01'::date as day`),
    )
    expect(s).toMatchObject({ type: 'Timestamp', unit: 'us', values: BigInt64Array.of(-1_000_000n) })
    expect(ms).toMatchObject({ type: 'Timestamp', unit: 'ms', values: BigInt64Array.of(-1n) })
    expect(us).toMatchObject({ type: 'Timestamp', unit: 'us', values: BigInt64Array.of(1_709_208_000_000_001n) })
    expect(ns).toMatchObject({ type: 'Timestamp', unit: 'ns', values: BigInt64Array.of(1_709_208_000_000_000_001n) })
    expect(day).toEqual({ type: 'Date', length: 1, values: Int32Array.of(-719_162) })
  })

  it('has texts with a dictionary as codes, joined over row groups', async () => {
    const path = await fileOf(
      'select i as id, concat(chr(65 + (i // 2048 + i % 3)::int)) as a from range(6144) r(i)',
      ', row_group_size 2048',
    )
    const told = toldContext()
    const { a } = (await parquetFile(path).read(told)) as Columns
    expect(told.facts).toMatchObject({ rowGroups: 3, rows: 6144 })
    expect(a).toMatchObject({ type: 'Utf8', length: 6144, codes: expect.any(Uint8Array) })
    expect((a as TextColumn).dictionary.toSorted()).toEqual(['A', 'B', 'C', 'D', 'E'])
    expect(toRows({ a: a! }).map((row) => row.a)).toEqual(
      Array.from({ length: 6144 }, (_, i) => String.fromCharCode(65 + Math.floor(i / 2048) + (i % 3))),
    )
  })

  it('is read by row groups, and only as far as somebody reads', async () => {
    const path = await fileOf('select i from range(20480) r(i)', ', row_group_size 2048')
    const batches = (await parquetFile(path, { as: 'batches' }).read(toldContext())) as AsyncIterable<Columns>
    for await (const { i } of batches) {
      expect(i).toHaveLength(2048)
      break
    }
  })

  it('gives the columns that are asked for, in that order, as declared', async () => {
    const path = await fileOf("select 1::bigint as a, 'x' as b, null::int as c, 2.5 as d")
    expect(Object.keys(await read(path, { select: ['c', 'a'] }))).toEqual(['c', 'a'])
    const typed = await parquetFile(path, { columns: { a: 'float64', b: 'string', c: 'int32?' } }).read(toldContext())
    expect(typed.a).toEqual(Float64Array.of(1))
    expect(typed.b.dictionary).toEqual(['x'])
    expect(await issueText(read(path, { select: ['e'] }), join(path, '..'))).toContain(
      'there is no column "e"; there are "a", "b", "c", "d"',
    )
    expect(await issueText(parquetFile(path, { columns: { c: 'int32' } }).read(toldContext()))).toContain(
      'row 1, column "c"',
    )
  })

  it('without rows has its columns', async () => {
    const path = await fileOf("select 1 as a, 'x' as b limit 0")
    expect(await read(path)).toEqual({ a: new Int32Array(0), b: expect.anything() })
    expect(await parquetFile(path, { as: 'rows' }).read(toldContext())).toEqual([])
  })
})

describe('a Parquet file that is written', () => {
  it('is the old one when a value cannot be written, and the error says which', async () => {
    const path = join(makeScratch(), 'a.parquet')
    await parquetFile(path).write([{ a: 1 }], toldContext())
    const rows = Array.from({ length: 9 }, (_, at) => ({ a: at === 7 ? ['\ud800', () => 1] : ['x'] }))
    const text = await issueText(parquetFile(path, { rowGroupRows: 3 }).write(rows, toldContext()))
    expect(text).toContain('row 8, column "a": a function at [1], in a column of JSON')
    expect(await issueText(parquetFile(path).write([{ a: '\udc00' }], toldContext()))).toContain('row 1, column "a"')
    expect(toRows(await read(path))).toEqual([{ a: 1 }])
  })

  it('has the row groups that are asked for, with statistics that DuckDB uses', async () => {
    const path = join(makeScratch(), 'a.parquet')
    const facts = await parquetFile(path, { rowGroupRows: 100 }).write(
      (function* () {
        for (let id = 0; id < 250; id++) yield { id, name: `n${id % 7}` }
      })(),
      toldContext(),
    )
    expect(facts).toMatchObject({ rows: 250, columns: { id: 'float64?', name: 'string?' } })
    const groups = await duckdb.runAndReadAll(
      `select row_group_num_rows, stats_min_value, stats_max_value, compression from parquet_metadata('${path}') where path_in_schema = 'id'`,
    )
    expect(groups.getRowsJson()).toEqual([
      ['100', '-0.0', '99.0', 'SNAPPY'],
      ['100', '100.0', '199.0', 'SNAPPY'],
      ['50', '200.0', '249.0', 'SNAPPY'],
    ])
  })

  it('has the declared types, also for rows that could be something else', async () => {
    const path = join(makeScratch(), 'a.parquet')
    const columns = { id: 'int64', day: 'date', share: 'float64?' } as const
    await parquetFile(path, { columns }).write([{ id: 7, day: new Date(0), share: null }], toldContext())
    const types = await duckdb.runAndReadAll(`select column_type from (describe select * from '${path}')`)
    expect(types.getRowsJson().flat()).toEqual(['BIGINT', 'DATE', 'DOUBLE'])
  })
})

describe('a file that is no Parquet, or lies', () => {
  it.each([
    ['nothing', () => new Uint8Array(0), '0 bytes are too few'],
    [
      'text',
      () => Buffer.from('day,amount\n2024-02-29,1\n'),
      'it does not end with "PAR1"; it is cut off, or something else',
    ],
    ['one that is cut off', (bytes: Buffer) => bytes.subarray(0, -20), 'it does not end with "PAR1"'],
    [
      'a footer that is too long',
      (bytes: Buffer) => footerLength(bytes, 2 ** 31),
      'its footer claims 2147483648 bytes',
    ],
    ['a footer that is too short', (bytes: Buffer) => footerLength(bytes, 9), 'its footer cannot be'],
    [
      'an encrypted one',
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -4), Buffer.from('PARE')]),
      'it is encrypted',
    ],
  ])('%s is told', async (_, make, found) => {
    const folder = makeScratch()
    const path = join(folder, 'a.parquet')
    writeFileSync(path, make(Buffer.from(parquetWriteBuffer({ columnData: [{ name: 'a', data: [1, 2, 3] }] }))))
    const text = await issueText(read(path), folder)
    expect(text).toContain('a.parquet is no Parquet that can be read.')
    expect(text).toContain(found)
  })

  it('is refused when it is more than may be in memory, before anything is read', async () => {
    const path = await fileOf('select i from range(100000) r(i)')
    expect(await issueText(read(path, { maxSizeBytes: 100_000 }))).toContain(
      'larger than allowed: its columns unpacked',
    )
    expect(await issueText(read(path, { maxSizeBytes: 100_000, as: 'batches' }))).toContain('a row group unpacked')
  })

  it(
    `is told or read when bytes of it are changed, ${mutations} times, and takes no time and no room for it`,
    { timeout: 300_000 },
    async () => {
      const path = join(makeScratch(), 'a.parquet')
      const files = await Promise.all(
        [
          fileOf(
            "select i, i / 3 as d, 'n' || (i % 5) as t, case when i % 3 = 0 then null else [i, null] end as l from range(300) r(i)",
          ),
          fileOf(
            "select i::int as i, 'n' || i as t, i % 2 = 0 as b, {a: i, b: [i]} as s from range(300) r(i)",
            ', parquet_version v2, compression zstd',
          ),
          fileOf(
            'select i::decimal(20, 3) as d, i::date as day from (select unnest(range(300))::int % 99 as k, ' +
              "'2024-01-01' as i) limit 0",
          ),
        ].slice(0, 2),
      )
      const random = seeded(7)
      const before = process.memoryUsage().arrayBuffers
      const codes = new Set<string>()
      for (let count = 0; count < mutations; count++) {
        writeFileSync(path, mutated(readFileSync(files[count % files.length]!), random))
        const code = await read(path).then(() => 'read', codeOf)
        codes.add(code)
      }
      expect([...codes].sort()).toEqual(['io/malformed', 'read'])
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 29)
    },
  )
})

function footerLength(bytes: Buffer, length: number): Buffer {
  const changed = Buffer.from(bytes)
  changed.writeUInt32LE(length, bytes.length - 8)
  return changed
}

it('columns that were read are plain data: rows made of them are the same again', async () => {
  const path = join(makeScratch(), 'a.parquet')
  const columns = toColumns([
    { a: 1, b: true },
    { a: null, b: false },
  ])
  await parquetFile(path).write(columns, toldContext())
  expect(structuredClone(await read(path))).toEqual(columns)
})

describe('Parquet and Arrow from the web', () => {
  it('are read whole where no part can be asked for', async () => {
    const columns = { a: Int32Array.of(1, 2), b: Float64Array.of(0.5, -0) }
    const folder = makeScratch()
    await parquetFile(join(folder, 'a.parquet')).write(columns, toldContext())
    await arrowFile(join(folder, 'a.arrow')).write(columns, toldContext())
    const server = createServer((request, response) => response.end(readFileSync(join(folder, request.url!.slice(1)))))
    onTestFinished(() => void server.close())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    expect(await http(`http://127.0.0.1:${port}/a.parquet`, parquet()).read(toldContext())).toEqual(columns)
    expect(await http(`http://127.0.0.1:${port}/a.arrow`, arrow()).read(toldContext())).toEqual(columns)
  })
})

describe('a run that is aborted', () => {
  it.each([parquetFile, arrowFile])('leaves the old file, and ends reading', async (fileOf) => {
    const path = join(makeScratch(), 'a')
    await fileOf(path).write([{ a: 1 }], toldContext())
    const told = toldContext()
    const endless = (async function* () {
      for (let a = 0; ; a++) {
        if (a === 50_000) told.abort(new Error('enough'))
        yield { a }
      }
    })()
    await expect(fileOf(path).write(endless, told)).rejects.toThrow('enough')
    await expect(fileOf(path).read(told)).rejects.toThrow('enough')
    expect(toRows((await fileOf(path).read(toldContext())) as Columns)).toEqual([{ a: 1 }])
  })
})
