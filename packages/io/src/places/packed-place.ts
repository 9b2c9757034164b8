// A place whose bytes are packed: gzip or Zstandard, unpacked as they are read.

import { createGunzip, createGzip, createZstdCompress, createZstdDecompress } from 'node:zlib'
import type { Transform } from 'node:stream'
import type { NodeContext } from 'throughline'
import { malformed } from '../formats/malformed.ts'
import { inMemory, joined } from './limits.ts'
import type { ByteInput, ByteOutput, InputPlace, OutputPlace } from './place.ts'

export type Packing = 'gzip' | 'zstd'

/** What a name says: `.gz` and `.zst`. */
export function packingOf(name: string): Packing | undefined {
  if (/\.gz$/i.test(name)) return 'gzip'
  return /\.zst$/i.test(name) ? 'zstd' : undefined
}

const SETTINGS = {
  gzip: { label: 'gzip', unpack: () => createGunzip(), pack: () => createGzip() },
  zstd: { label: 'Zstandard', unpack: () => createZstdDecompress(), pack: () => createZstdCompress() },
} as const

/** The same place, whose bytes are packed. What is unpacked is bounded like what is not packed. */
export function packedPlace(place: InputPlace & OutputPlace, packing: Packing): InputPlace & OutputPlace {
  return {
    describe: () => ({ ...place.describe(), compression: packing }),
    open: async (context) => {
      const input = await place.open(context)
      return input.isUnpacked ? input : unpacked(input, packing)
    },
    ...(place.version && { version: (context: NodeContext) => place.version!(context) }),
    write: async (produce, context) =>
      await place.write(async (output) => {
        const packer = new Packer(output, packing)
        try {
          const facts = await produce({ name: output.name, write: (bytes) => packer.write(bytes) })
          await packer.end()
          return facts
        } finally {
          packer.destroy()
        }
      }, context),
  }
}

function unpacked(input: ByteInput, packing: Packing): ByteInput {
  const { name, maxSizeBytes } = input
  const bounded: ByteInput = {
    name,
    ...(maxSizeBytes !== undefined && { maxSizeBytes }),
    chunks: () => unpackedChunks(input, packing),
    bytes: async () => await joined(inMemory(bounded)),
    close: () => input.close(),
  }
  return bounded
}

/** Whoever packs in pieces writes one packed part after the other: all of them are what was packed. */
async function* unpackedChunks(input: ByteInput, packing: Packing): AsyncGenerator<Uint8Array, void, undefined> {
  const packed = new PackedBytes(input.chunks())
  try {
    do yield* unpackedPart(packed, packing, input.name)
    while (packing === 'zstd' && packed.hasRest)
    if (packed.hasRest) await assertPadding(packed, input.name)
  } finally {
    await packed.return()
  }
}

async function* unpackedPart(
  packed: PackedBytes,
  packing: Packing,
  name: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { label, unpack } = SETTINGS[packing]
  const unpacking = unpack()
  let failure: { readonly error: unknown } | undefined
  const feed = async (): Promise<void> => {
    try {
      for (let chunk = await packed.next(); chunk !== undefined; chunk = await packed.next()) {
        if (unpacking.destroyed) return
        const before = unpacking.bytesWritten
        await taken(unpacking, chunk)
        const takenBytes = unpacking.bytesWritten - before
        // What it does not take stands behind the end of its part.
        if (takenBytes < chunk.length) return packed.giveBack(chunk.subarray(takenBytes))
      }
      unpacking.end()
    } catch (error) {
      failure = { error }
      unpacking.destroy()
    }
  }
  // It may fail when nobody listens any more.
  unpacking.on('error', () => {})
  const feeding = feed()
  try {
    for await (const chunk of unpacking as AsyncIterable<Uint8Array>) yield chunk
    await feeding
  } catch (error) {
    if (failure !== undefined) throw failure.error
    const { code, message } = error as NodeJS.ErrnoException
    if (!/^(Z_|ZSTD_|ERR_)/.test(code ?? '')) throw error
    const found = /unexpected end/i.test(message)
      ? 'it ends in the middle'
      : `damaged near byte ${packed.givenBytes}: ${message}`
    throw malformed({ name, type: label }, {}, found, COPY_AGAIN, error)
  } finally {
    unpacking.destroy()
    await feeding
  }
  if (failure !== undefined) throw failure.error
}

const COPY_AGAIN = 'was it copied to its end? Make it again.'

/** Zeros behind the end fill up blocks of some size, and mean nothing. */
async function assertPadding(packed: PackedBytes, name: string): Promise<void> {
  for (let rest = await packed.next(); rest !== undefined; rest = await packed.next()) {
    const at = rest.findIndex((byte) => byte !== 0)
    if (at < 0) continue
    const byte = packed.givenBytes - rest.length + at
    throw malformed({ name, type: SETTINGS.gzip.label }, { byte }, 'something behind its end', COPY_AGAIN)
  }
}

/** Pieces of which some may be given back. */
class PackedBytes {
  readonly #chunks: AsyncIterator<Uint8Array>
  #rest: Uint8Array | undefined
  givenBytes = 0

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]()
  }

  get hasRest(): boolean {
    return this.#rest !== undefined
  }

  async next(): Promise<Uint8Array | undefined> {
    const rest = this.#rest
    this.#rest = undefined
    const chunk = rest ?? (await this.#chunks.next()).value
    this.givenBytes += chunk?.length ?? 0
    return chunk
  }

  giveBack(rest: Uint8Array): void {
    this.#rest = rest
    this.givenBytes -= rest.length
  }

  async return(): Promise<void> {
    await this.#chunks.return?.()
  }
}

/** Waits until a piece is worked through, or nothing is any more. */
async function taken(stream: Transform, bytes: Uint8Array): Promise<void> {
  await new Promise<void>((resolve) => {
    const go = (): void => {
      stream.off('close', go)
      resolve()
    }
    stream.on('close', go)
    stream.write(bytes, go)
  })
}

/** Waits until there is room for more. */
async function written(stream: Transform, bytes: Uint8Array): Promise<void> {
  if (stream.write(bytes) || stream.destroyed) return
  await new Promise<void>((resolve) => {
    const go = (): void => {
      stream.off('drain', go)
      stream.off('close', go)
      resolve()
    }
    stream.on('drain', go)
    stream.on('close', go)
  })
}

/** Packs pieces, and hands them on one after the other. */
class Packer {
  readonly #stream: Transform
  readonly #output: ByteOutput
  readonly #pumping: Promise<void>
  #failure: { readonly error: unknown } | undefined

  constructor(output: ByteOutput, packing: Packing) {
    this.#output = output
    this.#stream = SETTINGS[packing].pack()
    this.#pumping = this.#pump()
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#assertWorks()
    await written(this.#stream, bytes)
    this.#assertWorks()
  }

  async end(): Promise<void> {
    this.#stream.end()
    await this.#pumping
    this.#assertWorks()
  }

  #assertWorks(): void {
    if (this.#failure !== undefined) throw this.#failure.error
  }

  destroy(): void {
    this.#stream.destroy()
  }

  async #pump(): Promise<void> {
    try {
      for await (const chunk of this.#stream as AsyncIterable<Uint8Array>) await this.#output.write(chunk)
    } catch (error) {
      this.#failure = { error }
      this.#stream.destroy()
    }
  }
}
