// Ridge regression from sums, so that a model can be fitted again and again while days are added.

import { CholeskyDecomposition, Matrix } from 'ml-matrix'

/** Sums of products over the rows added so far, of every pair among: one, the columns, the target. */
export interface Moments {
  readonly columns: number
  readonly products: Float64Array
}

export interface RidgeModel {
  readonly intercept: number
  readonly coefficients: readonly number[]
}

export function emptyMoments(columns: number): Moments {
  return { columns, products: new Float64Array((columns + 2) ** 2) }
}

/** Adds a row in place. @complexity O(columns²) */
export function addRow({ columns, products }: Moments, row: Float64Array, target: number): void {
  const size = columns + 2
  const values = Float64Array.of(1, ...row, target)
  for (let i = 0; i < size; i++) {
    const value = values[i]!
    if (value === 0) continue
    for (let j = i; j < size; j++) products[i * size + j]! += value * values[j]!
  }
}

/**
 * The least squares fit whose coefficients are drawn towards zero, as much as `penaltyRows` further rows would in which
 * every column showed its variance and the target stayed at its mean. The scale of a column does not matter.
 *
 * Source: A. Hoerl and R. Kennard, Ridge Regression, Technometrics 12 (1970).
 * @complexity O(columns³)
 */
export function fitRidge({ columns, products }: Moments, penaltyRows: number): RidgeModel {
  const size = columns + 2
  const rows = products[0]!
  const sum = (i: number): number => products[i]!
  const covariance = (i: number, j: number): number =>
    products[i * size + j]! / rows - (sum(i) / rows) * (sum(j) / rows)
  const target = columns + 1

  const system = Matrix.zeros(columns, columns)
  const right = Matrix.zeros(columns, 1)
  for (let i = 0; i < columns; i++) {
    right.set(i, 0, covariance(i + 1, target))
    for (let j = i; j < columns; j++) {
      const value = covariance(i + 1, j + 1)
      system.set(i, j, value)
      system.set(j, i, value)
    }
    system.set(i, i, system.get(i, i) * (1 + penaltyRows / rows) + Number.EPSILON)
  }
  const coefficients = new CholeskyDecomposition(system).solve(right).to1DArray()
  const explained = coefficients.reduce((total, coefficient, i) => total + coefficient * sum(i + 1), 0)
  return { intercept: (sum(target) - explained) / rows, coefficients }
}

export function predict({ intercept, coefficients }: RidgeModel, row: Float64Array): number {
  return coefficients.reduce((total, coefficient, i) => total + coefficient * row[i]!, intercept)
}
