// A flow at run time: a graph, what was given to it, and what can be asked of it.

import type { CheckSetting } from '../checks/setting.ts'
import { definitionOf } from '../definition/definition.ts'
import { expandModule, type ExpandedModule } from '../definition/expand-module.ts'
import { coreIssue } from '../errors/catalogue.ts'
import { expectOption } from '../errors/expect-option.ts'
import type { Issue, OriginResolver } from '../errors/issue.ts'
import { throwIfAny } from '../errors/throughline-error.ts'
import { executePlan, iteratePlan, settlePlan } from '../execute/execute.ts'
import type { Hooks } from '../execute/hooks.ts'
import { createPlan, type Plan } from '../execute/plan.ts'
import type { Graph } from '../graph/graph.ts'
import { assertKnown, downstream, pathBetween, requiredInputs, upstream } from '../graph/lineage.ts'
import { link, type Config, type Policies } from '../graph/link.ts'
import { graphToJson } from '../graph/to-json.ts'
import { checkConfiguration } from './check-configuration.ts'
import { checkInputs } from './check-inputs.ts'
import { describeInputs, describeNode } from '../graph/describe.ts'
import { brandFlow, isFlow } from './flow-brand.ts'
import type { FlowOptions, UntypedFlow, UntypedRunOptions } from './flow.ts'
import type { NodeInfo } from './node-info.ts'

const MOST_PLANS = 64

interface FlowState {
  readonly modules: readonly ExpandedModule[]
  readonly config: Config
  readonly policies: Policies
  readonly checks?: CheckSetting | undefined
  readonly given: Readonly<Record<string, unknown>>
  readonly name?: string | undefined
  readonly hooks: readonly Hooks[]
  readonly origins?: OriginResolver | undefined
  /** Linked from modules, configuration and policies; values that were given are not in it yet. */
  readonly linked: Graph
}

/** @throws {ThroughlineError} with everything that is wrong with the modules */
export function createFlow(modules: readonly unknown[]): UntypedFlow {
  throwIfAny(modules.flatMap((module, index) => checkModule(module, index + 1)))
  const expanded = (modules as readonly object[]).map(expandModule)
  const { graph, issues } = link(expanded)
  // Nodes that a configuration switches off are nodes.
  const isEmpty = expanded.every((one) => one.nodes.length === 0)
  if (issues.length === 0 && isEmpty) issues.push(coreIssue('graph/no-nodes', {}))
  throwIfAny(issues)
  return flowFrom({ modules: expanded, config: {}, policies: {}, given: {}, hooks: [], linked: graph })
}

interface Planned {
  readonly outputs: readonly string[]
  readonly plan: Plan
}

/** Plans by graph: graphs are shared between flows that differ only in hooks, names or given values. */
const PLANS = new WeakMap<Graph, Planned[]>()

function planFor(graph: Graph, outputs: readonly string[]): Plan {
  let plans = PLANS.get(graph)
  if (!plans) PLANS.set(graph, (plans = []))
  for (const known of plans) {
    if (known.outputs.length === outputs.length && known.outputs.every((name, at) => name === outputs[at])) {
      return known.plan
    }
  }
  const plan = createPlan(graph, outputs)
  if (plans.length >= MOST_PLANS) plans.pop()
  plans.unshift({ outputs: [...outputs], plan })
  return plan
}

function flowFrom(state: FlowState): UntypedFlow {
  const { linked, given } = state
  const configured: Readonly<Record<string, unknown>> = state.config
  const values = { ...configured, ...given }
  const graph = linked.withGiven(Object.keys(given))
  let nodes: readonly NodeInfo[] | undefined

  const prepare = (outputs: readonly string[], inputs: Readonly<Record<string, unknown>> = {}) => {
    const plan = planFor(graph, assertNames(outputs))
    return { plan, ...checkInputs(graph, plan, inputs, values) }
  }
  const setting = { hooks: state.hooks, flowName: state.name, graph }
  const start = <Started>(
    run: (plan: Plan, slots: unknown[], options: UntypedRunOptions, given: typeof setting) => Started,
    outputs: readonly string[],
    options: UntypedRunOptions = {},
  ): Started => {
    const { plan, slots, issues } = prepare(outputs, options.inputs)
    throwIfAny(issues)
    return run(plan, slots, options, setting)
  }
  const relink = (change: Partial<FlowState>): UntypedFlow => {
    const next = { ...state, ...change }
    const { graph: relinked, issues } = link(next.modules, next.config, next.policies, next.checks)
    throwIfAny(issues)
    return flowFrom({ ...next, linked: relinked })
  }

  const flow: Members = {
    name: state.name,
    get nodes() {
      return (nodes ??= [...graph.nodes.values()].map((node) => describeNode(node, state.origins)))
    },
    get inputs() {
      return describeInputs(graph)
    },
    config: linked.config,

    execute: async (outputs, options) => start(executePlan, outputs, options),
    settle: async (outputs, options) => start(settlePlan, outputs, options),
    iterate: (outputs, options) => start(iteratePlan, outputs, options),

    override: (overrides) => {
      assertKnown(graph, Object.keys(overrides), 'graph/unknown-override')
      return flowFrom({ ...state, given: { ...given, ...overrides } })
    },
    configure: (config) => {
      throwIfAny(checkConfiguration(linked, config))
      return relink({ config: { ...state.config, ...(config as Config) } })
    },
    replace: (module) => {
      throwIfAny(checkModule(module, 0))
      const replacement = expandModule(module, state.modules.length)
      const names = replacement.nodes.map((node) => node.name)
      const written = state.modules.flatMap((one) => one.nodes.map((node) => node.name))
      const known = new Set([...written, ...Object.keys(values)].sort())
      if (!names.some((name) => known.has(name))) {
        throwIfAny([coreIssue('graph/replaces-nothing', { names, known: [...known] })])
      }
      const isKept = (node: { readonly name: string }): boolean => !names.includes(node.name)
      const kept = state.modules.map((one) => ({ ...one, nodes: one.nodes.filter(isKept) }))
      const stillGiven = Object.fromEntries(Object.entries(given).filter(([name]) => !names.includes(name)))
      return relink({ modules: [...kept, replacement], given: stillGiven })
    },
    with: (options: FlowOptions) => {
      const { policies = {}, hooks = [], cache } = options
      assertNodes(graph, Object.keys(policies))
      const { name = state.name, origins = state.origins, checks = state.checks } = options
      const next = { ...state, name, origins, checks, hooks: [...(cache ? [cache] : []), ...state.hooks, ...hooks] }
      if (Object.keys(policies).length === 0 && checks === state.checks) return flowFrom(next)
      return relink({ ...next, policies: mergePolicies(state.policies, policies as Policies) })
    },
    loose: () => flow as UntypedFlow,

    validate: (outputs, { inputs } = {}) => [...prepare(outputs, inputs).issues],
    required: (outputs) => requiredInputs(graph, assertNames(outputs)),
    upstream: (name) => upstream(graph, name),
    downstream: (name) => downstream(graph, name),
    path: (from, to) => pathBetween(graph, from, to),
    select: (what) => {
      const accepts = typeof what === 'function' ? what : (node: NodeInfo) => hasTags(node, what.tag)
      return flow.nodes.filter(accepts).map((node) => node.name)
    },
    toJSON: () => graphToJson(graph),
  }
  return Object.freeze(brandFlow(flow, { ...state, graph })) as UntypedFlow
}

/** All of a flow but the property that exists for the compiler only. */
type Members = { [Key in keyof UntypedFlow as Key extends string ? Key : never]: UntypedFlow[Key] }

function mergePolicies(before: Policies, added: Policies): Policies {
  const merged = new Map(Object.entries(before))
  for (const [name, policy] of Object.entries(added)) {
    const known = merged.get(name)
    merged.set(name, { ...known, ...policy, tags: { ...known?.tags, ...policy.tags } })
  }
  return Object.fromEntries(merged)
}

function hasTags(node: NodeInfo, tag: string | Readonly<Record<string, string>>): boolean {
  if (typeof tag === 'string') return Object.hasOwn(node.tags, tag)
  return Object.entries(tag).every(([key, value]) => node.tags[key] === value)
}

function checkModule(module: unknown, position: number): Issue[] {
  const found = whatInstead(module)
  return found === undefined ? [] : [coreIssue('graph/not-a-module', { position, found })]
}

function whatInstead(module: unknown): string | undefined {
  if (module === null || module === undefined) return String(module)
  if (Array.isArray(module)) return 'an array'
  if (typeof module !== 'object') return `a ${typeof module}`
  if (isFlow(module)) return 'a flow'
  return definitionOf(module) && 'a group of nodes'
}

/** A name alone is iterable as well: without this, each of its letters would be an unknown output. */
function assertNames(outputs: readonly unknown[]): readonly string[] {
  expectOption(Array.isArray(outputs), undefined, 'outputs', outputs, 'a list of names')
  const wrong = outputs.findIndex((one) => typeof one !== 'string')
  expectOption(wrong < 0, undefined, `outputs[${wrong}]`, outputs[wrong], 'a name')
  return outputs as readonly string[]
}

/** A policy needs a node: an input has nothing to run. */
function assertNodes(graph: Graph, names: readonly string[]): void {
  const known = [...graph.nodes.keys()]
  const unknown = names.filter((name) => !graph.nodes.has(name))
  throwIfAny(unknown.map((name) => coreIssue('graph/unknown-node', { name, known, isInput: graph.isInput(name) })))
}
