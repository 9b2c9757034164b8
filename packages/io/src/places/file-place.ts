// A file of this machine as a place.

import { createHash, hash } from 'node:crypto'
import type { Stats } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { ThroughlineError, type NodeContext } from 'throughline'
import { ioIssue } from '../issues.ts'
import { fileFailure } from './file-failure.ts'
import { fileChecksum } from './file-version.ts'
import { writeAtomically, type NewFile } from './atomic-file.ts'
import { inMemory, joined, tooLarge } from './limits.ts'
import type { ByteInput, InputPlace, OutputPlace } from './place.ts'
import { pathWithin } from './path-within.ts'
import { throttledProgress } from './progress.ts'

export interface FileOptions {
  /**
   * The folder that the path must stay in, also through links; a relative path starts there. For paths that come from
   * outside. Without it every path is allowed.
   */
  readonly within?: string
  /** More bytes than this are refused when they would be in memory at once. @defaultValue 2 GiB */
  readonly maxSizeBytes?: number
}

/** So much is read before the signal is asked again. */
const MOST_AT_ONCE = 1 << 26

/** What Node can have in one buffer without trouble. */
const MOST_BYTES = 2 ** 31

export type FilePlace = InputPlace & OutputPlace & { readonly path: string }

/** A file by its path; of a `file:` URL its path. */
export function filePlace(given: string | URL, options: FileOptions = {}): FilePlace {
  const { maxSizeBytes = MOST_BYTES } = options
  const path = pathWithin(given, options.within)
  // A folder may have become a link since.
  const assertWithin = (): void => void pathWithin(given, options.within)
  return {
    path,
    describe: () => ({ path }),
    open: async (context) => {
      assertWithin()
      return await openFile(path, maxSizeBytes, context)
    },
    version: async (context) => {
      assertWithin()
      return `sha256:${await fileChecksum(path, context)}`
    },
    write: async (produce, context) => {
      assertWithin()
      const tell = throttledProgress(context.progress, undefined)
      let done = 0
      let facts = {}
      const fill = async (file: NewFile): Promise<void> => {
        const write = (bytes: Uint8Array): Promise<void> => {
          tell((done += bytes.length))
          return file.write(bytes)
        }
        facts = await produce({ name: path, write })
      }
      try {
        const written = await writeAtomically(path, fill, context.signal)
        return { ...facts, ...written }
      } catch (error) {
        throw fileFailure(error, path, 'write')
      }
    },
  }
}

async function openFile(path: string, maxSizeBytes: number, { signal, progress }: NodeContext): Promise<ByteInput> {
  signal.throwIfAborted()
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw fileFailure(error, path, 'read')
  })
  try {
    const facts = await handle.stat()
    if (facts.isDirectory()) throw fileFailure({ code: 'EISDIR' }, path, 'read')
    return new FileInput(path, handle, facts, { maxSizeBytes, signal, progress })
  } catch (error) {
    await handle.close()
    throw error
  }
}

type InputOptions = Pick<NodeContext, 'signal' | 'progress'> & { readonly maxSizeBytes: number }

class FileInput implements ByteInput {
  readonly name: string
  readonly path: string
  readonly sizeBytes: number
  readonly maxSizeBytes: number
  readonly #handle: FileHandle
  readonly #facts: Stats
  readonly #signal: AbortSignal
  readonly #progress: NodeContext['progress']
  #doneBytes: number | undefined
  #sha256: string | undefined

  constructor(path: string, handle: FileHandle, facts: Stats, options: InputOptions) {
    this.name = path
    this.path = path
    this.sizeBytes = facts.size
    this.maxSizeBytes = options.maxSizeBytes
    this.#handle = handle
    this.#facts = facts
    this.#signal = options.signal
    this.#progress = options.progress
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    const sum = createHash('sha256')
    const tell = throttledProgress(this.#progress, this.#isSized ? this.sizeBytes : undefined)
    let done = 0
    // The file itself is read on, by its handle, whatever comes to stand under its name.
    const stream = this.#handle.createReadStream({ highWaterMark: 1 << 16, autoClose: false, signal: this.#signal })
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        sum.update(chunk)
        yield chunk
        tell((done += chunk.length))
      }
    } catch (error) {
      this.#signal.throwIfAborted()
      throw fileFailure(error, this.name, 'read')
    } finally {
      // A read that is under way keeps the file open.
      stream.destroy()
      if (!stream.closed) await new Promise<void>((resolve) => stream.once('close', resolve))
    }
    this.#isWhole(done, sum.digest('hex'))
  }

  async bytes(): Promise<Uint8Array> {
    if (this.sizeBytes > this.maxSizeBytes) throw tooLarge(this.name, 'the file', this.maxSizeBytes)
    // A pipe or a device says nothing of its size.
    if (!this.#isSized) return await joined(inMemory(this))
    const bytes = await this.readAt(0, this.sizeBytes)
    this.#isWhole(bytes.length, hash('sha256', bytes))
    return bytes
  }

  async readAt(offset: number, lengthBytes: number): Promise<Uint8Array> {
    const buffer = Buffer.allocUnsafe(lengthBytes)
    let length = 0
    while (length < lengthBytes) {
      this.#signal.throwIfAborted()
      const piece = Math.min(lengthBytes - length, MOST_AT_ONCE)
      const { bytesRead } = await this.#handle.read(buffer, length, piece, offset + length).catch((error: unknown) => {
        throw fileFailure(error, this.name, 'read')
      })
      if (bytesRead === 0) break
      length += bytesRead
    }
    return buffer.subarray(0, length)
  }

  async close(): Promise<object> {
    await this.#handle.close()
    return {
      sizeBytes: this.#doneBytes ?? this.sizeBytes,
      modifiedAt: this.#facts.mtime.toISOString(),
      ...(this.#sha256 !== undefined && { sha256: this.#sha256 }),
    }
  }

  /** Pipes, devices and files that a system makes up have no size before they are read. */
  get #isSized(): boolean {
    return this.#facts.isFile() && this.sizeBytes > 0
  }

  /** All has been read: as much as there was when it was opened. */
  #isWhole(sizeBytes: number, sha256: string): void {
    if (this.#isSized && sizeBytes !== this.sizeBytes) {
      throw new ThroughlineError([ioIssue('io/changed', { name: this.name })])
    }
    this.#doneBytes = sizeBytes
    this.#sha256 = sha256
  }
}
