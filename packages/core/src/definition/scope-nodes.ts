// Puts nodes into a namespace: their own names, and the names that they read.

import { bindParameters, type Rebindings } from './bind-parameters.ts'
import { mapSpecs, type NodeDefinition } from './definition.ts'
import type { NamedDefinition } from './expand-module.ts'
import type { NodeSpec, Parameter } from './node-spec.ts'

export interface Scope {
  /** Names of the nodes inside. */
  readonly inside: ReadonlySet<string>
  /** Where other names come from. */
  readonly bound: Rebindings
  /** Names that are read outside as they are. What is in none of the three is never read: its default holds. */
  readonly shared: ReadonlySet<string>
}

/** The node as part of an export: under the export's name and a dot. */
export function scopeNode(node: NamedDefinition, scope: Scope): NodeDefinition {
  const { module, exportPath } = node
  const [scoped] = mapSpecs([node], (spec) => ({
    ...scopeSpec(spec, scope),
    // Of nested namespaces the innermost module is the one in which it was written.
    place: spec.place ?? { module, exportPath },
  }))
  const { cases, otherwise, rules } = scoped!
  return { name: `&.${node.name}`, cases, otherwise, rules }
}

function scopeSpec(spec: NodeSpec, { inside, bound, shared }: Scope): NodeSpec {
  const parameters = spec.parameters.flatMap((parameter): Parameter | Parameter[] => {
    const { binding } = parameter
    if (!('name' in binding)) return parameter
    const { name } = binding
    if (inside.has(name)) return { ...parameter, binding: { name: `&.${name}` } }
    if (shared.has(name) || Object.hasOwn(bound, name)) return parameter
    return []
  })
  return bindParameters({ ...spec, parameters }, bound)
}
