// Opens the sink that somebody has chosen.

import { openLocalStore, type BlobStorage, type LeaseStorage, type OnTrouble, type Store } from '@throughline/store'
import { httpSink } from './http-sink.ts'
import { setAsideFiles } from './set-aside.ts'
import type { SinkChoice } from './shipper-messages.ts'
import type { EventSink } from './sink.ts'

/** A sink with what belongs to it. */
export interface OpenedSink extends EventSink {
  /** So that one shipper at a time does the work. */
  readonly leases?: LeaseStorage
  /** Where the blobs are to which events refer. */
  readonly blobs?: Pick<BlobStorage, 'get'>
  close?(): void | Promise<void>
}

/** What a module with a sink exports as `openSink`. */
export type OpenSink<Data> = (
  data: Data,
  options: { readonly onTrouble: OnTrouble },
) => OpenedSink | Promise<OpenedSink>

export async function openSink(choice: SinkChoice, dir: string, onTrouble: OnTrouble): Promise<OpenedSink> {
  if (choice.kind === 'http') {
    const { url, token } = choice
    const sink = httpSink({ url, ...(token !== undefined && { token }), setAside: setAsideFiles(dir), onTrouble })
    // Opened when the first event refers to a blob: few do.
    let store: Store | undefined
    const blobs: OpenedSink['blobs'] = { get: (id) => (store ??= openLocalStore({ dir, onTrouble })).blobs.get(id) }
    return Object.assign(sink, { blobs, close: () => store?.close() })
  }
  const { openSink: open } = (await import(choice.url)) as { readonly openSink: OpenSink<unknown> }
  return open(choice.data, { onTrouble })
}
