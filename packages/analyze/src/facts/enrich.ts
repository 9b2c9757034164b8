// Nodes at run time, completed with what their source says.

import type { DependencyInfo } from 'throughline'
import type { TypedNode, TypeOracle } from '../types/type-oracle.ts'
import type { Documentation } from './documentation.ts'
import type { Facts } from './facts.ts'
import { exportedBy, findNode, namesInside, type NodeAtRunTime } from './find-node.ts'
import type { DependencyFacts, NodeFacts } from './module-facts.ts'
import type { Place } from './place.ts'

/** A dependency with what the source says about it. */
export interface EnrichedDependency extends DependencyInfo {
  /** As the compiler prints it, or as it is written. */
  readonly type?: string
  readonly documentation?: string
  /** Where its name is written. */
  readonly place?: Place
}

/** What the source adds to a node. What is not known is left out. */
export interface Enrichment {
  readonly documentation?: Documentation
  /** Those of the run, and those of doc comments where the run has none of the name. */
  readonly tags: Readonly<Record<string, string>>
  /** Where its name is written: at the export, or inside of the modifier that makes it. */
  readonly declaration?: Place
  readonly dependencies: readonly EnrichedDependency[]
  /** The type of its value, without a promise: as the compiler prints it, or as it is written. */
  readonly type?: string
}

/** As `NodeInfo` of a flow, or its description, has it. */
export interface Enrichable extends NodeAtRunTime {
  readonly tags: Readonly<Record<string, string>>
  readonly dependencies: readonly DependencyInfo[]
}

export interface EnrichOptions {
  /** Modules that may have made the flow; see `findNode`. */
  readonly files?: readonly string[]
  /** Without it types are those that are written. */
  readonly types?: TypeOracle
}

/**
 * The same nodes, in the same order, with documentation, tags, types and places from their source. Nodes of a flow of
 * `loadProject` lead to their source by themselves.
 *
 * @example
 * const { flow, files } = await loadProject(config)
 * const nodes = enrich(flow('forecast').nodes, new Facts(), { files: files() })
 * @complexity O(nodes), and reading the modules that they come from
 */
export function enrich<Node extends Enrichable>(
  nodes: readonly Node[],
  facts: Facts,
  { files = [], types }: EnrichOptions = {},
): (Node & Enrichment)[] {
  const typed = new Map<string, ReadonlyMap<string, TypedNode>>()
  const typesOf = (file: string, name: string): TypedNode | undefined => {
    let known = typed.get(file)
    if (!known) typed.set(file, (known = new Map(types?.exportsOf(file).map((one) => [one.name, one]))))
    const found = namesInside(name).find((one) => known.has(one))
    return found === undefined ? undefined : known.get(found)
  }
  return nodes.map((node) => {
    const found = findNode(node, facts, files)
    if (!found) return node
    const { documentation, place, output } = found
    const module = exportedBy(node)?.module
    const known = types && module !== undefined ? typesOf(module, found.name) : undefined
    const type = known?.output.text ?? output?.text
    return {
      ...node,
      tags: { ...found.tags, ...node.tags },
      dependencies: node.dependencies.map((one) => enrichDependency(one, found, known)),
      declaration: place,
      ...(documentation && { documentation }),
      ...(type !== undefined && { type }),
    }
  })
}

function enrichDependency(
  dependency: DependencyInfo,
  { dependencies }: NodeFacts,
  typed: TypedNode | undefined,
): EnrichedDependency {
  const found = named(dependencies, dependency.name)
  const known = typed && named(typed.inputs, dependency.name)
  const type = known?.text ?? found?.type
  const place = found?.mentions[0]
  return {
    ...dependency,
    ...(type !== undefined && { type }),
    ...(found?.documentation !== undefined && { documentation: found.documentation }),
    ...(place && { place }),
  }
}

/** Of this name; inside of a namespace it is shorter. */
function named<One extends DependencyFacts | TypedNode['inputs'][number]>(
  list: readonly One[],
  name: string,
): One | undefined {
  return list.find((one) => one.name === name) ?? list.find((one) => name.endsWith(`.${one.name}`))
}
