import { expect, test } from 'vitest'
import { bySpecies, evaluation, isBetterThanCoin, probabilities } from './evaluation.ts'
import { wilsonInterval } from './wilson-interval.ts'
import type { Penguin } from './penguins.ts'

const ofSpecies = (species: Penguin['species']): Penguin => ({
  species,
  beakLength: 40,
  beakDepth: 18,
  flipperLength: 190,
  bodyMass: 4_000,
  sex: 'male',
})

test('every held-out penguin gets a probability', () => {
  expect(probabilities({ fitted: ([first]) => first! / 10, testRows: [[1], [5]] })).toEqual([0.1, 0.5])
})

test('accuracy counts what is right; a probability of one half is no yes', () => {
  const result = evaluation({ probabilities: [0.9, 0.4, 0.6, 0.5], testAnswers: [1, 1, 0, 0] })
  expect(result).toMatchObject({ penguins: 4, accuracy: 0.5 })
  expect(result.brier).toBeCloseTo((0.01 + 0.36 + 0.36 + 0.25) / 4, 12)
})

test('the interval is that of Wilson', () => {
  // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
  const { low, high } = wilsonInterval(81, 263)
  expect([low.toFixed(4), high.toFixed(4)]).toEqual(['0.2553', '0.3662'])
  expect(wilsonInterval(0, 20).low).toBeCloseTo(0, 12)
})

test('what may be luck is told', async () => {
  const lucky = { penguins: 99, accuracy: 0.55, low: 0.45, high: 0.64, brier: 0.25 }
  expect(await isBetterThanCoin.test(lucky)).toBe('found an accuracy of 0.550, which may be as low as 0.450')
  expect(await isBetterThanCoin.test({ ...lucky, low: 0.51 })).toBe(true)
})

test('the rows of the species add up', () => {
  const test = [ofSpecies('Adelie'), ofSpecies('Gentoo'), ofSpecies('Gentoo')]
  expect(bySpecies({ test, probabilities: [0.9, 0.1, 0.8], testAnswers: [1, 1, 1] })).toEqual([
    { species: 'Adelie', penguins: 1, right: 1 },
    { species: 'Chinstrap', penguins: 0, right: 0 },
    { species: 'Gentoo', penguins: 2, right: 1 },
  ])
})
