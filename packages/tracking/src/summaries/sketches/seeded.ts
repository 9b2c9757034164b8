// Chance that is the same each time: which part of a long value is looked at follows from its length and a seed.

/** Numbers from 0 up to 1. Mulberry32, by Tommy Ettinger (public domain). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/**
 * Every block once, such that any number of first ones lies spread over the whole: steps of the golden ratio from a start by
 * chance (Knuth, The Art of Computer Programming 3, 6.4, theorem S).
 *
 * @param count of blocks
 */
export function* spreadOrder(count: number, seed: number): Generator<number, void, void> {
  if (count <= 0) return
  const stride = coprimeNear(Math.max(1, Math.round(count * 0.618_033_988_749_895)), count)
  let at = Math.floor(seeded(seed)() * count)
  for (let turn = 0; turn < count; turn++) {
    yield at
    at = (at + stride) % count
  }
}

function coprimeNear(from: number, count: number): number {
  for (let stride = from; ; stride++) if (greatestDivisor(stride, count) === 1) return stride
}

function greatestDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b]
  return a
}
