import { describe, expect, test } from 'vitest'
import { viewValue } from './view-value.ts'

describe('a table', () => {
  test('is made of records, by the names of all that are shown', () => {
    expect(
      viewValue([
        { day: 'a', n: 1 },
        { day: 'b', n: 2.123456789, extra: null },
      ]),
    ).toEqual({
      kind: 'table',
      columns: [
        { name: 'day', isNumeric: false },
        { name: 'n', isNumeric: true },
        { name: 'extra', isNumeric: true },
      ],
      rows: [
        ['a', '1', ''],
        ['b', '2.123457', 'null'],
      ],
      total: 2,
    })
  })

  test('is made of columns of one length, typed arrays too', () => {
    expect(viewValue({ day: ['a', 'b'], n: Float64Array.of(1, 2) })).toMatchObject({
      kind: 'table',
      rows: [
        ['a', '1'],
        ['b', '2'],
      ],
    })
    expect(viewValue({ a: [1], b: [2] }).kind).toBe('pairs')
    expect(viewValue({ a: [1, 2], b: [2] }).kind).toBe('pairs')
  })

  test('shows its first rows and says how many there are', () => {
    const view = viewValue(
      Array.from({ length: 1_000 }, (_, i) => ({ i })),
      { rows: 3 },
    )
    expect(view).toMatchObject({ kind: 'table', rows: [['0'], ['1'], ['2']], total: 1_000 })
  })
})

test('a list says what it holds', () => {
  expect(viewValue([1, 2, Number.NaN, 6])).toEqual({
    kind: 'list',
    summary: 'array of 4, 1 to 6, mean 3, 1 NaN',
    items: ['1', '2', 'NaN', '6'],
    total: 4,
  })
  expect(viewValue(Float32Array.of(1, 2))).toMatchObject({ summary: 'Float32Array of 2, 1 to 2, mean 1.5' })
  expect(viewValue(new Set(['a']))).toMatchObject({ summary: 'Set of 1', items: ['a'] })
  expect(viewValue([])).toMatchObject({ summary: 'array of 0', items: [] })
})

test('records and maps are pairs', () => {
  expect(
    viewValue(
      new Map<unknown, unknown>([
        ['a', { b: 1 }],
        [2, new Date(0)],
      ]),
    ),
  ).toEqual({
    kind: 'pairs',
    pairs: [
      ['a', '{ b: 1 }'],
      ['2', '1970-01-01'],
    ],
    total: 2,
  })
})

test('everything else is text', () => {
  expect(viewValue('two\nlines')).toEqual({ kind: 'text', text: 'two\nlines' })
  expect(viewValue(undefined)).toEqual({ kind: 'text', text: 'undefined' })
  expect(viewValue(new Uint8Array(2_000))).toEqual({ kind: 'text', text: '2,000 bytes' })
  expect(viewValue(Math.max)).toEqual({ kind: 'text', text: '[Function: max]' })
})

test('text from outside cannot steer a terminal', () => {
  expect(viewValue('a\u001B[2Jb\u0007')).toEqual({ kind: 'text', text: 'a\\u001b[2Jb\\u0007' })
  expect(viewValue([{ 'na\u001B[1mme': 'x\u009By' }])).toMatchObject({
    columns: [{ name: 'na\\u001b[1mme' }],
    rows: [['x\\u009by']],
  })
})

test('a value that resists being looked at is said to', () => {
  const hostile = new Proxy(
    {},
    {
      getPrototypeOf: () => {
        throw new Error('no')
      },
    },
  )
  expect(viewValue(hostile)).toMatchObject({
    kind: 'text',
    text: expect.stringContaining('cannot be looked at') as string,
  })
})
