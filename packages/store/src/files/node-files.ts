// The file system of Node.

import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  statfsSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Files, NewFile, OpenFile } from './files.ts'

/** The file system of the machine. */
export const nodeFiles: Files = {
  makeFolder: (path, { parents }) => {
    try {
      mkdirSync(path, { recursive: parents })
    } catch (error) {
      if (parents || (error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  },
  list: (path) => unlessMissing(() => readdirSync(path)) ?? [],
  facts: (path) => {
    const found = unlessMissing(() => statSync(path))
    return (
      found && {
        sizeBytes: found.size,
        modifiedAtMs: found.mtimeMs,
        isFolder: found.isDirectory(),
        identity: `${found.dev}:${found.ino}`,
      }
    )
  },
  read: (path) => unlessMissing(() => readFileSync(path)),
  readLater: async (path) => {
    try {
      return await readFile(path)
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  },
  openFile: (path) => {
    const descriptor = unlessMissing(() => openSync(path, 'r'))
    return descriptor === undefined ? undefined : openFile(descriptor)
  },
  createFile: (path) => newFile(openSync(path, 'wx')),
  rename: renameSync,
  touch: (path, atMs) => {
    unlessMissing(() => utimesSync(path, atMs / 1000, atMs / 1000))
  },
  remove: (path) => {
    unlessMissing(() => unlinkSync(path))
  },
  syncFolder: (path) => {
    // Windows has no handle of a folder that could be synced, and needs none.
    if (process.platform === 'win32') return
    const descriptor = openSync(path, 'r')
    try {
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
  },
  fileSystemType: (path) => (process.platform === 'linux' ? statfsSync(path).type : undefined),
}

function newFile(descriptor: number): NewFile {
  const write = (bytes: Uint8Array, offset: number | null): void => {
    for (let done = 0; done < bytes.byteLength;) {
      done += writeSync(descriptor, bytes, done, bytes.byteLength - done, offset === null ? null : offset + done)
    }
  }
  return {
    write: (bytes) => write(bytes, null),
    writeAt: write,
    sync: () => fsyncSync(descriptor),
    close: () => closeSync(descriptor),
  }
}

function openFile(descriptor: number): OpenFile {
  return {
    sizeBytes: fstatSync(descriptor).size,
    readAt: (offset, lengthBytes) => {
      const bytes = new Uint8Array(lengthBytes)
      let done = 0
      while (done < lengthBytes) {
        const read = readSync(descriptor, bytes, done, lengthBytes - done, offset + done)
        if (read === 0) break
        done += read
      }
      return done === lengthBytes ? bytes : bytes.subarray(0, done)
    },
    close: () => closeSync(descriptor),
  }
}

function unlessMissing<Found>(call: () => Found): Found | undefined {
  try {
    return call()
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT'
}
