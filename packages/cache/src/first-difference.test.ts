import { describe, expect, it } from 'vitest'
import { firstDifference } from './first-difference.ts'

describe('the first difference', () => {
  it.each([
    ['in an array', [1, 2, 3], [1, 5, 3], '[1]'],
    ['of lengths', [1], [1, 2], '[1]'],
    ['of what is gone', { a: 1, b: 2 }, { a: 1 }, '.b'],
    ['deep inside', { rows: [{ price: 1 }] }, { rows: [{ price: 2 }] }, '.rows[0].price'],
    ['in a typed array', new Float64Array([1, Number.NaN]), new Float64Array([1, 0]), '[1]'],
    ['in a map', new Map([['a', 1]]), new Map([['a', 2]]), '.get("a")'],
    ['of dates', { at: new Date(0) }, { at: new Date(1) }, '.at'],
    ['of sets', [new Set([1])], [new Set([2])], '[0]'],
    ['of kinds', { a: [1] }, { a: { 0: 1 } }, '.a'],
    ['of a name that is no identifier', { 'a b': 1 }, { 'a b': 2 }, '["a b"]'],
    ['of the whole', 1, 2, ''],
  ] as const)('is found: %s', (_, before, now, expected) => {
    expect(firstDifference(before, now)).toBe(expected)
  })

  it('is not there between equal values', () => {
    const value = { rows: [1, Number.NaN, -0], at: new Date(0), by: new Map([['a', [1]]]), of: new Set([1]) }
    expect(firstDifference(value, structuredClone(value))).toBeUndefined()
  })
})
