// The part of a graph that the asked outputs need, in slots: what the executor runs.

import type { NodeSpec } from '../definition/node-spec.ts'
import { coreIssue } from '../errors/catalogue.ts'
import type { Issue } from '../errors/issue.ts'
import type { Graph, LinkedNode } from '../graph/graph.ts'
import { orderFrom } from '../graph/order.ts'
import type { AnyFunction } from '../typing/node-function.ts'
import { createArguments, type Arguments } from './arguments.ts'
import type { StepCall } from './layer.ts'

/** One node of the plan. Slots index the values of a run. */
export class PlanStep {
  readonly node: LinkedNode
  readonly name: string
  /** Where its value goes. */
  readonly slot: number
  readonly fn: AnyFunction
  /** The function with its layers around it; absent when there are none. */
  readonly call: StepCall | undefined
  readonly readsContext: boolean
  /** Properties of the argument that are read from slots, and those slots. */
  readonly keys: readonly string[]
  readonly sources: readonly number[]
  /** The same slots, each once. */
  readonly reads: readonly number[]
  /** Properties with constant values. */
  readonly constants: readonly (readonly [key: string, value: unknown])[]
  /** The argument object of every run, constants filled in; absent when each call needs its own. */
  readonly reusable: Arguments | undefined
  /** Slots that nobody needs once this step, in the order of the plan, is done. */
  readonly lastUses: number[] = []
  /** Steps that read this one, by index. */
  readonly readers: number[] = []
  /** How many distinct steps it reads. */
  waitsFor = 0

  constructor(node: LinkedNode, spec: NodeSpec, slotOf: (name: string) => number) {
    const keys: string[] = []
    const sources: number[] = []
    const constants: [string, unknown][] = []
    for (const { key, binding } of spec.parameters) {
      if ('name' in binding) {
        keys.push(key)
        sources.push(slotOf(binding.name))
      } else constants.push([key, binding.constant])
    }
    this.node = node
    this.name = node.name
    this.slot = slotOf(node.name)
    this.fn = spec.fn
    this.call = spec.layers.length > 0 ? layeredCall(spec) : undefined
    this.readsContext = spec.readsContext
    this.keys = keys
    this.sources = sources
    this.reads = sources.every((source, index) => sources.indexOf(source) === index) ? sources : [...new Set(sources)]
    this.constants = constants
    this.reusable = undefined
    if (spec.reusable) {
      this.reusable = createArguments()
      for (const key of keys) this.reusable[key] = undefined
      for (const [key, value] of constants) this.reusable[key] = value
    }
  }
}

function layeredCall(spec: NodeSpec): StepCall {
  const { fn, readsContext } = spec
  const innermost: StepCall = (args, scope) => {
    return readsContext ? fn(args, scope) : fn(args)
  }
  return spec.layers.reduce((call, layer) => layer.around(call), innermost)
}

export interface Plan {
  readonly steps: readonly PlanStep[]
  readonly slots: number
  /** Inputs that a step reads; required when a reader cannot do without. */
  readonly inputs: readonly { readonly name: string; readonly slot: number; readonly required: boolean }[]
  /** Values of the flow: overrides and configuration. */
  readonly given: readonly { readonly name: string; readonly slot: number }[]
  /** Names by slot, in the order in which they were asked for. */
  readonly outputs: ReadonlyMap<number, string>
  /** How many steps and outputs need each slot. */
  readonly uses: Int32Array
  /** By step: how many distinct steps it reads. */
  readonly waits: Int32Array
  /** A layer of some step waits for time to pass. */
  readonly needsTime: boolean
  /** Why this plan cannot run, whatever the inputs. */
  readonly issues: readonly Issue[]
}

/**
 * Plans the outputs: depth first, each node after all that it needs, so that values are used soon after they are made.
 *
 * @complexity O(planned nodes + their edges); iterative, so depth does not matter
 */
export function createPlan(graph: Graph, outputs: readonly string[]): Plan {
  const issues = unknownOutputs(graph, outputs)
  const order = issues.length > 0 ? [] : orderFrom(graph, outputs)
  const slots = new Map<string, number>()
  const slotOf = (name: string): number => {
    let slot = slots.get(name)
    if (slot === undefined) slots.set(name, (slot = slots.size))
    return slot
  }
  const given: { name: string; slot: number }[] = []
  const required = new Map<string, boolean>()
  const steps: PlanStep[] = []
  /** By slot: the step that fills it, for slots of steps. */
  const stepOf: (number | undefined)[] = []
  for (const node of order) {
    if (node.undecided) issues.push(node.undecided.issue(node.name, node.source))
    else if (!node.spec) given.push({ name: node.name, slot: slotOf(node.name) })
    else {
      const step = new PlanStep(node, node.spec, slotOf)
      stepOf[step.slot] = steps.length
      for (const slot of step.reads) {
        const read = stepOf[slot]
        if (read === undefined) continue
        steps[read]!.readers.push(steps.length)
        step.waitsFor++
      }
      for (const { name, optional } of node.dependencies) {
        if (!graph.nodes.has(name)) required.set(name, !optional || required.get(name) === true)
      }
      steps.push(step)
    }
  }
  steps.find((step) => step.node.spec!.reach?.arrange)?.node.spec!.reach!.arrange!(steps)
  const inputs = [...required].map(([name, isRequired]) => ({ name, slot: slotOf(name), required: isRequired }))
  for (const name of new Set(outputs)) {
    const { spec, source } = graph.nodes.get(name) ?? {}
    const refusal = spec?.reach?.refuseAsOutput?.(name, source!)
    if (refusal) issues.push(refusal)
  }
  const asked = new Map(outputs.filter((name) => slots.has(name)).map((name) => [slotOf(name), name]))
  const uses = countUses(steps, slots.size, asked.keys())
  for (const { node, slot, readers } of steps) {
    if (!node.spec!.isStream) continue
    const names = readers.flatMap((index) => {
      const { name, sources, node: reader } = steps[index]!
      const reads = sources.filter((one) => one === slot).map(() => name)
      const isTriedAgain = reader.spec!.layers.some((layer) => layer.policy?.retry)
      // A resource that is opened late waits for what it does not read.
      return isTriedAgain && reads[0] ? [...reads, `${name} again`] : reads
    })
    if (asked.has(slot)) names.push('the caller')
    const subject = { node: node.name, source: node.source }
    if (names.length > 1) {
      issues.push(coreIssue('graph/shared-stream', { node: node.name, readers: names }, { subject }))
    }
  }
  return {
    steps,
    slots: slots.size,
    inputs,
    given,
    outputs: asked,
    uses,
    waits: Int32Array.from(steps, (step) => step.waitsFor),
    needsTime: steps.some(({ node: { spec } }) => spec!.isStream || spec!.layers.some((layer) => layer.needsTime)),
    issues,
  }
}

/** Counts who needs each slot, and notes at each step which slots it is the last to need. */
function countUses(steps: readonly PlanStep[], slots: number, kept: Iterable<number>): Int32Array {
  const uses = new Int32Array(slots)
  const lastUser = new Int32Array(slots).fill(-1)
  for (const [index, step] of steps.entries()) {
    for (const slot of step.reads) {
      uses[slot]!++
      lastUser[slot] = index
    }
  }
  for (const slot of kept) {
    uses[slot]!++
    lastUser[slot] = -1
  }
  for (const [slot, index] of lastUser.entries()) if (index >= 0) steps[index]!.lastUses.push(slot)
  return uses
}

function unknownOutputs(graph: Graph, outputs: readonly string[]): Issue[] {
  const unknown = [...new Set(outputs)].filter((name) => !graph.nodes.has(name))
  const known = unknown.length > 0 ? [...graph.nodes.keys()] : []
  return unknown.map((name) => {
    const notANode = graph.others.get(name)
    const isInput = graph.isInput(name)
    return coreIssue('graph/unknown-output', {
      name,
      known,
      ...(notANode && { notANode }),
      ...(isInput && { isInput }),
    })
  })
}
