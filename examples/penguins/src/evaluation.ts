// How good the model is, by penguins that it has never seen.

import { checked } from 'throughline'
import { check, inRange, noNaN } from 'throughline/checks'
import type { Model } from './learners.ts'
import { wilsonInterval } from './wilson-interval.ts'
import { SPECIES, type Penguin, type Species } from './penguins.ts'

/** How likely each held-out penguin is male. @unit ratio, 0 to 1 */
export const probabilities = checked(
  ({ fitted, testRows }: { fitted: Model; testRows: number[][] }): number[] => testRows.map(fitted),
  [noNaN(), inRange(0, 1)],
)

export interface Evaluation {
  penguins: number
  /** Share of penguins whose sex was told rightly; with the interval that holds the true share 19 times of 20. */
  accuracy: number
  low: number
  high: number
  /** Mean squared difference of probability and answer: 0 is perfect, 0.25 is tossing a coin. */
  brier: number
}

/** Half of the penguins are male, so a coin is right half of the time. */
export const isBetterThanCoin = check<Evaluation>(
  'isBetterThanCoin',
  ({ low, accuracy }) =>
    low > 0.5 || `found an accuracy of ${accuracy.toFixed(3)}, which may be as low as ${low.toFixed(3)}`,
)

export const evaluation = checked(
  ({ probabilities, testAnswers }: { probabilities: number[]; testAnswers: number[] }): Evaluation => {
    const right = probabilities.filter((probability, index) => isRight(probability, testAnswers[index]!)).length
    const errors = probabilities.map((probability, index) => (probability - testAnswers[index]!) ** 2)
    return {
      penguins: testAnswers.length,
      accuracy: right / testAnswers.length,
      ...wilsonInterval(right, testAnswers.length),
      brier: errors.reduce((sum, error) => sum + error, 0) / errors.length,
    }
  },
  [isBetterThanCoin],
  { severity: 'warn' },
)

export interface SpeciesRow {
  species: Species
  penguins: number
  right: number
}

/** Where it goes wrong. @shape one row per species */
export function bySpecies({
  test,
  probabilities,
  testAnswers,
}: {
  test: Penguin[]
  probabilities: number[]
  testAnswers: number[]
}): SpeciesRow[] {
  return SPECIES.map((species) => {
    const ofSpecies = test.flatMap((penguin, index) => (penguin.species === species ? [index] : []))
    const right = ofSpecies.filter((index) => isRight(probabilities[index]!, testAnswers[index]!)).length
    return { species, penguins: ofSpecies.length, right }
  })
}

function isRight(probability: number, answer: number): boolean {
  return probability > 0.5 === (answer === 1)
}
