// Blobs as files: written beside their place, moved there in one step, checked when they are read.

import { hash, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Files, NewFile, OpenFile } from '../files/files.ts'
import type { ProcessIdentity, Processes } from '../processes/processes.ts'
import { blobId, startBlobId, type BlobId } from './blob-id.ts'
import type { Blob, BlobFacts, Damaged } from './blob-port.ts'
import { headerBytes, readHeader, writeHeader, type DamageReason, type FrameHeader } from './frame.ts'

export interface BlobFilesOptions {
  /** The folder `blobs` of a store. */
  readonly folder: string
  readonly files: Files
  readonly processes: Processes
  /** With `sync` a blob survives a power cut once it is kept. */
  readonly durability: 'process' | 'sync'
  readonly nowMs: () => number
}

const chunkBytes = 1 << 20
const dayMs = 24 * 60 * 60 * 1000

/** Files `ab/cdef...`, named by the two parts of the id. Errors of the disk are thrown when writing, and told when reading. */
export class BlobFiles {
  readonly #options: BlobFilesOptions
  readonly #folders = new Set<string>()

  constructor(options: BlobFilesOptions) {
    this.#options = options
  }

  pathOf(id: BlobId): string {
    return join(this.#options.folder, id.slice(0, 2), id.slice(2))
  }

  has(id: BlobId): boolean {
    return this.#options.files.facts(this.pathOf(id)) !== undefined
  }

  put(header: FrameHeader, bytes: Uint8Array): void {
    if (this.#refresh(header)) return
    const file = this.begin()
    try {
      file.write(writeHeader(header))
      file.write(bytes)
    } catch (error) {
      file.abort()
      throw error
    }
    file.finish(header.id)
  }

  /** A file beside the blobs, which becomes one of them. */
  begin(): UnfinishedBlob {
    const { folder, files, processes, durability } = this.#options
    this.#ensureFolder(folder)
    const path = join(folder, unfinishedName(processes.self))
    const file = files.createFile(path)
    return {
      write: (bytes) => file.write(bytes),
      writeAt: (bytes, offset) => file.writeAt(bytes, offset),
      abort: () => this.#abort(file, path),
      finish: (id) => {
        try {
          if (durability === 'sync') file.sync()
          file.close()
          const place = this.pathOf(id)
          this.#ensureFolder(join(folder, id.slice(0, 2)))
          files.rename(path, place)
          if (durability === 'sync') files.syncFolder(join(folder, id.slice(0, 2)))
        } catch (error) {
          this.#abort(file, path)
          throw error
        }
      },
    }
  }

  /** Reads a file whole. One that is damaged is removed, so that it can be written again. */
  get(id: BlobId): Blob | Damaged {
    let bytes: Uint8Array | undefined
    try {
      bytes = this.#options.files.read(this.pathOf(id))
    } catch {
      return { damaged: 'unreadable' }
    }
    return this.#checked(id, bytes)
  }

  async getLater(id: BlobId): Promise<Blob | Damaged> {
    let bytes: Uint8Array | undefined
    try {
      bytes = await this.#options.files.readLater(this.pathOf(id))
    } catch {
      return { damaged: 'unreadable' }
    }
    return this.#checked(id, bytes)
  }

  /** Opens a file and compares all of it with its id, a piece at a time. */
  open(id: BlobId): { readonly header: FrameHeader; readonly file: OpenFile } | Damaged {
    let file: OpenFile | undefined
    try {
      file = this.#options.files.openFile(this.pathOf(id))
      if (!file) return { damaged: 'missing' }
      const header = readHeader(file.readAt(0, headerBytes), file.sizeBytes)
      const damaged = typeof header === 'string' ? header : reasonOf(id, header, digestOf(header, file))
      if (damaged === undefined) return { header: header as FrameHeader, file }
      file.close()
      return this.#damaged(id, damaged)
    } catch {
      file?.close()
      return { damaged: 'unreadable' }
    }
  }

  /** When a file was written or put again last. */
  usedAtMs(id: BlobId): number | undefined {
    const modifiedAtMs = this.#options.files.facts(this.pathOf(id))?.modifiedAtMs
    return modifiedAtMs === undefined ? undefined : Math.floor(modifiedAtMs)
  }

  remove(id: BlobId): void {
    this.#options.files.remove(this.pathOf(id))
  }

  /** The id of every file that has the name of a blob. */
  *ids(): Generator<BlobId> {
    const { folder, files } = this.#options
    for (const part of files.list(folder)) {
      if (!/^[0-9a-f]{2}$/.test(part)) continue
      for (const rest of files.list(join(folder, part))) if (/^[0-9a-f]{62}$/.test(rest)) yield part + rest
    }
  }

  /** What the header of a file says, and when it was written or used last. A damaged file has an empty codec. */
  factsOf(id: BlobId): (BlobFacts & { readonly usedAtMs: number }) | undefined {
    const { files } = this.#options
    try {
      const facts = files.facts(this.pathOf(id))
      const file = files.openFile(this.pathOf(id))
      if (!file || !facts) return undefined
      try {
        const header = readHeader(file.readAt(0, headerBytes), file.sizeBytes)
        const { codec, sizeBytes } = typeof header === 'string' ? { codec: '', sizeBytes: facts.sizeBytes } : header
        return { id, codec, sizeBytes, usedAtMs: Math.floor(facts.modifiedAtMs) }
      } finally {
        file.close()
      }
    } catch {
      return undefined
    }
  }

  /** Removes what killed writers left. */
  removeOrphans(): void {
    const { folder, files, processes, nowMs } = this.#options
    for (const name of files.list(folder)) {
      if (!name.endsWith('.tmp')) continue
      const path = join(folder, name)
      const facts = files.facts(path)
      if (!facts) continue
      const writer = writerOf(name, processes.self)
      const isGone = writer !== undefined && processes.isGone(writer)
      if (isGone || nowMs() - facts.modifiedAtMs > dayMs) files.remove(path)
    }
  }

  /** A file that is there already is marked as used, so that nobody evicts it now. @returns whether it is there */
  #refresh({ id, sizeBytes }: FrameHeader): boolean {
    const { files, nowMs } = this.#options
    const path = this.pathOf(id)
    if (files.facts(path)?.sizeBytes !== headerBytes + sizeBytes) return false
    files.touch(path, nowMs())
    return true
  }

  #checked(id: BlobId, bytes: Uint8Array | undefined): Blob | Damaged {
    if (!bytes) return { damaged: 'missing' }
    const header = readHeader(bytes, bytes.byteLength)
    if (typeof header === 'string') return this.#damaged(id, header)
    const payload = new Uint8Array(bytes.buffer, bytes.byteOffset + headerBytes, header.sizeBytes)
    const damaged = reasonOf(id, header, blobId(header.codec, payload))
    return damaged === undefined ? { id, codec: header.codec, bytes: payload } : this.#damaged(id, damaged)
  }

  #damaged(id: BlobId, damaged: DamageReason): Damaged {
    try {
      // What a newer program wrote is right for that one.
      if (damaged !== 'unknown format') this.remove(id)
    } catch {
      // A folder that may only be read keeps it.
    }
    return { damaged }
  }

  #ensureFolder(path: string): void {
    if (this.#folders.has(path)) return
    // Not those above it: of a store that was removed meanwhile, a part would be made that is none.
    this.#options.files.makeFolder(path, { parents: false })
    this.#folders.add(path)
  }

  #abort(file: NewFile, path: string): void {
    for (const step of [() => file.close(), () => this.#options.files.remove(path)]) {
      try {
        step()
      } catch {
        // The next one who opens the store tries again.
      }
    }
  }
}

/** A file that is not a blob yet. */
export interface UnfinishedBlob {
  write(bytes: Uint8Array): void
  writeAt(bytes: Uint8Array, offset: number): void
  /** Gives it its place. Of several writers of the same, any may be the last. */
  finish(id: BlobId): void
  abort(): void
}

/** Names its writer: `<pid>-<started>-<host>-<random>.tmp`. */
function unfinishedName({ pid, started, host }: ProcessIdentity): string {
  return `${pid}-${started}-${shortHash(host)}-${randomUUID()}.tmp`
}

/** @returns the writer of an unfinished file, when it ran on this machine */
function writerOf(name: string, self: ProcessIdentity): ProcessIdentity | undefined {
  const [pid = '', started = '', host = ''] = name.split('-')
  return host === shortHash(self.host) ? { host: self.host, pid: Number(pid), started } : undefined
}

function shortHash(text: string): string {
  return hash('sha256', text).slice(0, 16)
}

function reasonOf(id: BlobId, header: FrameHeader, digest: string): DamageReason | undefined {
  return digest === id && header.id === id ? undefined : 'wrong checksum'
}

function digestOf({ codec, sizeBytes }: FrameHeader, file: OpenFile): string {
  const digest = startBlobId(codec)
  for (let offset = 0; offset < sizeBytes; offset += chunkBytes)
    digest.update(file.readAt(headerBytes + offset, Math.min(chunkBytes, sizeBytes - offset)))
  return digest.digest('hex')
}
