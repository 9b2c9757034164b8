// An application as it was found or made, before it is open.

import type { Head, Migrated, Opened } from '../journal/entry.ts'
import type { Values } from '../state/values.ts'

/** What is known when it was found or made. */
export interface Found {
  readonly app: string
  readonly head: Head
  /** The state as the application works with it. */
  readonly values: Values
  /** Number of its last entry. */
  readonly number: number
  /** What has to be written first: that it is new, or that its state has another shape. */
  readonly first?: Opened | Migrated
}
