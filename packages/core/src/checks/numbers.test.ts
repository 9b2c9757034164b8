import { Float64, Int64, TimestampMillisecond, vectorFromArray } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { inRange, isFinite, noNaN, type Numbers } from './index.ts'

describe('inRange', () => {
  it('includes both ends', () => {
    expect(inRange(0, 1).test([0, 0.5, 1])).toBe(true)
    expect(inRange(0, 1).test([0, 1.5, -1])).toBe('found 1.5 at index 1 and 1 more, of 3 values')
    expect(inRange(0, Infinity).test(Infinity)).toBe(true)
  })

  it('has NaN outside of every range, unless it is to be ignored', () => {
    expect(inRange(-Infinity, Infinity).test([1, Number.NaN])).toBe('found NaN at index 1, of 2 values')
    expect(inRange(0, 1).test(new Float64Array([Number.NaN]))).toBe('found NaN at index 0, of 1 values')
    expect(inRange(0, 1, { ignoreNaN: true }).test([1, Number.NaN])).toBe(true)
    expect(inRange(0, 1, { ignoreNaN: true }).test(new Float64Array([Number.NaN, 2]))).toBe(
      'found 2 at index 1, of 2 values',
    )
    expect(inRange(0, 1, { ignoreNaN: true }).test(Number.NaN)).toBe(true)
  })

  it('does not look at null and undefined, which are no values', () => {
    expect(inRange(1, 2).test([null, 1, undefined, 2])).toBe(true)
    expect(inRange(1, 2).test(null)).toBe(true)
    expect(inRange(1, 2).test(undefined)).toBe(true)
  })

  it.each([
    new Float64Array([1, 5]),
    new Float32Array([1, 5]),
    new Int8Array([1, 5]),
    new Uint8ClampedArray([1, 5]),
    new Uint16Array([1, 5]),
    new Int32Array([1, 5]),
    [1, 5],
    new Set([1, 5]),
    vectorFromArray([1, 5], new Float64()),
    vectorFromArray([1, 5, null], new Float64()).slice(0, 2),
  ])('finds the same in %o', (numbers) => {
    expect(inRange(1, 4).test(numbers as Numbers)).toBe('found 5 at index 1, of 2 values')
    expect(inRange(1, 5).test(numbers as Numbers)).toBe(true)
  })

  it('compares bigints with numbers and with bigints', () => {
    expect(inRange(0n, 10n).test(new BigInt64Array([1n, 11n]))).toBe('found 11n at index 1, of 2 values')
    expect(inRange(0, 10).test(vectorFromArray([1n, null, 10n], new Int64()))).toBe(true)
    expect(inRange(0n, 10n).test([0, 10.5])).toBe('found 10.5 at index 1, of 2 values')
    expect(inRange(2n ** 60n, 2n ** 61n).test(2n ** 60n - 1n)).toBe('found 1152921504606846975n')
  })

  it('reads a column by what it gives, not by how it is stored', () => {
    const days = vectorFromArray([new Date(0), new Date(86_400_000)], new TimestampMillisecond())
    expect(inRange(0, 86_400_000).test(days)).toBe(true)
    expect(inRange(0, 1).test(days)).toBe('found 86400000 at index 1, of 2 values')
  })

  it('does not take text for a number', () => {
    expect(inRange(0, 1).test(['0.5'] as never)).toBe('found "0.5" at index 0, of 1 values')
    expect(inRange(0, 1).test([false] as never)).toBe('found false at index 0, of 1 values')
  })

  it('tells how many there were, passed or not', () => {
    const told: unknown[] = []
    void inRange(0, 1).test([1, 2, 3], (facts) => told.push(facts))
    void inRange(0, 1).test([1, null], (facts) => told.push(facts))
    expect(told).toEqual([
      { values: 3, failed: 2, firstIndex: 1, firstValue: 2 },
      { values: 2, failed: 0 },
    ])
  })

  it('refuses a range that nothing is in', () => {
    expect(() => inRange(1, 0)).toThrow('inRange: "max" is 0; expected at least 1.')
    expect(() => inRange(0, Number.NaN)).toThrow('modifier/bad-option')
  })
})

describe('noNaN and isFinite', () => {
  it('differ in infinities', () => {
    expect(noNaN().test([1, Infinity])).toBe(true)
    expect(noNaN().test(new Float64Array([1, Number.NaN, Number.NaN]))).toBe(
      'found NaN at index 1 and 1 more, of 3 values',
    )
    expect(isFinite().test([1, -Infinity])).toBe('found -Infinity at index 1, of 2 values')
    expect(isFinite().test(new Float32Array([1, 2]))).toBe(true)
  })

  it('have no quarrel with bigints of any size, null, or nothing at all', () => {
    expect(isFinite().test([10n ** 400n, null])).toBe(true)
    expect(noNaN().test([10n ** 400n, undefined])).toBe(true)
    expect(noNaN().test([])).toBe(true)
    expect([noNaN().name, isFinite().name]).toEqual(['noNaN', 'isFinite'])
  })
})
