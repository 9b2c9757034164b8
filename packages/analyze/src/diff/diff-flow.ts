// What differs between two states of one flow: its nodes, and what depends on them.

import type { CodeChange, CodePlace, KeyedChange } from './code-change.ts'
import type { CodeComparison } from './code-changes.ts'
import { affectedBy } from './affected.ts'
import type { FlowSnapshot, NodeSnapshot, ProjectSnapshot } from './snapshot.ts'
import { writtenChange } from './written-change.ts'

/** Why a node is in a comparison. */
export interface Because {
  /** Index in `changes`. */
  readonly change: number
  /** True when it is in the declaration of the node itself. */
  readonly own: boolean
}

export interface ChangedNode {
  readonly name: string
  /** The export that makes it: nodes of one group have the same. */
  readonly exportPath: string
  /** Where its name is written; of what is gone, where it was. */
  readonly at: CodePlace
  /** Of a renamed node: the name before. */
  readonly from?: string
  readonly because: readonly Because[]
  /** Names that it reads now, and did not before. */
  readonly readsNow: readonly string[]
  /** Names that it read before, and does not now. */
  readonly readNoMore: readonly string[]
}

export interface AffectedNode {
  readonly name: string
  readonly exportPath: string
  readonly at: CodePlace
  /**
   * A shortest way from itself, through what it reads, to a node that was added, removed or changed. Of one through more
   * than 20 nodes the first ten and the last ten.
   */
  readonly path: readonly string[]
  /** The number of steps on the whole way, from 1. */
  readonly distance: number
}

/** A node of which nobody can tell whether it is the same. */
export interface UncertainNode {
  readonly name: string
  readonly reasons: readonly string[]
}

export interface DiffedNode {
  readonly name: string
  readonly kind: string
  readonly reads: readonly { readonly name: string; readonly optional: boolean }[]
}

export interface FlowDiff {
  readonly name: string
  readonly presence: 'both' | 'added' | 'removed'
  /** Each by name. */
  readonly added: readonly ChangedNode[]
  readonly removed: readonly ChangedNode[]
  readonly renamed: readonly ChangedNode[]
  readonly changed: readonly ChangedNode[]
  /** The nearest to a change first. */
  readonly affected: readonly AffectedNode[]
  /** Nodes that seem to be the same, and may not be: some of their code cannot be followed. */
  readonly uncertain: readonly UncertainNode[]
  /** False when the flow may have nodes that its source does not show, before or after. */
  readonly isComplete: boolean
  readonly nodes: { readonly before: readonly DiffedNode[]; readonly after: readonly DiffedNode[] }
}

/** Changes, each once, in the order in which they were met. */
export class ChangeList {
  readonly all: CodeChange[] = []
  readonly #indexes = new Map<string, number>()

  add(changes: readonly KeyedChange[]): Because[] {
    return changes.map(({ key, change, isOwn }) => {
      let index = this.#indexes.get(key)
      if (index === undefined) {
        const content = JSON.stringify(change)
        index = this.#indexes.get(content) ?? this.all.push(change) - 1
        this.#indexes.set(key, index)
        this.#indexes.set(content, index)
      }
      return { change: index, own: isOwn }
    })
  }
}

const NOTHING: FlowSnapshot = { name: '', nodes: new Map(), isComplete: true }

/** @complexity O(nodes + edges), and the code of those that changed */
export function diffFlow(
  before: FlowSnapshot | undefined,
  after: FlowSnapshot | undefined,
  sides: CodeComparison,
  changes: ChangeList,
): FlowDiff {
  const [old, now] = [before ?? NOTHING, after ?? NOTHING]
  const gone = [...old.nodes.values()].filter(({ name }) => !now.nodes.has(name))
  const come = [...now.nodes.values()].filter(({ name }) => !old.nodes.has(name))
  const renames = renamedNodes(gone, come)
  const isNew = new Set([...renames.values()].map(({ name }) => name))
  const changed: ChangedNode[] = []
  const uncertain: UncertainNode[] = []
  for (const node of now.nodes.values()) {
    const was = old.nodes.get(node.name)
    if (!was) continue
    const found = changesOf(was, node, { before: old, after: now }, sides)
    if (found.length > 0) changed.push(changedNode(node, was, changes.add(found), sides.after))
    else {
      const reasons = reasonsForDoubt(was, node)
      if (reasons.length > 0) uncertain.push({ name: node.name, reasons })
    }
  }
  const whole = (node: NodeSnapshot, side: 'before' | 'after'): ChangedNode =>
    changedNode(
      side === 'after' ? node : undefined,
      side === 'before' ? node : undefined,
      changes.add(sides.wholeOf(node, side)),
      sides[side],
    )
  const renamed = [...renames].map(([was, node]) => ({
    ...changedNode(node, was, changes.add(sides.changesOf(was, node)), sides.after),
    from: was.name,
  }))
  const added = come.filter(({ name }) => !isNew.has(name)).map((node) => whole(node, 'after'))
  const removed = gone.filter((node) => !renames.has(node)).map((node) => whole(node, 'before'))
  // Who still reads the old name of a node reads something else now.
  const seeds = [...added, ...changed].map(({ name }) => name).concat(gone.map(({ name }) => name))
  const affected = affectedBy(seeds, now.nodes).map(({ name, path, distance }) => {
    const { exportPath, place } = now.nodes.get(name)!
    return { name, exportPath, at: placeIn(sides.after, place), path, distance }
  })
  return {
    name: (after ?? before)!.name,
    presence: !before ? 'added' : !after ? 'removed' : 'both',
    added: byName(added),
    removed: byName(removed),
    renamed: byName(renamed),
    changed: byName(changed),
    affected: affected.filter(({ name }) => !isNew.has(name)).sort(byDistance),
    uncertain: byName(uncertain),
    isComplete: old.isComplete && now.isComplete,
    nodes: { before: plain(old), after: plain(now) },
  }
}

function changesOf(
  before: NodeSnapshot,
  after: NodeSnapshot,
  flows: Parameters<typeof writtenChange>[2],
  sides: CodeComparison,
): KeyedChange[] {
  const isOther = before.code?.version !== after.code?.version
  const code = isOther && before.code && after.code ? sides.changesOf(before, after) : []
  if (code.length > 0) return code
  // Without versions there is still what its functions say.
  return before.decided === after.decided && !isOther ? [] : [writtenChange(before, after, flows, sides)]
}

function reasonsForDoubt(before: NodeSnapshot, after: NodeSnapshot): string[] {
  const reasons = [before, after].flatMap(({ code, isOverridden, isUnnamed, readsMore }) => [
    ...(isOverridden
      ? []
      : code
        ? code.reason === undefined
          ? []
          : [code.reason]
        : ['no export is known that makes it']),
    ...(isUnnamed ? ['only a run can tell the names of its nodes'] : []),
    ...(readsMore && !isUnnamed ? ['it may read names that its source does not show'] : []),
    ...(code?.caveats ?? []).map(({ what }) => what),
  ])
  return [...new Set(reasons)].sort()
}

/** Nodes of the same function under another name; none where there are several to choose from. */
function renamedNodes(gone: readonly NodeSnapshot[], come: readonly NodeSnapshot[]): Map<NodeSnapshot, NodeSnapshot> {
  const byForm = (nodes: readonly NodeSnapshot[]): Map<string, NodeSnapshot[]> => {
    const found = new Map<string, NodeSnapshot[]>()
    for (const node of nodes) if (node.form !== undefined) found.set(node.form, [...(found.get(node.form) ?? []), node])
    return found
  }
  const candidates = byForm(come)
  const renames = new Map<NodeSnapshot, NodeSnapshot>()
  for (const [form, [node, ...more]] of byForm(gone)) {
    const others = candidates.get(form) ?? []
    if (node && more.length === 0 && others.length === 1) renames.set(node, others[0]!)
  }
  return renames
}

function changedNode(
  after: NodeSnapshot | undefined,
  before: NodeSnapshot | undefined,
  because: readonly Because[],
  side: ProjectSnapshot,
): ChangedNode {
  const { name, exportPath, place } = (after ?? before)!
  const [was, is] = [before, after].map((node) => (node?.reads ?? []).map((one) => one.name))
  return {
    name,
    exportPath,
    at: placeIn(side, place),
    because,
    readsNow: before ? is!.filter((one) => !was!.includes(one)) : [],
    readNoMore: after ? was!.filter((one) => !is!.includes(one)) : [],
  }
}

function placeIn(side: ProjectSnapshot, { file, line }: NodeSnapshot['place']): CodePlace {
  return { file: side.relative(file), line }
}

function plain({ nodes }: FlowSnapshot): DiffedNode[] {
  return byName([...nodes.values()].map(({ name, kind, reads }) => ({ name, kind, reads })))
}

function byDistance(one: AffectedNode, other: AffectedNode): number {
  return one.distance - other.distance || (one.name < other.name ? -1 : 1)
}

function byName<One extends { readonly name: string }>(items: readonly One[]): One[] {
  return [...items].sort((a, b) => (a.name < b.name ? -1 : 1))
}
