import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { toPlainData } from './plain-data.ts'

class Money {
  readonly amount: number
  readonly currency = 'EUR'
  constructor(amount: number) {
    this.amount = amount
  }
}
const circular: { self?: unknown; name: string } = { name: 'c' }
circular.self = circular

describe('any value as plain data', () => {
  it.each<[string, unknown, unknown]>([
    ['text', 'a', 'a'],
    ['nothing', undefined, null],
    ['a number', 1.5, 1.5],
    ['NaN', NaN, 'NaN'],
    ['infinity', -Infinity, '-Infinity'],
    ['a bigint', 12n, '12'],
    ['a function', function price() {}, '[function price]'],
    ['a function without a name', () => {}, '[function]'],
    ['a symbol', Symbol('s'), '[Symbol(s)]'],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['no date', new Date(NaN), 'Invalid Date'],
    ['a list with holes', [1, , undefined], [1, null, null]], // oxlint-disable-line no-sparse-arrays -- is tested
    ['properties without a value', { a: undefined, b: null }, { b: null }],
    ['a set', new Set([1, 'b']), [1, 'b']],
    ['a map of names', new Map([['a', 1]]), { a: 1 }],
    ['a map of anything', new Map<unknown, unknown>([[1, 'a']]), [[1, 'a']]],
    ['typed arrays', new Float64Array(1_000), '[Float64Array of 1000]'],
    ['a buffer', new ArrayBuffer(8), '[ArrayBuffer of 8]'],
    ['a view', new DataView(new ArrayBuffer(4)), '[DataView of 4]'],
    ['a promise', Promise.resolve(1), '[promise]'],
    ['an instance', new Money(3), { amount: 3, currency: 'EUR' }],
    ['what says itself what it is', { toJSON: () => ({ id: 1n }) }, { id: '1' }],
    ['what contains itself', circular, { name: 'c', self: '[circular]' }],
    ['what cannot be read', { get a(): never { throw new Error('no') } }, '[unreadable]'], // prettier-ignore
    ['a dangerous name', JSON.parse('{"__proto__": 1}'), JSON.parse('{"__proto__": 1}')],
    [
      'an object of another realm',
      runInNewContext('({ a: [1, new Date(0)] })'),
      { a: [1, '1970-01-01T00:00:00.000Z'] },
    ],
  ])('%s', (_, value, expected) => {
    const plain = toPlainData(value)
    expect(plain).toEqual(expected)
    expect(JSON.parse(JSON.stringify(plain))).toEqual(plain)
  })

  it('keeps of an error its name, its message, its code and its cause', () => {
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })
    const plain = toPlainData(new TypeError('failed', { cause }))
    expect(plain).toMatchObject({
      name: 'TypeError',
      message: 'failed',
      stack: expect.stringContaining('plain-data.test') as string,
      cause: { message: 'refused', code: 'ECONNREFUSED' },
    })
  })

  it('is never more than a log can bear', () => {
    expect(toPlainData('x'.repeat(20_000))).toBe(`${'x'.repeat(10_000)}...`)
    expect(toPlainData(Array.from({ length: 250 }, () => 0))).toEqual([
      ...Array.from({ length: 100 }, () => 0),
      '[150 more]',
    ])
    const wide = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`k${index}`, index]))
    expect(toPlainData(wide)).toMatchObject({ k99: 99, '...': '[1 more]' })
    expect(toPlainData(new Set(Array.from({ length: 102 }, (_, index) => index)))).toHaveLength(101)
    let deep: unknown = 'bottom'
    for (let level = 0; level < 100_000; level++) deep = [deep]
    expect(JSON.stringify(toPlainData(deep))).toBe('[[[[[[[["[deeper]"]]]]]]]]')
    let shared: unknown = 'leaf'
    for (let level = 0; level < 7; level++) shared = Array.from({ length: 50 }, () => shared)
    expect(JSON.stringify(toPlainData(shared)).length).toBeLessThan(200_000)
  })
})
