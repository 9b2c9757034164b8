// Notices what comes into a record, by whatever process, and gives it to whoever listens. Costs nothing while nobody does.

import type { Clock } from '@throughline/store'
import { sql } from '@throughline/store/tables'
import type { RunRecord } from '@throughline/tracking/record'

/** An event that is new in the record. */
interface NewEvent {
  readonly writer: string
  readonly seq: number
  readonly run: string | null
  readonly type: string
  /** The line as it came. */
  readonly body: string
}

export interface Heard {
  readonly events: readonly NewEvent[]
  /** More may have changed than is told: runs were removed, or the record could not be read for a while. */
  readonly isMore: boolean
  /** Told once to whoever made the watch begin: from here on everything is told. */
  readonly isBeginning?: true
}

export interface RecordWatch {
  /** @returns stops it */
  listen(hear: (heard: Heard) => void): () => void
  close(): void
}

/** Finds what is new. */
interface Reader {
  /** Where the record is now. */
  begin(): Promise<void>
  read(): Promise<Heard>
}

/** Events that are read at a time. */
const most = 4_000
const pauseMs = { sqlite: 200, postgres: 400 } as const

export function watchRecord(record: Pick<RunRecord, 'query' | 'dialect'>, clock: Clock): RecordWatch {
  return new Watch(record.dialect === 'sqlite' ? new SqliteReader(record) : new PostgresReader(record), {
    clock,
    pauseMs: pauseMs[record.dialect],
  })
}

class Watch implements RecordWatch {
  readonly #reader: Reader
  readonly #clock: Clock
  readonly #pauseMs: number
  readonly #listeners = new Set<(heard: Heard) => void>()
  /** Of the listeners of now; another one when all have gone in between. */
  #turn: object | undefined
  #cancel: (() => void) | undefined

  constructor(reader: Reader, { clock, pauseMs }: { readonly clock: Clock; readonly pauseMs: number }) {
    this.#reader = reader
    this.#clock = clock
    this.#pauseMs = pauseMs
  }

  listen(hear: (heard: Heard) => void): () => void {
    this.#listeners.add(hear)
    if (this.#turn === undefined) {
      const turn = (this.#turn = {})
      // Whoever listens knows what was there before only when the place is known: so it hears that there may be more.
      void this.#try(turn, async () => {
        await this.#reader.begin()
        return { events: [], isMore: true, isBeginning: true }
      })
    }
    return () => {
      this.#listeners.delete(hear)
      if (this.#listeners.size === 0) this.#rest()
    }
  }

  close(): void {
    this.#listeners.clear()
    this.#rest()
  }

  #rest(): void {
    this.#turn = undefined
    this.#cancel?.()
  }

  async #try(turn: object, look: () => Promise<Heard>): Promise<void> {
    let heard: Heard | undefined
    try {
      heard = await look()
    } catch {
      // The record is away: it is looked for again, from the place where it was then.
    }
    if (this.#turn !== turn) return
    if (heard && (heard.isMore || heard.events.length > 0)) for (const hear of this.#listeners) hear(heard)
    const next = heard ? () => this.#reader.read() : () => this.#again()
    const isFull = heard !== undefined && heard.events.length >= most
    this.#cancel = this.#clock.later(isFull ? 0 : this.#pauseMs, () => void this.#try(turn, next), { holds: false })
  }

  async #again(): Promise<Heard> {
    await this.#reader.begin()
    return { events: [], isMore: true }
  }
}

type Source = Pick<RunRecord, 'query'>

/** The connection says whether another one has written; rows of events are numbered in the order in which they came. */
class SqliteReader implements Reader {
  readonly #record: Source
  #version = -1
  #last = 0
  #deleted = 0

  constructor(record: Source) {
    this.#record = record
  }

  async begin(): Promise<void> {
    this.#version = -1
    const place = await this.#place()
    this.#last = place.last
    this.#deleted = place.deleted
  }

  async read(): Promise<Heard> {
    const { query } = this.#record
    const { rows: versions } = await sql<{ data_version: number }>`PRAGMA data_version`.execute(query)
    const version = versions[0]?.data_version ?? 0
    if (version === this.#version) return { events: [], isMore: false }
    const { last, deleted } = await this.#place()
    // Numbers of removed rows may be given again, so what came at the same time cannot be told apart.
    const isMore = deleted !== this.#deleted || last < this.#last
    if (isMore) this.#last = Math.min(last, this.#last)
    this.#deleted = deleted
    const { rows } = await sql<NewEvent & { readonly number: number }>`
      SELECT rowid AS number, writer, seq, run, type, body FROM event WHERE rowid > ${this.#last} ORDER BY rowid LIMIT ${most}
    `.execute(query)
    this.#last = rows.at(-1)?.number ?? this.#last
    if (rows.length < most) this.#version = version
    return { events: rows, isMore }
  }

  async #place(): Promise<{ readonly last: number; readonly deleted: number }> {
    const { rows } = await sql<{ last: number | null; deleted: number }>`
      SELECT (SELECT max(rowid) FROM event) AS last, (SELECT count(*) FROM deleted_run) AS deleted
    `.execute(this.#record.query)
    return { last: rows[0]?.last ?? 0, deleted: rows[0]?.deleted ?? 0 }
  }
}

/** A server is asked how far its writers are: first in sum, and each only when that has changed. */
class PostgresReader implements Reader {
  readonly #record: Source
  #sum = ''
  #deleted = ''
  #seqs = new Map<string, number>()

  constructor(record: Source) {
    this.#record = record
  }

  async begin(): Promise<void> {
    const { sum, deleted } = await this.#place()
    this.#seqs = await this.#cursors()
    this.#sum = sum
    this.#deleted = deleted
  }

  async read(): Promise<Heard> {
    const { sum, deleted } = await this.#place()
    if (sum === this.#sum && deleted === this.#deleted) return { events: [], isMore: false }
    const isMore = deleted !== this.#deleted
    const events: NewEvent[] = []
    for (const [writer, seq] of await this.#cursors()) {
      const before = this.#seqs.get(writer) ?? 0
      if (seq <= before || events.length >= most) continue
      const rows = await this.#record.query
        .selectFrom('event')
        .select(['writer', 'seq', 'run', 'type', 'body'])
        .where('writer', '=', writer)
        .where('seq', '>', before)
        .orderBy('seq')
        .limit(most)
        .execute()
      events.push(...rows)
      this.#seqs.set(writer, rows.at(-1)?.seq ?? seq)
    }
    if (events.length < most) this.#sum = sum
    this.#deleted = deleted
    return { events, isMore }
  }

  async #place(): Promise<{ readonly sum: string; readonly deleted: string }> {
    const { rows } = await sql<{ sum: string; deleted: string }>`
      SELECT (SELECT concat(count(*), ' ', sum(seq)) FROM cursor) AS sum, (SELECT count(*) FROM deleted_run)::text AS deleted
    `.execute(this.#record.query)
    return rows[0] ?? { sum: '', deleted: '' }
  }

  async #cursors(): Promise<Map<string, number>> {
    const rows = await this.#record.query.selectFrom('cursor').selectAll().execute()
    return new Map(rows.map(({ writer, seq }) => [writer, seq]))
  }
}
