// What the record says of a value: its type, its data version, its summary, within a time.

import { fingerprint, isRefusal } from '@throughline/store'
import type { TypedValue, ValueFacts } from '../events/event.ts'
import type { Capture } from '../summaries/privacy/capture.ts'
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
  /** When it is known without looking. */
  readonly version?: string | undefined
  /** False for what can be read only once, or has no content. */
  readonly isReadable?: boolean
}

export interface ValueLookOptions {
  readonly privacy: Privacy
  readonly summarise: Summarise | undefined
  readonly nowMs: () => number
}

/** Of a value whose size was guessed, to begin with; measured from then on. */
const FIRST_NS_PER_UNIT = 60

export class ValueLook {
  readonly #options: ValueLookOptions
  #nsPerUnit = FIRST_NS_PER_UNIT

  constructor(options: ValueLookOptions) {
    this.#options = options
  }

  /** @returns `undefined` when nothing may be kept */
  of(value: unknown, { name, capture, budgetMs, version, isReadable = true }: LookRequest): ValueFacts | undefined {
    if (capture === 'none') return undefined
    const { privacy, summarise, nowMs } = this.#options
    const type = typeName(value)
    // A hash of a secret can be guessed by trying.
    if (privacy.hides(name, value)) return { type }
    if (!isReadable) return { type, ...(version !== undefined && { version }) }
    const startedMs = nowMs()
    const known = version ?? this.#versionOf(value, budgetMs)
    const left = budgetMs - (nowMs() - startedMs)
    const summary = left > 0 ? summarise?.(value, { capture, budgetMs: left }) : undefined
    return { ...(known !== undefined && { version: known }), type, ...(summary && { summary }) }
  }

  /** A fingerprint cannot stop half-way: it is begun only when it will be in time. */
  #versionOf(value: unknown, budgetMs: number): string | undefined {
    const units = guessSize(value)
    if ((units * this.#nsPerUnit) / 1e6 > budgetMs) return undefined
    const { nowMs } = this.#options
    const startedMs = nowMs()
    const found = fingerprint(value)
    if (units > 1_000) {
      const measured = ((nowMs() - startedMs) * 1e6) / units
      this.#nsPerUnit = Math.max(2, (this.#nsPerUnit * 3 + measured) / 4)
    }
    return isRefusal(found) ? undefined : found.version
  }
}
