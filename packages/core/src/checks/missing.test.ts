import { Float64, vectorFromArray } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { maxFractionNaN, maxFractionNull, noNulls, notNull } from './index.ts'

describe('notNull', () => {
  it('asks about the value itself', () => {
    expect(notNull().test(0)).toBe(true)
    expect(notNull().test([null])).toBe(true)
    expect(notNull().test(Number.NaN)).toBe(true)
    expect(notNull().test(null)).toBe('found null')
    expect(notNull().test(undefined)).toBe('found undefined')
  })
})

describe('noNulls', () => {
  it('asks about each element', () => {
    expect(noNulls().test([1, 'a', Number.NaN])).toBe(true)
    expect(noNulls().test([1, undefined, null])).toBe('found undefined at index 1 and 1 more, of 3 values')
    expect(noNulls().test(new Float64Array([Number.NaN]))).toBe(true)
    expect(noNulls().test(new Set([null]))).toBe('found null at index 0, of 1 values')
  })

  it('believes a column that knows how many nulls it has', () => {
    const get = (): never => expect.unreachable()
    const told: unknown[] = []
    expect(noNulls().test({ length: 1_000, nullCount: 0, get }, (facts) => told.push(facts))).toBe(true)
    expect(told).toEqual([{ values: 1_000, failed: 0 }])
    expect(noNulls().test(vectorFromArray([1, null], new Float64()))).toBe('found null at index 1, of 2 values')
    expect(noNulls().test({ length: 1, get: () => null })).toBe('found null at index 0, of 1 values')
  })

  it('answers to what is no list as well', () => {
    expect(noNulls().test(null as never)).toBe('found null')
    expect(noNulls().test('text')).toBe(true)
  })
})

describe('the largest fraction of what is missing', () => {
  it('counts null and undefined for the one, NaN for the other', () => {
    const values = [1, null, Number.NaN, undefined]
    expect(maxFractionNull(0.5).test(values)).toBe(true)
    expect(maxFractionNull(0.49).test(values)).toBe('found a fraction of 0.5: 2 of 4 values')
    expect(maxFractionNaN(0.25).test(values)).toBe(true)
    expect(maxFractionNaN(0.2).test(values)).toBe('found a fraction of 0.25: 1 of 4 values')
    expect(maxFractionNaN(0.4).test(new Float32Array([1, Number.NaN]))).toBe('found a fraction of 0.5: 1 of 2 values')
    expect(maxFractionNull(0).test(vectorFromArray([1, null], new Float64()))).toBe(
      'found a fraction of 0.5: 1 of 2 values',
    )
  })

  it('is nothing of nothing', () => {
    expect(maxFractionNull(0).test([])).toBe(true)
    expect(maxFractionNaN(0).test([])).toBe(true)
  })

  it('is told also when it passes', () => {
    const told: unknown[] = []
    void maxFractionNaN(1).test([1, Number.NaN], (facts) => told.push(facts))
    expect(told).toEqual([{ values: 2, counted: 1, fraction: 0.5 }])
  })

  it('is a number from 0 to 1', () => {
    expect(() => maxFractionNaN(1.5)).toThrow('maxFractionNaN: "limit" is 1.5; expected a number from 0 to 1.')
    expect(() => maxFractionNull(Number.NaN)).toThrow('maxFractionNull: "limit" is NaN')
    expect([maxFractionNull(0.1).name, maxFractionNaN(0).name]).toEqual(['maxFractionNull(0.1)', 'maxFractionNaN(0)'])
  })
})
