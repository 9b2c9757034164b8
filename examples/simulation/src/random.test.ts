import { expect, test } from 'vitest'
import { nextRandom, poisson } from './random.ts'

test('the same seed gives the same sequence, spread evenly from 0 to 1', () => {
  const sequence = (first: number): number[] => {
    let seed = first
    return Array.from({ length: 10_000 }, () => {
      const { value, seed: next } = nextRandom(seed)
      seed = next
      return value
    })
  }
  const values = sequence(7)
  expect(sequence(7)).toEqual(values)
  expect(sequence(8)).not.toEqual(values)
  expect(Math.min(...values)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...values)).toBeLessThan(1)
  expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0.5, 1)
})

test('the Poisson quantile grows with the chance, and has the mean that it was given', () => {
  const counts = Array.from({ length: 1_000 }, (_, index) => poisson((index + 0.5) / 1_000, 8))
  expect(counts).toEqual(counts.toSorted((a, b) => a - b))
  expect(counts.reduce((sum, count) => sum + count, 0) / counts.length).toBeCloseTo(8, 1)
})
