// Data versions: equal for values that mean the same, different for all others, the same in every process.

import { ThroughlineError } from 'throughline'
import type { ClassRules } from './class-rule.ts'
import { dataIssue } from './data-version-issues.ts'
import { hashOf, openHasher, PREFIX, type HashAlgorithm, type Hasher } from './hashing.ts'
import { isRefusal, type Refusal } from './refusal.ts'
import { ValueWriter } from './value-writer.ts'

/**
 * `data1:` and 64 hex digits: SHA-256 over the encoding; `data1x128:` and 32 in the fast mode. Only versions with the same
 * prefix can be compared.
 */
export type DataVersion = string

export interface Fingerprint {
  readonly version: DataVersion
  /** Which kinds of things occur, a bit for each: decides which codec keeps the value. See `FEATURE`. */
  readonly features: number
  /** Of the encoding: about what the value takes when it is stored. */
  readonly sizeBytes: number
}

export interface FingerprintOptions {
  /** @default 'sha256' */
  readonly algorithm?: HashAlgorithm
  /** How instances of classes are read that cannot be read from outside. Give the same list each time: it is prepared once. */
  readonly classes?: ClassRules
}

/** Walks that are over are used again; a rule may begin one within another. */
const idle: ValueWriter[] = []

/**
 * Reads a value as a whole, without changing it and without calling anything of it. What counts, and what cannot be read, is
 * said in docs/explanation/data-versions.md.
 *
 * @complexity one pass; objects that occur at several places are read at each
 * @throws {data/fast-hash-not-ready} for `xxh128` before `prepareFastHash`
 * @throws {data/duplicate-rule} when two rules have the same name or class
 */
export function fingerprint(value: unknown, options: FingerprintOptions = {}): Fingerprint | Refusal {
  const { algorithm = 'sha256', classes } = options
  const writer = idle.pop() ?? new ValueWriter({ isSorted: true })
  let hasher: Hasher | undefined
  try {
    writer.begin((bytes) => (hasher ??= openHasher(algorithm)).update(bytes), classes)
    const refusal = writer.write(value)
    if (refusal) return refusal
    const { features } = writer
    const { sizeBytes, isWhole, pending } = writer.bytes
    if (isWhole) return { version: PREFIX[algorithm] + hashOf(algorithm, pending), features, sizeBytes }
    writer.bytes.flush()
    return { version: PREFIX[algorithm] + hasher!.digest(), features, sizeBytes }
  } finally {
    hasher?.close()
    idle.push(writer)
  }
}

/**
 * @throws {data/refused} for a value that has none, with what was found and where
 * @example
 * dataVersionOf({ a: 1, b: 2 }) === dataVersionOf({ b: 2, a: 1 }) // => true
 * dataVersionOf([1]) === dataVersionOf(['1']) // => false
 */
export function dataVersionOf(value: unknown, options?: FingerprintOptions): DataVersion {
  const outcome = fingerprint(value, options)
  if (isRefusal(outcome)) throw new ThroughlineError([dataIssue('data/refused', { ...outcome })])
  return outcome.version
}
