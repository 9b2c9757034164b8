// From the exports of a module to named node definitions.

import { definitionOf, type NodeDefinition } from './definition.ts'
import type { NodeSpec, Parameter } from './node-spec.ts'

/** A node definition that has its name and its place. */
export interface NamedDefinition extends NodeDefinition {
  readonly module: object
  /** Index of the module among those given. */
  readonly moduleIndex: number
  readonly exportPath: string
}

/** Why an export is not a node; `off` when a configuration says so. */
export type NotANode = 'private' | 'default' | 'class' | 'value' | 'off'

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
    // Node names the default of a CommonJS module a second time.
    const isDefault = exportPath === 'default' || exportPath === 'module.exports'
    if (isDefault || exportPath.startsWith('_')) {
      others.set(exportPath, isDefault ? 'default' : 'private')
      continue
    }
    const definitions = definitionOf(value)
    if (definitions === undefined) others.set(exportPath, typeof value === 'function' ? 'class' : 'value')
    else {
      for (const definition of definitions) {
        nodes.push(nameDefinition(definition, module, moduleIndex, exportPath))
      }
    }
  }
  return { nodes, others }
}

function nameDefinition(
  { name, cases, otherwise, rules }: NodeDefinition,
  module: object,
  moduleIndex: number,
  exportPath: string,
): NamedDefinition {
  return {
    name: substituteOwn(name, exportPath),
    cases: cases.length === 0 ? cases : cases.map((one) => ({ ...one, spec: nameSpec(one.spec, exportPath) })),
    otherwise: otherwise && nameSpec(otherwise, exportPath),
    rules,
    module,
    moduleIndex,
    exportPath,
  }
}

function substituteOwn(name: string, own: string): string {
  return name.startsWith('&') ? own + name.slice(1) : name
}

function nameSpec(spec: NodeSpec, own: string): NodeSpec {
  if (!spec.parameters.some(({ binding }) => 'name' in binding && binding.name.startsWith('&'))) return spec
  const parameters = spec.parameters.map((parameter): Parameter => {
    const { binding } = parameter
    return 'name' in binding ? { ...parameter, binding: { name: substituteOwn(binding.name, own) } } : parameter
  })
  return { ...spec, parameters }
}
