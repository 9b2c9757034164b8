// Whether two recorded values are the same, and how they differ.

import type { ValueFacts } from '../events/event.ts'
import { compareSummaries, type SummaryComparison } from '../summaries/drift/compare-summaries.ts'

/**
 * - `same`: equal data versions of one algorithm; without versions, nobody can tell.
 * - `different`: data versions of one algorithm differ, or summaries do.
 * - `unknown`: one of them, or both, cannot be told from the record.
 */
export type Sameness = 'same' | 'different' | 'unknown'

export interface ValueDifference {
  readonly is: Sameness
  readonly before?: ValueFacts
  readonly after?: ValueFacts
  /** When both have summaries of one kind, and may differ. */
  readonly summaries?: SummaryComparison
}

export function compareValues(before: ValueFacts | undefined, after: ValueFacts | undefined): ValueDifference {
  const is = samenessOf(before, after)
  const summaries = is === 'same' ? undefined : summariesOf(before, after)
  return { is, ...(before && { before }), ...(after && { after }), ...(summaries && { summaries }) }
}

/** Versions of different algorithms say nothing about each other. */
export function compareVersions(before: string | undefined, after: string | undefined): Sameness {
  if (before === undefined || after === undefined || algorithmOf(before) !== algorithmOf(after)) return 'unknown'
  return before === after ? 'same' : 'different'
}

function samenessOf(before: ValueFacts | undefined, after: ValueFacts | undefined): Sameness {
  const byVersion = compareVersions(before?.version, after?.version)
  if (byVersion !== 'unknown' || !before || !after) return byVersion
  if (before.type !== after.type) return 'different'
  const [old, now] = [before.summary, after.summary]
  // Equal summaries may be of different values; different ones may be two samples of one value.
  const isWhole = old !== undefined && now !== undefined && !isSampled(old) && !isSampled(now)
  return isWhole && JSON.stringify(old) !== JSON.stringify(now) ? 'different' : 'unknown'
}

function isSampled({ value }: NonNullable<ValueFacts['summary']>): boolean {
  return JSON.stringify(value).includes('"sampled"')
}

function summariesOf(before: ValueFacts | undefined, after: ValueFacts | undefined): SummaryComparison | undefined {
  const [old, now] = [before?.summary, after?.summary]
  return old && now ? compareSummaries(old, now) : undefined
}

function algorithmOf(version: string): string {
  return version.slice(0, version.indexOf(':'))
}
