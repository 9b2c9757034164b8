// What a key gave: the table in which memoization remembers.

import type { BlobId } from '../blobs/blob-id.ts'
import { useIntervalMs, type Blobs } from '../blobs/blobs.ts'
import type { Database, SqlRow, SqlValue } from '../database/database.ts'
import type { Health } from '../trouble/health.ts'
import type { WriteQueue, Writer } from '../writes/write-queue.ts'

/** One remembered result of a node. */
export interface CacheEntry {
  readonly key: string
  readonly node: string
  readonly flow: string
  readonly dataVersion: string
  /** Where the value is; `undefined` when only the entry is kept. */
  readonly blob: BlobId | undefined
  /** The run that made the value. */
  readonly madeByRun: string | undefined
  readonly madeAtMs: number
  readonly usedAtMs: number
  readonly sizeBytes: number
  /** How long making the value took. */
  readonly durationMs: number | undefined
  /** Whatever belongs to it, as JSON can say it: the parts of the key, logs, metrics, checks. */
  readonly facts: unknown
}

/** An entry to be written; `usedAtMs` is the time of writing. */
export type NewCacheEntry = Omit<CacheEntry, 'usedAtMs'>

/** Which entries are meant: those for which all that is given holds. */
export interface CacheEntryFilter {
  readonly flow?: string
  readonly node?: string
  /** Made before this instant. */
  readonly madeBeforeMs?: number
  readonly usedBeforeMs?: number
  /** @defaultValue no limit */
  readonly limit?: number
}

/** What is kept of one node. */
export interface NodeSummary {
  readonly flow: string
  readonly node: string
  readonly entries: number
  readonly sizeBytes: number
  /** How long making all of them took. */
  readonly durationMs: number
  /** When the last one was made. */
  readonly madeAtMs: number
  /** When one was used last, to the hour. */
  readonly usedAtMs: number
}

export interface CacheEntriesOptions {
  readonly database: Database
  readonly blobs: Blobs
  readonly queue: WriteQueue
  readonly health: Health
  readonly nowMs: () => number
}

/** Entries by key. What is put is seen at once, and committed together with the blob that was put before it. */
export class CacheEntries implements Writer {
  readonly #options: CacheEntriesOptions
  readonly #pending = new Map<string, { readonly entry: CacheEntry; readonly facts: string }>()
  readonly #used = new Map<string, number>()

  constructor(options: CacheEntriesOptions) {
    this.#options = options
    options.queue.join(this)
  }

  /** The entry of a key. Counts as use of the entry and of its blob. */
  get(key: string): CacheEntry | undefined {
    const { health, database } = this.#options
    const waiting = this.#pending.get(key)
    if (waiting) return { ...waiting.entry, facts: JSON.parse(waiting.facts) }
    const row = health.read(() => database.prepare('SELECT * FROM cache_entry WHERE key = ?').get(key), undefined)
    const entry = row && toEntry(row)
    if (entry?.key !== key) return undefined
    this.#touch(entry)
    return entry
  }

  /**
   * Writes an entry in the place of one with the same key. Put its blob first.
   *
   * @throws TypeError when the facts cannot be said in JSON
   */
  put(entry: NewCacheEntry): void {
    const { health, queue, nowMs } = this.#options
    const facts = JSON.stringify(entry.facts ?? null)
    if (!health.stores) return
    this.#pending.set(entry.key, { entry: { ...entry, usedAtMs: nowMs() }, facts })
    queue.add()
  }

  /** The newest entries of a node, newest first. */
  latestOf(flow: string, node: string, limit = 1): readonly CacheEntry[] {
    return this.#select('WHERE flow = ? AND node = ? ORDER BY made_at_ms DESC, key LIMIT ?', [flow, node, limit])
  }

  /** Entries, newest first. */
  list(filter: CacheEntryFilter = {}): readonly CacheEntry[] {
    const { where, values } = conditions(filter)
    return this.#select(`${where} ORDER BY made_at_ms DESC, key LIMIT ?`, [...values, filter.limit ?? -1])
  }

  /** What is kept, by node: sorted by flow, then by name. */
  summarise(filter: Omit<CacheEntryFilter, 'limit'> = {}): readonly NodeSummary[] {
    const { queue, database, health } = this.#options
    queue.flush()
    const { where, values } = conditions(filter)
    const sql = `SELECT flow, node, count(*) AS entries, sum(size_bytes) AS size_bytes,
      coalesce(sum(duration_ms), 0) AS duration_ms, max(made_at_ms) AS made_at_ms, max(used_at_ms) AS used_at_ms
      FROM cache_entry ${where} GROUP BY flow, node ORDER BY flow, node`
    return health
      .read(() => database.prepare(sql).all(...values), [])
      .map((row) => ({
        flow: row['flow'] as string,
        node: row['node'] as string,
        entries: row['entries'] as number,
        sizeBytes: row['size_bytes'] as number,
        durationMs: row['duration_ms'] as number,
        madeAtMs: row['made_at_ms'] as number,
        usedAtMs: row['used_at_ms'] as number,
      }))
  }

  /** Removes entries: some keys, or all that a filter names. Their blobs stay until they are evicted. @returns how many */
  delete(which: readonly string[] | Omit<CacheEntryFilter, 'limit'>): number {
    const { queue, database, health } = this.#options
    queue.flush()
    return health.write(
      () =>
        database.transaction(() => {
          if (isKeys(which)) {
            const remove = database.prepare('DELETE FROM cache_entry WHERE key = ?')
            return which.reduce((count, key) => count + remove.run(key).changes, 0)
          }
          const { where, values } = conditions(which)
          return database.prepare(`DELETE FROM cache_entry ${where}`).run(...values).changes
        }),
      0,
    )
  }

  write(): void {
    const { database } = this.#options
    const put = database.prepare(
      `INSERT OR REPLACE INTO cache_entry (key, node, flow, data_version, blob, made_by_run, made_at_ms, used_at_ms,
       size_bytes, duration_ms, facts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    for (const { entry, facts } of this.#pending.values()) {
      put.run(
        entry.key,
        entry.node,
        entry.flow,
        entry.dataVersion,
        entry.blob ?? null,
        entry.madeByRun ?? null,
        entry.madeAtMs,
        entry.usedAtMs,
        entry.sizeBytes,
        entry.durationMs ?? null,
        facts,
      )
    }
    const touch = database.prepare('UPDATE cache_entry SET used_at_ms = max(used_at_ms, ?) WHERE key = ?')
    for (const [key, atMs] of this.#used) touch.run(atMs, key)
  }

  settled(): void {
    this.#pending.clear()
    this.#used.clear()
  }

  #touch({ key, blob, usedAtMs }: CacheEntry): void {
    const { health, queue, blobs, nowMs } = this.#options
    if (!health.stores || nowMs() - usedAtMs <= useIntervalMs || this.#used.has(key)) return
    this.#used.set(key, nowMs())
    if (blob !== undefined) blobs.touch(blob)
    queue.add()
  }

  #select(rest: string, values: readonly SqlValue[]): readonly CacheEntry[] {
    const { queue, database, health } = this.#options
    queue.flush()
    const rows = health.read(() => database.prepare(`SELECT * FROM cache_entry ${rest}`).all(...values), [])
    return rows.map(toEntry).filter((entry) => entry !== undefined)
  }
}

function isKeys(which: readonly string[] | object): which is readonly string[] {
  return Array.isArray(which)
}

function conditions({ flow, node, madeBeforeMs, usedBeforeMs }: CacheEntryFilter): {
  where: string
  values: readonly SqlValue[]
} {
  const parts: [string, SqlValue | undefined][] = [
    ['flow = ?', flow],
    ['node = ?', node],
    ['made_at_ms < ?', madeBeforeMs],
    ['used_at_ms < ?', usedBeforeMs],
  ]
  const given = parts.filter((part): part is [string, SqlValue] => part[1] !== undefined)
  return {
    where: given.length > 0 ? `WHERE ${given.map(([condition]) => condition).join(' AND ')}` : '',
    values: given.map(([, value]) => value),
  }
}

/** @returns `undefined` for a row that was damaged */
function toEntry(row: SqlRow): CacheEntry | undefined {
  try {
    return {
      key: row['key'] as string,
      node: row['node'] as string,
      flow: row['flow'] as string,
      dataVersion: row['data_version'] as string,
      blob: (row['blob'] as string | null) ?? undefined,
      madeByRun: (row['made_by_run'] as string | null) ?? undefined,
      madeAtMs: row['made_at_ms'] as number,
      usedAtMs: row['used_at_ms'] as number,
      sizeBytes: row['size_bytes'] as number,
      durationMs: (row['duration_ms'] as number | null) ?? undefined,
      facts: JSON.parse(row['facts'] as string),
    }
  } catch {
    return undefined
  }
}
