// How a flow is recognised, and how tools get at its graph.

import type { Graph } from '../graph/graph.ts'
import type { AnyFlow, UntypedFlow } from './flow.ts'

/** The same for every copy of the package. */
const GRAPH = Symbol.for('throughline.flow')

/** Marks a flow and gives it its graph. */
export function brandFlow<Flow extends object>(flow: Flow, graph: Graph): Flow {
  return Object.defineProperty(flow, GRAPH, { value: graph })
}

/** True for a flow, from whichever copy of the package. */
export function isFlow(value: unknown): value is UntypedFlow {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[GRAPH] !== undefined
}

export function graphOf(flow: AnyFlow): Graph {
  return (flow as unknown as Record<symbol, unknown>)[GRAPH] as Graph
}
