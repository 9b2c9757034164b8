// Ways to learn from rows of numbers which of two answers is right: plain functions, which know nothing of penguins or graphs.

import { Matrix, solve } from 'ml-matrix'

/** How likely the answer is yes, for a row. @unit ratio, 0 to 1 */
export type Model = (row: readonly number[]) => number

/**
 * Makes a model from rows and their answers (1 is yes, 0 is no).
 * @param setting what the learner cannot learn from the rows
 */
export type Fit = (rows: readonly (readonly number[])[], answers: readonly number[], setting: number) => Model

/** Learns only how often the answer is yes. */
export const fitFrequency: Fit = (_rows, answers) => {
  const share = mean(answers)
  return () => share
}

/** Asks the nearest rows, as many as `setting` says; ties go to the rows that come first. */
export const fitNearest: Fit = (rows, answers, setting) => (row) => {
  const distances = rows.map((other, index) => ({ index, distance: squaredDistance(row, other) }))
  const nearest = distances.toSorted((a, b) => a.distance - b.distance || a.index - b.index).slice(0, setting)
  return mean(nearest.map(({ index }) => answers[index]!))
}

/**
 * Logistic regression. `setting` is the penalty of the squared coefficients; the intercept is free.
 *
 * Source: Newton's method as iteratively reweighted least squares, Hastie, Tibshirani and Friedman, The Elements of
 * Statistical Learning, 4.4.1.
 */
export const fitLogistic: Fit = (rows, answers, setting) => {
  const design = new Matrix(rows.map((row) => [1, ...row]))
  const penalty = Matrix.diag(Array.from({ length: design.columns }, (_, column) => (column === 0 ? 1e-9 : setting)))
  let coefficients = Matrix.zeros(design.columns, 1)
  for (let round = 0; round < 50; round++) {
    const fitted = design.mmul(coefficients).to1DArray().map(logistic)
    const errors = Matrix.columnVector(fitted.map((probability, index) => answers[index]! - probability))
    const weighted = design.clone().mulColumnVector(fitted.map((probability) => probability * (1 - probability)))
    const gradient = design.transpose().mmul(errors).sub(penalty.mmul(coefficients))
    const step = solve(design.transpose().mmul(weighted).add(penalty), gradient)
    coefficients = Matrix.add(coefficients, step)
    if (step.norm() < 1e-9) break
  }
  const [intercept, ...weights] = coefficients.to1DArray()
  return (row) => logistic(weights.reduce((sum, weight, column) => sum + weight * row[column]!, intercept!))
}

/** The same learner, on columns of mean 0 and deviation 1: by what it has learned from, not by what it is asked. */
export function standardised(fit: Fit): Fit {
  return (rows, answers, setting) => {
    const scales = rows[0]!.map((_, column) => scaleOf(rows.map((row) => row[column]!)))
    const toScale = (row: readonly number[]): number[] =>
      row.map((value, column) => (value - scales[column]!.mean) / scales[column]!.deviation)
    const model = fit(rows.map(toScale), answers, setting)
    return (row) => model(toScale(row))
  }
}

function scaleOf(values: readonly number[]): { mean: number; deviation: number } {
  const middle = mean(values)
  return { mean: middle, deviation: Math.sqrt(mean(values.map((value) => (value - middle) ** 2))) || 1 }
}

function squaredDistance(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, column) => sum + (value - right[column]!) ** 2, 0)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value))
}
