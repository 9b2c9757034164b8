// From named definitions and a configuration to a graph, with every problem collected.

import type { CheckSetting } from '../checks/setting.ts'
import { implementationsOf } from '../definition/definition.ts'
import type { ExpandedModule, NamedDefinition, NotANode } from '../definition/expand-module.ts'
import { withLayer, type NodeSpec } from '../definition/node-spec.ts'
import { coreIssue } from '../errors/catalogue.ts'
import type { Issue, SourceReference } from '../errors/issue.ts'
import type { ConfigValue } from '../flow/node-info.ts'
import type { Policy } from '../flow/policy.ts'
import { retryLayer } from '../modifiers/retry.ts'
import { timeoutLayer } from '../modifiers/timeout.ts'
import type { Decision, VariantRules } from './decide.ts'
import { dependenciesOf } from './dependencies-of.ts'
import { findCycles } from './find-cycles.ts'
import { Graph, sortByName, type LinkedNode } from './graph.ts'

export type Config = Readonly<Record<string, ConfigValue>>
export type Policies = Readonly<Record<string, Policy>>

/** Links modules under a configuration. The graph is complete even when there are issues: names still resolve. */
export function link(
  modules: readonly ExpandedModule[],
  config: Config = {},
  policies: Policies = {},
  checks?: CheckSetting,
): { graph: Graph; issues: Issue[] } {
  const issues: Issue[] = []
  const definitions = new Map<string, NamedDefinition>()
  const others = new Map<string, NotANode>()
  const twice = new Map<string, NamedDefinition[]>()
  for (const module of modules) {
    for (const [name, why] of module.others) others.set(name, why)
    for (const definition of module.nodes) {
      const first = definitions.get(definition.name)
      if (!first) definitions.set(definition.name, definition)
      else twice.set(definition.name, [...(twice.get(definition.name) ?? [first]), definition])
      for (const spec of implementationsOf(definition)) {
        for (const problem of spec.problems) {
          const node = definition.name
          const place = { subject: { source: sourceOf(definition, spec) } }
          const isMade = 'issue' in problem
          issues.push(isMade ? problem.issue(node, place) : coreIssue(problem.code, { node, ...problem.facts }, place))
        }
      }
    }
  }
  for (const [name, exports] of twice) issues.push(duplicate(name, exports))

  const nodes = new Map<string, LinkedNode>()
  let rules: VariantRules | undefined
  for (const [name, definition] of definitions) {
    rules ??= definition.rules
    const decision = definition.rules?.decide(definition, config) ?? { spec: definition.otherwise! }
    if (decision === 'absent') {
      others.set(name, 'off')
      continue
    }
    nodes.set(name, linkNode(definition, decision, policies[name], checks))
  }
  const keys = rules?.configOf(definitions.values(), config) ?? []
  for (const info of keys) {
    const node = definitions.get(info.key)
    if (node) issues.push(rules!.refuseNode(info, sourceOf(node)))
    else if ('chosen' in info) nodes.set(info.key, rules!.nodeOf(info))
  }
  const graph = new Graph(sortByName(nodes), keys, others, rules)
  for (const cycle of findCycles(graph)) issues.push(cycleIssue(graph, cycle))
  return { graph, issues }
}

function linkNode(
  definition: NamedDefinition,
  decision: Exclude<Decision, 'absent'>,
  policy?: Policy,
  checks?: CheckSetting,
): LinkedNode {
  const { name, moduleIndex, exportPath } = definition
  if ('undecided' in decision) {
    const { specs, undecided, dependencies } = decision
    const source = sourceOf(definition, specs[0])
    return { name, kind: 'variants', undecided, dependencies, moduleIndex, exportPath, source }
  }
  const spec = withPolicy(decision.spec, name, policy, checks)
  const source = sourceOf(definition, spec)
  const { kind } = spec.reach ?? spec
  return { name, kind, spec, dependencies: dependenciesOf(spec), moduleIndex, exportPath, source }
}

/**
 * A policy from outside stands around what the modifiers made: each attempt is limited, then tried again. What it says
 * about checks comes before what the flow says.
 */
export function withPolicy(spec: NodeSpec, name: string, policy: Policy = {}, checks?: CheckSetting): NodeSpec {
  let changed = spec
  if (checks ?? policy.checks) {
    const settings = [checks, policy.checks]
    changed = { ...spec, layers: spec.layers.flatMap((layer) => layer.withChecks?.(settings, name) ?? layer) }
  }
  if (policy.timeout !== undefined) changed = withLayer(changed, timeoutLayer(policy.timeout))
  if (policy.retry !== undefined) changed = withLayer(changed, retryLayer(policy.retry))
  if (policy.cache) {
    const cache = { mode: 'default', ...policy.cache } as const
    changed = withLayer(changed, { policy: { cache }, needsTime: false, around: (next) => next })
  }
  return policy.tags ? { ...changed, tags: { ...changed.tags, ...policy.tags } } : changed
}

function duplicate(name: string, definitions: readonly NamedDefinition[]): Issue {
  const sources = definitions.map((one) => sourceOf(one))
  const exports = definitions.map((one, at) => `export "${sources[at]!.exportPath}" of module ${one.moduleIndex + 1}`)
  const related = exports.map((label, at) => ({ label, source: sources[at]! }))
  return coreIssue('graph/duplicate-node', { name, exports }, { subject: { node: name }, related })
}

function cycleIssue(graph: Graph, cycle: readonly string[]): Issue {
  const related = cycle.map((name) => ({ label: name, source: graph.nodes.get(name)!.source }))
  return coreIssue('graph/cycle', { cycle }, { subject: { node: cycle[0]! }, related })
}

function sourceOf(definition: NamedDefinition, spec?: NodeSpec): SourceReference {
  const { module, exportPath, cases, otherwise } = definition
  const { fn, written = fn, place } = spec ?? otherwise ?? cases[0]!.spec
  return { module, exportPath, ...(place && { ...place, flowModule: module }), fn: written }
}
