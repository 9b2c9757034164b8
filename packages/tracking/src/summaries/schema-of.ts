// What a summary says of types and names alone.

import { mapValues } from './map-values.ts'
import type { Shape } from './kinds/shape.ts'
import { typed, type Summarised } from './kinds/summarised.ts'

/** The same types, names and sizes, without any figure of the values: for the capture `schema`. */
export function schemaOf(summary: Summarised): Summarised {
  switch (summary.type) {
    case 'table':
      return typed('table', { ...withoutSample(summary.value), columns: mapValues(summary.value.columns, schemaOf) })
    case 'record':
      return typed('record', { ...withoutSample(summary.value), fields: mapValues(summary.value.fields, schemaOf) })
    case 'mixed':
      return bare('mixed', { n: summary.value.n, parts: mapValues(summary.value.parts, schemaOf) })
    case 'map': {
      const { n, entries, keys, values } = summary.value
      return typed('map', { n, entries, keys: schemaOf(keys), values: schemaOf(values) })
    }
    case 'set':
      return typed('set', { n: 1, entries: summary.value.entries, values: schemaOf(summary.value.values) })
    case 'json':
      return bare('json', { n: summary.value.n, shape: bareShape(summary.value.shape) })
    case 'model': {
      const { n, class: name, numbers, fields } = summary.value
      return bare('model', { n, class: name, fields: { ...mapValues(numbers, () => 'number'), ...fields } })
    }
    case 'bytes':
    case 'other':
    case 'unreadable':
      return bare(summary.type, { n: summary.value.n, kind: summary.value.kind })
    default:
      return bare(summary.type, { n: summary.value.n })
  }
}

/** A schema has less than a summary of its type: whoever reads one looks whether the figures are there. */
function bare(type: Summarised['type'], value: object): Summarised {
  return typed(type, value as never)
}

function withoutSample<T extends { readonly sample?: unknown }>({ sample: _sample, ...rest }: T): Omit<T, 'sample'> {
  return rest
}

function bareShape({ n, types, fields, others, items, isRedacted }: Shape): Shape {
  return {
    n,
    types,
    ...(fields && { fields: mapValues(fields, bareShape) }),
    ...(others && { others: { keys: others.keys, shape: bareShape(others.shape) } }),
    ...(items && { items: bareShape(items) }),
    ...(isRedacted && { isRedacted }),
  }
}
