// Writes a blob whose bytes come in pieces: in memory while it is small, then into a file.

import { startBlobId, type BlobId } from './blob-id.ts'
import type { BlobFacts } from './blob-port.ts'
import type { UnfinishedBlob } from './blob-files.ts'
import { headerBytes, writeHeader } from './frame.ts'

/** A blob that is being written. Nobody sees it before it is finished. */
export interface BlobWriter {
  /** Takes bytes; they may be used again afterwards. */
  write(bytes: Uint8Array): void
  /** Ends the blob. @returns its facts, also when the store does not store any more */
  finish(): BlobFacts
  /** Gives up what was written. After `finish` it does nothing. */
  abort(): void
}

interface Target {
  readonly rowLimitBytes: number
  begin(): UnfinishedBlob
  /** Runs what may fail because of the disk. @returns whether it was done */
  attempt(call: () => void): boolean
  putSmall(bytes: Uint8Array): BlobId
  keepFile(id: BlobId, sizeBytes: number): void
}

export function openBlobWriter(codec: string, target: Target): BlobWriter {
  return new StreamedBlob(codec, target)
}

class StreamedBlob implements BlobWriter {
  readonly #codec: string
  readonly #target: Target
  readonly #digest: ReturnType<typeof startBlobId>
  #pieces: Uint8Array[] = []
  #sizeBytes = 0
  #file: UnfinishedBlob | undefined
  #state: 'open' | 'lost' | 'ended' = 'open'

  constructor(codec: string, target: Target) {
    this.#codec = codec
    this.#target = target
    this.#digest = startBlobId(codec)
  }

  write(bytes: Uint8Array): void {
    if (this.#state === 'ended') throw new Error('This blob is finished: nothing can be written to it.')
    this.#sizeBytes += bytes.byteLength
    this.#digest.update(bytes)
    if (this.#state === 'lost') return
    if (this.#file) this.#attempt(() => this.#file!.write(bytes))
    else {
      this.#pieces.push(bytes.slice())
      if (this.#sizeBytes >= this.#target.rowLimitBytes) this.#beginFile()
    }
  }

  finish(): BlobFacts {
    if (this.#state === 'ended') throw new Error('This blob is finished already.')
    const isSmall = this.#sizeBytes < this.#target.rowLimitBytes
    const id = isSmall ? this.#target.putSmall(Buffer.concat(this.#pieces)) : this.#digest.digest('hex')
    const facts = { id, codec: this.#codec, sizeBytes: this.#sizeBytes }
    const file = this.#file
    if (file && this.#state === 'open') {
      const isKept = this.#attempt(() => {
        file.writeAt(writeHeader(facts), 0)
        file.finish(id)
      })
      if (isKept) this.#target.keepFile(id, this.#sizeBytes)
    }
    this.#state = 'ended'
    this.#pieces = []
    return facts
  }

  abort(): void {
    if (this.#state === 'open') this.#file?.abort()
    this.#state = 'ended'
    this.#pieces = []
  }

  #beginFile(): void {
    this.#attempt(() => {
      this.#file = this.#target.begin()
      this.#file.write(new Uint8Array(headerBytes))
      for (const piece of this.#pieces) this.#file.write(piece)
    })
    this.#pieces = []
  }

  #attempt(call: () => void): boolean {
    if (this.#target.attempt(call)) return true
    this.#file?.abort()
    this.#state = 'lost'
    return false
  }
}
