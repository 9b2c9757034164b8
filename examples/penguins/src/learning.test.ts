import { expect, test } from 'vitest'
import { crossValidate } from './cross-validation.ts'
import { toAnswers, toRows } from './encoding.ts'
import { fitNearest } from './learners.ts'
import { fitted, setting } from './learning.ts'
import type { Penguin } from './penguins.ts'

const penguin: Penguin = {
  species: 'Chinstrap',
  beakLength: 1,
  beakDepth: 2,
  flipperLength: 3,
  bodyMass: 4,
  sex: 'male',
}

test('a row has what its columns say; a species is 1 or 0', () => {
  const columns = ['bodyMass', 'beakLength', 'Adelie', 'Chinstrap'] as const
  expect(toRows({ penguins: [penguin], columns: [...columns] })).toEqual([[4, 1, 0, 1]])
  expect(toAnswers({ penguins: [penguin, { ...penguin, sex: 'female' }] })).toEqual([1, 0])
})

const learner = { fit: fitNearest, candidates: [1, 3] }
const trainRows = [[0], [0.1], [5], [5.1], [0.2], [5.2]]
const trainAnswers = [0, 0, 1, 1, 0, 1]

test('a candidate is judged by rows that it has not learned', () => {
  expect(crossValidate({ candidate: 1, learner, trainRows, trainAnswers, folds: 6 })).toEqual({
    candidate: 1,
    brier: 0,
  })
  // The row itself would be the nearest, and right.
  const contrary = { learner, trainRows: [[0], [1]], trainAnswers: [0, 1], folds: 2 }
  expect(crossValidate({ candidate: 1, ...contrary }).brier).toBe(1)
})

test('the first of equally good candidates is taken', () => {
  const scores = [
    { candidate: 9, brier: 0.2 },
    { candidate: 3, brier: 0.1 },
    { candidate: 1, brier: 0.1 },
  ]
  expect(setting({ scores })).toBe(3)
})

test('the model learns from all rows of the training part', () => {
  const model = fitted({ learner, trainRows, trainAnswers, setting: 1 })
  expect(trainRows.map(model)).toEqual(trainAnswers)
})
