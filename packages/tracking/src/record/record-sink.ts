// A record as what a shipper brings events to, opened when the first come: in the thread of the shipper.

import { openLocalStore, type Store } from '@throughline/store'
import type { OpenedSink, OpenSink } from '../ship/open-sink.ts'
import { openRecord, type RunRecord } from './open-record.ts'

/** What a message between threads can carry. */
export interface RecordSinkData {
  /** Address of the record. */
  readonly url: string
  /** The folder of the project: what a path in the address is relative to. */
  readonly dir: string
  /** The folder of the store, with the blobs that events refer to. */
  readonly store: string
  /** How long an SQLite file may be locked by others, in milliseconds. */
  readonly busyTimeoutMs?: number
}

/** A record that cannot be opened is tried again with the next pass. */
export const openSink: OpenSink<RecordSinkData> = ({ url, dir, store, busyTimeoutMs }, { onTrouble }): OpenedSink => {
  let opened: Promise<RunRecord> | undefined
  let local: Store | undefined
  const blobs = (): Store['blobs'] => (local ??= openLocalStore({ dir: store, onTrouble })).blobs
  const record = async (): Promise<RunRecord> => {
    opened ??= openRecord({
      url,
      dir,
      onTrouble,
      ...(busyTimeoutMs !== undefined && { busyTimeoutMs }),
      blobs: { pin: (...pin) => blobs().pin(...pin), unpin: (...pin) => blobs().unpin(...pin) },
    })
    try {
      return await opened
    } catch (error) {
      opened = undefined
      throw error
    }
  }
  return {
    cursors: async (writers) => (await record()).cursors(writers),
    apply: async (events) => (await record()).apply(events),
    openRuns: async (host) => (await record()).openRuns(host),
    close: async () => {
      await opened?.then(
        (one) => one.close(),
        () => {},
      )
      await local?.close()
    },
  }
}
