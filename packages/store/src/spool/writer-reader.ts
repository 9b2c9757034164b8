// How far one writer of a spool was read, segment after segment.

import type { Files } from '../files/files.ts'
import { contentOf, fromLine, isLineDamage, type LineDamage } from './line.ts'
import { readSegmentHeader, type ListedSegment } from './list-segments.ts'
import { scanLines, type ScannedLine } from './scan-lines.ts'
import { isHeader, isSeal, spoolFormat, type SegmentHeader } from './segment.ts'
import { isSpoolEvent } from './spool-event.ts'
import type { BatchLimits, SpoolDamage, SpooledEvent } from './spool-reader.ts'

export interface GrowingBatch {
  readonly events: SpooledEvent[]
  readonly damages: SpoolDamage[]
  sizeBytes: number
}

export interface ReadSegment extends ListedSegment {
  /** All that is in it was read, as far as it can be. */
  readonly isRead: boolean
  readonly isDamaged: boolean
}

export class WriterReader {
  readonly writer: string
  readonly #files: Files
  readonly #after: number | undefined
  #segments: readonly ListedSegment[] = []
  #current: number | undefined
  #offset = 0
  #line = 0
  #lastSeq = 0
  /** After damage, what is missing was said. */
  #mayMiss = true
  #isNewer = false
  #header: SegmentHeader | undefined
  #isClosed = false
  readonly #damaged = new Set<number>()

  constructor(writer: string, after: number | undefined, files: Files) {
    this.writer = writer
    this.#after = after
    this.#files = files
  }

  /** The last event that was read, or is not to be read. */
  get lastSeq(): number {
    return this.#lastSeq
  }

  /** Of the segment that is being read; undefined before. */
  get header(): SegmentHeader | undefined {
    return this.#header
  }

  /** Its writer sealed its last segment and will write no other. */
  get isClosed(): boolean {
    return this.#isClosed
  }

  setSegments(segments: readonly ListedSegment[]): void {
    this.#segments = segments
  }

  /** All segments, and whether they were read to their end. The last one may still grow, unless its writer is gone. */
  segments(): readonly ReadSegment[] {
    return this.#segments.map((segment) => ({
      ...segment,
      isRead:
        !this.#isNewer &&
        this.#current !== undefined &&
        (segment.segment < this.#current || (segment.segment === this.#current && this.#isAtEnd(segment))),
      isDamaged: this.#damaged.has(segment.segment),
    }))
  }

  readInto(batch: GrowingBatch, limits: Required<BatchLimits>): void {
    if (this.#isNewer || this.#segments.length === 0) return
    if (this.#current === undefined) this.#start()
    while (!this.#isNewer) {
      const segment = this.#segments.find((one) => one.segment >= this.#current!)
      if (!segment) return
      if (segment.segment > this.#current!) this.#enter(segment.segment)
      const next = this.#segments.find((one) => one.segment > segment.segment)
      const isFull = this.#readSegment(segment, batch, limits, next !== undefined)
      if (isFull || !next) return
      this.#enter(next.segment)
    }
  }

  /** Begins with the last segment that can hold the next event. */
  #start(): void {
    const after = this.#after ?? 0
    this.#lastSeq = after
    // Of a writer that was never read, the beginning may have been removed long ago.
    this.#mayMiss = after === 0
    let first = this.#segments[0]!.segment
    for (const { segment, path } of this.#segments.slice(1).reverse()) {
      const header = readSegmentHeader(path, this.#files)
      if (!header || header.firstSeq > after + 1) continue
      first = segment
      break
    }
    this.#enter(first)
  }

  #enter(segment: number): void {
    this.#current = segment
    this.#offset = 0
    this.#line = 0
    this.#isClosed = false
  }

  /** @returns whether the batch is full, and there may be more */
  #readSegment(
    segment: ListedSegment,
    batch: GrowingBatch,
    { maxEvents, maxBytes }: Required<BatchLimits>,
    hasNext: boolean,
  ): boolean {
    const file = this.#files.openFile(segment.path)
    if (!file) return false
    try {
      for (const line of scanLines(file, this.#offset)) {
        this.#line++
        this.#offset = line.nextOffset
        this.#take(line, segment, batch)
        if (this.#isNewer) return false
        if (batch.events.length >= maxEvents || batch.sizeBytes >= maxBytes) return true
      }
      // What is torn comes again in the next segment, or is found missing there.
      if (hasNext) this.#offset = file.sizeBytes
      return false
    } finally {
      file.close()
    }
  }

  #take(line: ScannedLine, segment: ListedSegment, batch: GrowingBatch): void {
    const damage = (reason: LineDamage | 'newer format'): void => {
      this.#damaged.add(segment.segment)
      this.#mayMiss = true
      batch.damages.push(this.#damageAt(line, segment, reason))
    }
    if (line.isTooLong) return damage('too long')
    const text = fromLine(line.bytes)
    if (isLineDamage(text)) return damage(text)
    let content: object
    try {
      content = contentOf(text)
    } catch {
      return damage('not an event')
    }
    if (isHeader(content)) {
      if (content.spool > spoolFormat) {
        this.#isNewer = true
        return damage('newer format')
      }
      if (content.writer !== this.writer) return damage('another writer')
      this.#header = content
      return
    }
    if (isSeal(content)) {
      this.#isClosed = content.reason === 'closed'
      return
    }
    if (!isSpoolEvent(content)) return damage('not an event')
    if (content.writer !== this.writer) return damage('another writer')
    if (content.seq <= this.#lastSeq) return
    if (content.seq > this.#lastSeq + 1 && !this.#mayMiss)
      batch.damages.push({ ...this.#damageAt(line, segment, 'events missing'), seq: content.seq })
    this.#mayMiss = false
    this.#lastSeq = content.seq
    batch.events.push({ event: content, line: text })
    batch.sizeBytes += line.bytes.byteLength
  }

  #damageAt({ offset }: ScannedLine, { path }: ListedSegment, reason: SpoolDamage['reason']): SpoolDamage {
    return { reason, writer: this.writer, path, line: this.#line, offset }
  }

  #isAtEnd(segment: ListedSegment): boolean {
    const file = this.#files.openFile(segment.path)
    if (!file) return false
    try {
      if (this.#offset >= file.sizeBytes) return true
      for (const _ of scanLines(file, this.#offset)) return false
      return true
    } finally {
      file.close()
    }
  }
}
