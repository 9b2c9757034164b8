// Random numbers whose whole state is one integer.

/**
 * The next number of a sequence, from 0 to 1, and the seed of the one after it.
 * Mulberry32 by Tommy Ettinger, public domain.
 */
export function nextRandom(seed: number): { readonly value: number; readonly seed: number } {
  const next = (seed + 0x6d_2b_79_f5) | 0
  let mixed = Math.imul(next ^ (next >>> 15), next | 1)
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
  return { value: ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296, seed: next }
}

/** The number of events that a chance from 0 to 1 stands for, where `mean` are expected: the Poisson quantile. */
export function poisson(chance: number, mean: number): number {
  let count = 0
  let probability = Math.exp(-mean)
  let sum = probability
  while (sum < chance && count < 20 * (mean + 1)) {
    count++
    probability *= mean / count
    sum += probability
  }
  return count
}
