// What the source of a flow says about its nodes; read only when something asks for it.

import type { Enrichment, Facts, TypeOracle } from '@throughline/analyze'
import type { FlowDescription, NodeDescription } from '@throughline/project/process'
import { isThroughlineError, type Issue } from 'throughline'

/** A node as it is described, completed from its source; its origin is where its name is written. */
export type DescribedNode = Omit<NodeDescription, keyof Enrichment | 'exported' | 'flowModule'> &
  Omit<Enrichment, 'declaration'>

export interface DescribedFlow extends Omit<FlowDescription, 'nodes'> {
  readonly nodes: readonly DescribedNode[]
}

export interface SourceFacts {
  readonly facts: Facts
  /** The user's files that were loaded. */
  readonly files: readonly string[]
}

/** Begins to load what reads source, while the project is still being asked. */
export function prepareSource(): void {
  void import('@throughline/analyze')
}

/** @param files absolute paths of what was loaded */
export async function readSource(files: readonly string[]): Promise<SourceFacts> {
  const { Facts: Reader } = await import('@throughline/analyze')
  return { facts: new Reader(), files }
}

/**
 * The flow with what its source says.
 *
 * @param types without it types are those that are written
 */
export async function describeFromSource(
  flow: FlowDescription,
  { facts, files }: SourceFacts,
  types?: TypeOracle,
): Promise<DescribedFlow> {
  const { enrich } = await import('@throughline/analyze')
  const nodes = enrich(flow.nodes, facts, { files, ...(types && { types }) })
  return { ...flow, nodes: nodes.map(toDescribed) }
}

function toDescribed({ declaration, exported, ...described }: NodeDescription & Enrichment): DescribedNode {
  const { flowModule: _, ...node } = described
  if (!declaration) return node
  const { file: module, line, column } = declaration
  const exportPath = exported?.exportPath ?? node.origin?.exportPath ?? node.exportPath
  return { ...node, origin: { module, exportPath, line, column } }
}

/** The types of a compiler, or why there are none. */
export async function openTypes(
  directory: string,
  flows: readonly FlowDescription[],
): Promise<TypeOracle | readonly Issue[]> {
  const { openTypeOracle } = await import('@throughline/analyze')
  const files = new Set(flows.flatMap((flow) => flow.nodes.flatMap((node) => node.exported?.module ?? [])))
  try {
    return openTypeOracle({ directory, files: [...files] })
  } catch (error) {
    if (!isThroughlineError(error)) throw error
    return error.issues
  }
}
