// The record as what a shipper in a thread of its own is told to open.

import { extname } from 'node:path'
import type { SinkChoice } from './shipper-messages.ts'

export interface RecordPlaces {
  /** Address of the record: `sqlite:path` or `postgres://...`. */
  readonly url: string
  /** What a path in the address is relative to: the folder of the project. */
  readonly dir: string
  /** The folder of the store, with the blobs that events refer to. */
  readonly store: string
  /** How long an SQLite file may be locked by others before a pass gives up, in milliseconds. @defaultValue 15,000 */
  readonly busyTimeoutMs?: number
}

/** For `startShipper`: events go into the record at an address. It is opened in the thread, and made when it is not there. */
export function recordSink({ url, dir, store, busyTimeoutMs }: RecordPlaces): SinkChoice {
  const program = new URL(`../record/record-sink${extname(import.meta.url)}`, import.meta.url)
  return {
    kind: 'module',
    url: program.href,
    data: { url, dir, store, ...(busyTimeoutMs !== undefined && { busyTimeoutMs }) },
  }
}
