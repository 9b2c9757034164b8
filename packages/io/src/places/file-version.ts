// What is in a file now, as its checksum; not computed again as long as the system says that nothing has changed.

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { NodeContext } from 'throughline'
import { fileFailure } from './file-failure.ts'

/** Clocks of file systems tick some hundred times a second, or every second one: what changed just now may change again unseen. */
const SETTLED_MS = 2000

/** By path, the latest asked for last; of files that had settled. */
const known = new Map<string, { readonly state: string; readonly sha256: string }>()
const MOST_KNOWN = 1000

/**
 * The SHA-256 of a file, in hexadecimal digits.
 *
 * @throws {io/not-found} {io/unreadable}
 */
export async function fileChecksum(
  given: string,
  { signal }: Pick<NodeContext, 'signal'>,
  nowMs: () => number = Date.now,
): Promise<string> {
  const path = resolve(given)
  try {
    const before = await stateOf(path, nowMs())
    const earlier = known.get(path)
    known.delete(path)
    const sha256 = earlier?.state === before.text ? earlier.sha256 : await checksum(path, signal)
    if (before.isSettled) {
      known.set(path, { state: before.text, sha256 })
      if (known.size > MOST_KNOWN) known.delete(known.keys().next().value!)
    }
    return sha256
  } catch (error) {
    signal.throwIfAborted()
    throw fileFailure(error, given, 'read')
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
