// `resource`, `loaded` and `saved`: nodes that reach outside of a run.

import type { ModifierCall } from '../evaluation.ts'
import {
  mapNodes,
  mapSpecs,
  oneNode,
  onlyNode,
  onlySpec,
  openSpec,
  type NodeShape,
  type ParameterShape,
  type Shape,
  type SpecShape,
} from '../shape.ts'
import { optionOf } from './conditions.ts'

export function resource(call: ModifierCall): Shape {
  const shape = call.shape(0)
  const node = onlyNode(shape)
  if (shape.kind !== 'nodes' || !node) return shape
  return mapNodes(shape, (one) => mapSpecs(one, (spec) => ({ ...spec, reach: 'resource' })))
}

/** The value is what the source reads: the type of the function says nothing about it. */
export function loaded(call: ModifierCall): Shape {
  return oneNode({ ...giver(call, 0), reach: 'source', output: undefined })
}

export function saved(call: ModifierCall): Shape {
  const given = call.shape(0)
  const shape = given.kind === 'nodes' ? given : oneNode(openSpec('function', []))
  const whole = shape.nodes.find((one) => one.name === '&')
  if (!whole) return shape
  const options = call.argument(2)
  const as = options === undefined ? 'saved' : optionOf(call, options, 'as')
  const base = giver(call, 1)
  const value: ParameterShape = { key: '&', reads: '&', optional: false, mentions: [] }
  const writer: SpecShape = { ...base, parameters: [...base.parameters, value], reach: 'sink', output: undefined }
  const node: NodeShape = {
    ...mapSpecs(whole, ({ functions }) => ({ ...writer, functions })),
    name: typeof as === 'string' ? `&.${as}` : '&.*',
    place: undefined,
    documentation: undefined,
  }
  if (typeof as === 'string') return { ...shape, nodes: [...shape.nodes, node] }
  return { ...shape, unnamed: shape.unnamed ?? node }
}

/** What gives a source or a sink: a function of dependencies, or the thing itself. */
function giver(call: ModifierCall, index: number): SpecShape {
  const shape = call.shape(index)
  const spec = onlySpec(shape)
  if (spec) return spec
  return { ...openSpec('function', []), isComplete: shape.kind === 'value' }
}
