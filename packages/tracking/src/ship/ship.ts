// Brings what is in a spool to a sink: in order, in batches, from where the sink is; ends runs that cannot end themselves.

import type { Issue } from 'throughline'
import {
  isHeld,
  nodeFiles,
  nodeProcesses,
  openSpoolReader,
  spoolIssue,
  systemClock,
  type BlobStorage,
  type Clock,
  type Files,
  type Lease,
  type LeaseStorage,
  type OnTrouble,
  type Processes,
  type SpoolDamage,
  type SpoolReader,
} from '@throughline/store'
import { isAbandoned, writeAbandoned } from './abandon.ts'
import { BlobBringer } from './bring-blobs.ts'
import { OpenRuns } from './open-runs.ts'
import { removeShipped } from './remove-shipped.ts'
import type { EventSink, OpenRun } from './sink.ts'

export interface ShipOptions {
  /** The folder of the store. */
  readonly dir: string
  readonly sink: EventSink
  /** So that one shipper at a time does the work. Without it several do it twice, and nothing comes twice. */
  readonly leases?: LeaseStorage
  /** Where the blobs are to which events refer, for a sink that wants them. */
  readonly blobs?: Pick<BlobStorage, 'get'>
  /** Told what a user should know: each damaged file once. */
  readonly onTrouble?: OnTrouble
  /** How many events go to the sink at a time, at most. @defaultValue 4,000 */
  readonly batchEvents?: number
  /** And how many bytes. @defaultValue 4 MB */
  readonly batchBytes?: number
  /** How long a segment stays after its last change, once it was shipped, in milliseconds. @defaultValue 10 minutes */
  readonly graceMs?: number
  readonly clock?: Clock
  readonly files?: Files
  readonly processes?: Processes
  readonly signal?: AbortSignal
}

export interface Shipped {
  /** How many events were given to the sink. */
  readonly events: number
  /** Runs that were ended because nobody runs them any more. */
  readonly abandoned: readonly string[]
  readonly damages: readonly SpoolDamage[]
  /** Segments that were removed. */
  readonly removed: number
  /** Somebody else is shipping: who. Then nothing was done. */
  readonly heldBy?: string
}

/** Remembers how far it read, so that another pass costs little. */
export interface SpoolShipper {
  /**
   * Ships what is there.
   *
   * @throws what the sink throws; nothing is lost by that, and another pass tries again
   */
  pass(): Promise<Shipped>
}

const leaseName = 'ship the spool'
const leaseMs = 60_000
/** How often a sink is asked where it is. */
const askMs = 60_000
/** How often it is looked for runs that nobody runs, when there are no new events. */
const lookMs = 5_000

/** Ships what is in the spool now. */
export async function ship(options: ShipOptions): Promise<Shipped> {
  return createSpoolShipper(options).pass()
}

export function createSpoolShipper(options: ShipOptions): SpoolShipper {
  return new Shipper(options)
}

type Growing = { events: number; abandoned: string[]; damages: SpoolDamage[]; removed: number }

class Shipper implements SpoolShipper {
  readonly #options: Required<Omit<ShipOptions, 'leases' | 'signal' | 'blobs'>> & Pick<ShipOptions, 'leases' | 'signal'>
  readonly #runs = new OpenRuns()
  readonly #onTrouble: OnTrouble
  readonly #told = new Set<string>()
  readonly #reader: SpoolReader
  readonly #blobs: BlobBringer
  readonly #cursors = new Map<string, number>()
  #askedAtMs: number | undefined
  #lookedAtMs: number | undefined

  constructor(options: ShipOptions) {
    this.#options = {
      batchEvents: 4_000,
      batchBytes: 4 << 20,
      graceMs: 10 * 60_000,
      clock: systemClock,
      files: nodeFiles,
      ...options,
      processes: options.processes ?? nodeProcesses(),
      onTrouble: (issue) => this.#tell(issue),
    }
    this.#onTrouble = options.onTrouble ?? (() => {})
    this.#blobs = new BlobBringer(options.sink, options.blobs)
    this.#reader = openSpoolReader({ folder: options.dir, files: this.#options.files })
  }

  async pass(): Promise<Shipped> {
    const shipped: Growing = { events: 0, abandoned: [], damages: [], removed: 0 }
    const lease = await this.#options.leases?.acquire(leaseName, { ttlMs: leaseMs })
    if (lease && isHeld(lease)) return { ...shipped, heldBy: lease.heldBy }
    try {
      await this.#deliver(shipped, lease)
      await this.#abandon(shipped, lease)
      this.#remove(shipped)
      return shipped
    } catch (error) {
      // Nobody knows what of it was done.
      this.#askedAtMs = undefined
      throw error
    } finally {
      await lease?.release()
    }
  }

  async #deliver(shipped: Growing, lease: Lease | undefined): Promise<void> {
    const { sink, batchEvents, batchBytes, signal, clock } = this.#options
    await this.#findPlaces()
    for (;;) {
      signal?.throwIfAborted()
      if (lease && lease.untilMs - clock.nowMs() < leaseMs / 2 && !(await lease.renew())) return
      const { events, damages } = this.#reader.read({ maxEvents: batchEvents, maxBytes: batchBytes })
      for (const damage of damages) {
        if (await this.#isShippedElsewhere(damage)) continue
        shipped.damages.push(damage)
        this.#tellDamage(damage)
      }
      if (events.length === 0 && damages.length === 0) return
      if (events.length === 0) continue
      await this.#blobs.bring(events)
      for (const [writer, cursor] of await sink.apply(events)) this.#cursors.set(writer, cursor)
      for (const { event } of events) this.#runs.see(event)
      shipped.events += events.length
    }
  }

  /** Another shipper may have brought the events to the sink, and removed them here. */
  async #isShippedElsewhere({ writer, seq }: SpoolDamage): Promise<boolean> {
    if (seq === undefined) return false
    return ((await this.#options.sink.cursors([writer])).get(writer) ?? 0) >= seq - 1
  }

  /** Where the sink is: of new writers, and from time to time of all. It may be an older copy, or served by others too. */
  async #findPlaces(): Promise<void> {
    const { sink, clock } = this.#options
    const writers = this.#reader.look()
    const isTime = isPast(this.#askedAtMs, askMs, clock.nowMs())
    const asked = isTime ? writers : writers.filter((writer) => !this.#cursors.has(writer))
    if (asked.length === 0) return
    const cursors = await sink.cursors(asked)
    if (isTime) this.#askedAtMs = clock.nowMs()
    for (const writer of asked) {
      const cursor = cursors.get(writer) ?? 0
      this.#cursors.set(writer, cursor)
      this.#reader.moveTo(writer, cursor)
    }
  }

  async #abandon(shipped: Growing, lease: Lease | undefined): Promise<void> {
    const nowMs = this.#options.clock.nowMs()
    if (shipped.events === 0 && !isPast(this.#lookedAtMs, lookMs, nowMs)) return
    this.#lookedAtMs = nowMs
    const gone = (await this.#openRuns()).filter((run) => isAbandoned(run, this.#options))
    if (gone.length === 0) return
    // A process is gone, and then all is read that it wrote before: the end of its run may be in it.
    await this.#deliver(shipped, lease)
    const open = new Map((await this.#openRuns()).map((run) => [run.run, run]))
    for (const { run } of gone) {
      const still = open.get(run)
      if (!still || !isAbandoned(still, this.#options)) continue
      writeAbandoned(still, this.#options)
      shipped.abandoned.push(run)
    }
    await this.#deliver(shipped, lease)
  }

  async #openRuns(): Promise<readonly OpenRun[]> {
    const { sink, processes } = this.#options
    return sink.openRuns ? sink.openRuns(processes.self.host) : this.#runs.list()
  }

  #remove(shipped: Growing): void {
    for (const [writer, reader] of this.#reader.writers())
      shipped.removed += removeShipped(reader, this.#cursors.get(writer) ?? 0, this.#options)
  }

  #tellDamage({ reason, path, line, offset }: SpoolDamage): void {
    if (reason === 'newer format') this.#tell(spoolIssue('spool/newer-format', { path }))
    else this.#tell(spoolIssue('spool/damaged', { path, line, offset, reason }))
  }

  /** Each thing once of each file. */
  #tell(issue: Issue): void {
    const what = `${issue.code} ${String(issue.facts['path'])}`
    if (this.#told.has(what)) return
    this.#told.add(what)
    this.#onTrouble(issue)
  }
}

function isPast(sinceMs: number | undefined, delayMs: number, nowMs: number): boolean {
  return sinceMs === undefined || Math.abs(nowMs - sinceMs) >= delayMs
}
