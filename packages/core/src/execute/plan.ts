// The part of a graph that the asked outputs need, in slots: what the executor runs.

import { coreIssue } from '../errors/catalogue.ts'
import type { Issue } from '../errors/issue.ts'
import type { Graph, LinkedNode } from '../graph/graph.ts'
import type { AnyFunction } from '../typing/node-function.ts'
import { createArguments, type Arguments } from './arguments.ts'
import type { StepCall } from './layer.ts'

/** One node of the plan. Slots index the values of a run. */
export interface PlanStep {
  readonly node: LinkedNode
  readonly name: string
  /** Where its value goes. */
  readonly slot: number
  readonly fn: AnyFunction
  /** The function with its layers around it; absent when there are none. */
  readonly call: StepCall | undefined
  readonly readsContext: boolean
  readonly isPositional: boolean
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
  readonly lastUses: readonly number[]
  /** Steps that read this one, by index. */
  readonly readers: readonly number[]
  /** How many distinct steps it reads. */
  readonly waitsFor: number
}

export interface Plan {
  readonly steps: readonly PlanStep[]
  readonly slots: number
  /** Inputs that a step reads; required when a reader cannot do without. */
  readonly inputs: readonly { readonly name: string; readonly slot: number; readonly required: boolean }[]
  /** Values of the flow: overrides and configuration. */
  readonly given: readonly { readonly name: string; readonly slot: number }[]
  readonly outputs: readonly { readonly name: string; readonly slot: number }[]
  /** How many steps and outputs need each slot. */
  readonly uses: Int32Array
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
  const order = issues.length > 0 ? [] : orderFor(graph, outputs)
  const slots = new Map<string, number>()
  const slotOf = (name: string): number => {
    let slot = slots.get(name)
    if (slot === undefined) slots.set(name, (slot = slots.size))
    return slot
  }
  const required = new Map<string, boolean>()
  const given: { name: string; slot: number }[] = []
  const stepIndex = new Map<string, number>()
  const readers: number[][] = []
  const waits: number[] = []
  const steps: (Omit<PlanStep, 'lastUses' | 'readers' | 'waitsFor'> & { lastUses: number[] })[] = []

  for (const node of order) {
    const slot = slotOf(node.name)
    if (node.undecided) {
      const subject = { node: node.name, source: node.source }
      issues.push(coreIssue('graph/undecided-variant', { node: node.name, keys: node.undecided.keys }, { subject }))
      continue
    }
    if (!node.spec) {
      given.push({ name: node.name, slot })
      continue
    }
    const index = steps.length
    stepIndex.set(node.name, index)
    readers.push([])
    let waitsFor = 0
    for (const { name, optional } of node.dependencies) {
      if (graph.nodes.has(name)) {
        const read = stepIndex.get(name)
        if (read !== undefined) {
          readers[read]!.push(index)
          waitsFor++
        }
      } else required.set(name, required.get(name) === true || !optional)
    }
    waits.push(waitsFor)
    steps.push(createStep(node, slot, slotOf))
  }

  const inputs = [...required].map(([name, isRequired]) => ({ name, slot: slotOf(name), required: isRequired }))
  const asked = [...new Set(outputs)]
  const found = issues.length > 0 ? [] : asked.map((name) => ({ name, slot: slotOf(name) }))
  const uses = new Int32Array(slots.size)
  for (const { slot } of found) uses[slot]!++
  const lastUser = new Map<number, number>()
  for (const [index, step] of steps.entries()) {
    for (const source of step.reads) {
      uses[source]!++
      lastUser.set(source, index)
    }
  }
  const kept = new Set(found.map((one) => one.slot))
  for (const [slot, index] of lastUser) if (!kept.has(slot)) steps[index]!.lastUses.push(slot)
  return {
    steps: steps.map((step, index) => Object.assign(step, { readers: readers[index]!, waitsFor: waits[index]! })),
    slots: slots.size,
    inputs,
    given,
    outputs: found,
    uses,
    needsTime: steps.some((step) => step.node.spec!.layers.some((layer) => layer.needsTime)),
    issues,
  }
}

function createStep(
  node: LinkedNode,
  slot: number,
  slotOf: (name: string) => number,
): Omit<PlanStep, 'lastUses' | 'readers' | 'waitsFor'> & { lastUses: number[] } {
  const spec = node.spec!
  const keys: string[] = []
  const sources: number[] = []
  const constants: [string, unknown][] = []
  for (const { key, binding } of spec.parameters) {
    if ('name' in binding) {
      keys.push(key)
      sources.push(slotOf(binding.name))
    } else constants.push([key, binding.constant])
  }
  let reusable: Arguments | undefined
  if (spec.reusable) {
    reusable = createArguments()
    for (const { key } of spec.parameters) reusable[key] = undefined
    for (const [key, value] of constants) reusable[key] = value
  }
  const isPositional = spec.call === 'positional'
  let call: StepCall | undefined
  if (spec.layers.length > 0) {
    call = (args, scope) => {
      if (isPositional) return spec.fn(...(args as unknown[]))
      return spec.readsContext ? spec.fn(args, scope) : spec.fn(args)
    }
    for (const layer of spec.layers) call = layer.around(call)
  }
  const { fn, readsContext } = spec
  const reads = sources.length < 2 ? sources : [...new Set(sources)]
  const name = node.name
  return { node, name, slot, fn, call, readsContext, isPositional, keys, sources, reads, constants, reusable, lastUses: [] }
}

function unknownOutputs(graph: Graph, outputs: readonly string[]): Issue[] {
  const unknown = [...new Set(outputs)].filter((name) => !graph.nodes.has(name))
  const known = unknown.length > 0 ? [...graph.nodes.keys()] : []
  return unknown.map((name) => {
    const notANode = graph.others.get(name)
    const facts = { name, known, ...(notANode && { notANode }), ...(graph.inputs.has(name) && { isInput: true }) }
    return coreIssue('graph/unknown-output', facts, { subject: { name } })
  })
}

function orderFor(graph: Graph, outputs: readonly string[]): LinkedNode[] {
  const order: LinkedNode[] = []
  const entered = new Set<string>()
  const stack: { node: LinkedNode; next: number }[] = []
  const enter = (name: string): void => {
    const node = graph.nodes.get(name)
    if (!node || entered.has(name)) return
    entered.add(name)
    stack.push({ node, next: 0 })
  }
  for (const output of outputs) {
    enter(output)
    while (stack.length > 0) {
      const top = stack.at(-1)!
      const dependency = top.node.dependencies[top.next++]
      if (dependency) enter(dependency.name)
      else {
        order.push(top.node)
        stack.pop()
      }
    }
  }
  return order
}
