// Reads a blob in pieces, in constant memory.

import type { OpenFile } from '../files/files.ts'
import type { Blob } from './blob-port.ts'
import { headerBytes, type FrameHeader } from './frame.ts'

/** A blob that is being read. It stays readable when it is evicted meanwhile. */
export interface BlobReader {
  readonly codec: string
  readonly sizeBytes: number
  /**
   * The bytes in order, once; closes the reader at its end, also when it is left early.
   *
   * @throws an error of the system when the disk fails now: the bytes were right a moment ago
   */
  pieces(): Generator<Uint8Array, void>
  close(): void
}

const pieceBytes = 256 * 1024

export function openRowReader({ codec, bytes }: Blob): BlobReader {
  return {
    codec,
    sizeBytes: bytes.byteLength,
    *pieces() {
      if (bytes.byteLength > 0) yield bytes
    },
    close: () => {},
  }
}

export function openFileReader({ codec, sizeBytes }: FrameHeader, file: OpenFile): BlobReader {
  let isOpen = true
  const close = (): void => {
    if (isOpen) file.close()
    isOpen = false
  }
  return {
    codec,
    sizeBytes,
    *pieces() {
      try {
        for (let offset = 0; offset < sizeBytes; offset += pieceBytes) {
          const wanted = Math.min(pieceBytes, sizeBytes - offset)
          const bytes = file.readAt(headerBytes + offset, wanted)
          if (bytes.byteLength < wanted) throw new Error('The file of a blob became shorter while it was read.')
          yield bytes
        }
      } finally {
        close()
      }
    },
    close,
  }
}
