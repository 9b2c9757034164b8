// A graph as it was given becomes one of numbers, in an order that does not depend on the order of writing.

import { ThroughlineError, type Issue } from 'throughline'
import type { LayoutInput, LayoutOptions, Size } from './graph.ts'
import { layoutIssue } from './issues.ts'

/** Extents across the layers and along them, so that no stage asks for the direction. */
export interface Extent {
  /** Along the layer. */
  readonly breadth: number
  /** In the direction of the edges. */
  readonly depth: number
}

export interface NumberedEdge {
  readonly from: number
  readonly to: number
  readonly label?: Extent
  /** Its place in what was given. */
  readonly given: number
}

/** Nodes are numbered in the order of their ids, edges stand in the order of their ends. */
export interface NumberedGraph {
  readonly ids: readonly string[]
  readonly extents: readonly Extent[]
  readonly edges: readonly NumberedEdge[]
}

/** @throws {layout/doubled-id} {layout/unknown-node} {layout/bad-size} {layout/bad-option} with everything that is wrong */
export function readGraph({ nodes, edges }: LayoutInput, options: LayoutOptions): NumberedGraph {
  const issues: Issue[] = [...optionIssues(options)]
  const known = new Set<string>()
  for (const node of nodes) {
    if (known.has(node.id)) issues.push(layoutIssue('layout/doubled-id', { id: node.id }))
    known.add(node.id)
    issues.push(...sizeIssues(`the node "${node.id}"`, node))
  }
  for (const { from, to, label } of edges) {
    for (const id of from === to ? [from] : [from, to])
      if (!known.has(id)) issues.push(layoutIssue('layout/unknown-node', { id, from, to, known: [...known] }))
    if (label) issues.push(...sizeIssues(`the label from "${from}" to "${to}"`, label))
  }
  if (issues.length > 0) throw new ThroughlineError(issues)

  const toExtent = ({ width, height }: Size): Extent =>
    options.direction === 'right' ? { breadth: height, depth: width } : { breadth: width, depth: height }
  const sorted = nodes.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const numbers = new Map(sorted.map(({ id }, number) => [id, number]))
  const numbered = edges.map(({ from, to, label }, given): NumberedEdge => {
    const ends = { from: numbers.get(from)!, to: numbers.get(to)!, given }
    return label ? { ...ends, label: toExtent(label) } : ends
  })
  return { ids: sorted.map(({ id }) => id), extents: sorted.map(toExtent), edges: numbered.sort(byEndsAndLabel) }
}

function byEndsAndLabel(a: NumberedEdge, b: NumberedEdge): number {
  return (
    a.from - b.from ||
    a.to - b.to ||
    (a.label?.breadth ?? 0) - (b.label?.breadth ?? 0) ||
    (a.label?.depth ?? 0) - (b.label?.depth ?? 0)
  )
}

function optionIssues({ direction, effort, gaps = {} }: LayoutOptions): Issue[] {
  const issues: Issue[] = []
  const expect = (holds: boolean, name: string, given: unknown, expected: string): void => {
    if (!holds) issues.push(layoutIssue('layout/bad-option', { name, given: String(given), expected }))
  }
  expect(
    direction === undefined || direction === 'down' || direction === 'right',
    'direction',
    direction,
    'down or right',
  )
  expect(effort === undefined || effort === 'fast' || effort === 'best', 'effort', effort, 'fast or best')
  for (const name of ['nodes', 'layers'] as const) {
    const gap = gaps[name]
    expect(gap === undefined || isExtent(gap), `gaps.${name}`, gap, 'a finite number, zero or more')
  }
  return issues
}

function sizeIssues(what: string, { width, height }: Size): Issue[] {
  if (isExtent(width) && isExtent(height)) return []
  return [layoutIssue('layout/bad-size', { what, given: `${String(width)} x ${String(height)}` })]
}

function isExtent(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}
