// From the exports of a module to named node definitions.

import { definitionOf, mapSpecs, type NodeDefinition } from './definition.ts'
import type { NodeSpec, Parameter } from './node-spec.ts'

/** A node definition that has its name and its place. */
export interface NamedDefinition extends NodeDefinition {
  readonly module: object
  /** Index of the module among those given. */
  readonly moduleIndex: number
  readonly exportPath: string
}

/** Why an export is not a node. */
export type NotANode = 'private' | 'default' | 'class' | 'value'

export interface ExpandedModule {
  readonly nodes: readonly NamedDefinition[]
  /** Exports that are not nodes, and why: told when a node asks for one of them. */
  readonly others: ReadonlyMap<string, NotANode>
}

/** Expands every export, sorted by name, so that the order of writing never means anything. */
export function expandModule(module: object, moduleIndex: number): ExpandedModule {
  const nodes: NamedDefinition[] = []
  const others = new Map<string, NotANode>()
  for (const exportPath of Object.keys(module).sort()) {
    const value = (module as Record<string, unknown>)[exportPath]
    const definitions = definitionOf(value)
    if (exportPath === 'default') others.set(exportPath, 'default')
    else if (exportPath.startsWith('_')) others.set(exportPath, 'private')
    else if (definitions === undefined) others.set(exportPath, typeof value === 'function' ? 'class' : 'value')
    else {
      for (const definition of definitions) {
        nodes.push({ ...nameDefinition(definition, exportPath), module, moduleIndex, exportPath })
      }
    }
  }
  return { nodes, others }
}

function nameDefinition(definition: NodeDefinition, own: string): NodeDefinition {
  const substitute = (name: string): string => (name.startsWith('&') ? own + name.slice(1) : name)
  const readsOwn = (parameter: Parameter): boolean => 'name' in parameter.binding && parameter.binding.name.startsWith('&')
  const nameSpec = (spec: NodeSpec): NodeSpec => {
    if (!spec.parameters.some(readsOwn)) return spec
    const parameters = spec.parameters.map(
      (parameter): Parameter =>
        'name' in parameter.binding
          ? { ...parameter, binding: { name: substitute(parameter.binding.name) } }
          : parameter,
    )
    return { ...spec, parameters }
  }
  const [named] = mapSpecs([definition], nameSpec)
  return { ...named!, name: substitute(definition.name) }
}
