import { Int64, Utf8, vectorFromArray } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { isIn, unique } from './index.ts'

describe('isIn', () => {
  it('accepts one value, or all values of a list', () => {
    expect(isIn(['a', 'b']).test('a')).toBe(true)
    expect(isIn(['a', 'b']).test('c')).toBe('found "c"')
    expect(isIn(new Set([1, 2])).test(new Int8Array([1, 2, 3, 3]))).toBe('found 3 at index 2 and 1 more, of 4 values')
    expect(isIn(['a']).test(vectorFromArray(['a', null], new Utf8()))).toBe(true)
    expect(isIn([1n]).test(vectorFromArray([1n, 2n], new Int64()))).toBe('found 2n at index 1, of 2 values')
    expect(isIn([true]).test(false)).toBe('found false')
  })

  it('has NaN among the values only where it is named', () => {
    expect(isIn([1]).test([1, Number.NaN])).toBe('found NaN at index 1, of 2 values')
    expect(isIn([1, Number.NaN]).test([1, Number.NaN, -0, 1].filter((one) => one !== 0))).toBe(true)
    expect(isIn([0]).test(-0)).toBe(true)
  })

  it('names the first of many values', () => {
    expect(isIn('abcdefg').name).toBe('isIn("a", "b", "c", "d", "e" and 2 more)')
    expect(isIn([]).name).toBe('isIn()')
  })

  it('reads its values once', () => {
    const check = isIn([1, 2].values())
    expect([check.test(1), check.test(2), check.test(3)]).toEqual([true, true, 'found 3'])
  })
})

describe('unique', () => {
  it('finds what comes again', () => {
    expect(unique().test([1, 2, 3])).toBe(true)
    expect(unique().test(['a', 'b', 'a', 'a'])).toBe('found "a" again at index 2 and 1 more, of 4 values')
    expect(unique().test(new Float32Array([1, 1]))).toBe('found 1 again at index 1, of 2 values')
  })

  it('takes NaN for equal to itself, and missing values for no values', () => {
    expect(unique().test([Number.NaN, Number.NaN])).toBe('found NaN again at index 1, of 2 values')
    expect(unique().test([null, null, undefined, undefined])).toBe(true)
  })

  it('compares dates by time and objects by identity', () => {
    expect(unique().test([new Date(0), new Date(0)])).toBe(
      'found 1970-01-01T00:00:00.000Z again at index 1, of 2 values',
    )
    const row = { id: 1 }
    expect(unique().test([row, { id: 1 }])).toBe(true)
    expect(unique().test([row, row])).toBe('found { id } again at index 1, of 2 values')
  })

  it('asks rows for what identifies them', () => {
    const byId = unique((row: { id: number | null }) => row.id)
    expect(byId.test([{ id: 1 }, null, { id: 2 }, { id: null }, { id: null }])).toBe(true)
    expect(byId.test([{ id: 1 }, { id: 1 }])).toBe('found { id } again at index 1, of 2 values')
  })
})
