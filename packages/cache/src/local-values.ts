// Kept values in a store of this machine: an entry for each key, the bytes of values as blobs.

import {
  decodeItems,
  decodeValue,
  encodeItem,
  encodeValue,
  fingerprint,
  isDamaged,
  isDecoded,
  isHeld,
  isRefusal,
  itemsEnd,
  itemsHead,
  type CacheEntry,
  type CodecOptions,
  type Fingerprint,
  type Store,
} from '@throughline/store'
import { createHash, hash } from 'node:crypto'
import { versionIn } from './instances.ts'
import type { KeyParts } from './key.ts'
import type { Said } from './recording.ts'
import type { Claim, ItemWriter, KeptValue, Loaded, NewValue, NotKept, ValueStore } from './value-store.ts'

/** Names the codec of a blob that has the items of a stream. */
const ITEMS = 'items-1'
/**
 * A lease lasts so long when its process is alive and does not give it back: a node may block the process that computes it.
 * That of a process that is gone ends at once.
 */
const LEASE_MS = 10 * 60_000

/** What took so long is written at once, not a moment later. */
const WORTH_A_COMMIT_MS = 100

/** What an entry says besides its columns. */
interface EntryFacts {
  readonly parts: KeyParts
  readonly said: readonly Said[]
  readonly stream?: 'sync' | 'async'
  /** Over what an entry leads to: a database that was damaged must not lead to the value of another. */
  readonly sum: string
}

export class LocalValues implements ValueStore {
  isUsable = true
  readonly #store: Store
  readonly #options: CodecOptions

  constructor(store: Store, options: CodecOptions) {
    this.#store = store
    this.#options = options
  }

  find(key: string): KeptValue | undefined {
    const entry = this.isUsable ? this.#store.entries.get(key) : undefined
    return entry && toKept(entry)
  }

  latest(flow: string, node: string, limit: number): readonly KeptValue[] {
    const entries = this.isUsable ? this.#store.entries.latestOf(flow, node, limit) : []
    return entries.map(toKept).filter((kept) => kept !== undefined)
  }

  load({ blob: id, stream }: KeptValue): Loaded | Promise<Loaded> {
    if (!this.isUsable) return { damaged: 'the cache is closed' }
    if (stream !== undefined) return this.#loadItems(id, stream)
    const blob = this.#store.blobs.get(id)
    if (isDamaged(blob)) return blob
    const decoded = decodeValue(blob.codec, blob.bytes, this.#options)
    return isDecoded(decoded) ? decoded : { damaged: decoded.undecodable }
  }

  #loadItems(id: string, stream: 'sync' | 'async'): Loaded | Promise<Loaded> {
    const reader = this.#store.blobs.openReader(id)
    if (isDamaged(reader)) return reader
    const items = this.#items(reader.pieces())
    if (stream === 'async') return { value: items }
    return collect(items)
  }

  /** The bytes were compared with their checksum before: what cannot be read now is a codec that is missing. */
  async *#items(pieces: Iterable<Uint8Array>): AsyncGenerator<unknown, void, undefined> {
    for await (const item of decodeItems(pieces, this.#options)) {
      if (!isDecoded(item)) throw new Error(item.undecodable)
      yield item.value
    }
  }

  keep(value: unknown, kept: NewValue, found: Fingerprint): NotKept | undefined {
    if (!this.isUsable || !this.#store.isStoring) return undefined
    const encoded = encodeValue(value, this.#options, found)
    if (isRefusal(encoded)) return encoded
    const [first, ...others] = encoded.bytes
    const bytes = others.length === 0 && first ? first : Buffer.concat(encoded.bytes)
    const blob = this.#store.blobs.put(encoded.codec, bytes)
    this.#put({ ...kept, version: versionIn(found), blob, sizeBytes: encoded.sizeBytes })
    // A node that never lets timers run may be killed together with the process.
    if (kept.durationMs >= WORTH_A_COMMIT_MS) this.#store.flush()
    return undefined
  }

  record(kept: () => NewValue | undefined, stream: 'sync' | 'async'): ItemWriter | undefined {
    if (!this.isUsable || !this.#store.isStoring) return undefined
    const writer = this.#store.blobs.openWriter(ITEMS)
    writer.write(itemsHead())
    const version = createHash('sha256').update(`stream ${stream}`)
    let count = 0
    let features = 0
    return {
      add: (item) => {
        const found = fingerprint(item, this.#options)
        if (isRefusal(found)) return found
        version.update(`\n${found.version}`)
        features |= found.features
        const encoded = encodeItem(item, this.#options, found)
        if (isRefusal(encoded)) return encoded
        for (const piece of encoded.bytes) writer.write(piece)
        count++
        return undefined
      },
      finish: () => {
        const whole = versionIn({ version: `data1:${version.digest('hex')}`, features })
        const about = kept()
        if (!about || !this.isUsable) {
          writer.abort()
          return whole
        }
        writer.write(itemsEnd(count))
        const { id, sizeBytes } = writer.finish()
        this.#put({ ...about, version: whole, blob: id, sizeBytes, stream })
        return whole
      },
      abort: () => writer.abort(),
    }
  }

  #put({ key, node, flow, version, blob, sizeBytes, madeBy, durationMs, parts, said, stream }: KeptValue): void {
    const facts: EntryFacts = { parts, said, ...(stream && { stream }), sum: sumOf(key, version, blob) }
    const { runId: madeByRun, atMs: madeAtMs } = madeBy
    const entry = { key, node, flow, dataVersion: version, blob, madeByRun, madeAtMs, sizeBytes, durationMs }
    this.#store.entries.put({ ...entry, facts: plain(facts) })
  }

  forget(keys: readonly string[]): void {
    if (this.isUsable && keys.length > 0) this.#store.entries.delete(keys)
  }

  claim(key: string): Claim {
    if (!this.isUsable) return { release: () => {} }
    const lease = this.#store.leases.acquire(key, { ttlMs: LEASE_MS })
    if (isHeld(lease)) return { wait: (signal) => this.#store.leases.waitFor(key, signal) }
    return { release: () => lease.release() }
  }

  flush(): void {
    if (this.isUsable) this.#store.flush()
  }
}

async function collect(items: AsyncIterable<unknown>): Promise<Loaded> {
  const all: unknown[] = []
  try {
    for await (const item of items) all.push(item)
  } catch (error) {
    return { damaged: (error as Error).message }
  }
  return { value: all.values() }
}

function toKept(entry: CacheEntry): KeptValue | undefined {
  const { key, node, flow, dataVersion: version, blob, madeByRun = '', madeAtMs, sizeBytes, durationMs = 0 } = entry
  const { parts, said, stream, sum } = (entry.facts ?? {}) as Partial<EntryFacts>
  if (blob === undefined || !parts || !said || sum !== sumOf(key, version, blob)) return undefined
  const madeBy = { runId: madeByRun, atMs: madeAtMs }
  return { key, node, flow, version, blob, sizeBytes, madeBy, durationMs, parts, said, ...(stream && { stream }) }
}

function sumOf(key: string, version: string, blob: string): string {
  return hash('sha256', `${key}\n${version}\n${blob}`).slice(0, 16)
}

/** What a step says may have anything in its fields; what JSON cannot say is left out. */
function plain(facts: EntryFacts): EntryFacts {
  const said = facts.said.map((one): Said => {
    const { fields } = one as { readonly fields?: object }
    if (fields === undefined) return one
    try {
      JSON.stringify(fields)
      return one
    } catch {
      return { ...one, fields: {} } as Said
    }
  })
  return { ...facts, said }
}
