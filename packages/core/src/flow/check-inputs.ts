// Fills the slots of a run from its inputs, and says everything that is wrong with them.

import { coreIssue } from '../errors/catalogue.ts'
import type { Issue } from '../errors/issue.ts'
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
  for (const name of Object.keys(inputs)) {
    const node = graph.nodes.get(name)
    if (node) issues.push(coreIssue('graph/input-is-node', { name, overridden: node.kind === 'override' }))
    else if (!graph.isInput(name)) {
      issues.push(coreIssue('graph/unknown-input', { name, known: graph.inputs }))
    }
  }
  for (const { name, slot, required } of plan.inputs) {
    if (Object.hasOwn(inputs, name)) slots[slot] = inputs[name]
    else if (required) issues.push(missingInput(graph, plan, name, inputs))
    else slots[slot] = ABSENT
  }
  return { slots, issues }
}

function missingInput(graph: Graph, plan: Plan, name: string, inputs: Readonly<Record<string, unknown>>): Issue {
  const readers = plan.steps
    .map((step, index) => ({ step, index }))
    .filter(({ step }) => step.node.dependencies.some((one) => one.name === name && !one.optional))
    .sort((a, b) => (a.step.name < b.step.name ? -1 : 1))
  const [first] = readers
  const notANode = graph.others.get(name)
  const facts = {
    name,
    neededBy: readers.map(({ step }) => step.name),
    path: pathToOutput(plan, first!.index),
    given: Object.keys(inputs).filter((given) => !graph.isInput(given)),
    ...(notANode && { notANode }),
  }
  const { node } = first!.step
  const read = node.spec!.parameters.find((one) => 'name' in one.binding && one.binding.name === name)
  const span = read?.offset === undefined ? undefined : { offset: read.offset, length: read.key.length }
  const source = { ...node.source, ...(span && { span }) }
  return coreIssue('graph/missing-input', facts, { subject: { node: node.name, source } })
}
