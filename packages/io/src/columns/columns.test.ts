import { describe, expect, it } from 'vitest'
import { issueText } from '../fixtures/texts-of-issues.ts'
import {
  at,
  concatColumns,
  createColumnsBuilder,
  isColumns,
  rowCount,
  schemaOf,
  sliceColumns,
  toColumns,
  toRows,
  type Columns,
} from './index.ts'

const valid = Uint8Array.of(0b101)

describe('toColumns', () => {
  it('chooses the form by the values', () => {
    const date = new Date(-1)
    const rows = [
      { number: 1, nullable: 1.5, big: 2n ** 60n, text: 'OSL', flag: true, date, mixed: 1 },
      { number: Number.NaN, nullable: null, big: -1n, text: 'BGO', flag: false, date, mixed: 'x' },
      { number: -0, nullable: 3, big: 0n, text: 'OSL', flag: true, date, mixed: undefined },
    ]
    expect(toColumns(rows)).toEqual({
      number: Float64Array.of(1, Number.NaN, -0),
      nullable: { type: 'Float64', length: 3, values: Float64Array.of(1.5, 0, 3), valid },
      big: BigInt64Array.of(2n ** 60n, -1n, 0n),
      text: { type: 'Utf8', length: 3, codes: Uint8Array.of(0, 1, 0), dictionary: ['OSL', 'BGO'] },
      flag: { type: 'Bool', length: 3, values: Uint8Array.of(1, 0, 1) },
      date: { type: 'Timestamp', unit: 'ms', length: 3, values: Float64Array.of(-1, -1, -1) },
      mixed: [1, 'x', null],
    })
  })

  it('keeps what no packed form can hold in an array', () => {
    const invalid = new Date(Number.NaN)
    expect(toColumns([{ a: 2n ** 63n, b: invalid, c: [1], d: null }])).toEqual({
      a: [2n ** 63n],
      b: [invalid],
      c: [[1]],
      d: [null],
    })
  })

  it('has all names that a row has, null where one lacks it', () => {
    expect(toColumns([{ a: 1 }, { b: 'x' }, { a: 2 }])).toEqual({
      a: { type: 'Float64', length: 3, values: Float64Array.of(1, 0, 2), valid },
      b: { type: 'Utf8', length: 3, codes: Uint8Array.of(0, 0, 0), dictionary: ['x'], valid: Uint8Array.of(0b010) },
    })
  })

  it('takes names for data, whatever they are', () => {
    const rows = [JSON.parse('{ "__proto__": 1, "constructor": 2, "toString": 3 }'), { a: 4 }] as Record<
      string,
      unknown
    >[]
    const columns = toColumns(rows)
    expect(Object.keys(columns)).toEqual(['__proto__', 'constructor', 'toString', 'a'])
    const back = toRows(columns)
    expect(Object.entries(back[0]!)).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
      ['toString', 3],
      ['a', null],
    ])
    expect(Object.entries(back[1]!)).toEqual([
      ['__proto__', null],
      ['constructor', null],
      ['toString', null],
      ['a', 4],
    ])
    expect(({} as { a?: unknown }).a).toBeUndefined()
    expect(toColumns([{}], { toString: 'string?' })).toMatchObject({ toString: { type: 'Utf8', length: 1 } })
  })

  it('gives texts that nearly all differ no dictionary, unless that is declared', () => {
    const rows = Array.from({ length: 2000 }, (_, index) => ({ id: `flight ${index}` }))
    expect(toColumns(rows)['id']).toEqual(rows.map(({ id }) => id))
    expect(toColumns(rows, { id: 'string' }).id.dictionary).toHaveLength(2000)
  })

  it('gives no table of a schema fewer columns, and none more', () => {
    expect(toColumns([], { a: 'int32', b: 'string?' })).toEqual({
      a: new Int32Array(0),
      b: { type: 'Utf8', length: 0, codes: new Uint8Array(0), dictionary: [] },
    })
    expect(toColumns([{ a: 1, b: 2 }], { a: 'int32' })).toEqual({ a: Int32Array.of(1) })
    expect(toColumns([])).toEqual({})
  })

  it('changes numbers to the declared type only when they stay the same', () => {
    expect(toColumns([{ a: 3n, b: 3, c: 3n }], { a: 'float64', b: 'int64', c: 'int32' })).toEqual({
      a: Float64Array.of(3),
      b: BigInt64Array.of(3n),
      c: Int32Array.of(3),
    })
  })

  it.each([
    ['int32', 1.5, '1.5 is no int32'],
    ['int32', 2 ** 31, '2147483648 is no int32'],
    ['int32', Number.NaN, 'NaN is no int32'],
    ['float64', 2n ** 53n, '9007199254740992n is no float64'],
    ['int64', 2n ** 63n, '9223372036854775808n is no int64'],
    ['int64', 0.5, '0.5 is no int64'],
    ['string', 7, '7 is no string'],
    ['boolean', 1, '1 is no boolean'],
    ['date', new Date(1), '1970-01-01T00:00:00.001Z is no date'],
    ['timestamp', new Date(Number.NaN), 'an invalid Date is no timestamp'],
    ['string', null, 'null, where string is declared without "?"'],
    ['json', undefined, 'null, where json is declared without "?"'],
  ] as const)('refuses what is no %s: %s', async (type, value, found) => {
    const isMissing = value === null || value === undefined
    const [rows, row] = isMissing ? [[{ a: value }], 1] : [[{ a: null }, { a: value }], 2]
    const text = await issueText(() => toColumns(rows, { a: isMissing ? type : `${type}?` }))
    expect(text).toContain(`row ${row}, column "a": ${found}`)
  })

  it('refuses what is no row', async () => {
    expect(await issueText(() => toColumns([{ a: 1 }, null as never]))).toContain('row 2')
  })
})

describe('createColumnsBuilder', () => {
  it('counts rows over all batches, and asks its owner for the error', () => {
    const builder = createColumnsBuilder(
      { a: 'int32' },
      { refuse: ({ row, column }, found) => new Error(`${row} ${column}: ${found}`) },
    )
    builder.add([{ a: 1 }, { a: 2 }])
    builder.add({ a: Int32Array.of(3) })
    expect(() => builder.add({ a: { type: 'Int32', length: 3, values: Int32Array.of(4, 5, 6), valid } })).toThrow(
      '5 a: null, where int32 is declared without "?"',
    )
  })

  it('widens what turns out to be more', () => {
    const widened = (...parts: unknown[]): unknown => concatColumns(parts.map((a) => ({ a }) as Columns))['a']
    expect(widened(Int8Array.of(1), Int16Array.of(300))).toEqual(Float64Array.of(1, 300))
    expect(widened(Int32Array.of(1), Int8Array.of(2))).toEqual(Int32Array.of(1, 2))
    expect(widened(Float64Array.of(1), ['x'])).toEqual([1, 'x'])
    expect(widened(BigInt64Array.of(1n), BigUint64Array.of(2n ** 64n - 1n))).toEqual([1n, 2n ** 64n - 1n])
    expect(widened([null], { type: 'Bool', length: 1, values: Uint8Array.of(1) })).toEqual([null, true])
    const us = { type: 'Timestamp', unit: 'us', length: 1, values: BigInt64Array.of(1n) }
    const ms = { type: 'Timestamp', unit: 'ms', length: 1, values: Float64Array.of(-5) }
    expect(widened(ms, us)).toEqual({ type: 'Timestamp', unit: 'us', length: 2, values: BigInt64Array.of(-5000n, 1n) })
    expect(widened(us, ms)).toEqual({ type: 'Timestamp', unit: 'us', length: 2, values: BigInt64Array.of(1n, -5000n) })
  })

  it('gives the rows that there are, whatever was expected', () => {
    for (const expectedRows of [0, 1, 3, 1000]) {
      const builder = createColumnsBuilder(undefined, { expectedRows })
      builder.add([
        { a: 1, b: 'x', c: null },
        { a: 2, b: 'y', c: new Date(1) },
      ])
      builder.add({ a: Float64Array.of(3), b: ['x'], c: [true] })
      expect(toRows(builder.finish())).toEqual([
        { a: 1, b: 'x', c: null },
        { a: 2, b: 'y', c: new Date(1) },
        { a: 3, b: 'x', c: true },
      ])
    }
  })

  it('does not keep what it was given: what is changed afterwards stays out', () => {
    const delay = Int32Array.of(1, 2)
    const builder = createColumnsBuilder()
    builder.add({ delay })
    delay[0] = 9
    expect(builder.finish()).toEqual({ delay: Int32Array.of(1, 2) })
  })
})

describe('a table as a whole', () => {
  it('is told from what is none', () => {
    expect(isColumns({})).toBe(true)
    expect(isColumns({ a: [1], b: new Float64Array(1) })).toBe(true)
    for (const other of [
      null,
      [],
      [{ a: 1 }],
      { a: 1 },
      { a: [1], b: [] },
      new Map(),
      new Date(),
      new Float64Array(1),
    ]) {
      expect(isColumns(other)).toBe(false)
    }
    expect(isColumns({ a: { type: 'Utf8', length: 1, codes: Uint8Array.of(0) } })).toBe(false)
    expect(isColumns({ a: { type: 'Int32', length: 9, values: new Int32Array(9), valid: Uint8Array.of(1) } })).toBe(
      false,
    )
    expect(isColumns({ a: { type: 'Int32', length: 1, values: new Int16Array(1), valid } })).toBe(false)
  })

  it('has as many rows as each of its columns', async () => {
    expect(rowCount({})).toBe(0)
    expect(await issueText(() => rowCount({ a: [1], b: [] }))).toContain('"a" has 1 elements, "b" has 0')
  })

  it('says its schema', () => {
    expect(
      schemaOf({
        a: new Float32Array(1),
        b: new Uint16Array(1),
        c: new BigUint64Array(1),
        d: ['x'],
        e: [new Date(0)],
        f: [1],
        g: [null],
        h: { type: 'Int8', length: 1, values: new Int8Array(1), valid: Uint8Array.of(0) },
        i: { type: 'Date', length: 1, values: new Int32Array(1), valid: Uint8Array.of(1) },
      }),
    ).toEqual({
      a: 'float64',
      b: 'int32',
      c: 'int64',
      d: 'string',
      e: 'timestamp',
      f: 'json',
      g: 'json?',
      h: 'int32?',
      i: 'date',
    })
  })

  it('is cut without copying its numbers', () => {
    const delay = Float64Array.of(1, 2, 3)
    const part = sliceColumns({ delay }, 1)
    expect(part.delay.buffer).toBe(delay.buffer)
    expect(sliceColumns({ delay }, 0, 9)).toEqual({ delay })
    expect(sliceColumns({ delay }, 2, 1)).toEqual({ delay: new Float64Array(0) })
  })
})

describe('at', () => {
  it('cuts off what a date cannot say, towards the past', () => {
    const ns = (value: bigint): unknown =>
      at({ type: 'Timestamp', unit: 'ns', length: 1, values: BigInt64Array.of(value) }, 0)
    expect(ns(-1n)).toEqual(new Date(-1))
    expect(ns(1_700_000_000_001_999_999n)).toEqual(new Date(1_700_000_000_001))
    expect(ns(-1_000_000n)).toEqual(new Date(-1))
  })
})
