// What rooms to the right of this one give to a flow that is run in a process of its own.

import type { Issue, UntypedFlow } from 'throughline'
import type { LoadedProject } from '../load-project.ts'

export interface Equipment {
  /** The flow with what it gets: a cache, a tracker. */
  flow(flow: UntypedFlow): UntypedFlow
  /** What was found out on the way and stopped nothing. */
  readonly issues: readonly Issue[]
  /** Told to whoever started the process, before the run. Plain data. */
  readonly notes?: unknown
  /** The run is over. */
  close(): Promise<void>
}

/** @param options of the request: plain data */
export type Equip = (loaded: LoadedProject, options: Readonly<Record<string, unknown>>) => Promise<Equipment>
