// The table of blobs: where each is, how large, when it was used last, and the bytes of the small ones.

import type { Database } from '../database/database.ts'
import type { BlobId } from './blob-id.ts'

export interface BlobRow {
  readonly codec: string
  readonly sizeBytes: number
  /** Those of a small blob; `undefined` when it is a file. */
  readonly bytes: Uint8Array | undefined
  usedAtMs: number
}

/** Statements over the table. */
export class BlobRows {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  get(id: BlobId): BlobRow | undefined {
    const row = this.#database
      .prepare('SELECT codec, size_bytes, used_at_ms, in_file, bytes FROM blob WHERE id = ?')
      .get(id)
    return (
      row && {
        codec: row['codec'] as string,
        sizeBytes: row['size_bytes'] as number,
        usedAtMs: row['used_at_ms'] as number,
        bytes: row['in_file'] === 1 ? undefined : (row['bytes'] as Uint8Array),
      }
    )
  }

  put(id: BlobId, { codec, sizeBytes, usedAtMs, bytes }: BlobRow): void {
    this.#database
      .prepare(
        `INSERT INTO blob (id, codec, size_bytes, used_at_ms, in_file, bytes) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET used_at_ms = max(used_at_ms, excluded.used_at_ms)`,
      )
      .run(id, codec, sizeBytes, usedAtMs, bytes ? 0 : 1, bytes ?? null)
  }

  touch(id: BlobId, usedAtMs: number): void {
    this.#database.prepare('UPDATE blob SET used_at_ms = max(used_at_ms, ?) WHERE id = ?').run(usedAtMs, id)
  }

  delete(id: BlobId): void {
    this.#database.prepare('DELETE FROM blob WHERE id = ?').run(id)
  }
}
