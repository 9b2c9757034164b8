// A flow as a drawing in text.

import { diagramPartsOf, drawGraph, type DiagramOptions, type DiagramParts } from '../graph/diagram.ts'
import { partsOf } from './flow-brand.ts'
import type { AnyFlow } from './flow.ts'

/**
 * Draws a flow as text: Mermaid, or DOT for Graphviz. A function of its own, not a member of the flow, so that a bundle
 * that never draws does not carry it.
 *
 * @throws {graph/unknown-node} when an output or a highlighted name is not there
 * @throws {run/bad-option} when the format is neither of the two
 */
export function diagram(flow: AnyFlow, options?: DiagramOptions): string {
  return drawGraph(partsOf(flow).graph, options)
}

/**
 * What `diagram` draws, as plain data for a drawing of another kind.
 *
 * @throws {graph/unknown-node} when an output or a highlighted name is not there
 */
export function diagramParts(flow: AnyFlow, options?: Omit<DiagramOptions, 'format'>): DiagramParts {
  return diagramPartsOf(partsOf(flow).graph, options)
}
