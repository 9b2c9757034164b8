// Checksums of files, which are not made again of a file that has not been touched since.

import { stat } from 'node:fs/promises'
import type { NodeContext } from 'throughline'
import { fileFailure } from '../places/file-failure.ts'
import { filePlace } from '../places/file-place.ts'

export interface FileFacts {
  readonly sizeBytes: number
  /** Milliseconds since 1970. */
  readonly modifiedAtMs: number
}

interface Stamped extends FileFacts {
  /** Another one whenever anything was done to the file. */
  readonly stamp: string
  /** When that was last, in milliseconds since 1970. */
  readonly touchedAtMs: number
}

/** By path, the latest asked for last. */
const known = new Map<string, { readonly stamp: string; readonly sha256: string }>()
const MOST_KNOWN = 100

/** Clocks of file systems are coarse: what was touched just now may be touched again and have the same stamp. */
const SETTLED_MS = 2000

/** @throws {io/not-found} {io/unreadable} */
export async function fileFacts(path: string): Promise<FileFacts> {
  const { sizeBytes, modifiedAtMs } = await stampOf(path)
  return { sizeBytes, modifiedAtMs }
}

/** The SHA-256 of a file, in hexadecimal digits. @throws {io/not-found} {io/unreadable} */
export async function fileChecksum(path: string, context: NodeContext): Promise<string> {
  const before = await stampOf(path)
  const earlier = known.get(path)
  known.delete(path)
  if (earlier?.stamp === before.stamp) {
    known.set(path, earlier)
    return earlier.sha256
  }
  const sha256 = (await filePlace(path).version!(context))!.replace('sha256:', '')
  const isSettled = Date.now() - before.touchedAtMs > SETTLED_MS
  if (isSettled && (await stampOf(path)).stamp === before.stamp) {
    known.set(path, { stamp: before.stamp, sha256 })
    if (known.size > MOST_KNOWN) known.delete(known.keys().next().value!)
  }
  return sha256
}

async function stampOf(path: string): Promise<Stamped> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs, mtimeMs, ctimeMs } = await stat(path, { bigint: true })
    return {
      sizeBytes: Number(size),
      modifiedAtMs: Number(mtimeMs),
      touchedAtMs: Number(ctimeMs > mtimeMs ? ctimeMs : mtimeMs),
      stamp: [dev, ino, size, mtimeNs, ctimeNs].join(' '),
    }
  } catch (error) {
    throw fileFailure(error, path, 'read')
  }
}
