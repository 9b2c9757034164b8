// `pipe`: one value in named steps, each a node.

import { documentationBefore } from '../doc-comments.ts'
import type { ModifierCall } from '../evaluation.ts'
import type { FunctionFacts } from '../function-facts.ts'
import { placeOf } from '../place.ts'
import {
  mapSpecs,
  onlyNode,
  openSpec,
  specOfFunction,
  type NodeShape,
  type ParameterShape,
  type Shape,
  type SpecShape,
} from '../shape.ts'
import { followToObject, propertiesOf } from '../written-value.ts'

export function pipe(call: ModifierCall): Shape {
  const raw: NodeShape = onlyNode(call.shape(0)) ?? { name: '&', cases: [], otherwise: openSpec('function', []) }
  const functions = (raw.otherwise ?? raw.cases[0]?.spec)?.functions ?? []
  const nodes: NodeShape[] = [{ ...raw, name: '&.raw' }]
  let before = '&.raw'
  let isComplete = call.isPlain
  for (const index of call.call.arguments.keys()) {
    const argument = index > 0 ? call.argument(index) : undefined
    const object = argument && followToObject(argument, call.scope)
    const all = object && propertiesOf(object, call.scope)
    if (index === 0) continue
    const [property] = all?.properties ?? []
    if (!property || !all!.isComplete) {
      isComplete = false
      continue
    }
    const step = onlyNode(call.evaluation.shapeOf(property))
    const documentation = documentationBefore(property.file, property.start)
    const name = `&.${property.name}`
    nodes.push({
      ...stepNode(call, step ?? { name: '&', cases: [], otherwise: openSpec('function', []) }, before),
      name,
      place: placeOf(property.file, property.key),
      ...(documentation && { documentation }),
    })
    before = name
  }
  const last: SpecShape = { ...passOn(before, functions), isComplete }
  nodes.push({ name: '&', cases: [], otherwise: last })
  const unnamed: NodeShape = { name: '&.*', cases: [], otherwise: openSpec('piped', []) }
  return { kind: 'nodes', nodes, ...(!isComplete && { unnamed }) }
}

function stepNode(call: ModifierCall, step: NodeShape, before: string): NodeShape {
  const changed = mapSpecs(step, (spec) => stepSpec(call, spec, before))
  const [first] = changed.cases
  return { ...changed, otherwise: changed.otherwise ?? passOn(before, first?.spec.functions ?? []) }
}

/** A step takes the value first, and its dependencies behind it. */
function stepSpec(call: ModifierCall, spec: SpecShape, before: string): SpecShape {
  const facts: FunctionFacts | undefined = spec.functions[0] && call.evaluation.asStep(spec.functions[0])
  const kind = spec.kind === 'function' ? 'piped' : spec.kind
  if (!facts) {
    return { ...spec, kind, parameters: [valueFrom(before)], isComplete: false, problem: undefined, output: undefined }
  }
  const { parameters, isComplete, problem, output } = specOfFunction(facts)
  return {
    ...spec,
    kind,
    functions: [facts],
    parameters: isComplete ? [valueFrom(before), ...parameters] : [],
    isComplete,
    problem,
    output,
  }
}

/** A node that is the value of another. */
function passOn(before: string, functions: SpecShape['functions']): SpecShape {
  return { kind: 'piped', functions, parameters: [valueFrom(before)], isComplete: true, modifiers: [], tags: {} }
}

function valueFrom(before: string): ParameterShape {
  return { key: '&', reads: before, optional: false, mentions: [] }
}
