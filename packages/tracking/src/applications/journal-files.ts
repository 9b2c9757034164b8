// The files of journals, as a port: reading at a place, and writing at one with nothing left behind it.

import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  unlinkSync,
  writeSync,
} from 'node:fs'

/** Every call may throw an error with the `code` of the system. */
export interface JournalFiles {
  makeFolder(path: string): void
  /** Names in a folder; none when it is not there. */
  list(path: string): readonly string[]
  /** @returns undefined when it is not there */
  open(path: string): JournalFile | undefined
  /**
   * Writes at a place of a file, which is made when it is not there; what comes after is cut off, before and after.
   *
   * @param options.sync returns when the bytes would survive a power cut
   */
  write(path: string, offset: number, bytes: Uint8Array, options: { readonly sync: boolean }): void
  /** @returns whether it was there */
  remove(path: string): boolean
}

export interface JournalFile {
  readonly sizeBytes: number
  /** @returns fewer bytes at the end of the file */
  readAt(offset: number, lengthBytes: number): Buffer
  close(): void
}

export const nodeJournalFiles: JournalFiles = {
  makeFolder: (path) => void mkdirSync(path, { recursive: true }),
  list: (path) => unlessMissing(() => readdirSync(path)) ?? [],
  open: (path) => {
    const descriptor = unlessMissing(() => openSync(path, 'r'))
    if (descriptor === undefined) return undefined
    return {
      sizeBytes: fstatSync(descriptor).size,
      readAt: (offset, lengthBytes) => readAll(descriptor, offset, lengthBytes),
      close: () => closeSync(descriptor),
    }
  },
  write: (path, offset, bytes, { sync }) => {
    const descriptor = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o666)
    try {
      if (fstatSync(descriptor).size > offset) ftruncateSync(descriptor, offset)
      for (let done = 0; done < bytes.byteLength;)
        done += writeSync(descriptor, bytes, done, bytes.byteLength - done, offset + done)
      if (sync) fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
  },
  remove: (path) => unlessMissing(() => (unlinkSync(path), true)) ?? false,
}

function readAll(descriptor: number, offset: number, lengthBytes: number): Buffer {
  const bytes = Buffer.allocUnsafe(lengthBytes)
  let done = 0
  while (done < lengthBytes) {
    const read = readSync(descriptor, bytes, done, lengthBytes - done, offset + done)
    if (read === 0) break
    done += read
  }
  return bytes.subarray(0, done)
}

function unlessMissing<Found>(call: () => Found): Found | undefined {
  try {
    return call()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
