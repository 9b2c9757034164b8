// Tables of Apache Arrow: equal by their schema and their values, however they are cut into chunks.

import * as arrow from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { dataVersionOf, FEATURE, fingerprint, isRefusal } from './index.ts'

const table = (): arrow.Table =>
  arrow.tableFromArrays({
    id: Int32Array.of(1, 2, 3),
    x: Float64Array.of(1, NaN, 3),
    city: ['a', 'b', 'a'],
  }) as arrow.Table

const field = (name: string, type: arrow.DataType): arrow.Field => new arrow.Field(name, type, true)

const ROW = new arrow.Struct([
  field('a', new arrow.Int32()),
  field('list', new arrow.List(field('item', new arrow.Utf8()))),
  field('inner', new arrow.Struct([field('d', new arrow.Float64())])),
  field('flag', new arrow.Bool()),
  field('word', new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32())),
  field('pair', new arrow.FixedSizeList(2, field('item', new arrow.Float32()))),
  field('at', new arrow.TimestampNanosecond()),
  field('view', new arrow.Utf8View()),
])

const rows = (): unknown[] => [
  {
    a: 1,
    list: ['x', null, 'y'],
    inner: { d: 1.5 },
    flag: true,
    word: 'one',
    pair: [1, 2],
    at: new Date(1),
    view: 'short',
  },
  { a: null, list: null, inner: { d: null }, flag: false, word: null, pair: null, at: null, view: null },
  {
    a: 3,
    list: [],
    inner: null,
    flag: null,
    word: 'two',
    pair: [3, null],
    at: new Date(2),
    view: 'longer than twelve bytes',
  },
  { a: 4, list: ['z'], inner: { d: 9 }, flag: true, word: 'one', pair: [5, 6], at: new Date(3), view: '' },
  null,
]

const nested = (all = rows()): arrow.Table =>
  new arrow.Table({ row: arrow.vectorFromArray(all, ROW) }) as unknown as arrow.Table

const version = (value: unknown): string => dataVersionOf(value)

describe('a table', () => {
  it.each([
    ['flat', table],
    ['nested', nested],
  ])('has one version in any number of chunks: %s', (_, make) => {
    const whole = version(make())
    for (let cut = 0; cut <= make().numRows; cut++) {
      expect(version(make().slice(0, cut).concat(make().slice(cut)))).toBe(whole)
    }
    const single = Array.from({ length: make().numRows }, (_row, at) => make().slice(at, at + 1))
    expect(version(single.reduce((all, one) => all.concat(one)))).toBe(whole)
  })

  it('has one version before and after it was sent', () => {
    for (const make of [table, nested]) {
      const sent = arrow.tableFromIPC(arrow.tableToIPC(make()))
      expect(version(sent)).toBe(version(make()))
    }
  })

  it('has another version with any other value, anywhere', () => {
    const versions = [version(nested())]
    const changes: readonly ((all: Record<string, unknown>[]) => unknown)[] = [
      (all) => (all[0]!['a'] = 2),
      (all) => (all[1]!['a'] = 0),
      (all) => (all[0]!['list'] = ['x', '', 'y']),
      (all) => (all[0]!['list'] = ['x', null]),
      (all) => (all[1]!['list'] = []),
      (all) => (all[0]!['inner'] = { d: 1.6 }),
      (all) => (all[2]!['inner'] = { d: null }),
      (all) => (all[2]!['flag'] = false),
      (all) => (all[3]!['word'] = 'two'),
      (all) => (all[3]!['pair'] = [5, 7]),
      (all) => (all[2]!['pair'] = [3, 0]),
      (all) => (all[0]!['at'] = new Date(4)),
      (all) => (all[2]!['view'] = 'longer than eleven bytes'),
      (all) => (all[3]!['view'] = null),
    ]
    for (const change of changes) {
      const all = rows() as Record<string, unknown>[]
      change(all)
      versions.push(version(nested(all)))
    }
    versions.push(version(nested(rows().slice(0, 4))), version(nested(rows().reverse())), version(nested().slice(1)))
    expect(new Set(versions).size).toBe(changes.length + 4)
  })

  it('has another version with another schema', () => {
    const column = (type: arrow.DataType): arrow.Table =>
      new arrow.Table({ x: arrow.vectorFromArray([0, 0], type) }) as unknown as arrow.Table
    const withSchema = (schema: arrow.Schema): arrow.Table =>
      new arrow.Table(
        schema,
        table().batches.map((batch) => new arrow.RecordBatch(schema, batch.data)),
      )
    const { fields } = table().schema
    const tables = [
      ...[new arrow.Int32(), new arrow.Uint32(), new arrow.Float32(), new arrow.Float64(), new arrow.Int8()].map(
        column,
      ),
      ...[
        new arrow.TimestampSecond(),
        new arrow.TimestampMillisecond(),
        new arrow.TimestampSecond('UTC'),
        new arrow.DateDay(),
      ].map(column),
      table(),
      table().select(['x', 'id', 'city']),
      table().select(['id', 'x']),
      arrow.tableFromArrays({ ID: Int32Array.of(1, 2, 3), x: Float64Array.of(1, NaN, 3), city: ['a', 'b', 'a'] }),
      withSchema(new arrow.Schema(fields, new Map([['unit', 'm']]))),
      withSchema(new arrow.Schema([fields[0]!.clone({ nullable: !fields[0]!.nullable }), ...fields.slice(1)])),
      withSchema(new arrow.Schema([fields[0]!.clone({ metadata: new Map([['a', 'b']]) }), ...fields.slice(1)])),
    ]
    expect(new Set(tables.map(version)).size).toBe(tables.length)
  })

  it('does not depend on what lies under nulls, or on the order of a dictionary', () => {
    const nullBitmap = Uint8Array.of(0b101)
    const column = (middle: number): arrow.Vector =>
      arrow.makeVector(
        arrow.makeData({ type: new arrow.Int32(), data: Int32Array.of(1, middle, 3), nullBitmap, length: 3 }),
      )
    expect(version(column(7))).toBe(version(column(0)))
    const type = new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32())
    const words = (list: string[], codes: number[]): arrow.Vector =>
      arrow.makeVector(
        arrow.makeData({
          type,
          data: Int32Array.from(codes),
          dictionary: arrow.vectorFromArray(list, new arrow.Utf8()),
        }),
      )
    expect(version(words(['a', 'b'], [0, 1, 0]))).toBe(version(words(['b', 'a', 'c'], [1, 0, 1])))
    expect(version(words(['a', 'b'], [0, 1, 0]))).not.toBe(version(words(['a', 'b'], [0, 1, 1])))
  })

  it('is told from its columns, its batches, and its rows', () => {
    const only = arrow.tableFromArrays({ x: Float64Array.of(1, 2) })
    const all = [only, only.batches[0], only.getChildAt(0), [{ x: 1 }, { x: 2 }], Float64Array.of(1, 2)]
    expect(new Set(all.map(version)).size).toBe(all.length)
  })

  it('keeps numbers apart that JavaScript cannot hold', () => {
    const amounts = (last: number): arrow.Vector => {
      const data = Uint32Array.of(1, 0, 0, 0, last, 0, 0, 0x7000_0000)
      return arrow.makeVector(arrow.makeData({ type: new arrow.Decimal(2, 38, 128), data, length: 2 }))
    }
    expect(version(amounts(1))).not.toBe(version(amounts(2)))
    const instants = (last: bigint): arrow.Vector =>
      arrow.makeVector(
        arrow.makeData({ type: new arrow.TimestampNanosecond(), data: BigInt64Array.of(last), length: 1 }),
      )
    expect(version(instants(2n ** 62n))).not.toBe(version(instants(2n ** 62n + 1n)))
  })

  it('may be empty', () => {
    expect(version(table().slice(0, 0))).toBe(version(table().slice(3, 3)))
    expect(version(new arrow.Table())).not.toBe(version(table().slice(0, 0)))
  })

  it('may be inside of other values', () => {
    expect(version({ a: [table()] })).toBe(version({ a: [table().slice(0, 1).concat(table().slice(1))] }))
    const outcome = fingerprint({ a: table() })
    expect(!isRefusal(outcome) && outcome.features & FEATURE.arrow).toBe(FEATURE.arrow)
  })
})
