// What all parts of one summary share: rules, time, chance, and how deep and wide they go.

import { maskText } from '../privacy/mask-text.ts'
import { secretNames, type NameRules } from '../privacy/secret-names.ts'
import { Budget, type SummaryClock } from './budget.ts'

interface Limits {
  /** Columns of a table, and fields of a record. */
  readonly columns: number
  /** Keys of one object in a schema of objects. */
  readonly keys: number
  /** All places of such a schema together. */
  readonly places: number
  /** Levels of objects. */
  readonly depth: number
}

const LIMITS: Limits = { columns: 200, keys: 100, places: 500, depth: 6 }

export interface Context {
  readonly isSecretName: (name: string) => boolean
  /** A name as it may be written: `[email]` for the address of a person. */
  readonly nameOf: (name: string) => string
  readonly budget: Budget
  readonly seed: number
  readonly salt: number
  readonly limits: Limits
}

export interface ContextOptions {
  readonly redaction?: NameRules
  readonly budgetMs: number
  readonly clock: SummaryClock
  readonly seed?: number
  readonly salt?: number
}

export function toContext({ redaction, budgetMs, clock, seed = 1, salt = 0 }: ContextOptions): Context {
  const names = new Map<string, string>()
  const nameOf = (name: string): string => {
    const known = names.get(name)
    if (known !== undefined) return known
    const masked = name.length > LONGEST_NAME ? `[name of ${name.length}]` : maskText(name)
    if (names.size < MOST_NAMES) names.set(name, masked)
    return masked
  }
  return {
    isSecretName: secretNames(redaction),
    nameOf,
    budget: Budget.of(clock, budgetMs),
    seed,
    salt,
    limits: LIMITS,
  }
}

const LONGEST_NAME = 200
const MOST_NAMES = 1000
