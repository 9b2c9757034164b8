// `each`: a function or a flow for each item of a node.

import type { ModifierCall } from '../evaluation.ts'
import { insideFlow } from '../flow-nodes.ts'
import type { NamedNode } from '../naming.ts'
import { insideOf, placeOf, type Place } from '../place.ts'
import {
  implementationsOf,
  oneNode,
  onlySpec,
  openSpec,
  type ParameterShape,
  type Shape,
  type SpecShape,
} from '../shape.ts'
import { followToObject, propertiesOf, valueOf } from '../written-value.ts'
import { optionOf } from './conditions.ts'

export function each(call: ModifierCall): Shape {
  const { mapped, isComplete } = mappedNames(call)
  const worker = workerOf(call)
  const isMapped = new Set(mapped.map((one) => one.name))
  const shared = worker.parameters.filter(({ reads }) => reads !== undefined && !isMapped.has(reads))
  const items = mapped.map(({ name, source, place }): ParameterShape => {
    const taken = worker.parameters.find(({ reads }) => reads === name)
    const { local, documentation } = taken ?? {}
    return {
      key: name,
      reads: source,
      optional: false,
      mentions: [place],
      ...(local !== undefined && { local }),
      ...(documentation !== undefined && { documentation }),
    }
  })
  return oneNode({
    ...worker,
    kind: 'each',
    parameters: [...items, ...shared.map((one) => ({ ...one, key: one.reads! }))],
    isComplete: worker.isComplete && isComplete,
    output: undefined,
  })
}

interface Mapped {
  /** That the function reads. */
  readonly name: string
  /** The node that gives the items. */
  readonly source: string
  readonly place: Place
}

function mappedNames(call: ModifierCall): { mapped: readonly Mapped[]; isComplete: boolean } {
  const argument = call.argument(0)
  const object = argument && followToObject(argument, call.scope)
  if (!object) return { mapped: [], isComplete: false }
  const all = propertiesOf(object, call.scope)
  let { isComplete } = all
  const mapped = all.properties.flatMap((one): Mapped | Mapped[] => {
    const source = valueOf(one, call.scope)?.value
    if (typeof source !== 'string') {
      isComplete = false
      return []
    }
    const place = placeOf(one.file, one.expression)
    return { name: one.name, source, place: one.expression.type === 'Literal' ? insideOf(place) : place }
  })
  return { mapped, isComplete }
}

/** What is done with one item. */
function workerOf(call: ModifierCall): SpecShape {
  const shape = call.shape(1)
  if (shape.kind === 'nodes') return onlySpec(shape) ?? openSpec('each', [])
  const worker = call.argument(1)
  const options = call.argument(2)
  const output = options && optionOf(call, options, 'output')
  const inner = worker && insideFlow(worker, call.evaluation)
  if (!inner || typeof output !== 'string') return openSpec('each', [])
  const { parameters, isComplete } = inputsFor(inner.nodes, output)
  return { ...openSpec('each', []), parameters, isComplete: inner.isComplete && isComplete }
}

/** What an output of a flow needs from outside. */
function inputsFor(
  nodes: readonly NamedNode[],
  output: string,
): { parameters: readonly ParameterShape[]; isComplete: boolean } {
  const byName = new Map(nodes.map((node) => [node.name, node]))
  const inputs = new Map<string, ParameterShape>()
  const planned = new Set([output])
  let isComplete = byName.has(output)
  for (const name of planned) {
    for (const spec of byName.get(name) ? implementationsOf(byName.get(name)!) : []) {
      isComplete &&= spec.isComplete
      for (const parameter of spec.parameters) {
        const { reads } = parameter
        if (reads === undefined) continue
        if (byName.has(reads)) planned.add(reads)
        else {
          const before = inputs.get(reads)
          const optional = parameter.optional && before?.optional !== false
          inputs.set(reads, { ...parameter, key: reads, optional })
        }
      }
    }
  }
  return { parameters: [...inputs.values()], isComplete }
}
