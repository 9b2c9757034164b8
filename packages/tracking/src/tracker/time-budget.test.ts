import { expect, it } from 'vitest'
import { defaultBudget, TimeBudget } from './time-budget.ts'

/** What steps are given that use up what they are given, and that come one after the other. */
function given(steps: readonly { readonly durationMs: number; readonly isOutput?: boolean }[]): number[] {
  let nowMs = 0
  const budget = new TimeBudget(defaultBudget, () => nowMs)
  return steps.map(({ durationMs, isOutput = false }) => {
    nowMs += durationMs
    return budget.forStep(durationMs, isOutput, (budgetMs) => {
      nowMs += budgetMs
      return budgetMs
    })
  })
}

it('gives a long step a share of its own time', () => {
  expect(given([{ durationMs: 10 }, { durationMs: 1_000 }])).toEqual([0.3, 30])
})

it('gives quick steps a fixed time, until the share of the run is used up', () => {
  const times = given(Array.from({ length: 1_000 }, () => ({ durationMs: 1 })))
  expect(times.slice(0, 7)).toEqual(Array.from({ length: 7 }, () => 2))
  const total = times.reduce((sum, ms) => sum + ms, 0)
  expect(total).toBeLessThanOrEqual(defaultBudget.advanceMs + defaultBudget.runRatio * 1_000 + 2)
  expect(total).toBeGreaterThan(defaultBudget.runRatio * 1_000)
})

it('always has time for what was asked for', () => {
  const times = given([...Array.from({ length: 100 }, () => ({ durationMs: 0 })), { durationMs: 0, isOutput: true }])
  expect(times.at(-2)).toBe(0)
  expect(times.at(-1)).toBe(1)
})

it('keeps half of the advance for data versions', () => {
  const budget = new TimeBudget({ ...defaultBudget, leastMs: 100 }, () => 0)
  expect(budget.forStep(0, false, (budgetMs, summaryMs) => [budgetMs, summaryMs])).toEqual([15, 7.5])
})

it('gives all inputs one time together', () => {
  let nowMs = 0
  const budget = new TimeBudget(defaultBudget, () => nowMs)
  const take = (ms: number) => budget.forInput((budgetMs) => ((nowMs += ms), budgetMs))
  expect([take(3), take(4), take(1)]).toEqual([5, 2, 0])
})
