import { describe, expect, it } from 'vitest'
import { hasIssue, type ThroughlineError } from '../index.ts'
import { expectGolden } from './index.ts'

const golden = { mean: [1, 2.5], rows: [{ name: 'a', at: new Date(0) }] }

function differences(actual: unknown, expected: unknown): string[] {
  try {
    expectGolden(actual, expected)
    return []
  } catch (error) {
    if (!hasIssue(error, 'testing/golden-differs')) throw error
    return [...(error as ThroughlineError).issues[0]!.details]
  }
}

describe('expectGolden', () => {
  it('accepts what is as the golden value, and what is near it when told how near', () => {
    expectGolden(structuredClone(golden), golden)
    expectGolden(new Float64Array([1, 2.5]), golden.mean)
    expectGolden([1.000001, 2.5], golden.mean, { tolerance: 1e-5 })
    expectGolden([1_000_001, 0], [1_000_000, 0], { relativeTolerance: 1e-5 })
    expect(() => expectGolden([1.01, 2.5], golden.mean, { tolerance: 1e-5 })).toThrow('in one place')
  })

  it('shows where values differ, and how far they are apart', () => {
    const actual = { mean: [1, 3], rows: [{ name: 'b', at: new Date(0) }] }
    expect(differences(actual, golden)).toEqual([
      'mean[1] is 3, golden 2.5 (off by 0.5)',
      'rows[0].name is "b", golden "a"',
    ])
  })

  it('shows the first twenty of many, and counts all', () => {
    const zeros = Array.from({ length: 1_000 }, () => 0)
    const ones = zeros.map(() => 1)
    const shown = differences(ones, zeros)
    expect(shown).toHaveLength(21)
    expect(shown.at(-1)).toBe('and 980 more')
    expect(() => expectGolden(ones, zeros)).toThrow('differs from the golden one in 1000 places')
  })
})
