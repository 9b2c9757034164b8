// Brings the blobs that events refer to, before the events.

import { isDamaged, type BlobStorage, type SpooledEvent } from '@throughline/store'
import type { EventSink } from './sink.ts'

const idForm = /"(?:\$blob|blob)":"([0-9a-f]{64})"/g

/** Remembers what was brought, so that a sink is asked once about each. */
export class BlobBringer {
  readonly #sink: EventSink
  readonly #source: Pick<BlobStorage, 'get'> | undefined
  readonly #known = new Set<string>()

  constructor(sink: EventSink, source: Pick<BlobStorage, 'get'> | undefined) {
    this.#sink = sink
    this.#source = source
  }

  /** A blob that is not here any more is not brought: the event then refers to what nobody has. */
  async bring(events: readonly SpooledEvent[]): Promise<void> {
    const sink = this.#sink
    const source = this.#source
    if (!source || !sink.missingBlobs || !sink.putBlob) return
    const ids = new Set(events.flatMap(({ line }) => Array.from(line.matchAll(idForm), ([, id]) => id!)))
    const asked = [...ids].filter((id) => !this.#known.has(id))
    if (asked.length === 0) return
    for (const id of await sink.missingBlobs(asked)) {
      const found = await source.get(id)
      if (!isDamaged(found)) await sink.putBlob(found)
    }
    for (const id of asked) this.#known.add(id)
  }
}
