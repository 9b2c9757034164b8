// A file that appears whole or not at all: written beside its place, then moved there in one step.

import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readdir, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

export interface WrittenFile {
  readonly sizeBytes: number
  readonly sha256: string
}

export interface NewFile {
  write(bytes: Uint8Array): Promise<void>
}

const BUFFER_BYTES = 1 << 18

/**
 * Writes a file by way of another one in the same folder. Killed at any instant it leaves the old file or the new one;
 * what was begun is removed by whoever writes to the same place next.
 *
 * A link is followed: the file that it names is written; one that leads to nothing is replaced, as it may lead anywhere. The
 * permissions of the old file are kept.
 *
 * @throws what the system says (`ENOSPC`, `EACCES`), `ENODEV` for what is no file, and what `produce` throws; then nothing has changed
 */
export async function writeAtomically(
  path: string,
  produce: (file: NewFile) => Promise<void>,
  signal?: AbortSignal,
): Promise<WrittenFile> {
  const place = await realpath(path).catch(() => path)
  const folder = dirname(place)
  await mkdir(folder, { recursive: true })
  await removeAbandoned(folder, basename(place))
  const mode = await modeOf(place)
  const unfinished = join(folder, unfinishedName(basename(place)))
  const handle = await open(unfinished, 'wx', mode)
  try {
    // What a new file is given is less than what the old one may have had.
    if (mode !== undefined) await handle.chmod(mode)
    const written = await fill(handle, produce, signal)
    await handle.sync()
    await handle.close()
    signal?.throwIfAborted()
    await rename(unfinished, place)
    await syncFolder(folder)
    return written
  } catch (error) {
    await handle.close().catch(() => {})
    await rm(unfinished, { force: true }).catch(() => {})
    throw error
  }
}

/** Nothing of what is not there. A pipe or a device would be lost: a file would stand in its place. */
async function modeOf(place: string): Promise<number | undefined> {
  const facts = await stat(place).catch(() => undefined)
  if (facts === undefined || facts.isFile()) return facts && facts.mode & 0o777
  const code = facts.isDirectory() ? 'EISDIR' : 'ENODEV'
  throw Object.assign(new Error(`${code}: ${place}`), { code })
}

/** Small pieces are gathered: each call to the system costs as much as many kilobytes. */
async function fill(
  handle: FileHandle,
  produce: (file: NewFile) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<WrittenFile> {
  const hash = createHash('sha256')
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES)
  let used = 0
  let sizeBytes = 0
  const put = async (bytes: Uint8Array): Promise<void> => {
    signal?.throwIfAborted()
    hash.update(bytes)
    sizeBytes += bytes.length
    for (let from = 0; from < bytes.length;) from += (await handle.write(bytes, from)).bytesWritten
  }
  const flush = async (): Promise<void> => {
    const full = buffer.subarray(0, used)
    used = 0
    await put(full)
  }
  await produce({
    write: async (bytes) => {
      if (used + bytes.length > BUFFER_BYTES && used > 0) await flush()
      if (bytes.length >= BUFFER_BYTES) return await put(bytes)
      buffer.set(bytes, used)
      used += bytes.length
    },
  })
  if (used > 0) await flush()
  return { sizeBytes, sha256: hash.digest('hex') }
}

function unfinishedName(name: string): string {
  return `.${name}.${process.pid}-${randomBytes(4).toString('hex')}.part`
}

const HOUR_MS = 60 * 60 * 1000

/** What killed processes have begun. A folder may be shared with another machine, whose processes are not known here. */
async function removeAbandoned(folder: string, name: string): Promise<void> {
  const prefix = `.${name}.`
  const isOld = async (path: string): Promise<boolean> => Date.now() - (await stat(path)).mtimeMs > HOUR_MS
  for (const found of await readdir(folder).catch(() => [])) {
    const rest = found.startsWith(prefix) ? found.slice(prefix.length) : ''
    const pid = /^(\d+)-[0-9a-f]{8}\.part$/.exec(rest)?.[1]
    if (pid === undefined || isAlive(Number(pid))) continue
    const path = join(folder, found)
    if (await isOld(path).catch(() => false)) await rm(path, { force: true }).catch(() => {})
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The name survives a power cut. Not every system can do this for folders. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}
