// How many, their mean, spread and skew: sums that can be added up across parts without losing digits.

/** Of numbers: how many, their mean, and the sums of the second and third powers of what each is away from it. */
export interface Moments {
  readonly n: number
  readonly mean: number
  readonly m2: number
  readonly m3: number
}

export const NO_MOMENTS: Moments = { n: 0, mean: 0, m2: 0, m3: 0 }

/** Of numbers in memory, in two passes over a block. Sums that overflow become infinite, and say so. */
export function momentsOf(values: Float64Array, length: number): Moments {
  if (length === 0) return NO_MOMENTS
  let sum = 0
  for (let at = 0; at < length; at++) sum += values[at]!
  const mean = sum / length
  let m2 = 0
  let m3 = 0
  for (let at = 0; at < length; at++) {
    const away = values[at]! - mean
    const square = away * away
    m2 += square
    m3 += square * away
  }
  return { n: length, mean, m2, m3 }
}

/**
 * Of both together. Chan, Golub and LeVeque, Updating Formulae and a Pairwise Algorithm for Computing Sample Variances (1979);
 * the third power by Pébay, Formulas for Robust, One-Pass Parallel Computation of Covariances and Arbitrary-Order Statistical
 * Moments (2008), equation 2.1.
 */
export function addMoments(a: Moments, b: Moments): Moments {
  if (a.n === 0) return b
  if (b.n === 0) return a
  const n = a.n + b.n
  const apart = b.mean - a.mean
  const both = (a.n * b.n) / n
  return {
    n,
    mean: (a.n * a.mean + b.n * b.mean) / n,
    m2: a.m2 + b.m2 + apart * apart * both,
    m3: a.m3 + b.m3 + (apart * apart * apart * both * (a.n - b.n)) / n + (3 * apart * (a.n * b.m2 - b.n * a.m2)) / n,
  }
}

/** As if each number had been there so many times. */
export function scaleMoments({ n, mean, m2, m3 }: Moments, factor: number): Moments {
  return { n: Math.round(n * factor), mean, m2: m2 * factor, m3: m3 * factor }
}

/** The sample standard deviation: the divisor is one less than the count. */
export function deviationOf({ n, m2 }: Moments): number | null {
  return n < 2 ? null : finite(Math.sqrt(m2 / (n - 1)))
}

/** The skewness of the numbers themselves, g1: the third moment by the second to the power 1.5. */
export function skewOf({ n, m2, m3 }: Moments): number | null {
  return n < 3 || m2 <= 0 ? null : finite((Math.sqrt(n) * m3) / (m2 * Math.sqrt(m2)))
}

/** JSON knows no number that is not finite. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
