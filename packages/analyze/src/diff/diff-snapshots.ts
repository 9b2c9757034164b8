// What differs between two states of a project, as plain data.

import type { CodeChange } from './code-change.ts'
import { CodeComparison } from './code-changes.ts'
import { ChangeList, diffFlow, type FlowDiff } from './diff-flow.ts'
import { fileChanges, type FileChange } from './file-changes.ts'
import type { ProjectSnapshot } from './snapshot.ts'

export interface SnapshotDiff {
  /** By name. */
  readonly flows: readonly FlowDiff[]
  /** Why nodes have another code: each once, however many nodes it made others. */
  readonly changes: readonly CodeChange[]
  /** Files of code that differ, also when no node does. */
  readonly files: readonly FileChange[]
  /** What could not be compared: nothing is said to be equal there. */
  readonly caveats: readonly string[]
}

/** @param caveats what is known to be unknown already */
export function diffSnapshots(
  before: ProjectSnapshot,
  after: ProjectSnapshot,
  caveats: readonly string[] = [],
): SnapshotDiff {
  const sides = new CodeComparison(before, after)
  const changes = new ChangeList()
  const names = [...new Set([...before.flows, ...after.flows].map(({ name }) => name))].sort()
  const flows = names.map((name) => {
    const [old, now] = [before, after].map((side) => side.flows.find((flow) => flow.name === name))
    return diffFlow(old, now, sides, changes)
  })
  const missing = names.length === 0 ? ['source shows no flow, so there are no nodes to compare'] : []
  return {
    flows,
    changes: changes.all,
    files: fileChanges(before, after),
    caveats: [...caveats, ...before.caveats, ...after.caveats, ...missing],
  }
}

/** True when a node was added, removed, renamed or changed. */
export function hasDifferences({ flows }: SnapshotDiff): boolean {
  return flows.some(
    ({ presence, added, removed, renamed, changed }) =>
      presence !== 'both' || added.length + removed.length + renamed.length + changed.length > 0,
  )
}
