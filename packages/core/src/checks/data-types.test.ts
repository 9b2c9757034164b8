import { Dictionary, Float64, Int32, Utf8, vectorFromArray } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { hasDataType, hasType } from './index.ts'

describe('hasType', () => {
  it('asks each value of what kind it is', () => {
    expect(hasType('number').test([1, Number.NaN, null])).toBe(true)
    expect(hasType('number').test(['1'])).toBe('found "1" at index 0, of 1 values')
    expect(hasType('string').test('a')).toBe(true)
    expect(hasType('boolean').test([true, 0])).toBe('found 0 at index 1, of 2 values')
    expect(hasType('bigint').test(new BigUint64Array([1n]))).toBe(true)
    expect(hasType('number').test(new Uint8Array([1]))).toBe(true)
    expect(hasType('string').test({ a: 1 })).toBe('found { a }')
    expect(hasType('string').test(undefined)).toBe(true)
  })

  it('knows whole numbers and valid dates', () => {
    expect(hasType('integer').test([1, 2n, -0])).toBe(true)
    expect(hasType('integer').test([1.5])).toBe('found 1.5 at index 0, of 1 values')
    expect(hasType('integer').test(Number.NaN)).toBe('found NaN')
    expect(hasType('date').test(new Date(0))).toBe(true)
    expect(hasType('date').test([new Date('x')])).toBe('found an invalid date at index 0, of 1 values')
  })

  it('accepts several kinds', () => {
    expect(hasType('number', 'string').test([1, 'a'])).toBe(true)
    expect(hasType('number', 'string').test([1, true])).toBe('found true at index 1, of 2 values')
    expect(hasType('number', 'string').name).toBe('hasType(number, string)')
  })

  it('refuses a kind that there is not', () => {
    expect(() => hasType('float' as never)).toThrow(
      'hasType: "kinds" is "float"; expected one of number, integer, bigint, string, boolean, date.',
    )
  })
})

describe('hasDataType', () => {
  it('reads how typed arrays store their numbers', () => {
    expect(hasDataType('Float64').test(new Float64Array(1))).toBe(true)
    expect(hasDataType('Float32', 'Float64').test(new Float32Array(1))).toBe(true)
    expect(hasDataType('Float64').test(new Int8Array(1))).toBe('found Int8')
    expect(hasDataType('Uint8').test(new Uint8ClampedArray(1))).toBe(true)
    expect(hasDataType('BigInt64').test(new BigInt64Array(1))).toBe(true)
  })

  it('asks columns for their type', () => {
    expect(hasDataType('Float64').test(vectorFromArray([1], new Float64()))).toBe(true)
    expect(hasDataType('Utf8').test(vectorFromArray(['a'], new Utf8()))).toBe(true)
    expect(hasDataType('Utf8').test(vectorFromArray(['a'], new Dictionary(new Utf8(), new Int32())))).toBe(
      'found Dictionary<Int32, Utf8>',
    )
  })

  it('says when there is none', () => {
    expect(hasDataType('Float64').test([1, 2] as never)).toBe('found an array of 2, which does not say its type')
  })
})
