// What is in a file now, as its checksum; not computed again as long as the system says that nothing has changed.

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { NodeContext } from 'throughline'
import { fileFailure } from './file-failure.ts'

/** Clocks of file systems tick some hundred times a second: what changed just now may change again unseen. */
const SETTLED_MS = 2000

/** A function that gives the version of a file: `sha256:` and its checksum. */
export function fileVersion(path: string, nowMs: () => number = Date.now): (context: NodeContext) => Promise<string> {
  let known: { readonly state: string; readonly version: string } | undefined
  return async ({ signal }) => {
    try {
      const before = await stateOf(path, nowMs())
      if (known !== undefined && known.state === before.text) return known.version
      const version = `sha256:${await checksum(path, signal)}`
      known = before.isSettled ? { state: before.text, version } : undefined
      return version
    } catch (error) {
      signal.throwIfAborted()
      throw fileFailure(error, path, 'read')
    }
  }
}

async function stateOf(path: string, nowMs: number): Promise<{ text: string; isSettled: boolean }> {
  const { dev, ino, size, mtimeNs, ctimeNs, mtimeMs, ctimeMs } = await stat(path, { bigint: true })
  const lastMs = Math.max(Number(mtimeMs), Number(ctimeMs))
  return { text: [dev, ino, size, mtimeNs, ctimeNs].join(' '), isSettled: nowMs - lastMs > SETTLED_MS }
}

async function checksum(path: string, signal: AbortSignal): Promise<string> {
  const sum = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, signal })) sum.update(chunk as Buffer)
  return sum.digest('hex')
}
