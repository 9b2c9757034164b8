// What a subflow is made from: a module, or a flow with all that was changed in it.

import { decidePartly } from '../definition/decide-partly.ts'
import { definitionOf, mapSpecs } from '../definition/definition.ts'
import { expandModule, type NamedDefinition, type NotANode } from '../definition/expand-module.ts'
import { specOfNames } from '../definition/node-spec.ts'
import { expectOption } from '../errors/expect-option.ts'
import { isFlow, partsOf, type FlowParts } from '../flow/flow-brand.ts'
import type { AnyFlow, Flow } from '../flow/flow.ts'
import type { NodeKind } from '../flow/node-info.ts'
import { withPolicy, type Config } from '../graph/link.ts'
import type { NodesOf } from '../typing/module-nodes.ts'
import type { ResolvePartly } from '../typing/scoping.ts'

/** The nodes of a module, or those of a flow as they were written, under the configuration that it has. */
export type NodesInside<Inner> =
  Inner extends Flow<infer Module, infer Config, any, any, any>
    ? ResolvePartly<Module, Config>
    : Inner extends AnyFlow
      ? {}
      : NodesOf<Inner>

export interface InnerModule {
  readonly nodes: readonly NamedDefinition[]
  /** Exports that are not nodes, and why. */
  readonly others: ReadonlyMap<string, NotANode>
}

/** @throws {modifier/bad-option} when it is neither a module nor a flow, or has no nodes */
export function innerModule(inner: unknown): InnerModule {
  const isModule = typeof inner === 'object' && inner !== null && !Array.isArray(inner) && !definitionOf(inner)
  const found = isFlow(inner) ? fromParts(partsOf(inner)) : isModule && expandModule(inner, 0)
  const holds = found !== false && found.nodes.length > 0
  expectOption(holds, 'subflow', 'inner', inner, 'a module, an object of functions, or a flow')
  return found
}

function fromParts({ modules, given, config, policies, checks }: FlowParts): InnerModule {
  const written = modules.flatMap((module) => module.nodes).filter((node) => !Object.hasOwn(given, node.name))
  const nodes = written.map((node) => {
    const policy = Object.hasOwn(policies, node.name) ? policies[node.name] : undefined
    return { ...node, ...mapSpecs([node], (spec) => withPolicy(spec, node.name, policy, checks))[0] }
  })
  const values = Object.entries(given).map(([name, value]) => givenNode(name, value, 'override'))
  const others = new Map(modules.flatMap((module) => [...module.others]))
  return { nodes: configure([...nodes, ...values], config), others }
}

/** The nodes under a part of the configuration; its keys become nodes, unless there are such nodes already. */
export function configure(nodes: readonly NamedDefinition[], config: Config): NamedDefinition[] {
  const names = new Set(nodes.map((node) => node.name))
  const keys = Object.entries(config).filter(([key]) => !names.has(key))
  return [
    ...nodes.flatMap((node) => decidePartly(node, config) ?? []),
    ...keys.map(([key, value]) => givenNode(key, value, 'config')),
  ]
}

/** A node that is this value. */
function givenNode(name: string, value: unknown, kind: NodeKind): NamedDefinition {
  const otherwise = { ...specOfNames([], () => value), kind, readsContext: false }
  return { name, cases: [], otherwise, module: {}, moduleIndex: -1, exportPath: name }
}
