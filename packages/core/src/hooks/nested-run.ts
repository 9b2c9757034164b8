// Runs within a run, as those of the items of a fan-out.

import type { RunStart } from '../execute/hooks.ts'

/** The step that a run is a part of. */
export interface ParentStep {
  readonly runId: string
  readonly node: string
  readonly key?: string | number
}

/** The step that a run is a part of; `undefined` for a run of its own. */
export function parentOf(start: RunStart): ParentStep | undefined {
  return (start as { readonly parent?: ParentStep }).parent
}

export function isNested(start: RunStart): boolean {
  return parentOf(start) !== undefined
}
