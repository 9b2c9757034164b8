// Probabilities of the distributions that tests of difference need.

/**
 * That a chi-squared variable is above `x`, of a whole number of degrees of freedom: the upper incomplete gamma function Q(df/2, x/2), by the series and the continued
 * fraction of Press et al., Numerical Recipes (3rd edition), 6.2.
 */
export function chiSquaredAbove(x: number, df: number): number {
  if (df <= 0 || !(x > 0)) return 1
  if (x === Number.POSITIVE_INFINITY) return 0
  const [a, half] = [df / 2, x / 2]
  const scale = Math.exp(-half + a * Math.log(half) - logGammaOfHalf(df))
  return half < a + 1 ? 1 - scale * lowerSeries(a, half) : scale * upperFraction(a, half)
}

function lowerSeries(a: number, x: number): number {
  let [term, sum] = [1 / a, 1 / a]
  for (let n = 1; n < 1000 && Math.abs(term) > Math.abs(sum) * 1e-15; n++) {
    term *= x / (a + n)
    sum += term
  }
  return sum
}

/** Lentz's method. */
function upperFraction(a: number, x: number): number {
  const tiny = 1e-300
  let b = x + 1 - a
  let c = 1 / tiny
  let d = 1 / b
  let fraction = d
  for (let n = 1; n < 1000; n++) {
    const factor = -n * (n - a)
    b += 2
    d = 1 / nonZero(factor * d + b, tiny)
    c = nonZero(b + factor / c, tiny)
    fraction *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return fraction
}

function nonZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value
}

/** Of half the degrees of freedom: Γ(x + 1) = x Γ(x), from Γ(1) = 1 and Γ(1/2) = √π on. */
function logGammaOfHalf(df: number): number {
  let log = df % 2 === 0 ? 0 : Math.log(Math.PI) / 2
  for (let x = df % 2 === 0 ? 1 : 0.5; x < df / 2; x++) log += Math.log(x)
  return log
}

/** The chi-squared value that one in a hundred is above: Wilson and Hilferty (1931), within 3 % from one degree of freedom on. */
export function chiSquaredOneInHundred(df: number): number {
  const ninth = 2 / (9 * df)
  return df * (1 - ninth + 2.326_347_874 * Math.sqrt(ninth)) ** 3
}

/** That a standard normal variable is farther from 0 than `z`, on either side: its square is chi-squared. */
export function normalBeyond(z: number): number {
  return chiSquaredAbove(z * z, 1)
}

/**
 * That Kolmogorov's statistic is above `lambda`: 2 Σ (-1)^(j-1) exp(-2 j² λ²), Numerical Recipes 14.3.3; Smirnov, Table for
 * Estimating the Goodness of Fit of Empirical Distributions (1948).
 */
export function kolmogorovAbove(lambda: number): number {
  // Below this, the probability is 1 but for less than 1e-7, and the series needs many terms.
  if (lambda < 0.27) return 1
  let sum = 0
  for (let j = 1; j <= 100; j++) {
    const term = Math.exp(-2 * j * j * lambda * lambda)
    sum += j % 2 === 1 ? term : -term
    if (term < 1e-17) break
  }
  return Math.min(1, Math.max(0, 2 * sum))
}
