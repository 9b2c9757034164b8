import { describe, expect, it } from 'vitest'
import { Sampler, SAMPLE_SIZE } from './sampler.ts'
import { seeded, spreadOrder } from './seeded.ts'

function sampleOf(values: Float64Array, seed: number): Float64Array {
  const sampler = new Sampler(seed)
  for (let at = 0; at < values.length; at += 1000)
    sampler.addAll(values.subarray(at, at + 1000), Math.min(1000, values.length - at))
  return sampler.values()
}

describe('a sampler', () => {
  it('keeps all numbers while they fit', () => {
    const values = Float64Array.from({ length: SAMPLE_SIZE }, (_, at) => at)
    expect(sampleOf(values, 1)).toEqual(values)
  })

  it('keeps numbers from everywhere, the same each time', () => {
    const values = Float64Array.from({ length: 123_456 }, (_, at) => at)
    const kept = sampleOf(values, 1)
    expect(kept).toEqual(sampleOf(values, 1))
    expect(kept).not.toEqual(sampleOf(values, 2))
    expect(kept.length).toBeGreaterThanOrEqual(SAMPLE_SIZE / 2)
    expect(kept.length).toBeLessThanOrEqual(SAMPLE_SIZE)
    expect(new Set(kept).size).toBe(kept.length)
    for (let tenth = 0; tenth < 10; tenth++) {
      const inTenth = kept.filter((value) => Math.floor(value / 12_345.6) === tenth).length
      expect(inTenth / kept.length).toBeCloseTo(0.1, 2)
    }
  })

  it('does not fall in step with what repeats', () => {
    const kept = sampleOf(
      Float64Array.from({ length: 200_000 }, (_, at) => at % 16),
      1,
    )
    for (let value = 0; value < 16; value++) {
      const ratio = kept.filter((one) => one === value).length / kept.length
      expect(Math.abs(ratio - 1 / 16)).toBeLessThan(0.015)
    }
  })

  it('keeps the same one by one and in stretches', () => {
    const values = Float64Array.from({ length: 50_000 }, (_, at) => at)
    const sampler = new Sampler(1)
    for (const value of values) sampler.add(value)
    expect(sampler.values()).toEqual(sampleOf(values, 1))
  })
})

describe('spreadOrder', () => {
  it('names every block once', () => {
    for (const count of [0, 1, 2, 3, 10, 97, 1000]) {
      expect([...spreadOrder(count, 1)].toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, at) => at))
    }
  })

  it('has its first blocks far from each other', () => {
    const first = [...spreadOrder(1000, 1)].slice(0, 20).toSorted((a, b) => a - b)
    const gaps = first.slice(1).map((at, before) => at - first[before]!)
    expect(Math.min(...gaps)).toBeGreaterThan(10)
  })
})

describe('seeded', () => {
  it('gives numbers from 0 to 1, evenly', () => {
    const next = seeded(42)
    const values = Array.from({ length: 10_000 }, next)
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true)
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0.5, 1)
  })
})
