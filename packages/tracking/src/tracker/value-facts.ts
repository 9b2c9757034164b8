// What the record says of a value: its type, its data version, its summary, within a time.

import { fingerprint, isRefusal } from '@throughline/store'
import type { TypedValue, ValueFacts } from '../events/event.ts'
import type { Capture } from '../summaries/privacy/capture.ts'
import type { Attempt } from '../versions/version-teller.ts'
import type { Privacy } from './privacy.ts'
import { guessSize } from './size-guess.ts'
import { typeName } from './type-name.ts'

export interface SummaryRequest {
  readonly capture: 'schema' | 'summary' | 'sample' | 'full'
  readonly budgetMs: number
}

/** @returns absent when there is nothing to say */
export type Summarise = (value: unknown, request: SummaryRequest) => TypedValue | undefined

export interface LookRequest {
  /** Of the node or the input. */
  readonly name: string
  readonly capture: Capture
  readonly budgetMs: number
  /** Of the budget, what a summary may take. Default: all of it */
  readonly summaryMs?: number
  /** When it is known without looking. */
  readonly version?: string | undefined
  /** False for what can be read only once, or has no content. */
  readonly isReadable?: boolean
  /** Told when there is no time for a summary. */
  readonly onNoTime?: () => void
}

export interface ValueLookOptions {
  readonly privacy: Privacy
  readonly summarise: Summarise | undefined
  readonly nowMs: () => number
  readonly attempt: Attempt
}

/** Of a value whose size was guessed, to begin with; measured from then on. */
const FIRST_NS_PER_UNIT = 60
const LEAST_NS_PER_UNIT = 5
/** Lineage needs data versions: so long one may take in any case, in milliseconds. */
const SURELY_MS = 0.25
/** What a summary of a large value takes at least, whatever it is given: to begin with; measured from then on. */
const FIRST_LEAST_MS = 0.4
/** With a budget, a summary takes about so much more than that. */
const MORE_THAN_ASKED_MS = 2

/**
 * What was too slow becomes a little quicker each time that it is refused, because it may have been slow for another reason,
 * as while it was being compiled. Each new attempt that is too slow again goes over the budget: so there are few.
 */
const FORGETTING = 0.98

/** A value with so little in it is looked at in any case: it takes microseconds. */
const SMALL = 64

export class ValueLook {
  readonly #options: ValueLookOptions
  #nsPerUnit = FIRST_NS_PER_UNIT
  #leastMs = FIRST_LEAST_MS

  constructor(options: ValueLookOptions) {
    this.#options = options
  }

  /** @returns `undefined` when nothing may be kept */
  of(
    value: unknown,
    { name, capture, budgetMs, summaryMs = budgetMs, version, isReadable = true, onNoTime }: LookRequest,
  ): ValueFacts | undefined {
    if (capture === 'none') return undefined
    const { privacy, nowMs, attempt } = this.#options
    const type = typeName(value)
    // A hash of a secret can be guessed by trying.
    if (privacy.hides(name, value)) return { type }
    if (!isReadable) return { type, ...(version !== undefined && { version }) }
    const startedMs = nowMs()
    const units = attempt(() => guessSize(value)) ?? Infinity
    const known = version ?? this.#versionOf(value, units, budgetMs)
    const left = Math.min(summaryMs, budgetMs - (nowMs() - startedMs))
    const summary = this.#summaryOf(value, units, { capture, budgetMs: left }, onNoTime)
    return { ...(known !== undefined && { version: known }), type, ...(summary && { summary }) }
  }

  #summaryOf(
    value: unknown,
    units: number,
    { capture, budgetMs }: SummaryRequest,
    onNoTime: LookRequest['onNoTime'],
  ): TypedValue | undefined {
    const { summarise, nowMs, attempt } = this.#options
    if (!summarise) return undefined
    if (units <= SMALL) return attempt(() => summarise(value, { capture, budgetMs: Math.max(0, budgetMs) }))
    if (budgetMs < this.#leastMs) {
      this.#leastMs = Math.max(FIRST_LEAST_MS / 2, this.#leastMs * FORGETTING)
      onNoTime?.()
      return undefined
    }
    const asked = Math.max(0, budgetMs - MORE_THAN_ASKED_MS)
    const startedMs = nowMs()
    const summary = attempt(() => summarise(value, { capture, budgetMs: asked }))
    if (asked === 0) this.#leastMs = (this.#leastMs * 3 + nowMs() - startedMs) / 4
    return summary
  }

  /** A fingerprint cannot stop half-way: it is begun only when it will be in time. */
  #versionOf(value: unknown, units: number, budgetMs: number): string | undefined {
    if ((units * this.#nsPerUnit) / 1e6 > Math.max(budgetMs, SURELY_MS)) {
      this.#nsPerUnit = Math.max(LEAST_NS_PER_UNIT, this.#nsPerUnit * FORGETTING)
      return undefined
    }
    const { nowMs, attempt } = this.#options
    const startedMs = nowMs()
    const found = attempt(() => fingerprint(value))
    if (units > 1_000) {
      const measured = ((nowMs() - startedMs) * 1e6) / units
      const [least, most] = [LEAST_NS_PER_UNIT, this.#nsPerUnit * 4]
      this.#nsPerUnit = (this.#nsPerUnit * 3 + Math.min(most, Math.max(least, measured))) / 4
    }
    return !found || isRefusal(found) ? undefined : found.version
  }
}
