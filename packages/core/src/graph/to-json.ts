// The graph as plain data in a stable order.

import type { ConfigInfo, ConfigValue, DependencyInfo, NodeKind } from '../flow/node-info.ts'
import { describeInputs, describeNode } from './describe.ts'
import type { CacheOptions } from '../modifiers/cached.ts'
import type { Graph } from './graph.ts'

/** Equal graphs give equal text under `JSON.stringify`. Nothing of the machine or of the run is in it. */
export interface GraphJson {
  readonly format: 'throughline.graph/1'
  readonly nodes: readonly {
    readonly name: string
    readonly kind: NodeKind
    readonly exportPath: string
    readonly dependencies: readonly DependencyInfo[]
    readonly tags: Readonly<Record<string, string>>
    /** Where it is marked how the value is memoized. */
    readonly cache?: CacheOptions
  }[]
  readonly inputs: readonly { readonly name: string; readonly optional: boolean }[]
  readonly config: readonly ConfigInfo[]
}

export function graphToJson(graph: Graph): GraphJson {
  const nodes = [...graph.nodes.values()].map((node) => {
    const { name, kind, exportPath, dependencies, tags, policy } = describeNode(node)
    const { cache } = policy
    const sortedTags = Object.fromEntries(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1)))
    return { name, kind, exportPath, dependencies, tags: sortedTags, ...(cache && { cache }) }
  })
  const inputs = describeInputs(graph).map(({ name, optional }) => ({ name, optional }))
  // The order of writing means nothing here: the same values in any order are the same choice.
  const config = graph.config.map((one) => ({ ...one, values: [...one.values].sort(byTypeAndText) }))
  return { format: 'throughline.graph/1', nodes, inputs, config }
}

function byTypeAndText(a: ConfigValue, b: ConfigValue): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1
}
