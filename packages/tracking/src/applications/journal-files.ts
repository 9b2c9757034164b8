// The files of journals, as a port: reading at a place, and writing at one with nothing left behind it.

import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

/** Every call may throw an error with the `code` of the system. */
export interface JournalFiles {
  makeFolder(path: string): void
  /** Names in a folder; none when it is not there. */
  list(path: string): readonly string[]
  /** @returns undefined when it is not there */
  open(path: string): JournalFile | undefined
  /**
   * Makes a file of these bytes. It is there with all of them or not at all, whenever the process is killed; in a folder
   * one at a time.
   *
   * @param options.sync returns when the bytes would survive a power cut
   * @throws an error with the code EEXIST when the file is there
   */
  create(path: string, bytes: Uint8Array, options: { readonly sync: boolean }): void
  /**
   * Writes at a place of a file that is there; what comes after is cut off, before and after.
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
  create: (path, bytes, options) => {
    const draft = join(dirname(path), DRAFT)
    // What a killed process left may be another name of a journal: it is never written to.
    remove(draft)
    try {
      writeTo(draft, constants.O_CREAT | constants.O_EXCL, 0, bytes, options)
      putInPlace(draft, path)
    } finally {
      remove(draft)
    }
  },
  write: (path, offset, bytes, options) => writeTo(path, 0, offset, bytes, options),
  remove,
}

/** A journal that is not yet in its place. */
const DRAFT = 'new-journal.tmp'
/** What a system says of a folder in which a file cannot have two names. */
const WITHOUT_LINKS: ReadonlySet<string | undefined> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])

function putInPlace(draft: string, path: string): void {
  try {
    linkSync(draft, path)
  } catch (error) {
    if (!WITHOUT_LINKS.has((error as NodeJS.ErrnoException).code)) throw error
    if (existsSync(path)) throw Object.assign(new Error(`there is a file "${path}"`), { code: 'EEXIST' })
    renameSync(draft, path)
  }
}

function writeTo(path: string, flags: number, offset: number, bytes: Uint8Array, { sync }: { sync: boolean }): void {
  const descriptor = openSync(path, constants.O_RDWR | flags, 0o666)
  try {
    if (fstatSync(descriptor).size > offset) ftruncateSync(descriptor, offset)
    for (let done = 0; done < bytes.byteLength;)
      done += writeSync(descriptor, bytes, done, bytes.byteLength - done, offset + done)
    if (sync) fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function remove(path: string): boolean {
  return unlessMissing(() => (unlinkSync(path), true)) ?? false
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
