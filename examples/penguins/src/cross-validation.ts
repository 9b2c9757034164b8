// How good a setting is, by the training part alone.

import type { Fit } from './learners.ts'

export interface Learner {
  fit: Fit
  /** Settings to choose from, the most cautious first. */
  candidates: number[]
}

export interface Score {
  candidate: number
  /** Mean squared difference of probability and answer (Brier score): 0 is perfect, 0.25 is tossing a coin. */
  brier: number
}

/** How well a setting does on penguins that were left out while learning, a part of the training part at a time. */
export function crossValidate({
  candidate,
  learner,
  trainRows,
  trainAnswers,
  folds = 5,
}: {
  candidate: number
  learner: Learner
  trainRows: number[][]
  trainAnswers: number[]
  folds?: number
}): Score {
  const models = Array.from({ length: folds }, (_, fold) => {
    const isLearned = (_row: unknown, index: number): boolean => index % folds !== fold
    return learner.fit(trainRows.filter(isLearned), trainAnswers.filter(isLearned), candidate)
  })
  const errors = trainRows.map((row, index) => (models[index % folds]!(row) - trainAnswers[index]!) ** 2)
  return { candidate, brier: errors.reduce((sum, error) => sum + error, 0) / errors.length }
}
