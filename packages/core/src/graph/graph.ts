// The linked graph: nodes by name, their dependencies, the inputs, and who reads what. Immutable.

import type { NotANode } from '../definition/expand-module.ts'
import type { NodeSpec } from '../definition/node-spec.ts'
import type { Issue, SourceReference } from '../errors/issue.ts'
import type { VariantRules } from './decide.ts'
import type { ConfigInfo, ConfigValue, DependencyInfo, NodeKind } from '../flow/node-info.ts'

/** What a node waits for before it can run: keys of the configuration, with the values that would decide. */
export interface Undecided {
  readonly keys: readonly { readonly key: string; readonly values: readonly ConfigValue[] }[]
  readonly issue: (node: string, source: SourceReference) => Issue
}

export interface LinkedNode {
  readonly name: string
  readonly kind: NodeKind
  /** Absent for a value that was given, and for variants that are not decided. */
  readonly spec?: NodeSpec
  readonly undecided?: Undecided
  /** Sorted by name; each once. */
  readonly dependencies: readonly DependencyInfo[]
  readonly moduleIndex: number
  /** The export that makes it. */
  readonly exportPath: string
  /** Where it was written; of a node in a namespace, in the module inside. */
  readonly source: SourceReference
}

export class Graph {
  /** Sorted by name. */
  readonly nodes: ReadonlyMap<string, LinkedNode>
  readonly config: readonly ConfigInfo[]
  /** Exports that are not nodes, and why. */
  readonly others: ReadonlyMap<string, NotANode>
  /** Of the variants that it was linked from, if there are any. */
  readonly rules: VariantRules | undefined
  #readers: ReadonlyMap<string, readonly string[]> | undefined
  readonly #withGiven = new Map<string, Graph>()

  constructor(
    nodes: ReadonlyMap<string, LinkedNode>,
    config: readonly ConfigInfo[],
    others: ReadonlyMap<string, NotANode>,
    rules?: VariantRules,
  ) {
    this.nodes = nodes
    this.config = config
    this.others = others
    this.rules = rules
  }

  /** Who reads each node and input, both sorted. */
  get readers(): ReadonlyMap<string, readonly string[]> {
    if (!this.#readers) {
      const readers = new Map<string, string[]>()
      for (const node of this.nodes.values()) {
        for (const { name } of node.dependencies) {
          const known = readers.get(name)
          if (known) known.push(node.name)
          else readers.set(name, [node.name])
        }
      }
      this.#readers = sortByName(readers)
    }
    return this.#readers
  }

  /** Names that nodes read and that no node gives, sorted. */
  get inputs(): string[] {
    return [...this.readers.keys()].filter((name) => !this.nodes.has(name))
  }

  isInput(name: string): boolean {
    return !this.nodes.has(name) && this.readers.has(name)
  }

  /** The same graph with values in the place of these nodes and inputs; what they read is cut off. */
  withGiven(names: readonly string[]): Graph {
    const given = [...names].sort()
    if (given.length === 0) return this
    const key = JSON.stringify(given)
    let graph = this.#withGiven.get(key)
    if (!graph) {
      const nodes = new Map(this.nodes)
      for (const name of given) {
        const replaced = this.nodes.get(name)
        const { exportPath, moduleIndex, source } = replaced ?? {
          exportPath: name,
          moduleIndex: -1,
          source: { exportPath: name },
        }
        nodes.set(name, { name, kind: 'override', dependencies: [], moduleIndex, exportPath, source })
      }
      const isNew = nodes.size > this.nodes.size
      graph = new Graph(isNew ? sortByName(nodes) : nodes, this.config, this.others)
      this.#withGiven.set(key, graph)
    }
    return graph
  }
}

/** The same map if it is sorted already, as the exports of one module are. */
export function sortByName<Value>(entries: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  let last: string | undefined
  for (const name of entries.keys()) {
    if (last !== undefined && last > name) return new Map([...entries].sort(([a], [b]) => (a < b ? -1 : 1)))
    last = name
  }
  return entries
}
