// Fills the slots of a run from its inputs, and says everything that is wrong with them.

import { coreIssue } from '../errors/catalogue.ts'
import type { Issue } from '../errors/issue.ts'
import { nearest } from '../errors/nearest.ts'
import { ABSENT } from '../execute/arguments.ts'
import { pathToOutput } from '../execute/failure.ts'
import type { Plan } from '../execute/plan.ts'
import type { Graph } from '../graph/graph.ts'

/**
 * @param inputs as the caller passed them
 * @param values of the flow: configuration and overrides
 * @returns the values of the run by slot; unusable when there are issues
 */
export function checkInputs(
  graph: Graph,
  plan: Plan,
  inputs: Readonly<Record<string, unknown>>,
  values: Readonly<Record<string, unknown>>,
): { slots: unknown[]; issues: readonly Issue[] } {
  const slots: unknown[] = new Array(plan.slots).fill(undefined)
  const issues: Issue[] = [...plan.issues]
  for (const { name, slot } of plan.given) slots[slot] = values[name]
  /** Passed, and read by no node: misspelt, or meant as configuration. */
  const unknown = new Set<string>()
  for (const name of Object.keys(inputs)) {
    const node = graph.nodes.get(name)
    if (node) issues.push(coreIssue('graph/input-is-node', { name, overridden: node.kind === 'override' }))
    else if (!graph.isInput(name)) unknown.add(name)
  }
  for (const { name, slot, required } of plan.inputs) {
    if (Object.hasOwn(inputs, name)) slots[slot] = inputs[name]
    else if (required) {
      const given = nearest(name, unknown)
      for (const misspelt of given) unknown.delete(misspelt)
      // To look for near names takes time; of many that are missing, none is a slip.
      issues.push(missingInput(graph, plan, name, given, issues.length < 20))
    } else slots[slot] = ABSENT
  }
  for (const name of unknown) {
    issues.push(coreIssue('graph/unknown-input', { name, known: graph.inputs, isConfig: isConfig(graph, name) }))
  }
  return { slots, issues }
}

function isConfig(graph: Graph, name: string): boolean {
  return graph.config.some(({ key }) => key === name)
}

function missingInput(graph: Graph, plan: Plan, name: string, given: readonly string[], suggests: boolean): Issue {
  const readers = plan.steps
    .filter(({ node }) => node.dependencies.some((one) => one.name === name && !one.optional))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const first = readers[0]!
  const notANode = isConfig(graph, name) ? ('config' as const) : graph.others.get(name)
  const neededBy = readers.map((step) => step.name)
  // Not what depends on it: that could not be meant.
  const others = suggests ? [...graph.nodes.keys(), ...graph.inputs] : []
  const facts = {
    name,
    neededBy,
    path: pathToOutput(plan, plan.steps.indexOf(first)),
    given,
    close: nearest(
      name,
      others.filter((one) => one !== name && !neededBy.includes(one)),
    ),
    ...(notANode && { notANode }),
  }
  const { node } = first
  const read = node.spec!.parameters.find((one) => 'name' in one.binding && one.binding.name === name)
  const span = read?.offset === undefined ? undefined : { offset: read.offset, length: read.key.length }
  const source = { ...node.source, ...(span && { span }) }
  return coreIssue('graph/missing-input', facts, { subject: { node: node.name, source } })
}
