// The segment that a writer has open: bytes go to its end, and through a hash.

import { createHash, type Hash } from 'node:crypto'
import type { Files, NewFile } from '../files/files.ts'
import { bytesOfLines } from './line.ts'
import { headerLine, sealLine, type SegmentHeader, type SegmentSeal } from './segment.ts'

export interface SegmentFileOptions {
  readonly files: Files
  readonly path: string
  readonly header: Omit<SegmentHeader, 'spool'>
  /** With `sync` every write survives a power cut. */
  readonly durability: 'process' | 'sync'
}

/** An open segment. Every call throws what the disk says; after that only `abandon` may be called. */
export class SegmentFile {
  readonly path: string
  readonly #options: SegmentFileOptions
  readonly #file: NewFile
  readonly #identity: string | undefined
  #hash: Hash = createHash('sha256')
  #sizeBytes = 0

  /** Makes the file with its header. When that fails no file is left. */
  constructor(options: SegmentFileOptions) {
    const { files, path, header } = options
    this.#options = options
    this.path = path
    this.#file = files.createFile(path)
    try {
      this.write(headerLine(header))
      this.#identity = files.facts(path)?.identity
    } catch (error) {
      this.#close()
      attempt(() => files.remove(path))
      throw error
    }
  }

  get sizeBytes(): number {
    return this.#sizeBytes
  }

  /**
   * Returns when the bytes are with the system, or with `sync` on the disk.
   *
   * @param lines whole ones, with blanks for their checks
   */
  write(lines: string): void {
    const bytes = bytesOfLines(lines)
    this.#file.write(bytes)
    if (this.#options.durability === 'sync') this.#file.sync()
    this.#hash.update(bytes)
    this.#sizeBytes += bytes.byteLength
  }

  /** Whether the file still has its name: a file that was removed takes bytes without a word. */
  isInPlace(): boolean {
    return this.#options.files.facts(this.path)?.identity === this.#identity
  }

  /** @returns the hash of the whole segment, for the next one */
  seal(seal: Omit<SegmentSeal, 'sealed' | 'sha256'>): string {
    this.write(sealLine({ ...seal, sha256: this.#hash.copy().digest('hex') }))
    this.#file.close()
    return this.#hash.digest('hex')
  }

  /**
   * Leaves the file as it is: nobody knows how much of the last write is in it.
   *
   * @returns the hash of what is in it; undefined when it cannot be read
   */
  abandon(): string | undefined {
    this.#close()
    return attempt(() => {
      const bytes = this.#options.files.read(this.path)
      return bytes && createHash('sha256').update(bytes).digest('hex')
    })
  }

  #close(): void {
    attempt(() => this.#file.close())
  }
}

function attempt<Result>(call: () => Result): Result | undefined {
  try {
    return call()
  } catch {
    // There is nothing more that could be done.
    return undefined
  }
}
