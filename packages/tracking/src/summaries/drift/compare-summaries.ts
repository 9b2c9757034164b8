// How a value differs from what it was, field by field, and whether more than chance explains it.

import type { TypedValue } from '../../events/event.ts'
import { SCHEMA_VERSION, type Summarised } from '../kinds/summarised.ts'
import { countedIn, driftOf } from './drift-of.ts'
import { changedFigures, figuresOf, placesOf, type Figure, type Figures } from './figures.ts'
import type { Drift } from './tests.ts'

export interface FieldComparison {
  /** Of the value itself empty; of a column its name; within records and objects the path: `train.price`, `.users[].age`. */
  readonly name: string
  readonly change: FieldChange
  /** `unknown`: no test fits the type, or there are fewer than ten values. */
  readonly drift: Drift
  /** `ks`, `chi-squared`, `z`, `wasserstein`, `jensen-shannon`, with `on lengths` and the like; `type` when that changed; null without one. */
  readonly test: string | null
  readonly statistic: number | null
  /** Probability of such a difference by chance, of tests that have one. */
  readonly p?: number
  /** Values that are there: all of them, and not only those that were looked at. */
  readonly n: { readonly before: number; readonly now: number }
}

export interface FieldChange {
  readonly kind: 'none' | 'changed' | 'added' | 'removed' | 'type'
  /** Those that differ: `{ mean: { before: 1, now: 2 } }`. */
  readonly figures: Readonly<Record<string, { readonly before: Figure; readonly now: Figure }>>
}

export interface SummaryComparison {
  readonly fields: readonly FieldComparison[]
}

/**
 * Compares what a value looked like with what it looks like now. The mark of drift knows how many values there were: up to 1,000
 * in the smaller sample, tests with a probability decide (Kolmogorov-Smirnov for numbers, chi-squared for few different values and
 * for texts by their hashes, the z-test for booleans: below 0.05 drift, below 0.15 possible); above, distances decide (Wasserstein
 * in standard deviations, Jensen-Shannon: from 0.1 on drift, or possible when chance alone gives as much to one in a hundred).
 * These are the rules of Evidently, except that the smaller sample decides, and not always the earlier one.
 *
 * It says that numbers differ, not that it matters: of 20 columns that have not changed, one is marked by chance. Dates have no test:
 * they go on.
 */
export function compareSummaries(before: TypedValue, now: TypedValue): SummaryComparison {
  const isKnown = before.schemaVersion === SCHEMA_VERSION && now.schemaVersion === SCHEMA_VERSION
  if (!isKnown) return { fields: [] }
  return { fields: compare('', before as Summarised, now as Summarised) }
}

function compare(name: string, before: Summarised, now: Summarised): FieldComparison[] {
  if (before.type !== now.type) return [changedType(name, before, now)]
  if (before.type === 'table' && now.type === 'table') {
    const own = compareFigures(name, figuresOf(before), figuresOf(now), {
      before: before.value.rows,
      now: now.value.rows,
    })
    return [own, ...compareParts(before.value.columns, now.value.columns, (column) => join(name, column))]
  }
  if (before.type === 'record' && now.type === 'record') {
    return compareParts(before.value.fields, now.value.fields, (field) => join(name, field))
  }
  if (before.type === 'mixed' && now.type === 'mixed') {
    return compareParts(before.value.parts, now.value.parts, (type) => join(name, `(${type})`))
  }
  if (before.type === 'set' && now.type === 'set')
    return compare(join(name, 'values'), before.value.values, now.value.values)
  if (before.type === 'map' && now.type === 'map') {
    const keys = compare(join(name, 'keys'), before.value.keys, now.value.keys)
    return [...keys, ...compare(join(name, 'values'), before.value.values, now.value.values)]
  }
  if (before.type === 'json' && now.type === 'json')
    return comparePlaces(name, placesOf(before.value.shape), placesOf(now.value.shape))
  return [compareOne(name, before, now)]
}

function compareOne(name: string, before: Summarised, now: Summarised): FieldComparison {
  const figures = changedFigures(figuresOf(before), figuresOf(now))
  const found = driftOf(before, now)
  return {
    name,
    change: { kind: Object.keys(figures).length === 0 ? 'none' : 'changed', figures },
    drift: found?.drift ?? 'unknown',
    test: found?.test ?? null,
    statistic: found?.statistic ?? null,
    ...(found?.p !== undefined && { p: found.p }),
    n: { before: presentIn(before), now: presentIn(now) },
  }
}

function compareParts(
  before: Readonly<Record<string, Summarised>>,
  now: Readonly<Record<string, Summarised>>,
  nameOf: (name: string) => string,
): FieldComparison[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])]
  return names.flatMap((name) => {
    const [one, other] = [
      Object.hasOwn(before, name) ? before[name] : undefined,
      Object.hasOwn(now, name) ? now[name] : undefined,
    ]
    if (one && other) return compare(nameOf(name), one, other)
    return [
      onlyIn(nameOf(name), one ? 'removed' : 'added', {
        before: one ? presentIn(one) : 0,
        now: other ? presentIn(other) : 0,
      }),
    ]
  })
}

/** Of objects there are figures, and no test. */
function comparePlaces(
  name: string,
  before: ReadonlyMap<string, Figures>,
  now: ReadonlyMap<string, Figures>,
): FieldComparison[] {
  return [...new Set([...before.keys(), ...now.keys()])].map((path) => {
    const [one, other] = [before.get(path), now.get(path)]
    const n = { before: Number(one?.['n'] ?? 0), now: Number(other?.['n'] ?? 0) }
    return one && other
      ? compareFigures(`${name}${path}`, one, other, n)
      : onlyIn(`${name}${path}`, one ? 'removed' : 'added', n)
  })
}

function compareFigures(name: string, before: Figures, now: Figures, n: FieldComparison['n']): FieldComparison {
  const figures = changedFigures(before, now)
  const kind = Object.keys(figures).length === 0 ? 'none' : 'changed'
  return { name, change: { kind, figures }, drift: 'unknown', test: null, statistic: null, n }
}

function changedType(name: string, before: Summarised, now: Summarised): FieldComparison {
  const isTold = [before, now].every(({ type }) => type !== 'empty' && type !== 'redacted' && type !== 'unreadable')
  return {
    name,
    change: { kind: 'type', figures: { type: { before: before.type, now: now.type } } },
    drift: isTold ? 'drift' : 'unknown',
    test: isTold ? 'type' : null,
    statistic: null,
    n: { before: presentIn(before), now: presentIn(now) },
  }
}

function onlyIn(name: string, kind: 'added' | 'removed', n: FieldComparison['n']): FieldComparison {
  return { name, change: { kind, figures: {} }, drift: 'unknown', test: null, statistic: null, n }
}

function presentIn(summary: Summarised): number {
  return summary.type === 'table' ? summary.value.rows : countedIn(summary).present
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
