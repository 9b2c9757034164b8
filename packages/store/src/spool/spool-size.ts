// How much all writers together have in the folder of the spool.

import { join } from 'node:path'
import type { Files } from '../files/files.ts'

/** Between two measurements: so long, or until so much was written by this thread. */
const measureMs = 10_000
const measureBytes = 4 << 20

/** Measures now and then, and counts what this thread adds meanwhile. */
export class SpoolSize {
  readonly #folder: string
  readonly #files: Files
  #measuredBytes = 0
  #addedBytes = 0
  #measuredAtMs: number | undefined

  constructor(folder: string, files: Files) {
    this.#folder = folder
    this.#files = files
  }

  add(sizeBytes: number): void {
    this.#addedBytes += sizeBytes
  }

  isOver(limitBytes: number, nowMs: number): boolean {
    const isOld = this.#measuredAtMs === undefined || Math.abs(nowMs - this.#measuredAtMs) >= measureMs
    if (isOld || this.#addedBytes >= Math.min(measureBytes, limitBytes / 8)) this.#measure(nowMs)
    return this.#measuredBytes + this.#addedBytes > limitBytes
  }

  #measure(nowMs: number): void {
    this.#measuredAtMs = nowMs
    this.#addedBytes = 0
    try {
      const names = this.#files.list(this.#folder)
      this.#measuredBytes = names.reduce(
        (sum, name) => sum + (this.#files.facts(join(this.#folder, name))?.sizeBytes ?? 0),
        0,
      )
    } catch {
      // The next write says what is wrong with the folder.
      this.#measuredBytes = 0
    }
  }
}
