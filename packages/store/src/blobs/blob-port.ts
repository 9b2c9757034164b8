// Where blobs are kept, as a port: this folder, memory, or one day an object storage.

import type { BlobId } from './blob-id.ts'
import type { DamageReason } from './frame.ts'

/** A blob that was read and compared with its id. */
export interface Blob {
  readonly id: BlobId
  /** What can decode the bytes. It is a name: nothing is ever loaded or run because of it. */
  readonly codec: string
  readonly bytes: Uint8Array
}

/** A blob that cannot be had: to be treated like one that was never kept. */
export interface Damaged {
  readonly damaged: DamageReason
}

export interface BlobFacts {
  readonly id: BlobId
  readonly codec: string
  readonly sizeBytes: number
}

type Now<Value> = Value | Promise<Value>

/**
 * Blobs by their ids. What is put twice is kept once. An adapter may answer at once or later; a call fails only when the
 * place cannot be reached, never because of what is kept there.
 */
export interface BlobStorage {
  /** Keeps bytes. They may be read at once, and survive the process when the storage says so. */
  put(codec: string, bytes: Uint8Array): Now<BlobId>
  get(id: BlobId): Now<Blob | Damaged>
  has(id: BlobId): Now<boolean>
  /** Removes blobs; one that is not there is no mistake. */
  delete(ids: Iterable<BlobId>): Now<void>
  /** Every blob once, in no order. */
  list(): Iterable<BlobFacts> | AsyncIterable<BlobFacts>
}

/** @returns whether a blob cannot be had */
export function isDamaged(found: object): found is Damaged {
  return 'damaged' in found
}
