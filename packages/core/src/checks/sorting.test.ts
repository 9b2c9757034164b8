import { Float64, vectorFromArray } from 'apache-arrow'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSorted } from './index.ts'

describe('isSorted', () => {
  it('lets equal neighbours stand, unless it is strict', () => {
    expect(isSorted().test([1, 1, 2])).toBe(true)
    expect(isSorted({ strictly: true }).test([1, 1, 2])).toBe('found 1 at index 1, of 3 values')
    expect(isSorted({ order: 'descending' }).test([2, 1, 1])).toBe(true)
    expect(isSorted({ order: 'descending', strictly: true }).test([2, 1, 1])).toBe('found 1 at index 2, of 3 values')
    expect(isSorted().test([])).toBe(true)
    expect(isSorted({ strictly: true }).test([7])).toBe(true)
  })

  it('finds what is smaller than the one before', () => {
    expect(isSorted().test(new Int32Array([3, 1, 2, 0]))).toBe('found 1 at index 1 and 1 more, of 4 values')
    expect(isSorted().test(vectorFromArray([1, null, 0], new Float64()))).toBe('found 0 at index 2, of 3 values')
  })

  it('has no place for NaN and invalid dates, and goes on behind them', () => {
    expect(isSorted().test([1, Number.NaN, 2])).toBe('found NaN at index 1, of 3 values')
    expect(isSorted().test([Number.NaN])).toBe('found NaN at index 0, of 1 values')
    expect(isSorted().test([new Date(Number.NaN)])).toBe('found an invalid date at index 0, of 1 values')
  })

  it('passes over what is missing', () => {
    expect(isSorted({ strictly: true }).test([null, 1, undefined, 2])).toBe(true)
  })

  it('compares text, dates, bigints, and what rows are sorted by', () => {
    expect(isSorted().test(['a', 'b', 'B'])).toBe('found "B" at index 2, of 3 values')
    expect(isSorted().test([new Date(1), new Date(0)])).toBe('found 1970-01-01T00:00:00.000Z at index 1, of 2 values')
    expect(isSorted({ strictly: true }).test([new Date(1), new Date(1)])).toContain('at index 1')
    expect(isSorted().test([1n, 2, 3n])).toBe(true)
    const byDay = isSorted({ by: (row: { day: string | null }) => row.day })
    expect(byDay.test([{ day: '2026-01-01' }, { day: null }, { day: '2025-01-01' }])).toBe(
      'found { day } at index 2, of 3 values',
    )
  })

  it('says in its name how', () => {
    const names = [isSorted(), isSorted({ order: 'descending' }), isSorted({ strictly: true })].map(({ name }) => name)
    expect(names).toEqual(['isSorted', 'isSorted(descending)', 'isSorted(strictly ascending)'])
  })

  it('agrees with sorting', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 6 }), (numbers) => {
        const isAscending = numbers.join() === numbers.toSorted((a, b) => a - b).join()
        expect(isSorted().test(numbers) === true).toBe(isAscending)
        expect(isSorted({ order: 'descending' }).test(numbers.toReversed()) === true).toBe(isAscending)
        expect(isSorted({ strictly: true }).test(numbers) === true).toBe(
          isAscending && new Set(numbers).size === numbers.length,
        )
      }),
    )
  })
})
