// Reads a spool while it is written: every writer from where the reader was, torn ends later, damage with its place.

import { join } from 'node:path'
import type { Files } from '../files/files.ts'
import { nodeFiles } from '../files/node-files.ts'
import type { LineDamage } from './line.ts'
import { listSegments } from './list-segments.ts'
import type { SpoolEvent } from './spool-event.ts'
import { WriterReader } from './writer-reader.ts'

export interface SpoolReaderOptions {
  /** The folder of the store. */
  readonly folder: string
  /** By writer, the number of the last event that is not to be read again. Without an entry it is read from its beginning. */
  readonly after?: ReadonlyMap<string, number>
  readonly files?: Files
}

/** An event, and the line in which it stands: without the newline, with its check. */
export interface SpooledEvent {
  readonly event: SpoolEvent
  readonly line: string
}

/** What could not be read. */
export interface SpoolDamage {
  readonly reason: LineDamage | 'newer format'
  readonly writer: string
  readonly path: string
  /** From 1; 0 when it is the whole file. */
  readonly line: number
  readonly offset: number
  /** Of `events missing`: the event before which they are. */
  readonly seq?: number
}

export interface SpoolBatch {
  readonly events: readonly SpooledEvent[]
  readonly damages: readonly SpoolDamage[]
}

export interface BatchLimits {
  readonly maxEvents?: number
  readonly maxBytes?: number
}

/**
 * Reads what is in a spool, and what comes later. Of one writer events come in order and once, also when a disk that was
 * full made the writer write some of them again; between writers there is no order.
 */
export class SpoolReader {
  readonly path: string
  readonly #files: Files
  readonly #after: Map<string, number>
  readonly #writers = new Map<string, WriterReader>()

  constructor({ folder, after = new Map<string, number>(), files = nodeFiles }: SpoolReaderOptions) {
    this.path = join(folder, 'spool')
    this.#files = files
    this.#after = new Map(after)
  }

  /** Looks for writers and segments that are new, or gone. @returns the ids of all writers */
  look(): readonly string[] {
    const listed = listSegments(this.path, this.#files)
    for (const [writer, segments] of listed) {
      let reader = this.#writers.get(writer)
      if (!reader) {
        reader = new WriterReader(writer, this.#after.get(writer), this.#files)
        this.#writers.set(writer, reader)
      }
      reader.setSegments(segments)
    }
    for (const writer of this.#writers.keys()) if (!listed.has(writer)) this.#writers.delete(writer)
    return [...listed.keys()]
  }

  /** Reads a writer from another place: the events after this one. Nothing happens when that is where it is. */
  moveTo(writer: string, seq: number): void {
    this.#after.set(writer, seq)
    const reader = this.#writers.get(writer)
    if (!reader || reader.lastSeq === seq) return
    const moved = new WriterReader(writer, seq, this.#files)
    moved.setSegments(reader.segments())
    this.#writers.set(writer, moved)
  }

  /** How far each writer was read. */
  writers(): ReadonlyMap<string, WriterReader> {
    return this.#writers
  }

  /**
   * Gives the next events; none when there is nothing new. Call `look` before.
   *
   * @param limits default: 1,000 events, 4 MB; one event is always given
   */
  read({ maxEvents = 1_000, maxBytes = 4 << 20 }: BatchLimits = {}): SpoolBatch {
    const batch = { events: [] as SpooledEvent[], damages: [] as SpoolDamage[], sizeBytes: 0 }
    for (const reader of this.#writers.values()) {
      if (batch.events.length >= maxEvents || batch.sizeBytes >= maxBytes) break
      reader.readInto(batch, { maxEvents, maxBytes })
    }
    return { events: batch.events, damages: batch.damages }
  }
}

/** Opens a reader of the spool in the folder of a store. */
export function openSpoolReader(options: SpoolReaderOptions): SpoolReader {
  return new SpoolReader(options)
}

/**
 * Reads all that is in a spool now, a batch at a time.
 *
 * @param options as of `openSpoolReader`
 */
export function* readSpool(options: SpoolReaderOptions & BatchLimits): Generator<SpoolBatch> {
  const reader = openSpoolReader(options)
  reader.look()
  for (;;) {
    const batch = reader.read(options)
    if (batch.events.length === 0 && batch.damages.length === 0) return
    yield batch
  }
}
