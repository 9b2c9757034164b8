// Blobs that the record refers to stay: what keeps them, as a port.

import type { Blobs } from '@throughline/store'

export interface BlobPins {
  /** A blob stays for as long as a holder wants it. One that is not there is no mistake. */
  keep(blob: string, holder: string): void
  /** A holder wants nothing any more. */
  release(holder: string): void
}

/** Pins in the folder of a store. */
export function pinsIn(blobs: Pick<Blobs, 'pin' | 'unpin'>): BlobPins {
  return {
    keep: (blob, holder) => void blobs.pin(blob, `record ${holder}`),
    release: (holder) => blobs.unpin(`record ${holder}`),
  }
}

/** Where blobs are kept elsewhere. */
export const noPins: BlobPins = { keep: () => {}, release: () => {} }
