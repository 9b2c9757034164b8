// A run as a hook sees it that records it: the graph behind it, and the values that it begins with.

import type { Graph } from '../graph/graph.ts'
import type { RunMemo } from './memo.ts'
import type { Plan } from './plan.ts'

/** Told with the start of a run. These are the insides of the core: they may change with every version. */
export interface ObservedRun {
  readonly request: { readonly graph: Graph }
  readonly plan: Plan
  /** By slot: inputs and given values from the start, those of steps as they come. Only to be read. */
  readonly values: readonly unknown[]
  /** What takes values from earlier runs. */
  readonly memo: RunMemo | undefined
}
