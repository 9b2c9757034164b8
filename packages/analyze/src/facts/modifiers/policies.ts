// Modifiers that leave nodes what they are: names and dependencies stay, the value may change.

import type { ModifierCall } from '../evaluation.ts'
import { mapNodes, mapSpecs, type Shape } from '../shape.ts'
import { valueOf } from '../written-value.ts'

/** `retry`, `timeout`, `checked` and the like. */
export function policy(call: ModifierCall): Shape {
  return call.shape(0)
}

/** `parsed`, `gathered`: the value of the node is another one, of which syntax says nothing. */
export function withOtherValue(call: ModifierCall): Shape {
  const shape = call.shape(0)
  if (shape.kind !== 'nodes') return shape
  return mapNodes(shape, (node) => mapSpecs(node, (spec) => ({ ...spec, output: undefined })))
}

export function tagged(call: ModifierCall): Shape {
  const shape = call.shape(0)
  const argument = call.argument(1)
  if (shape.kind !== 'nodes' || !argument) return shape
  const tags = literalTags(valueOf(argument, call.scope)?.value)
  return mapNodes(shape, (node) => mapSpecs(node, (spec) => ({ ...spec, tags: { ...spec.tags, ...tags } })))
}

/** Those that are written down. */
export function literalTags(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
