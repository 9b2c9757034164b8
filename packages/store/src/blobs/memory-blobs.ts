// Blobs in memory: for tests, and for programs that keep nothing.

import { blobId, type BlobId } from './blob-id.ts'
import type { Blob, BlobFacts, BlobStorage, Damaged } from './blob-port.ts'

/** Makes a storage that is gone with the process. */
export function createMemoryBlobs(): BlobStorage {
  const blobs = new Map<BlobId, Blob>()
  return {
    put: (codec, bytes) => {
      const id = blobId(codec, bytes)
      blobs.set(id, { id, codec, bytes: bytes.slice() })
      return id
    },
    get: (id): Blob | Damaged => blobs.get(id) ?? { damaged: 'missing' },
    has: (id) => blobs.has(id),
    delete: (ids) => {
      for (const id of ids) blobs.delete(id)
    },
    list: (): BlobFacts[] =>
      [...blobs.values()].map(({ id, codec, bytes }) => ({ id, codec, sizeBytes: bytes.byteLength })),
  }
}
