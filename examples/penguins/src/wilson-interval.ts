// How far a share that was counted may be from the true one.

/**
 * The interval that holds the true share with a probability of 95 percent.
 *
 * Source: E. B. Wilson, Probable Inference, Journal of the American Statistical Association 22 (1927).
 */
export function wilsonInterval(right: number, total: number): { low: number; high: number } {
  const z = 1.959964
  const share = right / total
  const centre = share + z ** 2 / (2 * total)
  const half = z * Math.sqrt((share * (1 - share)) / total + z ** 2 / (4 * total ** 2))
  const scale = 1 + z ** 2 / total
  return { low: (centre - half) / scale, high: (centre + half) / scale }
}
