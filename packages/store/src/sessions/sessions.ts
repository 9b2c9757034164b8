// Which processes use a store now: what they may still need is not evicted.

import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/database.ts'
import type { ProcessIdentity, Processes } from '../processes/processes.ts'
import type { Health } from '../trouble/health.ts'

export interface Session extends ProcessIdentity {
  readonly id: string
  readonly beganAtMs: number
}

export interface SessionsOptions {
  readonly database: Database
  readonly processes: Processes
  readonly clock: Clock
  readonly health: Health
}

const beatMs = 60_000
/** A session of another machine that did not say anything for so long is over. Here its process can be looked at. */
const silenceMs = 15 * 60_000

/** The sessions of a store. Opening the store begins one, closing ends it; that of a killed process ends by itself. */
export class Sessions {
  readonly id: string = randomUUID()
  /** When this process opened the store. */
  readonly beganAtMs: number
  readonly #options: SessionsOptions
  #cancel: (() => void) | undefined

  constructor(options: SessionsOptions) {
    this.#options = options
    this.beganAtMs = options.clock.nowMs()
  }

  begin(): void {
    this.#beat()
  }

  end(): void {
    this.#cancel?.()
    this.#cancel = undefined
    const { database, health } = this.#options
    health.write(() => database.prepare('DELETE FROM session WHERE id = ?').run(this.id), undefined)
  }

  /** The sessions that may still be at work, oldest first. Removes those that are certainly over. */
  live(): readonly Session[] {
    const { database, processes, clock, health } = this.#options
    const find = (): readonly Session[] => {
      const rows = database.prepare('SELECT * FROM session ORDER BY began_at_ms, id').all()
      return rows.flatMap((row) => {
        const session = {
          id: row['id'] as string,
          host: row['host'] as string,
          pid: row['pid'] as number,
          started: row['started'] as string,
          beganAtMs: row['began_at_ms'] as number,
        }
        const silentMs = clock.nowMs() - (row['beat_at_ms'] as number)
        const isHere = session.host === processes.self.host
        const isOver = isHere ? processes.isGone(session) : silentMs > silenceMs
        if (!isOver) return [session]
        database.prepare('DELETE FROM session WHERE id = ?').run(session.id)
        return []
      })
    }
    return health.write(() => database.transaction(find), [])
  }

  /** Written whole each time: a database that was damaged and begun anew does not know the session. */
  #beat(): void {
    const { database, processes, clock, health } = this.#options
    const { host, pid, started } = processes.self
    const sql = `INSERT INTO session (id, host, pid, started, began_at_ms, beat_at_ms) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET beat_at_ms = excluded.beat_at_ms`
    const values = [this.id, host, pid, started, this.beganAtMs, clock.nowMs()]
    health.write(() => database.prepare(sql).run(...values), undefined)
    if (health.stores) this.#cancel = clock.later(beatMs, () => this.#beat(), { holds: false })
  }
}
