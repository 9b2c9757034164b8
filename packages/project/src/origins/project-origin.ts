// Where a node comes from, with all that a project knows about it.

import type { Origin } from 'throughline'

/** The place of the user's function, and the module that exports the node, which may be another one. */
export interface ProjectOrigin extends Origin {
  /** Absolute path of the file that exports `exportPath`; absent when the node was not taken from a module. */
  readonly exportedFrom?: string
  /** Absolute path of the module that the flow was made of: another one for a node in a namespace. */
  readonly flowModule?: string
}
