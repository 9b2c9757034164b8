// The leases of applications: rows of a table. The lease of a killed process of this machine is free at once.

import { randomUUID } from 'node:crypto'
import type { ApplicationLease, LeaseHeld } from '@throughline/machine'
import type { Clock, Processes } from '@throughline/store'
import { merge, rowsOf, sql, type TableDatabase, type Work, type WorkPlace } from '@throughline/store/tables'
import { leaseTable, type LeaseTables } from './application-tables.ts'

type Awaitable<Value> = Value | PromiseLike<Value>

export interface LeaseContext {
  readonly database: Pick<TableDatabase<LeaseTables>, 'perform'>
  readonly processes: Processes
  readonly clock: Clock
}

/** @param app as it stands in the table */
export function takeLease(
  { database, processes, clock }: LeaseContext,
  app: string,
  ttlMs: number,
): Awaitable<ApplicationLease | LeaseHeld> {
  const holder = randomUUID()
  const { host, pid, started } = processes.self
  const lease: ApplicationLease = {
    renew: () =>
      database.perform(function* (place) {
        const untilMs = (yield* nowMs(place, clock)) + ttlMs
        const { query } = place
        const renewed = query.updateTable('application_lease').set({ until_ms: untilMs }).returning('app')
        return (yield* rowsOf(renewed.where('app', '=', app).where('holder', '=', holder))).length > 0
      }),
    release: () =>
      database.perform(function* ({ query }) {
        yield* rowsOf(query.deleteFrom('application_lease').where('app', '=', app).where('holder', '=', holder))
      }),
  }
  return database.perform(function* (place) {
    const { query } = place
    const now = yield* nowMs(place, clock)
    const [held] = yield* rowsOf(query.selectFrom('application_lease').selectAll().where('app', '=', app))
    if (held && held.until_ms > now && !processes.isGone(held))
      return { heldBy: `process ${held.pid} on ${held.host.split(' ')[0]}` }
    yield* merge(leaseTable, [{ app, holder, host, pid, started, until_ms: now + ttlMs }])
    return lease
  })
}

/** Of a server its own time: those of the machines that use it may differ. */
function* nowMs({ dialect, query }: WorkPlace<LeaseTables>, clock: Clock): Work<number> {
  if (dialect === 'sqlite') return clock.nowMs()
  const asked = sql<{ now: number }>`SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now`
  const [row] = yield* rowsOf({ compile: () => asked.compile(query) })
  return row!.now
}
