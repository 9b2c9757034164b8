// The figures of a summary that a person compares, by name.

import type { Shape } from '../kinds/shape.ts'
import type { Summarised } from '../kinds/summarised.ts'

export type Figure = number | string | null
export type Figures = Readonly<Record<string, Figure>>

/** Of one value or column; parts of tables and records have figures of their own. */
export function figuresOf(summary: Summarised): Figures {
  switch (summary.type) {
    case 'numeric': {
      const { n, missing, nan, min, max, mean, std, distinct, quantiles } = summary.value
      return { n, missing, nan, min, max, mean, std, median: quantiles?.p50 ?? null, distinct }
    }
    case 'text': {
      const { n, missing, empty, length, distinct, pattern, tokens } = summary.value
      return {
        n,
        missing,
        empty,
        distinct,
        pattern,
        tokens,
        meanLength: length?.mean ?? null,
        maxLength: length?.max ?? null,
      }
    }
    case 'boolean': {
      const { n, missing, trueRatio } = summary.value
      return { n, missing, trueRatio }
    }
    case 'date': {
      const { n, missing, invalid, min, max, zones, gapsMs } = summary.value
      return {
        n,
        missing,
        invalid,
        min,
        max,
        zones: zones?.join(', ') ?? null,
        medianGapMs: gapsMs?.p50 ?? null,
        maxGapMs: gapsMs?.max ?? null,
      }
    }
    case 'vectors': {
      const { n, missing, dimensions, norms } = summary.value
      return {
        n,
        missing,
        minDimensions: dimensions?.min ?? null,
        maxDimensions: dimensions?.max ?? null,
        meanNorm: norms?.mean ?? null,
      }
    }
    case 'table': {
      const { rows, columns } = summary.value
      return { rows, columns: Object.keys(columns).length }
    }
    case 'model': {
      const { class: name, sizeBytes, numbers } = summary.value
      return { class: name, sizeBytes, ...numbers }
    }
    case 'json':
    case 'record':
      return {}
    default:
      return Object.fromEntries(
        Object.entries(summary.value).filter((entry): entry is [string, Figure] =>
          ['number', 'string'].includes(typeof entry[1]),
        ),
      )
  }
}

/** Of each place of a schema of objects, by its path: `.users[].age`. */
export function placesOf(shape: Shape, path = ''): ReadonlyMap<string, Figures> {
  const types = Object.keys(shape.types).toSorted().join(' | ')
  const { numbers } = shape
  const trueRatio = shape.true === undefined ? undefined : shape.true / (shape.types['boolean'] ?? 1)
  const own: Figures = {
    n: shape.n,
    type: shape.isRedacted ? 'redacted' : types,
    ...(numbers && { mean: numbers.mean, min: numbers.min, max: numbers.max }),
    ...(trueRatio !== undefined && { trueRatio }),
  }
  const inner = Object.entries(shape.fields ?? {}).flatMap(([key, field]) => [...placesOf(field, `${path}.${key}`)])
  const items = shape.items ? [...placesOf(shape.items, `${path}[]`)] : []
  return new Map([[path, own], ...inner, ...items])
}

/** Those that differ, of both. One that is not there is null. */
export function changedFigures(
  before: Figures,
  now: Figures,
): Readonly<Record<string, { readonly before: Figure; readonly now: Figure }>> {
  const names = new Set([...Object.keys(before), ...Object.keys(now)])
  const pairs = [...names].map((name) => [name, { before: before[name] ?? null, now: now[name] ?? null }] as const)
  return Object.fromEntries(pairs.filter(([, pair]) => pair.before !== pair.now))
}
