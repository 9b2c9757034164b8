// The leases of applications: rows of a table. The lease of a killed process of this machine is free at once.

import { randomUUID } from 'node:crypto'
import type { ApplicationLease, LeaseHeld } from '@throughline/machine'
import { nodeProcesses, systemClock, type Clock, type ProcessIdentity, type Processes } from '@throughline/store'
import { among, merge, rowsOf, sql, type Work, type WorkPlace } from '@throughline/store/tables'
import { leaseTable, type LeaseTables } from './application-tables.ts'

type Awaitable<Value> = Value | PromiseLike<Value>
type Place = WorkPlace<LeaseTables>

export interface LeaseContext {
  readonly perform: <Result>(work: (place: Place) => Work<Result>) => Awaitable<Result>
  readonly processes?: Processes | undefined
  readonly clock?: Clock | undefined
}

/** In the year 275760; no date is later. */
const LAST_DATE_MS = 8.64e15

/** The leases of one persister: given back when it is closed. */
export class ApplicationLeases {
  readonly #context: LeaseContext
  readonly #clock: Clock
  /** Who holds a lease, one name for each. */
  readonly #holders = new Set<string>()
  #processes: Processes | undefined

  constructor(context: LeaseContext) {
    this.#context = context
    this.#clock = context.clock ?? systemClock
  }

  /** @param app as it stands in the table */
  take(app: string, ttlMs: number): Awaitable<ApplicationLease | LeaseHeld> {
    const [clock, holders] = [this.#clock, this.#holders]
    const processes = (this.#processes ??= this.#context.processes ?? nodeProcesses())
    const holder = randomUUID()
    const lease: ApplicationLease = {
      renew: () => holders.has(holder) && this.#renew(app, holder, ttlMs),
      release: () => this.#release([holder]),
    }
    return this.#context.perform(function* (place) {
      const { held, now } = yield* leaseOf(place, app, processes, clock)
      if (held) {
        // Of a server the time is its own: what is left is told on the clock of this machine.
        const untilMs = endOf(clock.nowMs(), held.until_ms - now)
        return { heldBy: `process ${held.pid} on ${held.host.split(' ')[0]}`, where: whereIs(held, processes), untilMs }
      }
      const { host, pid, started } = processes.self
      yield* merge(leaseTable, [{ app, holder, host, pid, started, until_ms: endOf(now, ttlMs) }])
      holders.add(holder)
      return lease
    })
  }

  /** Gives all back. */
  release(): Awaitable<void> {
    return this.#release([...this.#holders])
  }

  #renew(app: string, holder: string, ttlMs: number): Awaitable<boolean> {
    const clock = this.#clock
    return this.#context.perform(function* (place) {
      const until = endOf(yield* nowMs(place, clock), ttlMs)
      const renewed = place.query.updateTable('application_lease').set({ until_ms: until }).returning('app')
      return (yield* rowsOf(renewed.where('app', '=', app).where('holder', '=', holder))).length > 0
    })
  }

  #release(holders: readonly string[]): Awaitable<void> {
    const held = holders.filter((holder) => this.#holders.delete(holder))
    if (held.length === 0) return
    return this.#context.perform(function* ({ query, dialect }) {
      yield* rowsOf(query.deleteFrom('application_lease').where(among(dialect, 'holder', held)))
    })
  }
}

/** @returns the lease of an application when somebody has it, and the time by which it counts */
export function* leaseOf(
  place: Place,
  app: string,
  processes: Processes,
  clock: Clock,
): Work<{ readonly held: LeaseTables['application_lease'] | undefined; readonly now: number }> {
  const now = yield* nowMs(place, clock)
  const leases = place.query.selectFrom('application_lease').selectAll().where('app', '=', app)
  const [lease] = yield* rowsOf(leases)
  return { held: lease && lease.until_ms > now && !processes.isGone(lease) ? lease : undefined, now }
}

function whereIs({ host, pid, started }: ProcessIdentity, { self }: Processes): NonNullable<LeaseHeld['where']> {
  if (host !== self.host) return 'elsewhere'
  return pid === self.pid && started === self.started ? 'this process' : 'this machine'
}

/** A whole number, as the tables have them, that is still a date. */
function endOf(now: number, ttlMs: number): number {
  return Math.min(Math.ceil(now + ttlMs), LAST_DATE_MS)
}

/** Of a server its own time: those of the machines that use it may differ. */
function* nowMs({ dialect, query }: Place, clock: Clock): Work<number> {
  if (dialect === 'sqlite') return clock.nowMs()
  const asked = sql<{ now: number }>`SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now`
  const [row] = yield* rowsOf({ compile: () => asked.compile(query) })
  return row!.now
}
