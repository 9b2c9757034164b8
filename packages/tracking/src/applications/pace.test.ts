import { expect, it } from 'vitest'
import { Pace } from './pace.ts'

it('allows what was saved up, and then a tenth of the time', () => {
  const pace = new Pace()
  let nowMs = 1_000
  let toldMs = 0
  const tellUntil = (endMs: number): void => {
    for (; nowMs < endMs; nowMs++) {
      if (!pace.allows(nowMs)) continue
      nowMs += 5
      toldMs += 5
      pace.spend(5, nowMs)
    }
  }
  tellUntil(1_050)
  expect(toldMs).toBeGreaterThanOrEqual(40)
  tellUntil(1_500)
  const beforeMs = toldMs
  tellUntil(11_500)
  expect((toldMs - beforeMs) / 10_000).toBeCloseTo(0.1, 2)
})

it('says how long telling has to rest: nine times what it took too much', () => {
  const pace = new Pace()
  expect(pace.allows(0)).toBe(true)
  pace.spend(70, 70)
  expect(pace.restMs()).toBe(180)
  expect(pace.allows(250)).toBe(false)
  expect(pace.allows(251)).toBe(true)
  expect(pace.restMs()).toBe(0)
})

it('saves up no more than it began with, however long nobody told anything', () => {
  const pace = new Pace()
  pace.allows(0)
  pace.allows(1_000_000)
  pace.spend(51, 1_000_051)
  expect(pace.allows(1_000_052)).toBe(false)
})
