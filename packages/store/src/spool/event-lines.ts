// Makes the lines of one writer's events: numbered, timed, encoded, short.

import { join } from 'node:path'
import { blobId } from '../blobs/blob-id.ts'
import { BlobFiles } from '../blobs/blob-files.ts'
import type { Clock } from '../clock.ts'
import type { Files } from '../files/files.ts'
import type { Processes } from '../processes/processes.ts'
import { uncheckedLine } from './line.ts'
import { encodePayload } from './payload.ts'
import { spill } from './spill.ts'
import type { SpoolBody } from './spool-event.ts'

export interface EventLinesOptions {
  readonly writer: string
  /** The folder of the store. */
  readonly folder: string
  readonly files: Files
  readonly processes: Processes
  readonly durability: 'process' | 'sync'
  readonly clock: Clock
  readonly limits: { readonly lineBytes: number }
  /** Makes the folder of the store; throws when it cannot be had. */
  readonly readyFolder: () => void
}

/** Of the vocabulary, as every event says. */
const vocabulary = 1
/** In which the parts of events become blobs. */
const partCodec = 'json-1'
const headNames = ['v', 'writer', 'seq', 'atMs', 'run', 'crc']

/** Name by name, because it is asked of every event: a loop over the names takes seven times as long. */
function hasHeadName(body: SpoolBody): boolean {
  return 'v' in body || 'writer' in body || 'seq' in body || 'atMs' in body || 'run' in body || 'crc' in body
}

function withoutHeadNames(body: SpoolBody): object {
  return Object.fromEntries(Object.entries(body).filter(([key]) => !headNames.includes(key)))
}

export class EventLines {
  readonly #options: EventLinesOptions
  readonly #head: string
  /** An event that is frozen is one that comes again, as the start of a step in each run of a plan. */
  readonly #jsonOfFrozen = new WeakMap<SpoolBody, string>()
  #blobs: BlobFiles | undefined
  #run: string | undefined
  #atMs = Number.NaN
  /** The rest of the head: the same in events of the same millisecond. */
  #atPart = ''
  #seq = 0

  constructor(options: EventLinesOptions) {
    this.#options = options
    this.#head = `{"v":${vocabulary},"writer":${JSON.stringify(options.writer)},"seq":`
  }

  /** Of the last line that was made; 0 before the first. */
  get lastSeq(): number {
    return this.#seq
  }

  /** @returns a line with a blank for its check */
  next(body: SpoolBody, run: string | undefined, nowMs: number): string {
    const json = this.#bodyJson(body)
    if (run !== this.#run || nowMs !== this.#atMs) {
      this.#run = run
      this.#atMs = nowMs
      this.#atPart = `,"atMs":${nowMs},${run === undefined ? '' : `"run":${JSON.stringify(run)},`}`
    }
    this.#seq++
    return uncheckedLine(`${this.#head}${this.#seq}${this.#atPart}${json.slice(1, -1)}`)
  }

  #bodyJson(body: SpoolBody): string {
    const known = this.#jsonOfFrozen.get(body)
    if (known !== undefined) return known
    const encoded = encodePayload(hasHeadName(body) ? withoutHeadNames(body) : body) as object
    const json = JSON.stringify(encoded)
    const { lineBytes } = this.#options.limits
    const isLong = json.length > lineBytes || (json.length * 3 > lineBytes && Buffer.byteLength(json) > lineBytes)
    if (isLong) return JSON.stringify(spill(encoded, lineBytes, (part) => this.#keep(part)))
    if (Object.isFrozen(body)) this.#jsonOfFrozen.set(body, json)
    return json
  }

  #keep(json: string): string {
    const { folder, files, processes, durability, clock } = this.#options
    this.#blobs ??= new BlobFiles({
      folder: join(folder, 'blobs'),
      files,
      processes,
      durability,
      nowMs: () => clock.nowMs(),
    })
    this.#options.readyFolder()
    const bytes = Buffer.from(json)
    const id = blobId(partCodec, bytes)
    this.#blobs.put({ id, codec: partCodec, sizeBytes: bytes.byteLength }, bytes)
    return id
  }
}
