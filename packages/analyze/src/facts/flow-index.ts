// From a place in the source to what stands there, and from a node to everywhere that it is written: for editors.

import type { Position } from '../source/line-index.ts'
import type { Facts } from './facts.ts'
import type { DependencyFacts, ExportFacts, NodeFacts } from './module-facts.ts'
import { touches, type Place } from './place.ts'

/** What stands at a place. */
export type SymbolFacts =
  /** The name of a node, where it gets it. */
  | { readonly kind: 'node'; readonly place: Place; readonly module: string; readonly node: NodeFacts }
  /** A name that a node reads. */
  | {
      readonly kind: 'dependency'
      readonly place: Place
      readonly module: string
      readonly node: NodeFacts
      readonly dependency: DependencyFacts
    }
  /** An export that is no node, or of which nobody can tell. */
  | { readonly kind: 'export'; readonly place: Place; readonly module: string; readonly export: ExportFacts }

/** A place where a node or input is read. */
export interface ReferenceFacts {
  readonly place: Place
  /** The node that reads it. */
  readonly node: NodeFacts
  readonly module: string
}

/** The modules of one flow, by place and by name: a picture of one moment, made again after a change. */
export interface FlowIndex {
  /** The nodes of a name; several when modules give the same one. */
  nodes(name: string): readonly NodeFacts[]
  /** @param at a place, or an offset in UTF-16 code units; behind a word still means the word */
  factsAt(file: string, at: Position | number): SymbolFacts | undefined
  /** Where a name is defined: none for an input. */
  definitionOf(name: string): readonly Place[]
  /** Where a name is read, in the order of modules and nodes. */
  referencesOf(name: string): readonly ReferenceFacts[]
}

/**
 * @param modules absolute paths of the modules that a flow is made of
 * @complexity O(nodes + what they read); questions are O(log n), or as long as their answer
 */
export function indexFlow(facts: Facts, modules: readonly string[]): FlowIndex {
  const nodes = new Map<string, NodeFacts[]>()
  const references = new Map<string, ReferenceFacts[]>()
  const symbols = new Map<string, SymbolFacts[]>()
  const put = (symbol: SymbolFacts): void => append(symbols, symbol.place.file, symbol)
  for (const module of modules) {
    for (const one of facts.module(module)?.exports ?? []) {
      if (one.nodes.length === 0 && one.declaration) {
        put({ kind: 'export', place: one.declaration.place, module, export: one })
      }
      for (const node of one.nodes) {
        append(nodes, node.name, node)
        put({ kind: 'node', place: node.place, module, node })
        for (const dependency of node.dependencies) {
          for (const place of dependency.mentions) {
            append(references, dependency.name, { place, node, module })
            put({ kind: 'dependency', place, module, node, dependency })
          }
        }
      }
    }
  }
  for (const list of symbols.values()) list.sort((a, b) => a.place.start - b.place.start)
  return {
    nodes: (name) => nodes.get(name) ?? [],
    definitionOf: (name) => (nodes.get(name) ?? []).map((node) => node.place),
    referencesOf: (name) => references.get(name) ?? [],
    factsAt: (file, at) => {
      const offset = typeof at === 'number' ? at : facts.tree.file(file)?.lines.offsetAt(at)
      const list = symbols.get(file)
      return list === undefined || offset === undefined ? undefined : symbolAt(list, offset)
    },
  }
}

/** Names do not overlap, but one may begin where another ends: then the one that begins is meant. */
function symbolAt(list: readonly SymbolFacts[], offset: number): SymbolFacts | undefined {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (list[middle]!.place.start <= offset) low = middle + 1
    else high = middle
  }
  const last = list[low - 1]
  if (!last || !touches(last.place, offset)) return undefined
  // Of several nodes that share a function the first one stands for all.
  return list.find((one) => one.place.start === last.place.start && one.place.end === last.place.end)
}

function append<Item>(lists: Map<string, Item[]>, key: string, item: Item): void {
  const list = lists.get(key)
  if (list) list.push(item)
  else lists.set(key, [item])
}
