// What the routes answer from.

import type { Blobs, Clock } from '@throughline/store'
import type { RunRecord } from '@throughline/tracking/record'
import type { Definitions, RunDetails, RunPageAnswer } from './api/index.ts'
import type { LiveSource } from './live/record-live.ts'
import type { RecordWatch } from './live/record-watch.ts'
import type { Streams } from './live/streams.ts'

export interface ServerParts {
  readonly record: RunRecord
  readonly watch: RecordWatch
  readonly streams: Streams
  readonly clock: Clock
  /** Where artifacts and long texts are. */
  readonly blobs?: Pick<Blobs, 'read'>
  /** The project whose files are here; absent when a record is shown without one. */
  readonly project?: ProjectSide
}

/** What is known of a project besides its record. */
export interface ProjectSide {
  readonly name: string
  readonly directory: string
  /** As they are now. */
  definitions(): Definitions
  /** What can be done with a run here. */
  can(run: RunDetails): RunPageAnswer['can']
  /** What is told live of it: definitions, applications. */
  readonly live?: LiveSource
}
