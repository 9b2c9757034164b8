// From penguins to a model: which columns it sees, how it learns, and with which setting.

import { byConfig, from, parameterize } from 'throughline'
import { each } from 'throughline/fan-out'
import { crossValidate, type Learner, type Score } from './cross-validation.ts'
import { MEASUREMENTS, toAnswers, toRows, type Column } from './encoding.ts'
import { fitFrequency, fitLogistic, fitNearest, standardised, type Model } from './learners.ts'
import { SPECIES } from './penguins.ts'

/** What the model gets to see of a penguin. */
export const columns = byConfig(
  'features',
  {
    all: (): Column[] => [...MEASUREMENTS, ...SPECIES],
    measurements: (): Column[] => [...MEASUREMENTS],
    mass: (): Column[] => ['bodyMass'],
  },
  { default: 'all' },
)

export const rows = parameterize(toRows, {
  trainRows: { penguins: from('train') },
  testRows: { penguins: from('test') },
})

export const answers = parameterize(toAnswers, {
  trainAnswers: { penguins: from('train') },
  testAnswers: { penguins: from('test') },
})

/** How a model is made. `frequency` looks at no penguin: whoever is not better has learned nothing. */
export const learner = byConfig(
  'model',
  {
    logistic: (): Learner => ({ fit: standardised(fitLogistic), candidates: [100, 10, 1, 0.1, 0.01] }),
    neighbours: (): Learner => ({ fit: standardised(fitNearest), candidates: [41, 21, 11, 5, 1] }),
    frequency: (): Learner => ({ fit: fitFrequency, candidates: [0] }),
  },
  { default: 'logistic' },
)

export const candidates = ({ learner }: { learner: Learner }): number[] => learner.candidates

/** A score for each candidate. */
export const scores = each({ candidate: 'candidates' }, crossValidate)

/** The best candidate; the most cautious of equals. */
export const setting = ({ scores }: { scores: Score[] }): number =>
  scores.reduce((best, score) => (score.brier < best.brier ? score : best)).candidate

/** Learned from the whole training part. */
export const fitted = ({
  learner,
  trainRows,
  trainAnswers,
  setting,
}: {
  learner: Learner
  trainRows: number[][]
  trainAnswers: number[]
  setting: number
}): Model => learner.fit(trainRows, trainAnswers, setting)
