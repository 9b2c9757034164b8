// The segments of one writer, one after the other, each with the hash of the one before.

import { join } from 'node:path'
import { ThroughlineError, type Issue } from 'throughline'
import type { Files } from '../files/files.ts'
import { openFolder } from '../folder/open-folder.ts'
import type { ProcessIdentity } from '../processes/processes.ts'
import { SegmentFile } from './segment-file.ts'
import { segmentName } from './segment.ts'
import { spoolIssue } from './spool-issues.ts'
import type { Telling } from './telling.ts'

export interface SegmentChainOptions {
  /** The folder of the store. */
  readonly folder: string
  readonly writer: string
  readonly files: Files
  readonly durability: 'process' | 'sync'
  readonly process: ProcessIdentity
  readonly thread: number
  readonly telling: Telling
  /** A segment is sealed when it is so large, or so old. */
  readonly limits: { readonly segmentBytes: number; readonly segmentAgeMs: number }
}

export interface Batch {
  /** Of the first line in it. */
  readonly firstSeq: number
  readonly lastSeq: number
  readonly nowMs: number
}

/** How often it is looked whether the open file is still in its folder. */
const lookMs = 1_000

export class SegmentChain {
  /** The folder of the spool. */
  readonly path: string
  readonly #options: SegmentChainOptions
  #file: SegmentFile | undefined
  #number = 0
  #previous: string | null = null
  #firstSeq = 1
  #lastSeq = 0
  #openedAtMs = 0
  #lookedAtMs = 0
  #isFolderReady = false

  constructor(options: SegmentChainOptions) {
    this.#options = options
    this.path = join(options.folder, 'spool')
  }

  /** When the segment that is open is old. */
  get oldAtMs(): number {
    return this.#openedAtMs + this.#options.limits.segmentAgeMs
  }

  /** Every line up to this one is written. */
  get lastSeq(): number {
    return this.#lastSeq
  }

  /**
   * Writes whole lines, with blanks for their checks. When it throws, a part of them may be on the disk: they are to be given again, and go into another
   * segment; a reader skips the numbers that it has seen.
   *
   * @returns how many bytes the spool has more
   */
  write(lines: string, { firstSeq, lastSeq, nowMs }: Batch): number {
    this.#look(nowMs)
    if (nowMs < this.#openedAtMs) this.#openedAtMs = nowMs
    if (this.#file && this.#file.sizeBytes >= this.#options.limits.segmentBytes) this.#seal('size', nowMs)
    else this.sealWhenOld(nowMs)
    const file = (this.#file ??= this.#open(firstSeq, nowMs))
    const before = file.sizeBytes
    try {
      file.write(lines)
    } catch (error) {
      this.#abandon(file)
      throw error
    }
    this.#lastSeq = lastSeq
    return file.sizeBytes - before
  }

  sealWhenOld(nowMs: number): void {
    if (this.#file && nowMs >= this.oldAtMs) this.#seal('age', nowMs)
  }

  close(nowMs: number): void {
    this.#look(nowMs, true)
    if (this.#file) this.#seal('closed', nowMs)
  }

  #seal(reason: 'size' | 'age' | 'closed', atMs: number): void {
    const file = this.#file!
    this.#file = undefined
    try {
      this.#previous = file.seal({ reason, lastSeq: this.#lastSeq, atMs })
    } catch (error) {
      this.#abandon(file)
      throw error
    }
  }

  #abandon(file: SegmentFile): void {
    this.#file = undefined
    this.#isFolderReady = false
    const hash = file.abandon()
    // Nothing that was reported is in it: as if it had never been.
    if (this.#lastSeq < this.#firstSeq) {
      try {
        this.#options.files.remove(file.path)
        this.#number--
        return
      } catch {
        // Then it stays, and a reader skips what comes twice.
      }
    }
    this.#previous = hash ?? null
  }

  #open(firstSeq: number, nowMs: number): SegmentFile {
    const { writer, files, durability, process, thread } = this.#options
    this.readyFolder()
    const segment = this.#number + 1
    const header = {
      writer,
      segment,
      firstSeq,
      openedAtMs: nowMs,
      process,
      thread,
      previous: this.#previous,
    }
    const file = new SegmentFile({ files, path: join(this.path, segmentName(writer, segment)), header, durability })
    if (durability === 'sync') files.syncFolder(this.path)
    this.#number = segment
    this.#firstSeq = firstSeq
    this.#openedAtMs = nowMs
    this.#lookedAtMs = nowMs
    return file
  }

  /** Makes the folder of the store with its marks, and that of the spool. */
  readyFolder(): void {
    if (this.#isFolderReady) return
    const { folder, files } = this.#options
    let trouble: Issue | undefined
    const { access } = openFolder(folder, { files, onTrouble: (issue) => (trouble = issue) })
    if (access === 'read-only' && trouble) throw new ThroughlineError([{ ...trouble, severity: 'error' }])
    files.makeFolder(this.path, { parents: true })
    this.#isFolderReady = true
  }

  /** A file that was removed under us takes bytes and loses them. */
  #look(nowMs: number, isAnyway = false): void {
    const file = this.#file
    if (!file || (!isAnyway && Math.abs(nowMs - this.#lookedAtMs) < lookMs)) return
    this.#lookedAtMs = nowMs
    if (file.isInPlace()) return
    const { telling } = this.#options
    const [fromSeq, toSeq] = [this.#firstSeq, this.#lastSeq]
    file.abandon()
    this.#file = undefined
    this.#previous = null
    this.#isFolderReady = false
    telling.tell(spoolIssue('spool/removed', { path: this.path, fromSeq, toSeq }))
  }
}
