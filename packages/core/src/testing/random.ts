// Numbers that look random and are the same every time.

/** Numerical Recipes' linear congruential generator; enough to shuffle edges. @returns numbers in [0, 1) */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}
