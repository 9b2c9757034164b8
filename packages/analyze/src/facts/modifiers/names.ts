// `node`, `positional` and `bind`: names that are given in words, and names that are bound.

import { bindNode } from '../bindings.ts'
import type { ModifierCall } from '../evaluation.ts'
import { insideOf, placeOf } from '../place.ts'
import {
  mapSpecs,
  oneNode,
  onlyNode,
  onlySpec,
  UNKNOWN,
  type ParameterShape,
  type Shape,
  type SpecShape,
} from '../shape.ts'
import { elementsOf, followToArray, valueOf } from '../written-value.ts'
import { rebindingsOf } from './references.ts'

/** `node(['a', 'b?'], fn)` and `positional(['a', 'b?'], fn)`. A whole module of positional functions is no node. */
export function named(call: ModifierCall): Shape {
  const [names, fn] = [call.argument(0), call.argument(1)]
  if (!names || !fn) return call.call.arguments.length === 1 ? { kind: 'value' } : UNKNOWN
  const given = onlySpec(call.shape(1))
  const list = followToArray(names, call.scope)
  let isComplete = list !== undefined
  const facts = given?.functions[0]
  const parameters: ParameterShape[] = []
  for (const [index, element] of (list ? elementsOf(list, call.scope) : []).entries()) {
    const name = element && valueOf(element, call.scope)?.value
    if (typeof name !== 'string') {
      isComplete = false
      continue
    }
    const { expression, file } = element!
    const optional = name.endsWith('?')
    const key = optional ? name.slice(0, -1) : name
    const place = placeOf(file, expression)
    const known = facts?.parameters.find((one, at) => (call.name === 'node' ? one.name === key : at === index))
    parameters.push({
      key,
      reads: key,
      optional,
      mentions: [expression.type === 'Literal' ? insideOf(place, optional) : place, ...(known ? [known.place] : [])],
      ...(known?.local && { local: known.local.name }),
      ...(known?.type !== undefined && { type: known.type }),
      ...(known?.documentation !== undefined && { documentation: known.documentation }),
    })
  }
  const spec: SpecShape = {
    kind: 'function',
    functions: given?.functions ?? [],
    parameters,
    isComplete,
    modifiers: given?.modifiers ?? [],
    tags: {},
    ...(given?.output && { output: given.output }),
  }
  return oneNode(spec)
}

export function bind(call: ModifierCall): Shape {
  const node = onlyNode(call.shape(0))
  if (!node) return UNKNOWN
  const { bound, isComplete } = rebindingsOf(call.argument(1), call.evaluation)
  const changed = bindNode(node, bound)
  return {
    kind: 'nodes',
    nodes: [isComplete ? changed : mapSpecs(changed, (spec) => ({ ...spec, isComplete: false }))],
  }
}
