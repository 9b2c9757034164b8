// From what an export stands for to nodes with names.

import { documentationBefore } from './doc-comments.ts'
import type { EvaluatedExport } from './evaluation.ts'
import { placeOf, type Place } from './place.ts'
import { mapSpecs, type NodeShape, type ParameterShape } from './shape.ts'
import type { Documentation } from './documentation.ts'

/** A node that has its name and a place. */
export interface NamedNode extends NodeShape {
  readonly place: Place
  readonly exportPath: string
}

/** Names that no export can stand for: what begins so is none to a flow. */
export function isPrivate(name: string): boolean {
  return name === 'default' || name === 'module.exports' || name.startsWith('_')
}

/** The node with the name of its export, which is also its place when it has none of its own. */
export function nameNode(node: NodeShape, exportPath: string, place: Place): NamedNode {
  const own = (parameter: ParameterShape): ParameterShape => {
    const { reads } = parameter
    return reads?.startsWith('&') ? { ...parameter, reads: exportPath + reads.slice(1) } : parameter
  }
  const readsOwn = ({ reads }: ParameterShape): boolean => reads?.startsWith('&') === true
  const named = mapSpecs(node, (spec) =>
    spec.parameters.some(readsOwn) ? { ...spec, parameters: spec.parameters.map(own) } : spec,
  )
  const { name } = node
  return {
    ...named,
    name: name.startsWith('&') ? exportPath + name.slice(1) : name,
    place: node.place ?? place,
    exportPath,
  }
}

/** Where an export is declared, and its doc comment; where the module says so when that cannot be followed. */
export function declarationOf({ target, file, place }: EvaluatedExport): {
  readonly place: Place
  readonly documentation?: Documentation
} {
  if (target.kind !== 'declaration') return { place: placeOf(file, place) }
  const { declaration } = target
  const documentation = documentationBefore(target.file, declaration.statement.start)
  return { place: placeOf(target.file, declaration.binding), ...(documentation && { documentation }) }
}
