// Writes the events of one thread into its spool file: buffered, within a budget, and never in the way of what runs.

import { randomUUID } from 'node:crypto'
import { systemClock, type Clock } from '../clock.ts'
import type { Files } from '../files/files.ts'
import { nodeFiles } from '../files/node-files.ts'
import { nodeProcesses, type Processes } from '../processes/processes.ts'
import type { OnTrouble } from '../trouble/health.ts'
import { DroppedEvents } from './dropped-events.ts'
import { EventLines } from './event-lines.ts'
import { nodeExit, type Exit } from './exit.ts'
import { SegmentChain } from './segment-chain.ts'
import { isWriterId } from './segment.ts'
import type { SpoolBody } from './spool-event.ts'
import { spoolIssue } from './spool-issues.ts'
import { SpoolSize } from './spool-size.ts'
import { Telling } from './telling.ts'

export interface SpoolLimits {
  /** Of all writers together. Over it only states are written. @defaultValue 1 GB */
  readonly spoolBytes: number
  /** A segment is sealed at this size. @defaultValue 16 MB */
  readonly segmentBytes: number
  /** A segment is sealed at this age, in milliseconds. @defaultValue 10 minutes */
  readonly segmentAgeMs: number
  /** What waits is written when it is so much. @defaultValue 64 kB */
  readonly batchBytes: number
  /** How long an event waits for others, in milliseconds. @defaultValue 20 */
  readonly delayMs: number
  /** The same of an event that is a state. @defaultValue 5 */
  readonly stateDelayMs: number
  /** An event whose line is longer moves its large parts into blobs. @defaultValue 64 kB */
  readonly lineBytes: number
  /** How much waits in memory while nothing can be written. @defaultValue 32 MB */
  readonly waitingBytes: number
}

const defaultLimits: SpoolLimits = {
  spoolBytes: 1e9,
  segmentBytes: 16e6,
  segmentAgeMs: 10 * 60_000,
  batchBytes: 64_000,
  delayMs: 20,
  stateDelayMs: 5,
  lineBytes: 64_000,
  waitingBytes: 32e6,
}

export interface SpoolWriterOptions {
  /** The folder of the store, usually `.throughline`. It is made when the first event is written. */
  readonly folder: string
  /** Told what a user should know, at most once with each code. */
  readonly onTrouble?: OnTrouble
  /** With `sync` recorded events survive a power cut, and every write takes as long as the disk. @defaultValue 'process' */
  readonly durability?: 'process' | 'sync'
  readonly limits?: Partial<SpoolLimits>
  /** What says in the record that events were not written: of a run, of a kind. */
  readonly describeDropped?: (kind: string, count: number) => SpoolBody
  readonly clock?: Clock
  /** Gives an id that nobody else has: 8 to 64 of the characters `0-9a-z-`. */
  readonly ids?: () => string
  readonly files?: Files
  readonly processes?: Processes
  readonly exit?: Exit
  /** Number of the thread, 0 for the main one. */
  readonly thread?: number
}

export interface AppendOptions {
  readonly run?: string | undefined
  /** A state is written sooner, and never dropped to stay below the limit of the spool. @defaultValue false */
  readonly isState?: boolean
  /** What it counts as when it is dropped. @defaultValue its type */
  readonly kind?: string
}

/** While nothing can be written it is tried again after so long, twice as long each time. */
const firstRetryMs = 1_000
const longestRetryMs = 30_000
const droppedIntervalMs = 5_000

/**
 * The spool file of one thread. No call throws, and none waits for longer than a write takes.
 *
 * An event is **recorded** when the write call that holds it has returned: it then survives the process being killed, and
 * with `durability: 'sync'` a power cut. `flush` and `close` report it, and `recordedSeq` says how far it is.
 */
export class SpoolWriter {
  readonly id: string
  readonly #limits: SpoolLimits
  readonly #clock: Clock
  readonly #telling: Telling
  readonly #chain: SegmentChain
  readonly #lines: EventLines
  readonly #size: SpoolSize
  readonly #dropped: DroppedEvents
  readonly #path: string
  readonly #forgetExit: () => void
  #waiting = ''
  #waitingFrom = 1
  #dueAtMs = 0
  #lastAtMs = 0
  #timer: { readonly atMs: number; readonly cancel: () => void } | undefined
  #retry: { readonly atMs: number; readonly delayMs: number } | undefined
  #isOpen = true

  constructor(options: SpoolWriterOptions) {
    const { folder, onTrouble = () => {}, durability = 'process', clock = systemClock, files = nodeFiles } = options
    const processes = options.processes ?? nodeProcesses()
    const given = (options.ids ?? randomUUID)()
    this.id = isWriterId(given) ? given : randomUUID()
    this.#limits = { ...defaultLimits, ...options.limits }
    this.#clock = clock
    this.#telling = new Telling(onTrouble)
    this.#chain = new SegmentChain({
      folder,
      writer: this.id,
      files,
      durability,
      process: processes.self,
      thread: options.thread ?? 0,
      telling: this.#telling,
      limits: this.#limits,
    })
    this.#path = this.#chain.path
    this.#size = new SpoolSize(this.#path, files)
    this.#lines = new EventLines({
      writer: this.id,
      folder,
      files,
      processes,
      durability,
      clock,
      limits: this.#limits,
      readyFolder: () => this.#chain.readyFolder(),
    })
    this.#dropped = new DroppedEvents(options.describeDropped)
    this.#forgetExit = (options.exit ?? nodeExit).onExit(() => this.flush())
  }

  /** Every event up to this one is recorded. */
  get recordedSeq(): number {
    return this.#chain.lastSeq
  }

  /** False while events cannot be written, and wait in memory. */
  get isRecording(): boolean {
    return this.#isOpen && this.#retry === undefined
  }

  /** Whether the spool is over its limit: then whoever makes states should leave out of them what is not needed. */
  get isOverLimit(): boolean {
    try {
      return this.#isOver(this.#clock.nowMs())
    } catch {
      return false
    }
  }

  /**
   * Takes an event, to be written a moment later. Its fields are encoded now, and may be changed after it: one that is frozen
   * is encoded once, so that all that is in it must be frozen too. A field with the name of a part of the head is left out.
   *
   * @returns its number; 0 when it was dropped, or the writer is closed
   */
  append(body: SpoolBody, { run, isState = false, kind = body.type }: AppendOptions = {}): number {
    if (!this.#isOpen) return 0
    try {
      const nowMs = this.#clock.nowMs()
      const mustGo = isState ? this.#isMemoryFull() : this.#retry !== undefined || this.#isOver(nowMs)
      if (mustGo) {
        this.#dropped.add(run, isState ? 'state' : kind)
        this.#writeWhenDue(nowMs)
        return 0
      }
      return this.#take(body, run, nowMs, isState)
    } catch (error) {
      this.#failed(error)
      return 0
    }
  }

  /** Says that something was left out, as a summary of a value: the record will tell how many. */
  countDropped(kind: string, run?: string): void {
    if (this.#isOpen) this.#dropped.add(run, kind)
  }

  /** Writes what waits. @returns whether every event before it is recorded */
  flush(): boolean {
    if (this.#isOpen) this.#appendDropped(this.#clock.nowMs(), true)
    return this.#write(true)
  }

  /** Writes what waits and seals the segment. A second call does nothing. @returns as `flush` */
  close(): boolean {
    if (!this.#isOpen) return this.#waiting === ''
    this.flush()
    this.#isOpen = false
    this.#timer?.cancel()
    this.#forgetExit()
    const isWhole = this.#waiting === ''
    try {
      this.#chain.close(this.#clock.nowMs())
    } catch (error) {
      this.#failed(error)
    }
    const lost = this.#dropped.lostStates + (isWhole ? 0 : this.#lines.lastSeq - this.recordedSeq)
    if (lost > 0) this.#telling.tell(spoolIssue('spool/states-lost', { path: this.#path, count: lost }))
    return isWhole
  }

  #take(body: SpoolBody, run: string | undefined, nowMs: number, isState: boolean): number {
    const line = this.#lines.next(body, run, nowMs)
    if (this.#waiting === '') {
      this.#dueAtMs = Number.POSITIVE_INFINITY
      this.#waitingFrom = this.#lines.lastSeq
    }
    this.#waiting += line
    const { delayMs, stateDelayMs } = this.#limits
    this.#dueAtMs = Math.min(this.#dueAtMs, nowMs + (isState ? stateDelayMs : delayMs))
    const { lastSeq } = this.#lines
    this.#writeWhenDue(nowMs)
    return lastSeq
  }

  /** A flow that never lets timers run is looked after here, at each event. */
  #writeWhenDue(nowMs: number): void {
    const isBackwards = nowMs < this.#lastAtMs
    this.#lastAtMs = nowMs
    if (this.#dropped.isDue(nowMs, droppedIntervalMs)) this.#appendDropped(nowMs, false)
    if (this.#waiting === '') return
    if (isBackwards || nowMs >= this.#dueAtMs || this.#waiting.length >= this.#limits.batchBytes)
      this.#write(isBackwards)
    else this.#schedule(this.#dueAtMs, nowMs)
  }

  #write(isForced: boolean): boolean {
    if (this.#waiting === '') return this.#retry === undefined
    const nowMs = this.#clock.nowMs()
    if (!isForced && this.#retry && nowMs < this.#retry.atMs) {
      this.#schedule(this.#retry.atMs, nowMs)
      return false
    }
    try {
      const { lastSeq } = this.#lines
      this.#size.add(this.#chain.write(this.#waiting, { firstSeq: this.#waitingFrom, lastSeq, nowMs }))
      this.#waiting = ''
      this.#retry = undefined
      this.#timer?.cancel()
      this.#timer = undefined
      if (this.#isOpen) this.#schedule(this.#chain.oldAtMs, nowMs)
      return true
    } catch (error) {
      this.#failed(error)
      const delayMs = Math.min(this.#retry ? this.#retry.delayMs * 2 : firstRetryMs, longestRetryMs)
      this.#retry = { atMs: nowMs + delayMs, delayMs }
      if (this.#isOpen) this.#schedule(this.#retry.atMs, nowMs)
      return false
    }
  }

  /** One timer, for what is due first. It does not keep the process alive: its end writes what waits. */
  #schedule(atMs: number, nowMs: number): void {
    if (this.#timer && this.#timer.atMs <= atMs && this.#timer.atMs >= nowMs) return
    this.#timer?.cancel()
    const call = (): void => {
      this.#timer = undefined
      if (this.#waiting !== '') this.#write(false)
      else this.#sealWhenOld()
    }
    this.#timer = { atMs, cancel: this.#clock.later(Math.max(0, atMs - nowMs), call, { holds: false }) }
  }

  #sealWhenOld(): void {
    try {
      this.#chain.sealWhenOld(this.#clock.nowMs())
    } catch (error) {
      this.#failed(error)
    }
  }

  #appendDropped(nowMs: number, isLast: boolean): void {
    if (!isLast && this.#isMemoryFull()) return
    for (const { run, body } of this.#dropped.take(nowMs)) this.#take(body, run, nowMs, true)
  }

  #failed(error: unknown): void {
    this.#telling.failed(this.#path, error, this.#limits.waitingBytes)
  }

  #isMemoryFull(): boolean {
    return this.#retry !== undefined && this.#waiting.length >= this.#limits.waitingBytes
  }

  #isOver(nowMs: number): boolean {
    const { spoolBytes } = this.#limits
    if (!this.#size.isOver(spoolBytes, nowMs)) return false
    this.#telling.tell(spoolIssue('spool/over-limit', { path: this.#path, limitBytes: spoolBytes }))
    return true
  }
}

/** Opens the spool file of this thread. Nothing is made on the disk before the first write. */
export function openSpoolWriter(options: SpoolWriterOptions): SpoolWriter {
  return new SpoolWriter(options)
}
