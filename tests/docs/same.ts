// Compares what an example gives with what it says behind `// =>`.

import { isDeepStrictEqual, inspect } from 'node:util'

/** @throws when they differ; both are in the message */
export function same(line: number, found: unknown, expected: unknown): void {
  if (isDeepStrictEqual(found, expected)) return
  throw new Error(`line ${line}: gives ${inspect(found, { depth: 8 })}, not ${inspect(expected, { depth: 8 })}`)
}
