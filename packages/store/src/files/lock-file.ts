// A lock for rare and short work on a folder: a file that only one process can make.

import type { Files } from './files.ts'

export interface LockFileOptions {
  readonly files: Files
  readonly nowMs: () => number
  /** Who holds it for longer was killed. */
  readonly limitMs: number
}

/**
 * Waits for the lock, blocking the thread, and takes it.
 *
 * @returns what gives it back
 */
export function lockFile(path: string, { files, nowMs, limitMs }: LockFileOptions): () => void {
  for (;;) {
    try {
      files.createFile(path).close()
      return () => files.remove(path)
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'EEXIST') throw error
    }
    const since = files.facts(path)?.modifiedAtMs
    if (since !== undefined && Math.abs(nowMs() - since) > limitMs) files.remove(path)
    else pause(10)
  }
}

/** Blocks the thread. */
export function pause(delayMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, delayMs)
}
