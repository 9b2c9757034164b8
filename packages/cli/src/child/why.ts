// In the process that runs user code: says what a run would take from earlier runs, without running anything.

import { explain, type NodeExplanation } from '@throughline/cache'
import { parseAssignments, type LoadedProject } from '@throughline/project'
import { configuredFlow } from '@throughline/project/process'
import { ThroughlineError, type Issue } from 'throughline'
import { cliIssue } from '../issues.ts'
import { equip } from './equip.ts'

export interface WhyQuestion {
  readonly node: string
  /** Default: the one that has the node. */
  readonly flow?: string
  /** As written: `name=value`. */
  readonly inputs: readonly string[]
  readonly config: readonly string[]
  readonly directory: string
}

export interface WhyReply {
  readonly flow: string
  /** False when the project does not memoize its flows. */
  readonly isMemoized: boolean
  /** The node and everything upstream of it, in the order in which they would run. */
  readonly nodes: readonly NodeExplanation[]
  /** What is wrong with the store: then nothing is taken from it. */
  readonly issues: readonly Issue[]
}

/** @throws {cli/unknown-node} {cli/ambiguous-node}, and what a run with these outputs and inputs throws */
export async function answer(loaded: LoadedProject, question: WhyQuestion): Promise<WhyReply> {
  const { node, config, directory } = question
  const flow = question.flow ?? flowOf(loaded, node)
  const chosen = configuredFlow(loaded, { flow, config, directory })
  const known = namesOf(chosen)
  if (!known.includes(node)) throw new ThroughlineError([cliIssue('cli/unknown-node', { name: node, flow, known })])
  const inputs = parseAssignments(question.inputs, { option: 'input', directory })
  const equipment = await equip(loaded, {})
  try {
    const nodes = explain(equipment.flow(chosen), [node], { inputs })
    const issues = equipment.issues.filter(({ code }) => code === 'cache/unavailable' || code.startsWith('store/'))
    return { flow, isMemoized: nodes.length > 0, nodes, issues }
  } finally {
    await equipment.close()
  }
}

/** The only flow that has the node. */
function flowOf({ project, flow }: LoadedProject, node: string): string {
  const names = Object.keys(project.flows)
  const flows = names.filter((name) => namesOf(flow(name)).includes(node))
  if (flows.length === 1) return flows[0]!
  if (flows.length > 1) {
    const cure = `throughline cache why ${node} ${flows[0]}`
    throw new ThroughlineError([cliIssue('cli/ambiguous-node', { name: node, flows, cure })])
  }
  const known = [...new Set(names.flatMap((name) => namesOf(flow(name))))]
  throw new ThroughlineError([cliIssue('cli/unknown-node', { name: node, known })])
}

/** Of its nodes and inputs; asking for places takes time. */
function namesOf(flow: ReturnType<LoadedProject['flow']>): string[] {
  const { nodes, inputs } = flow.with({ origins: () => undefined })
  return [...nodes, ...inputs].map(({ name }) => name)
}
