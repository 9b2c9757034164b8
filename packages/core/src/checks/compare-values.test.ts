import { Int64, tableFromArrays, vectorFromArray } from 'apache-arrow'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareValues, describeDifference, type CompareOptions } from './index.ts'

const differences = (actual: unknown, golden: unknown, options?: CompareOptions): string[] =>
  compareValues(actual, golden, options).map(describeDifference)

describe('compareValues', () => {
  it('finds nothing where nothing differs', () => {
    const value = { rows: [{ day: new Date(0), tags: new Set(['a']), by: new Map([['x', [1, null]]]) }], text: 'a' }
    expect(compareValues(value, structuredClone(value))).toEqual([])
    expect(compareValues(value, value)).toEqual([])
  })

  it('says where, what, and how far apart', () => {
    const actual = { rows: [{ price: 1 }, { price: 2.5, 'odd key': 'b' }] }
    const golden = { rows: [{ price: 1 }, { price: 2, 'odd key': 'c' }] }
    expect(compareValues(actual, golden)).toEqual([
      { path: ['rows', 1, 'price'], actual: 2.5, golden: 2, deviation: 0.5 },
      { path: ['rows', 1, 'odd key'], actual: 'b', golden: 'c' },
    ])
    expect(differences(actual, golden)).toEqual([
      'rows[1].price is 2.5, golden 2 (off by 0.5)',
      'rows[1]["odd key"] is "b", golden "c"',
    ])
    expect(differences(1, 'a')).toEqual(['the value is 1, golden "a"'])
  })

  describe('numbers', () => {
    it('are equal within either tolerance, the limit included', () => {
      expect(compareValues(1.25, 1)).toHaveLength(1)
      expect(compareValues(1.25, 1, { tolerance: 0.25 })).toEqual([])
      expect(compareValues(1.25, 1, { tolerance: 0.2 })).toHaveLength(1)
      expect(compareValues(125, 100, { relativeTolerance: 0.25 })).toEqual([])
      expect(compareValues(-75, -100, { relativeTolerance: 0.25 })).toEqual([])
      expect(compareValues(100, 125, { relativeTolerance: 0.2 })).toEqual([])
      expect(compareValues(100, 126, { relativeTolerance: 0.2 })).toHaveLength(1)
      expect(compareValues(1e-9, 0, { relativeTolerance: 0.5, tolerance: 1e-8 })).toEqual([])
    })

    it('have NaN equal to NaN, 0 to -0, and an infinity only to itself', () => {
      expect(compareValues([Number.NaN, -0, Infinity], [Number.NaN, 0, Infinity])).toEqual([])
      const generous = { tolerance: 1e300, relativeTolerance: 1 }
      expect(differences([Number.NaN, 1, Infinity], [1, Number.NaN, -Infinity], generous)).toEqual([
        '[0] is NaN, golden 1',
        '[1] is 1, golden NaN',
        '[2] is Infinity, golden -Infinity (off by Infinity)',
      ])
      expect(compareValues(5, Infinity, generous)).toHaveLength(1)
    })

    it('may be bigints, exactly however large', () => {
      expect(compareValues([1n, 2], [1, 2n])).toEqual([])
      expect(differences(2n ** 60n + 1n, 2n ** 60n)).toEqual([
        'the value is 1152921504606846977n, golden 1152921504606846976n (off by 1)',
      ])
      expect(compareValues(2n ** 60n + 1n, 2 ** 60)).toHaveLength(1)
      expect(compareValues(2n ** 60n + 1n, 2n ** 60n, { tolerance: 1 })).toEqual([])
      expect(compareValues(1n, 1.5, { tolerance: 0.5 })).toEqual([])
    })

    it('are no texts', () => {
      expect(differences([1, true], ['1', 1])).toEqual(['[0] is 1, golden "1"', '[1] is true, golden 1'])
    })
  })

  it('compares lists of any kind by their elements', () => {
    const lists = [
      [1, 2],
      new Float64Array([1, 2]),
      new Int8Array([1, 2]),
      new BigInt64Array([1n, 2n]),
      new Set([1, 2]),
    ]
    const columns = [vectorFromArray([1, 2]), vectorFromArray([1n, 2n], new Int64())]
    for (const one of [...lists, ...columns]) {
      for (const other of [...lists, ...columns]) expect(compareValues(one, other)).toEqual([])
    }
    expect(differences(vectorFromArray([1, null]), [1, 2])).toEqual(['[1] is null, golden 2'])
  })

  it('says when a list is longer or shorter, and compares what both have', () => {
    expect(differences([1, 2, 3], [1, 4], { tolerance: 9 })).toEqual(['length is 3, golden 2'])
    expect(differences({ a: [] }, { a: [1] })).toEqual(['a.length is 0, golden 1'])
    expect(differences({ a: [1] }, { a: { 0: 1 } })).toEqual(['a is an array of 1, golden { 0 }'])
  })

  it('takes what is absent for undefined, and null for something else', () => {
    expect(compareValues({ a: undefined }, {})).toEqual([])
    expect(differences({ a: null, b: 1 }, { c: 2 })).toEqual([
      'a is null, golden undefined',
      'b is 1, golden undefined',
      'c is undefined, golden 2',
    ])
    expect(compareValues({ toString: 1 }, {})).toHaveLength(1)
  })

  it('takes all that is missing for the same, when asked to', () => {
    const actual = { a: [Number.NaN, null], b: undefined, c: null }
    expect(compareValues(actual, { a: [null, undefined] }, { missingIsEqual: true })).toEqual([])
    expect(compareValues({ a: Number.NaN }, {}, { missingIsEqual: true })).toEqual([])
    expect(compareValues({ a: 0, b: '' }, {}, { missingIsEqual: true })).toHaveLength(2)
  })

  it('compares maps by key, whatever the key is', () => {
    const day = (ms: number): Date => new Date(ms)
    const actual = new Map<unknown, unknown>([
      ['a', 1],
      [day(0), 2],
      [3, 3],
    ])
    expect(
      compareValues(
        actual,
        new Map<unknown, unknown>([
          [3, 3],
          [day(0), 2],
          ['a', 1],
        ]),
      ),
    ).toEqual([])
    expect(
      differences(
        actual,
        new Map<unknown, unknown>([
          ['a', 5],
          [day(0), 2.5],
          ['z', 0],
        ]),
      ),
    ).toEqual([
      'a is 1, golden 5 (off by 4)',
      '["1970-01-01T00:00:00.000Z"] is 2, golden 2.5 (off by 0.5)',
      '[3] is 3, golden undefined',
      'z is undefined, golden 0',
    ])
    expect(compareValues({ m: new Map([['a', 1]]) }, { m: { a: 1 } })).toEqual([])
    expect(compareValues(new Map([['__proto__', 1]]), JSON.parse('{"__proto__": 1}'))).toEqual([])
  })

  it('compares sets by member, whatever the member is', () => {
    expect(compareValues(new Set([{ a: 1 }, { a: 2 }]), new Set([{ a: 2 }, { a: 1 }]))).toEqual([])
    expect(compareValues(new Set([0.1 + 0.2]), new Set([0.3]), { tolerance: 1e-9 })).toEqual([])
    expect(compareValues(new Set([{ a: 1 }]), new Set([{ a: 2 }]))).toEqual([
      { path: ['{ a }'], actual: { a: 1 }, golden: undefined },
      { path: ['{ a }'], actual: undefined, golden: { a: 2 } },
    ])
    expect(differences(new Set(['x', 'y']), new Set(['x']))).toEqual(['y is "y", golden undefined'])
  })

  it('gives up looking for equal members where they are too many', () => {
    const many = (offset: number): Set<number> => new Set(Array.from({ length: 1_001 }, (_, index) => index + offset))
    expect(compareValues(many(0.25), many(0), { tolerance: 0.25 })).toHaveLength(2_002)
  })

  it('compares dates by time', () => {
    expect(compareValues([new Date(5), new Date(Number.NaN)], [new Date(5), new Date(Number.NaN)])).toEqual([])
    expect(differences(new Date(0), new Date(1))).toEqual([
      'the value is 1970-01-01T00:00:00.000Z, golden 1970-01-01T00:00:00.001Z',
    ])
    expect(compareValues(new Date(0), '1970-01-01T00:00:00.000Z')).toHaveLength(1)
  })

  it('compares tables of columns with records of columns', () => {
    const table = tableFromArrays({ price: Float64Array.from([1, 2]), symbol: ['a', 'b'] })
    expect(compareValues(table, { price: [1, 2], symbol: ['a', 'b'] })).toEqual([])
    expect(differences(table, { price: [1, 2], symbol: ['a', 'c'] })).toEqual(['symbol[1] is "b", golden "c"'])
    expect(
      differences(
        [...table],
        [
          { price: 1, symbol: 'a' },
          { price: 2, symbol: 'c' },
        ],
      ),
    ).toEqual(['[1].symbol is "b", golden "c"'])
    const lists = vectorFromArray([{ a: [1, 2] }, { a: [3] }])
    expect(differences(lists, [{ a: [1, 2] }, { a: [4] }])).toEqual(['[1].a[0] is 3, golden 4 (off by 1)'])
  })

  it('compares other objects by what they show', () => {
    class Money {
      readonly amount: number
      constructor(amount: number) {
        this.amount = amount
      }
    }
    class Hidden {
      #value = 1
      get value(): number {
        return this.#value
      }
    }
    expect(compareValues(new Money(1), { amount: 1 })).toEqual([])
    expect(differences(new URL('https://a.example/'), new URL('https://b.example/'))).toEqual([
      'the value is "https://a.example/", golden "https://b.example/"',
    ])
    expect(compareValues(/a/g, /a/g)).toEqual([])
    expect(compareValues(/a/g, /a/)).toHaveLength(1)
    expect(differences({ e: new TypeError('a') }, { e: new TypeError('b') })).toEqual(['e.message is "a", golden "b"'])
    expect(compareValues(new Uint8Array([1, 2]).buffer, new Uint8Array([1, 2]).buffer)).toEqual([])
    expect(compareValues(new Uint8Array([1, 2]).buffer, new Uint8Array([1, 3]).buffer)).toHaveLength(1)
    expect(differences({ h: new Hidden() }, { h: new Hidden() })).toEqual(['h is a Hidden, golden a Hidden'])
    expect(compareValues({}, {})).toEqual([])
    expect(compareValues(Object.create(null), {})).toEqual([])
    const fn = (): void => {}
    expect(compareValues([fn], [fn])).toEqual([])
    expect(compareValues(fn, () => {})).toHaveLength(1)
  })

  it('comes to an end where values go in circles', () => {
    const circle = (name: string): object => {
      const one: Record<string, unknown> = { name, list: [] }
      one['self'] = one
      ;(one['list'] as unknown[]).push(one)
      return one
    }
    expect(compareValues(circle('a'), circle('a'))).toEqual([])
    expect(differences(circle('a'), circle('b'))).toEqual(['name is "a", golden "b"'])
  })

  it('refuses tolerances that are none', () => {
    expect(() => compareValues(1, 1, { tolerance: -1 })).toThrow(
      'compareValues: "tolerance" is -1; expected a number from 0.',
    )
    expect(() => compareValues(1, 1, { relativeTolerance: Number.NaN })).toThrow('"relativeTolerance" is NaN')
  })

  it('agrees with the text of JSON', () => {
    const sorted = (value: unknown): string =>
      JSON.stringify(value, (_, part: unknown) =>
        typeof part === 'object' && part !== null && !Array.isArray(part)
          ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
          : part,
      )
    const value = fc.jsonValue({ maxDepth: 3 })
    fc.assert(
      fc.property(value, value, (one, other) => {
        expect(compareValues(one, JSON.parse(JSON.stringify(one)))).toEqual([])
        expect(compareValues(one, other).length === 0).toBe(sorted(one) === sorted(other))
      }),
    )
  })

  it('accepts exactly what is within the tolerance', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.array(fc.integer()), fc.nat(5), (ones, others, tolerance) => {
        const far = ones.filter((one, index) => index < others.length && Math.abs(one - others[index]!) > tolerance)
        const expected = far.length + (ones.length === others.length ? 0 : 1)
        expect(compareValues(ones, Float64Array.from(others), { tolerance })).toHaveLength(expected)
      }),
    )
  })
})
