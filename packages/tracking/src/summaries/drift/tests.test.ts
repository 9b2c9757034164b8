import { describe, expect, it } from 'vitest'
import { maxima2012, maxima2013 } from '../fixtures/seattle.ts'
import { digestOf, mergeDigests, type Digest } from '../sketches/digest.ts'
import { seeded } from '../sketches/seeded.ts'
import { areaBetween, areaByChance, greatestDistance, stepsOf, type Steps } from './steps.ts'
import { chiSquared, jensenShannon, kolmogorovSmirnov, normalisedWasserstein, twoProportions } from './tests.ts'

const digest = (values: readonly number[]): Digest => digestOf(Float64Array.from(values))
const steps = (values: readonly number[]): Steps => stepsOf(digest(values))
const repeated = (values: readonly number[], counts: readonly number[]): number[] =>
  values.flatMap((value, at) => new Array<number>(counts[at]!).fill(value))

describe('the Wasserstein distance', () => {
  it('is that of the examples of SciPy', () => {
    expect(areaBetween(steps([0, 1, 3]), steps([5, 6, 8]))).toBeCloseTo(5, 12)
    expect(areaBetween(steps(repeated([0, 1], [3, 1])), steps([0, 0, 1, 1]))).toBeCloseTo(0.25, 12)
    const [u, v] = [repeated([3.4, 3.9, 7.5, 7.8], [14, 9, 31, 72]), repeated([4.5, 1.4], [32, 35])]
    expect(areaBetween(steps(u), steps(v))).toBeCloseTo(4.0781331438047861, 12)
  })

  it('of digests that are not exact is close to that of all values', () => {
    const next = seeded(3)
    const [a, b] = [Array.from({ length: 5000 }, next), Array.from({ length: 5000 }, () => 0.2 + next())]
    expect(areaBetween(steps(a), steps(b))).toBeCloseTo(0.2, 1)
    expect(areaBetween(steps(a), steps(a))).toBe(0)
  })
})

describe('what chance gives', () => {
  it('is the mean of the area under a Brownian bridge on even numbers: √(π / 32)', () => {
    const even = steps(Array.from({ length: 200 }, (_, at) => at / 199))
    expect(areaByChance(even, 2, 2)).toBeCloseTo(Math.sqrt(Math.PI / 32), 2)
  })
})

describe('the test of Kolmogorov and Smirnov', () => {
  it('finds the distances of a real series: two ordinary years differ by 0.091', () => {
    expect([maxima2012.length, maxima2013.length]).toEqual([366, 365])
    expect(greatestDistance(steps(maxima2012), steps(maxima2013))).toBeCloseTo(0.091, 3)
    expect(kolmogorovSmirnov(steps(maxima2012), steps(maxima2013), 366, 365)).toMatchObject({ drift: 'possible' })
  })

  it('takes the greatest distance over all values, as by hand', () => {
    const found = kolmogorovSmirnov(steps([1, 2, 2, 3]), steps([2, 3, 4, 5]), 4, 4)
    expect(found.statistic).toBeCloseTo(0.5, 12)
    expect(found.drift).toBe('none')
  })

  it('is at the level of 5 % where the tables have 1.36 √((n + m) / nm)', () => {
    const n = 50_000
    const critical = 1.3581 * Math.sqrt(2 / n)
    const shifted = Math.round(critical * 100_000)
    const [a, b] = [
      steps(repeated([0, 1], [50_000, 50_000])),
      steps(repeated([0, 1], [50_000 - shifted, 50_000 + shifted])),
    ]
    expect(kolmogorovSmirnov(a, b, n, n).p).toBeCloseTo(0.05, 2)
  })

  it('calls possible what the error of the sketch may explain', () => {
    const [a, b] = [
      steps(Array.from({ length: 150 }, (_, at) => at)),
      steps(Array.from({ length: 150 }, (_, at) => at + 24)),
    ]
    expect(kolmogorovSmirnov(a, b, 150, 150).drift).toBe('drift')
    expect(kolmogorovSmirnov(a, b, 150, 150, 0.02).drift).toBe('possible')
  })
})

describe('the chi-squared test', () => {
  it('is that of the example of R: party and gender, Agresti (2007)', () => {
    const found = chiSquared([762, 327, 468], [484, 239, 477])
    expect(found.statistic).toBeCloseTo(30.07, 3)
    expect(found.p! / 2.954e-7).toBeCloseTo(1, 3)
    expect(found.drift).toBe('drift')
  })

  it('does not look at categories that are in neither', () => {
    expect(chiSquared([10, 0, 20], [11, 0, 19])).toEqual(chiSquared([10, 20], [11, 19]))
  })
})

describe('the z-test of two proportions', () => {
  it('is that of the study of aspirin: 189 of 11,034 against 104 of 11,037, z = 5.00', () => {
    const found = twoProportions(104, 11_037, 189, 11_034)
    expect(found.statistic).toBeCloseTo(5.001, 2)
    expect(found.drift).toBe('drift')
  })

  it('finds nothing where nothing varies', () => {
    expect(twoProportions(20, 20, 30, 30)).toMatchObject({ statistic: 0, p: 1, drift: 'none' })
  })
})

describe('the Jensen-Shannon distance', () => {
  it('is that of the examples of SciPy', () => {
    expect(jensenShannon([1, 0], [1, 1]).statistic).toBeCloseTo(0.46450140402245893, 14)
    expect(jensenShannon([1, 0, 0], [1, 0, 0]).statistic).toBe(0)
    expect(jensenShannon([1, 0, 0], [0, 1, 0]).statistic).toBeCloseTo(Math.sqrt(Math.LN2), 14)
  })

  it('calls drift from 0.1 on, unless chance gives as much to one in a hundred', () => {
    const apart = [
      [60, 40],
      [40, 60],
    ] as const
    const times = (factor: number) =>
      apart.map((counts) => counts.map((count) => count * factor)) as [number[], number[]]
    expect(jensenShannon(...times(100)).drift).toBe('drift')
    expect(jensenShannon(...times(0.1)).drift).toBe('possible')
    expect(jensenShannon([500, 500], [510, 490]).drift).toBe('none')
  })
})

describe('without a difference', () => {
  it('no test marks more than its level, in 200 pairs of samples', () => {
    const next = seeded(11)
    const sample = (n: number): Digest => digestOf(Float64Array.from({ length: n }, () => next() ** 2))
    const marks = { ks: 0, wasserstein: 0, js: 0 }
    for (let turn = 0; turn < 200; turn++) {
      const [a, b] = [sample(150), sample(150)]
      if (kolmogorovSmirnov(stepsOf(a), stepsOf(b), 150, 150).drift === 'drift') marks.ks++
      if (normalisedWasserstein(stepsOf(a), stepsOf(b), 150, 150, 0.3).drift === 'drift') marks.wasserstein++
      const counts = (): number[] => {
        const found = new Array<number>(30).fill(0)
        for (let at = 0; at < 150; at++) found[Math.floor(next() * 30)]!++
        return found
      }
      if (jensenShannon(counts(), counts()).drift === 'drift') marks.js++
    }
    expect(marks.ks).toBeLessThanOrEqual(20)
    expect(marks.wasserstein).toBeLessThanOrEqual(6)
    expect(marks.js).toBeLessThanOrEqual(6)
  })

  it('merged digests are where the whole is', () => {
    const next = seeded(2)
    const values = Array.from({ length: 4000 }, next)
    const merged = mergeDigests(digest(values.slice(0, 1500)), digest(values.slice(1500)))
    expect(greatestDistance(stepsOf(merged), steps(values))).toBeLessThan(0.02)
  })
})
