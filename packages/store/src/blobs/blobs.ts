// The blobs of a store: small ones as rows, larger ones as files, all of them checked when they are read.

import type { Database } from '../database/database.ts'
import type { Health } from '../trouble/health.ts'
import type { WriteQueue, Writer } from '../writes/write-queue.ts'
import type { BlobFiles } from './blob-files.ts'
import { blobId, isBlobId, type BlobId } from './blob-id.ts'
import { isDamaged, type Blob, type BlobFacts, type BlobStorage, type Damaged } from './blob-port.ts'
import { BlobRows, type BlobRow } from './blob-rows.ts'
import { openRowReader, openFileReader, type BlobReader } from './blob-reader.ts'
import { openBlobWriter, type BlobWriter } from './blob-writer.ts'

/** From this size on a blob is a file. */
export const rowLimitBytes: number = 64 * 1024
/** The time of use of a blob is written at most this often. */
export const useIntervalMs: number = 60 * 60 * 1000

export interface BlobsOptions {
  readonly database: Database
  readonly files: BlobFiles
  readonly queue: WriteQueue
  readonly health: Health
  readonly nowMs: () => number
}

/**
 * Content-addressed bytes. Nothing here throws because of the disk: what cannot be read is `{ damaged: reason }`, and what
 * cannot be written is told once through `onTrouble` of the store.
 */
export class Blobs implements BlobStorage, Writer {
  readonly #options: BlobsOptions
  readonly #rows: BlobRows
  readonly #pending = new Map<BlobId, BlobRow>()
  readonly #used = new Map<BlobId, number>()

  constructor(options: BlobsOptions) {
    this.#options = options
    this.#rows = new BlobRows(options.database)
    options.queue.join(this)
  }

  /**
   * Keeps bytes: small ones with the next group commit, a file at once. The bytes are copied or written before it returns.
   *
   * @returns the id, also when the store does not store any more
   * @throws RangeError when the name of the codec is empty or has more than 63 bytes
   */
  put(codec: string, bytes: Uint8Array): BlobId {
    const id = blobId(codec, bytes)
    const sizeBytes = bytes.byteLength
    if (sizeBytes < rowLimitBytes) this.#keep(id, { codec, sizeBytes, bytes: bytes.slice() })
    else if (this.#writeFile(() => this.#options.files.put({ id, codec, sizeBytes }, bytes)))
      this.#keep(id, { codec, sizeBytes, bytes: undefined })
    return id
  }

  /** Begins a blob whose bytes come in pieces, in constant memory. */
  openWriter(codec: string): BlobWriter {
    return openBlobWriter(codec, {
      rowLimitBytes,
      begin: () => this.#options.files.begin(),
      attempt: (call) => this.#writeFile(call),
      putSmall: (bytes) => this.put(codec, bytes),
      keepFile: (id, sizeBytes) => this.#keep(id, { codec, sizeBytes, bytes: undefined }),
    })
  }

  /** Reads a blob at once, row or file. Writes that wait are seen. */
  get(id: BlobId): Blob | Damaged {
    const row = this.#row(id)
    return row.found ?? this.#noted(id, row.isKnown, this.#options.files.get(id))
  }

  /** The same, without holding up the process while a large file is read. */
  async read(id: BlobId): Promise<Blob | Damaged> {
    const row = this.#row(id)
    return row.found ?? this.#noted(id, row.isKnown, await this.#options.files.getLater(id))
  }

  /** Opens a blob to be read in pieces, in constant memory. All of it is compared with its id before this returns. */
  openReader(id: BlobId): BlobReader | Damaged {
    const { found, isKnown } = this.#row(id)
    if (found) return isDamaged(found) ? found : openRowReader(found)
    const opened = this.#options.files.open(id)
    if (isDamaged(opened)) return this.#lost(id, isKnown, opened)
    if (!isKnown) this.#keep(id, { ...opened.header, bytes: undefined })
    return openFileReader(opened.header, opened.file)
  }

  has(id: BlobId): boolean {
    if (!isBlobId(id)) return false
    if (this.#pending.has(id)) return true
    const { health, files } = this.#options
    return health.read(() => this.#rows.get(id)?.bytes !== undefined || files.has(id), false)
  }

  /** Removes blobs, but none that is pinned. */
  delete(ids: Iterable<BlobId>): void {
    const { queue, database, files, health } = this.#options
    queue.flush()
    health.write(() => {
      database.transaction(() => {
        for (const id of ids) {
          if (!isBlobId(id) || this.pinsOf(id).length > 0) continue
          this.#rows.delete(id)
          files.remove(id)
        }
      })
    }, undefined)
  }

  /** Every blob of the table, and every file that the table does not know. */
  *list(): Generator<BlobFacts> {
    const { queue, database, files, health } = this.#options
    queue.flush()
    const seen = new Set<BlobId>()
    const sql = 'SELECT id, codec, size_bytes FROM blob ORDER BY id'
    for (const row of health.read(() => database.prepare(sql).all(), [])) {
      const id = row['id'] as BlobId
      seen.add(id)
      yield { id, codec: row['codec'] as string, sizeBytes: row['size_bytes'] as number }
    }
    for (const id of files.ids()) {
      const facts = seen.has(id) ? undefined : files.factsOf(id)
      if (facts) yield { id, codec: facts.codec, sizeBytes: facts.sizeBytes }
    }
  }

  /** Notes that a blob is needed, so that it is not evicted soon. Written at most once an hour for each. */
  touch(id: BlobId): void {
    if (!this.#options.health.stores || this.#used.has(id)) return
    this.#used.set(id, this.#options.nowMs())
    this.#options.queue.add()
  }

  /**
   * Keeps a blob from being evicted for as long as a holder wants it. Done when it returns.
   *
   * @returns false when there is no such blob, or when it could not be written down
   */
  pin(id: BlobId, holder: string): boolean {
    const { queue, database, health } = this.#options
    queue.flush()
    return health.write(
      () =>
        database.transaction(() => {
          if (!this.has(id)) return false
          database.prepare('INSERT OR IGNORE INTO pin (blob, holder) VALUES (?, ?)').run(id, holder)
          return true
        }),
      false,
    )
  }

  /** Gives up one pin of a holder, or all of them. */
  unpin(holder: string, id?: BlobId): void {
    const { database, health } = this.#options
    health.write(() => {
      if (id === undefined) database.prepare('DELETE FROM pin WHERE holder = ?').run(holder)
      else database.prepare('DELETE FROM pin WHERE holder = ? AND blob = ?').run(holder, id)
    }, undefined)
  }

  /** Who wants a blob to stay, sorted. */
  pinsOf(id: BlobId): readonly string[] {
    const { database, health } = this.#options
    const sql = 'SELECT holder FROM pin WHERE blob = ? ORDER BY holder'
    return health.read(() => database.prepare(sql).all(id), []).map((row) => row['holder'] as string)
  }

  write(): void {
    for (const [id, row] of this.#pending) this.#rows.put(id, row)
    for (const [id, atMs] of this.#used) this.#rows.touch(id, atMs)
  }

  settled(): void {
    this.#pending.clear()
    this.#used.clear()
  }

  /** What waits or is a row; without `found` it may be a file. */
  #row(id: BlobId): { readonly found?: Blob | Damaged; readonly isKnown: boolean } {
    if (!isBlobId(id)) return { found: { damaged: 'missing' }, isKnown: false }
    const { health, nowMs } = this.#options
    const row = this.#pending.get(id) ?? health.read(() => this.#rows.get(id), undefined)
    if (!row) return { isKnown: false }
    if (nowMs() - row.usedAtMs > useIntervalMs) this.touch(id)
    if (row.bytes === undefined) return { isKnown: true }
    const isRight = row.bytes instanceof Uint8Array && isCodec(row.codec) && blobId(row.codec, row.bytes) === id
    if (isRight) return { found: { id, codec: row.codec, bytes: row.bytes }, isKnown: true }
    this.#forget(id)
    return { found: { damaged: 'wrong checksum' }, isKnown: true }
  }

  /** Brings the table in line with what the file was found to be. */
  #noted(id: BlobId, isKnown: boolean, found: Blob | Damaged): Blob | Damaged {
    if (isDamaged(found)) return this.#lost(id, isKnown, found)
    if (!isKnown) this.#keep(id, { codec: found.codec, sizeBytes: found.bytes.byteLength, bytes: undefined })
    return found
  }

  #lost(id: BlobId, isKnown: boolean, damaged: Damaged): Damaged {
    const mayBeRight = damaged.damaged === 'unreadable' || damaged.damaged === 'unknown format'
    if (isKnown && !mayBeRight) this.#forget(id)
    return damaged
  }

  /** Takes a row away that leads to nothing good, so that the blob can be written again. */
  #forget(id: BlobId): void {
    this.#pending.delete(id)
    this.#options.health.write(() => this.#rows.delete(id), undefined)
  }

  #keep(id: BlobId, { codec, sizeBytes, bytes }: Omit<BlobRow, 'usedAtMs'>): void {
    const { health, queue, nowMs } = this.#options
    if (!health.stores || this.#pending.has(id)) return
    this.#pending.set(id, { codec, sizeBytes, bytes, usedAtMs: nowMs() })
    queue.add(bytes?.byteLength)
  }

  #writeFile(call: () => void): boolean {
    return this.#options.health.write(() => {
      call()
      return true
    }, false)
  }
}

function isCodec(codec: unknown): codec is string {
  return typeof codec === 'string' && codec !== '' && codec.length < 64
}
