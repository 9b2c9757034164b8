// What the source of a project says about its modules: read when it is asked for, and again when a file has changed.

import { createResolver, type Resolver } from '../resolve/resolver.ts'
import type { SourceFile } from '../source/source-file.ts'
import { SourceTree } from '../source/source-tree.ts'
import { Evaluation } from './evaluation.ts'
import { moduleFacts, type ExportFacts, type ModuleFacts, type NodeFacts } from './module-facts.ts'
import { ProjectScope } from './project-scope.ts'

/** A node by where it comes from: the module that exports it, the export, and its name in the flow. */
export interface NodeReference {
  /** Absolute path of the module. */
  readonly file: string
  readonly exportPath: string
  /** In the module; `eu.rate` for a node in a namespace. Default: the name of the export. */
  readonly name?: string
}

interface Known {
  readonly facts: ModuleFacts | undefined
  readonly exports: ReadonlyMap<string, ExportFacts>
  /** By the name of the export, and of the node. */
  readonly nodes: ReadonlyMap<string, ReadonlyMap<string, NodeFacts>>
  /** Every file that was looked at, as it was then. */
  readonly read: ReadonlyMap<string, SourceFile | undefined>
  /** True when files that come later may change what imports mean. */
  readonly hasUnresolved: boolean
}

export interface FactsOptions {
  /** Default: one of its own. */
  readonly tree?: SourceTree
  readonly resolver?: Resolver
}

/**
 * Facts of modules. They hold as long as no file that they were made from changes: `update` takes the text of an editor,
 * `refresh` looks at the disk. Only what a change can reach is read again.
 *
 * @example
 * const facts = new Facts()
 * facts.node({ file: '/project/features.ts', exportPath: 'spend' })?.documentation?.summary
 */
export class Facts {
  readonly tree: SourceTree
  readonly #resolver: Resolver
  readonly #known = new Map<string, Known>()

  constructor({ tree = new SourceTree(), resolver = createResolver() }: FactsOptions = {}) {
    this.tree = tree
    this.#resolver = resolver
  }

  /** What a module exports; `undefined` when its file cannot be read. */
  module(file: string): ModuleFacts | undefined {
    return this.#read(file).facts
  }

  export({ file, exportPath }: Omit<NodeReference, 'name'>): ExportFacts | undefined {
    return this.#read(file).exports.get(exportPath)
  }

  /**
   * A node. For one whose name only a run can tell, what is known of all such nodes of its export, under that name.
   *
   * @complexity O(exports of the module) for the first node of a file, then O(1)
   */
  node({ file, exportPath, name = exportPath }: NodeReference): NodeFacts | undefined {
    const { exports, nodes } = this.#read(file)
    const found = nodes.get(exportPath)?.get(name)
    if (found) return found
    const unnamed = exports.get(exportPath)?.unnamed
    return unnamed && { ...unnamed, name }
  }

  /** Takes the text of an editor in the place of the file; without a text the file is read again. */
  update(file: string, text?: string): void {
    this.tree.update(file, text)
  }

  /** Looks which files have changed, come or gone. @returns the paths of the changed ones */
  refresh(): readonly string[] {
    const changed = this.tree.refresh()
    this.#resolver.clear()
    for (const [file, { hasUnresolved }] of this.#known) if (hasUnresolved) this.#known.delete(file)
    return changed
  }

  #read(file: string): Known {
    const before = this.#known.get(file)
    if (before && this.#holds(before)) return before
    const scope = new ProjectScope(this.tree, this.#resolver)
    const source = scope.file(file)
    const facts = source && moduleFacts(source, new Evaluation(scope))
    const exports = new Map(facts?.exports.map((one) => [one.name, one]))
    const nodes = new Map(facts?.exports.map((one) => [one.name, new Map(one.nodes.map((node) => [node.name, node]))]))
    const known = { facts, exports, nodes, read: scope.read, hasUnresolved: scope.hasUnresolved }
    this.#known.set(file, known)
    return known
  }

  #holds({ read }: Known): boolean {
    for (const [path, file] of read) if (this.tree.file(path) !== file) return false
    return true
  }
}
