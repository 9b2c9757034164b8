// A file of this machine as a place.

import { createHash, hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import type { NodeContext } from 'throughline'
import { fileFailure } from './file-failure.ts'
import { writeAtomically } from './atomic-file.ts'
import { tooLarge } from './limits.ts'
import type { ByteInput, InputPlace, OutputPlace } from './place.ts'
import { pathWithin } from './path-within.ts'

export interface FileOptions {
  /**
   * The folder that the path must stay in, also through links; a relative path starts there. For paths that come from
   * outside. Without it every path is allowed.
   */
  readonly within?: string
  /** More bytes than this are refused when they would be in memory at once. @defaultValue 2 GiB */
  readonly maxSizeBytes?: number
}

/** What Node can have in one buffer without trouble. */
const MOST_BYTES = 2 ** 31

export type FilePlace = InputPlace & OutputPlace & { readonly path: string }

/** A file by its path; of a `file:` URL its path. */
export function filePlace(given: string | URL, options: FileOptions = {}): FilePlace {
  const { maxSizeBytes = MOST_BYTES } = options
  const path = pathWithin(given, options.within)
  return {
    path,
    describe: () => ({ path }),
    open: (context) => openFile(path, maxSizeBytes, context),
    version: (context) => versionOf(path, context),
    write: async (produce, context) => {
      try {
        let facts = {}
        const written = await writeAtomically(
          path,
          async (file) => void (facts = await produce({ name: path, write: (bytes) => file.write(bytes) })),
          context.signal,
        )
        return { ...facts, ...written }
      } catch (error) {
        throw fileFailure(error, path, 'write')
      }
    },
  }
}

async function openFile(path: string, maxSizeBytes: number, { signal }: NodeContext): Promise<ByteInput> {
  signal.throwIfAborted()
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw fileFailure(error, path, 'read')
  })
  try {
    const facts = await handle.stat()
    if (facts.isDirectory()) throw fileFailure({ code: 'EISDIR' }, path, 'read')
    return new FileInput(path, handle, facts.size, facts.mtime, maxSizeBytes, signal)
  } catch (error) {
    await handle.close()
    throw error
  }
}

class FileInput implements ByteInput {
  readonly name: string
  readonly path: string
  readonly sizeBytes: number
  readonly #handle: FileHandle
  readonly #modifiedAt: Date
  readonly #maxSizeBytes: number
  readonly #signal: AbortSignal
  #sha256: string | undefined

  constructor(
    path: string,
    handle: FileHandle,
    sizeBytes: number,
    modifiedAt: Date,
    maxSizeBytes: number,
    signal: AbortSignal,
  ) {
    this.name = path
    this.path = path
    this.sizeBytes = sizeBytes
    this.#handle = handle
    this.#modifiedAt = modifiedAt
    this.#maxSizeBytes = maxSizeBytes
    this.#signal = signal
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    const sum = createHash('sha256')
    // A pipe has no size; the file itself is read on, by its handle, whatever comes to stand under its name.
    const stream = this.#handle.createReadStream({ highWaterMark: 1 << 18, autoClose: false, signal: this.#signal })
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      sum.update(chunk)
      yield chunk
    }
    this.#sha256 = sum.digest('hex')
  }

  async bytes(): Promise<Uint8Array> {
    if (this.sizeBytes > this.#maxSizeBytes) throw tooLarge(this.name, 'the file', this.#maxSizeBytes)
    const bytes = await this.#handle.readFile({ signal: this.#signal })
    this.#sha256 = hash('sha256', bytes)
    return bytes
  }

  async readAt(offset: number, lengthBytes: number): Promise<Uint8Array> {
    this.#signal.throwIfAborted()
    const buffer = Buffer.allocUnsafe(lengthBytes)
    let length = 0
    while (length < lengthBytes) {
      const { bytesRead } = await this.#handle.read(buffer, length, lengthBytes - length, offset + length)
      if (bytesRead === 0) break
      length += bytesRead
    }
    return buffer.subarray(0, length)
  }

  async close(): Promise<object> {
    await this.#handle.close()
    return {
      sizeBytes: this.sizeBytes,
      modifiedAt: this.#modifiedAt.toISOString(),
      ...(this.#sha256 !== undefined && { sha256: this.#sha256 }),
    }
  }
}

async function versionOf(path: string, { signal }: NodeContext): Promise<string | undefined> {
  const sum = createHash('sha256')
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, signal })) sum.update(chunk as Buffer)
  } catch (error) {
    throw fileFailure(error, path, 'read')
  }
  return `sha256:${sum.digest('hex')}`
}
