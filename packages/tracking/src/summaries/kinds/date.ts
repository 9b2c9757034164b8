// Dates: from when to when, in which zone, and how far apart.

import { digestOf, mergeDigests, quantileOf, type Digest } from '../sketches/digest.ts'
import { Sampler } from '../sketches/sampler.ts'
import { factorOf, headOf, mergeHeads, type Seen, type SummaryHead } from './head.ts'

export interface DateSummary extends SummaryHead {
  /** Dates that are none. */
  readonly invalid: number
  /** ISO 8601, in UTC. */
  readonly min: string | null
  readonly max: string | null
  /** As the values say: `UTC` of a `Date`, `Europe/Berlin`, `local` of those without one; several, sorted. */
  readonly zones: readonly string[]
  /**
   * Between neighbours in time, of what was summarised together: of a list of which all were looked at, and of partitions each
   * within itself. Null when there are none.
   */
  readonly gapsMs: {
    readonly n: number
    readonly min: number
    readonly p50: number
    readonly p95: number
    readonly max: number
  } | null
  readonly sketch: { readonly atMs: Digest; readonly gapsMs: Digest }
}

const MOST_ZONES = 20

export class Dates {
  #n = 0
  #invalid = 0
  #min = Number.POSITIVE_INFINITY
  #max = Number.NEGATIVE_INFINITY
  readonly #atMs: Sampler
  readonly #zones = new Set<string>()

  constructor(seed: number) {
    this.#atMs = new Sampler(seed)
  }

  add(atMs: number, zone: string): void {
    this.#n++
    if (this.#zones.size < MOST_ZONES) this.#zones.add(zone)
    if (!Number.isFinite(atMs)) {
      this.#invalid++
      return
    }
    this.#min = Math.min(this.#min, atMs)
    this.#max = Math.max(this.#max, atMs)
    this.#atMs.add(atMs)
  }

  get n(): number {
    return this.#n
  }

  finish(missing: number, seen: Seen): DateSummary {
    const factor = factorOf(seen)
    const sorted = this.#atMs.values().sort()
    const isAll = factor === 1 && this.#atMs.hasAll
    const gaps = isAll ? sorted.subarray(1).map((at, before) => at - sorted[before]!) : new Float64Array(0)
    const range = sorted.length > 0 ? { min: this.#min, max: this.#max } : {}
    const sketch = { atMs: { ...digestOf(sorted, this.#atMs.perKept * factor), ...range }, gapsMs: digestOf(gaps) }
    return dateSummary(
      headOf(this.#n + missing, missing, seen),
      Math.round(this.#invalid * factor),
      [...this.#zones],
      sketch,
    )
  }
}

/** Of both together: from the least to the greatest, and gaps within each of the two, not those between. */
export function mergeDates(a: DateSummary, b: DateSummary): DateSummary {
  return dateSummary(mergeHeads(a, b), a.invalid + b.invalid, [...new Set([...a.zones, ...b.zones])], {
    atMs: mergeDigests(a.sketch.atMs, b.sketch.atMs),
    gapsMs: mergeDigests(a.sketch.gapsMs, b.sketch.gapsMs),
  })
}

function dateSummary(
  head: SummaryHead,
  invalid: number,
  zones: readonly string[],
  sketch: DateSummary['sketch'],
): DateSummary {
  const { atMs, gapsMs } = sketch
  const hasDates = atMs.means.length > 0
  return {
    ...head,
    invalid,
    min: hasDates ? isoOf(atMs.min) : null,
    max: hasDates ? isoOf(atMs.max) : null,
    zones: zones.toSorted().slice(0, MOST_ZONES),
    gapsMs:
      gapsMs.means.length === 0
        ? null
        : {
            n: gapsMs.weights.reduce((sum, weight) => sum + weight, 0),
            min: gapsMs.min,
            p50: quantileOf(gapsMs, 0.5)!,
            p95: quantileOf(gapsMs, 0.95)!,
            max: gapsMs.max,
          },
    sketch,
  }
}

/** Instants of Temporal reach further than a `Date` does. */
function isoOf(atMs: number): string {
  return new Date(Math.min(8.64e15, Math.max(-8.64e15, atMs))).toISOString()
}

/** When a value is, and in which zone; `undefined` when it is no date. Those of Temporal are known by their name. */
export function instantOf(value: object): { readonly atMs: number; readonly zone: string } | undefined {
  if (value instanceof Date) return { atMs: value.getTime(), zone: 'UTC' }
  const name: unknown = Reflect.get(value, Symbol.toStringTag)
  if (typeof name !== 'string' || !name.startsWith('Temporal.')) return undefined
  const { epochMilliseconds, timeZoneId } = value as { epochMilliseconds?: unknown; timeZoneId?: unknown }
  if (typeof epochMilliseconds === 'number')
    return { atMs: epochMilliseconds, zone: typeof timeZoneId === 'string' ? timeZoneId : 'UTC' }
  if (name !== 'Temporal.PlainDate' && name !== 'Temporal.PlainDateTime') return undefined
  const text = (value as { toString(): string }).toString().replace(/\[.*$/, '')
  return { atMs: Date.parse(text.includes('T') ? `${text}Z` : text), zone: 'local' }
}
