// Tables are given in the form that was asked for.

import { isThroughlineError, renderIssue } from 'throughline'
import { expect, it } from 'vitest'
import { toRows } from '../columns/index.ts'
import type { Batch, TableInput } from './batch.ts'
import { readTable } from './read-table.ts'
import type { ColumnsOption, TableForm } from './table-form.ts'

const subject = { name: 'sales.csv', type: 'CSV' }

interface Reading {
  readonly facts: object
  readonly value: unknown
  readonly wasLeft: boolean
}

async function read(batches: readonly Batch[], as: TableForm, columns?: ColumnsOption, more: Partial<TableInput> = {}) {
  let facts = {}
  let isLeft = false
  async function* given(): AsyncGenerator<Batch> {
    try {
      yield* batches
    } finally {
      isLeft = true
    }
  }
  const { signal } = new AbortController()
  const told = { report: (more: object) => void (facts = { ...facts, ...more }), signal, progress: () => {} }
  const value: unknown = await readTable(
    { ...more, batches: given() },
    { ...subject, as, ...(columns && { columns }) },
    told,
  )
  return {
    value,
    get facts() {
      return facts
    },
    get wasLeft() {
      return isLeft
    },
  } satisfies Reading
}

async function textOf(reading: Promise<unknown>): Promise<string> {
  try {
    await reading
  } catch (error) {
    if (!isThroughlineError(error)) throw error
    return error.issues.map((issue) => renderIssue(issue)).join('\n')
  }
  throw new Error('nothing was wrong')
}

async function all(items: unknown): Promise<unknown[]> {
  return await Array.fromAsync(items as AsyncIterable<unknown>)
}

const texts: readonly Batch[] = [
  {
    names: ['id', 'price', 'at'],
    tuples: [
      ['1', '0.5', '2024-02-29'],
      ['2', null, null],
    ],
  },
  { names: ['id', 'price', 'at'], tuples: [['3', '-4', '2024-03-01T10:00Z']] },
]
const schema = { id: 'int64', at: 'timestamp?', price: 'float64?' } as const
const typed = [
  { id: 1n, at: new Date('2024-02-29'), price: 0.5 },
  { id: 2n, at: null, price: null },
  { id: 3n, at: new Date('2024-03-01T10:00Z'), price: -4 },
]

it('lists of texts become rows, columns, or either piece by piece, as a schema says', async () => {
  const text = { isText: true }
  const rows = await read(texts, 'rows', schema, text)
  expect(rows.value).toEqual(typed)
  expect(rows.facts).toEqual({ rows: 3, columns: schema })
  const columns = await read(texts, 'columns', schema, text)
  expect(columns.value).toMatchObject({ id: BigInt64Array.of(1n, 2n, 3n) })
  expect(toRows(columns.value as never)).toEqual(typed)
  expect(await all((await read(texts, 'stream', schema, text)).value)).toEqual(typed)
  const batches = await all((await read(texts, 'batches', schema, text)).value)
  expect(batches.map((batch) => toRows(batch as never))).toEqual([typed.slice(0, 2), typed.slice(2)])
})

it('types are guessed from texts, and never from what may be a code', async () => {
  const rows = [
    ['007', 'true', '2024-02-29', '1', 'NaN', '1E5', '9007199254740993', '2024-01-01T00:00:00Z', null],
    ['1', 'false', '2024-03-01', '-2.5', '3', '2', '1', null, null],
  ]
  const names = ['code', 'is', 'day', 'n', 'nan', 'part', 'big', 'at', 'none']
  const { value, facts } = await read([{ names, tuples: rows }], 'rows', 'infer', { isText: true })
  expect(facts).toEqual({
    rows: 2,
    columns: {
      code: 'string?',
      is: 'boolean?',
      day: 'date?',
      n: 'float64?',
      nan: 'float64?',
      part: 'string?',
      big: 'int64?',
      at: 'timestamp?',
      none: 'string?',
    },
  })
  expect((value as object[])[0]).toEqual({
    code: '007',
    is: true,
    day: new Date('2024-02-29'),
    n: 1,
    nan: NaN,
    part: '1E5',
    big: 9007199254740993n,
    at: new Date('2024-01-01'),
    none: null,
  })
})

it('what contradicts a guess later is an error with its place', async () => {
  const early = Array.from({ length: 1000 }, (_, index) => [String(index)])
  const batches = [
    { names: ['n'], tuples: early },
    { names: ['n'], tuples: [['1'], ['x']], placeOf: (index: number) => ({ line: 1002 + index }) },
  ]
  expect(await textOf(read(batches, 'rows', 'infer', { isText: true }))).toContain(
    'line 1003, row 1002, column "n": "x" is no float64',
  )
})

it.each([
  ['1', '007', 'float64'],
  ['1', '12345678901234567890', 'float64'],
  ['1.5', '999999999999999.99', 'float64'],
  ['1', '1e+400', 'float64'],
  ['9007199254740993', '007', 'int64'],
  ['true', '1', 'boolean'],
  ['2024-01-01', ' 2024-01-01', 'date'],
])('a guess from %j does not make another value of %j', async (early, late, type) => {
  const tuples = [...Array.from({ length: 1000 }, () => [early]), [late]]
  expect(await textOf(read([{ names: ['x'], tuples }], 'rows', 'infer', { isText: true }))).toContain(
    `row 1001, column "x": ${JSON.stringify(late)} is no ${type}`,
  )
})

it('digits are numbers when the number says them all', async () => {
  const guess = async (text: string): Promise<unknown> => {
    const { value } = await read([{ names: ['x'], tuples: [[text]] }], 'rows', 'infer', { isText: true })
    return (value as { x: unknown }[])[0]!.x
  }
  for (const text of ['0.30000000000000004', '0.10000000000000001', '123456789012345.67', '1e-7', '0.00', '1.50']) {
    expect(await guess(text)).toBe(Number(text))
  }
  for (const text of ['999999999999999.99', '1e+400', '1e-400', '0.1234567890123456789']) {
    expect(await guess(text)).toBe(text)
  }
})

it.each([
  ['1e400', 'float64'],
  ['2024-01-01T12:30.5', 'timestamp'],
  ['['.repeat(600) + ']'.repeat(600), 'json'],
] as const)('the text %j is refused as what it cannot be', async (text, type) => {
  const reading = read([{ names: ['x'], tuples: [[text]] }], 'rows', { x: type }, { isText: true })
  expect(await textOf(reading)).toContain(`is no ${type}`)
})

it('values keep what they are, and change only without loss', async () => {
  const rows = [{ a: 1, b: 2n, c: '2024-02-29', extra: 1 }]
  const wanted = { c: 'date', a: 'int64', b: 'float64' } as const
  expect((await read([{ rows }], 'rows', wanted)).value).toEqual([{ c: new Date('2024-02-29'), a: 1n, b: 2 }])
  for (const [declared, value, found] of [
    ['float64', 2n ** 53n, '9007199254740992n is no float64'],
    ['int32', 2 ** 31, '2147483648 is no int32'],
    ['int32', 0.5, '0.5 is no int32'],
    ['int64', 2n ** 63n, '9223372036854775808n is no int64'],
    ['string', 5, '5 is no string'],
    ['date', '2024-02-30', '"2024-02-30" is no date'],
    ['date', new Date(5), '1970-01-01T00:00:00.005Z is no date'],
    ['float64', null, 'nothing, in a column of float64 without nulls'],
    ['boolean', undefined, 'nothing, in a column of boolean without nulls'],
  ] as const) {
    const text = await textOf(read([{ rows: [{ x: value }] }], 'rows', { x: declared }))
    expect(text).toContain(`row 1, column "x": ${found}`)
    expect(await textOf(read([{ rows: [{ x: value }] }], 'columns', { x: declared }))).toBe(text)
  }
})

it('an instant is a day when it is one to its last digit', async () => {
  const at = (values: BigInt64Array) => ({
    at: { type: 'Timestamp', unit: 'us', length: values.length, values } as const,
  })
  const days = at(BigInt64Array.of(0n, -86_400_000_000n))
  expect((await read([{ columns: days }], 'rows', { at: 'date' })).value).toEqual([
    { at: new Date(0) },
    { at: new Date(-86_400_000) },
  ])
  const text = await textOf(read([{ columns: at(BigInt64Array.of(0n, 500n)) }], 'rows', { at: 'date' }))
  expect(text).toContain('row 2, column "at": "500 us" is no date')
})

it('columns that fit are the same memory, others are changed', async () => {
  const columns = { a: Float64Array.of(1, 2), b: Int16Array.of(3, 4), c: ['x', null] }
  const { value } = await read([{ columns }], 'columns', { b: 'int32', a: 'float64', c: 'string?' })
  const found = value as { a: unknown; b: unknown }
  expect(found.a).toBe(columns.a)
  expect(found.b).toEqual(Int32Array.of(3, 4))
  expect(toRows(value as never)[1]).toEqual({ b: 4, a: 2, c: null })
  const text = await textOf(read([{ columns }], 'columns', { c: 'string' }))
  expect(text).toContain('row 2, column "c": nothing')
  expect(await textOf(read([{ columns }], 'rows', { d: 'string' }))).toContain(
    'there is no column "d"; there are "a", "b", "c"',
  )
})

it('names of columns are data, whatever objects inherit', async () => {
  const names = ['__proto__', 'constructor', 'toString']
  const tuples = [['1', '2', null]]
  const wanted = Object.fromEntries(names.map((name) => [name, 'string?'])) as Record<string, 'string?'>
  for (const known of [undefined, wanted]) {
    const { value } = await read([{ names, tuples }], 'rows', known)
    const [row] = value as object[]
    expect(Object.entries(row!)).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
      ['toString', null],
    ])
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype)
  }
  const { value } = await read([{ rows: [{}] }], 'rows', wanted)
  expect(Object.values((value as object[])[0]!)).toEqual([null, null, null])
})

it('a stream that is left early leaves its input, also when types were guessed', async () => {
  for (const known of [undefined, 'infer'] as const) {
    const reading = await read(texts, 'stream', known, { isText: true })
    for await (const _ of reading.value as AsyncIterable<unknown>) break
    expect(reading.wasLeft).toBe(true)
  }
})

it('an empty table has no rows, and the columns of its schema', async () => {
  expect((await read([], 'rows')).value).toEqual([])
  expect((await read([], 'columns')).value).toEqual({})
  expect((await read([], 'columns', { a: 'int32' })).value).toEqual({ a: new Int32Array() })
})
