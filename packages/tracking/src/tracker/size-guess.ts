// How much work it is to read a value as a whole, without reading it.

const SAMPLES = 8
const MOST_LEVELS = 4

/**
 * About as many units as the value has numbers; 8 bytes of binary data are a fraction of one. Calls nothing of the value.
 *
 * @complexity O(1) for arrays; O(keys) for objects
 */
export function guessSize(value: unknown, level = 0): number {
  if (typeof value === 'string') return 1 + value.length / 32
  if (typeof value !== 'object' || value === null || level === MOST_LEVELS) return 1
  if (ArrayBuffer.isView(value)) return 1 + value.byteLength / 32
  if (value instanceof ArrayBuffer) return 1 + value.byteLength / 32
  if (Array.isArray(value)) {
    if (value.length === 0) return 1
    return (
      1 +
      value.length *
        meanOf(
          samplesOf(value.length, (index) => own(value, String(index))),
          level,
        )
    )
  }
  if (value instanceof Map || value instanceof Set) {
    const [first] = value as Iterable<unknown>
    return 1 + value.size * guessSize(first, level + 1)
  }
  const keys = Object.keys(value)
  const record = value
  const sampled = samplesOf(keys.length, (index) => own(record, keys[index]!))
  return 1 + keys.length * (1 + meanOf(sampled, level))
}

function samplesOf(length: number, at: (index: number) => unknown): unknown[] {
  const step = Math.max(1, Math.floor(length / SAMPLES))
  const samples: unknown[] = []
  for (let index = 0; index < length && samples.length < SAMPLES; index += step) samples.push(at(index))
  return samples
}

function meanOf(samples: readonly unknown[], level: number): number {
  if (samples.length === 0) return 0
  let sum = 0
  for (const sample of samples) sum += guessSize(sample, level + 1)
  return sum / samples.length
}

/** A getter is not called. */
function own(value: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(value, key)?.value as unknown
}
