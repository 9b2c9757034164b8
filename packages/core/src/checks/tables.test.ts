import { tableFromArrays, type Table } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { checked, dataflow, type StepCheck } from '../index.ts'
import {
  column,
  columns,
  hasColumns,
  hasDataType,
  inRange,
  isIn,
  noNaN,
  notEmpty,
  sameLengths,
  unique,
} from './index.ts'

const record = { price: new Float64Array([1, 7]), symbol: ['a', 'a'] }
const rows = [
  { price: 1, symbol: 'a' },
  { price: 7, symbol: 'a' },
]
const arrow: Table = tableFromArrays(record)

describe('column', () => {
  it.each([
    ['a record of columns', record],
    ['a table of Apache Arrow', arrow],
    ['a list of rows', rows],
    ['rows of Apache Arrow', [...arrow]],
  ])('finds the column in %s', (_, table) => {
    expect(column('price', inRange(0, 5)).test(table as never)).toBe('found 7 at index 1, of 2 values')
    expect(column('symbol', isIn(['a'])).test(table as never)).toBe(true)
    expect(column('symbol', notEmpty()).test(table as never)).toBe(true)
    expect(column('symbl', unique()).test(table as never)).toBe('found no column "symbl"; did you mean "symbol"?')
    expect(column('toString', unique()).test(table as never)).toBe(
      'found no column "toString"; the columns: price, symbol',
    )
  })

  it('has the name of the column, and the facts of the check', () => {
    const told: unknown[] = []
    const check = column('price', noNaN())
    void check.test(record, (facts) => told.push(facts))
    expect([check.name, ...told]).toEqual(['price: noNaN', { values: 2, failed: 0 }])
  })

  it('gives the check the column as it is', () => {
    expect(column('price', hasDataType('Float64')).test(record)).toBe(true)
    expect(column('price', hasDataType('Float64')).test(arrow)).toBe(true)
  })

  it('may be missing in some rows, but not in all', () => {
    const price = column('price', inRange(0, 5))
    expect(price.test([{ price: 1 }, {}, null as never])).toBe(true)
    expect(price.test([{}, {}])).toBe('found no column "price"; the columns: none')
    expect(price.test([])).toBe(true)
  })

  it('does not stumble over what is no table', () => {
    for (const value of [null, undefined, 3, 'text']) {
      expect(column('price', noNaN()).test(value as never)).toBe('found no column "price"; the columns: none')
    }
    expect(column('price', noNaN()).test({ price: null } as never)).toBe('found no column "price"; the columns: none')
  })

  it('refuses what is no check', () => {
    expect(() => column('price', undefined as never)).toThrow('modifier/not-a-check')
  })
})

describe('columns', () => {
  it('makes a check of each, told to the hooks by itself', async () => {
    const told: string[] = []
    const flow = dataflow({
      trades: checked(
        () => record,
        [columns({ price: [noNaN(), inRange(0, 5)], symbol: [unique()] }), hasColumns('price')],
        { severity: 'warn' },
      ),
    }).with({
      hooks: [{ onStepCheck: ({ check, passed }: StepCheck) => void told.push(`${check} ${passed}`) }],
    })
    await flow.execute(['trades'])
    expect(told).toEqual([
      'price: noNaN true',
      'price: inRange(0, 5) false',
      'symbol: unique false',
      'hasColumns(price) true',
    ])
    expect(flow.nodes[0]?.checks).toEqual(told.map((one) => one.replace(/ (true|false)$/, '')))
  })
})

describe('hasColumns', () => {
  it('wants these, and does not mind others', () => {
    for (const table of [record, arrow, rows]) {
      expect(hasColumns('price').test(table)).toBe(true)
      expect(hasColumns('price', 'symbl', 'volume').test(table)).toBe(
        'found no column "symbl" or "volume"; did you mean "symbol"?',
      )
    }
    expect(hasColumns('a', 'b').name).toBe('hasColumns(a, b)')
  })

  it('tells which there are', () => {
    const told: unknown[] = []
    void hasColumns('price').test(rows, (facts) => told.push(facts))
    expect(told).toEqual([{ columns: ['price', 'symbol'] }])
  })
})

describe('sameLengths', () => {
  it('compares the columns of a record', () => {
    expect(sameLengths().test(record)).toBe(true)
    expect(sameLengths().test(arrow)).toBe(true)
    expect(sameLengths().test({})).toBe(true)
    expect(sameLengths().test({ a: [1], b: [1, 2], c: [1] })).toBe('found 1 in "a" and 2 in "b"')
    expect(sameLengths().test({ a: [1], b: 2 })).toBe('found 1 in "a" and no length in "b"')
  })
})
