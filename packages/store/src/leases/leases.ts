// The leases of a store: rows of its database. The lease of a killed process is free at once on this machine.

import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Database, SqlRow } from '../database/database.ts'
import type { ProcessIdentity, Processes } from '../processes/processes.ts'
import { failureOf } from '../trouble/failure.ts'
import type { Health } from '../trouble/health.ts'
import type { WriteQueue, Writer } from '../writes/write-queue.ts'
import type { Held, Lease, LeaseOptions, LeaseStorage } from './lease-port.ts'

export interface LeasesOptions {
  readonly database: Database
  readonly processes: Processes
  readonly clock: Clock
  readonly queue: WriteQueue
  readonly health: Health
}

const firstPollMs = 2
const longestPollMs = 100

/**
 * Leases by name. When the store cannot be written every lease is granted, with the fence 0: work is then done twice at
 * worst, and nothing of it is kept.
 */
export class Leases implements LeaseStorage, Writer {
  readonly #options: LeasesOptions
  readonly #released = new Map<string, LocalLease>()

  constructor(options: LeasesOptions) {
    this.#options = options
    options.queue.join(this)
  }

  /** @throws RangeError when `ttlMs` is not a positive number */
  acquire(name: string, { ttlMs }: LeaseOptions): StoreLease | Held {
    if (!(ttlMs > 0 && Number.isFinite(ttlMs))) throw new RangeError(`"ttlMs" is ${ttlMs}; expected a positive number.`)
    const { database, clock, queue, health } = this.#options
    // A lease of ours that is given back, but not written yet.
    if (this.#released.has(name)) queue.flush()
    const unshared = (): StoreLease => this.#lease(name, '', 0, clock.nowMs() + ttlMs)
    if (!health.stores) return unshared()
    try {
      const seen = this.#holder(name)
      if (seen) return seen
      return database.transaction(() => this.#holder(name) ?? this.#take(name, ttlMs))
    } catch (error) {
      // A lock that somebody holds for long says nothing about the disk.
      if (failureOf(error) !== 'locked') health.failed(error)
      return unshared()
    }
  }

  async waitFor(name: string, signal?: AbortSignal): Promise<void> {
    for (let delayMs = firstPollMs; ; delayMs = Math.min(delayMs * 1.5, longestPollMs)) {
      signal?.throwIfAborted()
      if (this.#released.has(name)) this.#options.queue.flush()
      if (!this.#options.health.read(() => this.#holder(name), undefined)) return
      // Not all at the same moment.
      await this.#pause(delayMs * (0.5 + Math.random()), signal)
    }
  }

  write(): void {
    const remove = this.#options.database.prepare('DELETE FROM lease WHERE name = ? AND holder = ?')
    for (const { name, holder } of this.#released.values()) remove.run(name, holder)
  }

  settled(): void {
    this.#released.clear()
  }

  /** Who has a lease that is neither expired nor that of a process that is gone. */
  #holder(name: string): Held | undefined {
    const { database, processes, clock } = this.#options
    const row = database.prepare('SELECT host, pid, started, until_ms FROM lease WHERE name = ?').get(name)
    if (!row || (row['until_ms'] as number) <= clock.nowMs()) return undefined
    const holder = identityOf(row)
    if (processes.isGone(holder)) return undefined
    return { heldBy: `process ${holder.pid} on ${holder.host.split(' ')[0]}`, untilMs: row['until_ms'] as number }
  }

  #take(name: string, ttlMs: number): StoreLease {
    const { database, processes, clock } = this.#options
    const { host, pid, started } = processes.self
    const holder = randomUUID()
    const untilMs = clock.nowMs() + ttlMs
    const fence = database.prepare('UPDATE fence SET last = last + 1 RETURNING last').get()!['last'] as number
    database
      .prepare(
        `INSERT OR REPLACE INTO lease (name, holder, fence, host, pid, started, until_ms) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(name, holder, fence, host, pid, started, untilMs)
    return this.#lease(name, holder, fence, untilMs, ttlMs)
  }

  #lease(name: string, holder: string, fence: number, untilMs: number, ttlMs = 0): StoreLease {
    return new LocalLease(name, holder, fence, untilMs, {
      renew: (lease, forMs = ttlMs) => this.#renew(lease, forMs),
      release: (lease) => this.#release(lease),
    })
  }

  #renew(lease: LocalLease, forMs: number): number | undefined {
    const { database, clock, health } = this.#options
    const untilMs = clock.nowMs() + forMs
    if (!health.stores || lease.holder === '') return untilMs
    const sql = 'UPDATE lease SET until_ms = ? WHERE name = ? AND holder = ?'
    return health.write(() => {
      const { changes } = database.prepare(sql).run(untilMs, lease.name, lease.holder)
      return changes > 0 ? untilMs : undefined
    }, untilMs)
  }

  /** In the next group commit, after what was written under the lease: who waits for it finds both or none. */
  #release(lease: LocalLease): void {
    if (!this.#options.health.stores || lease.holder === '') return
    this.#released.set(lease.name, lease)
    this.#options.queue.add()
  }

  #pause(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const aborted = (): void => {
        cancel()
        reject(signal!.reason as Error)
      }
      const cancel = this.#options.clock.later(delayMs, () => {
        signal?.removeEventListener('abort', aborted)
        resolve()
      })
      signal?.addEventListener('abort', aborted, { once: true })
    })
  }
}

/** A lease of a store, which answers at once. */
export interface StoreLease extends Lease {
  renew(ttlMs?: number): boolean
  /** In the next group commit, at most 25 ms later, together with what was written before it. */
  release(): void
}

class LocalLease implements StoreLease {
  readonly name: string
  readonly holder: string
  readonly fence: number
  untilMs: number
  readonly #calls: {
    renew(lease: LocalLease, ttlMs?: number): number | undefined
    release(lease: LocalLease): void
  }
  #isReleased = false

  constructor(
    name: string,
    holder: string,
    fence: number,
    untilMs: number,
    calls: { renew(lease: LocalLease, ttlMs?: number): number | undefined; release(lease: LocalLease): void },
  ) {
    this.name = name
    this.holder = holder
    this.fence = fence
    this.untilMs = untilMs
    this.#calls = calls
  }

  renew(ttlMs?: number): boolean {
    if (this.#isReleased) return false
    const untilMs = this.#calls.renew(this, ttlMs)
    if (untilMs === undefined) return false
    this.untilMs = untilMs
    return true
  }

  release(): void {
    if (this.#isReleased) return
    this.#isReleased = true
    this.#calls.release(this)
  }
}

function identityOf(row: SqlRow): ProcessIdentity {
  return { host: row['host'] as string, pid: row['pid'] as number, started: row['started'] as string }
}
