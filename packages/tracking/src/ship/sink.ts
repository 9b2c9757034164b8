// Where events are brought, as a port: the store, a server, memory.

import type { Blob, ProcessIdentity, SpooledEvent } from '@throughline/store'

type Now<Value> = Value | Promise<Value>

/** A run that has begun, and has not said that it ended. */
export interface OpenRun {
  readonly run: string
  readonly startedAtMs: number
  /** By the clocks of its writers, when its last event was written. */
  readonly lastSeenMs: number
  /** Who runs it, or runs it now when it was begun again. */
  readonly process?: ProcessIdentity
}

/**
 * Takes events.
 *
 * Of each writer they come in order. A sink keeps, in the same transaction as what it makes of them, the number of the last
 * event of each writer that it has applied, its **cursor**, and leaves out every event that is not after it: so events may
 * come twice, and from several shippers at once. A number may be missing when its line was damaged.
 */
export interface EventSink {
  /** The cursors of these writers. One that is not known is left out. */
  cursors(writers: readonly string[]): Now<ReadonlyMap<string, number>>
  /**
   * Applies events, all or none.
   *
   * @returns the cursors of the writers of these events, after that
   */
  apply(events: readonly SpooledEvent[]): Now<ReadonlyMap<string, number>>
  /**
   * Runs that have not ended, and may have been begun on this machine. Without it only those are known whose events the
   * shipper has seen itself.
   *
   * @param host as in `ProcessIdentity`
   */
  openRuns?(host: string): Now<readonly OpenRun[]>
  /** Of a sink elsewhere, which does not share the blobs of the store: those of these that it has not got. */
  missingBlobs?(ids: readonly string[]): Now<readonly string[]>
  putBlob?(blob: Blob): Now<void>
}
