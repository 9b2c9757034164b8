// The two hashes of data versions, and the calls that they need.

import { createHash, hash } from 'node:crypto'
import { endianness } from 'node:os'
import type { IHasher } from 'hash-wasm'
import { ThroughlineError } from 'throughline'
import { dataIssue } from './data-version-issues.ts'

/** `sha256` for identities; `xxh128` for stores that only their owner can write: several times as fast, not cryptographic. */
export type HashAlgorithm = 'sha256' | 'xxh128'

/** What gets bytes in pieces and ends with hex digits. */
export interface Hasher {
  update(bytes: Uint8Array): void
  digest(): string
  /** Must be called at the end, also after a failure. */
  close(): void
}

/** Where the high byte of a number comes first, bytes of typed arrays differ: versions from there compare as unknown. */
const MACHINE = endianness() === 'LE' ? '' : 'be'

/** What stands before the digits: names the algorithm, the encoding and its version. */
export const PREFIX: Readonly<Record<HashAlgorithm, string>> = {
  sha256: `data1${MACHINE}:`,
  xxh128: `data1x128${MACHINE}:`,
}

let fast: IHasher | undefined
let isFastBusy = false

/** Must have been awaited once in this process before `xxh128` is used. */
export async function prepareFastHash(): Promise<void> {
  if (fast) return
  const { createXXHash128 } = await import('hash-wasm')
  fast = await createXXHash128()
}

/**
 * Several may be open at the same time.
 *
 * @throws {data/fast-hash-not-ready} for `xxh128` when `prepareFastHash` was not awaited
 */
export function openHasher(algorithm: HashAlgorithm): Hasher {
  return algorithm === 'sha256' ? openSha256() : openFast()
}

function openSha256(): Hasher {
  const sha256 = createHash('sha256')
  return {
    update: (bytes) => void sha256.update(bytes),
    digest: () => sha256.digest('hex'),
    close: () => {},
  }
}

function openFast(): Hasher {
  if (!fast) throw new ThroughlineError([dataIssue('data/fast-hash-not-ready', {})])
  const hasher = fast
  // There is one state; a second hash within the first sets it aside.
  const suspended = isFastBusy ? hasher.save() : undefined
  isFastBusy = true
  hasher.init()
  return {
    update: (bytes) => void hasher.update(bytes),
    digest: () => hasher.digest('hex'),
    close: () => {
      isFastBusy = suspended !== undefined
      if (suspended) hasher.load(suspended)
    },
  }
}

/** The digits for bytes that are all there. */
export function hashOf(algorithm: HashAlgorithm, bytes: Uint8Array): string {
  if (algorithm === 'sha256') return hash('sha256', bytes, 'hex')
  const hasher = openFast()
  hasher.update(bytes)
  const digits = hasher.digest()
  hasher.close()
  return digits
}
