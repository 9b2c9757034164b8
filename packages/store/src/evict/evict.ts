// Makes room: removes what was not used for longest, but nothing that is pinned or that a running process may need.

import type { BlobFiles } from '../blobs/blob-files.ts'
import { useIntervalMs } from '../blobs/blobs.ts'
import type { Database } from '../database/database.ts'
import type { Sessions } from '../sessions/sessions.ts'
import type { Health } from '../trouble/health.ts'
import type { WriteQueue } from '../writes/write-queue.ts'

export interface EvictOptions {
  /** How many bytes of values the store may keep. @defaultValue no limit */
  readonly maxBytes?: number
  /** What was not used for so long is removed, in milliseconds. @defaultValue no limit */
  readonly maxAgeMs?: number
}

export interface Evicted {
  readonly blobs: number
  readonly bytes: number
  readonly entries: number
  /** What is kept now. More than `maxBytes` when the rest is pinned or in use. */
  readonly keptBytes: number
}

export interface EvictionParts {
  readonly database: Database
  readonly files: BlobFiles
  readonly sessions: Sessions
  readonly queue: WriteQueue
  readonly health: Health
  readonly nowMs: () => number
}

interface Candidate {
  readonly id: string
  readonly sizeBytes: number
  readonly isFile: boolean
}

/** So many are removed in one transaction: others write in between. */
const batchSize = 500

/**
 * Removes blobs and the entries that lead to them, least recently used first, until both limits hold. What was used since
 * the oldest running process opened the store stays: it may be asked for again. The time of use is written once an hour,
 * so an hour before that stays too.
 */
export function evict(parts: EvictionParts, { maxBytes = Infinity, maxAgeMs = Infinity }: EvictOptions): Evicted {
  const { database, queue, health, nowMs } = parts
  queue.flush()
  const nothing = { blobs: 0, bytes: 0, entries: 0, keptBytes: 0 }
  return health.write(() => {
    adoptUnknownFiles(parts)
    const now = nowMs()
    const live = parts.sessions.live()
    if (!health.stores) return nothing
    const beganAtMs = Math.min(now, parts.sessions.beganAtMs, ...live.map((session) => session.beganAtMs))
    const neededSinceMs = beganAtMs - useIntervalMs
    const total = { ...nothing, keptBytes: keptBytes(database) }
    for (;;) {
      const batch = nextBatch(database, {
        before: neededSinceMs,
        expiredBefore: now - maxAgeMs,
        surplusBytes: total.keptBytes - maxBytes,
      })
      if (batch.length === 0) break
      const removed = removeBlobs(parts, batch, neededSinceMs)
      for (const field of ['blobs', 'bytes', 'entries'] as const) total[field] += removed[field]
      total.keptBytes -= removed.bytes
    }
    total.entries += removeUselessEntries(database, neededSinceMs)
    database.exec('PRAGMA incremental_vacuum')
    return total
  }, nothing)
}

/** How many bytes of values are kept. */
export function keptBytes(database: Database): number {
  return Number(database.prepare('SELECT coalesce(sum(size_bytes), 0) AS bytes FROM blob').get()!['bytes'])
}

/** Files whose rows were lost with a damaged database count as used when they were written. */
function adoptUnknownFiles({ database, files }: EvictionParts): void {
  const known = database.prepare('SELECT 1 FROM blob WHERE id = ?')
  const adopt = database.prepare(
    `INSERT OR IGNORE INTO blob (id, codec, size_bytes, used_at_ms, in_file) VALUES (?, ?, ?, ?, 1)`,
  )
  const unknown = [...files.ids()].filter((id) => !known.get(id)).map((id) => files.factsOf(id))
  if (unknown.length === 0) return
  database.transaction(() => {
    for (const facts of unknown) if (facts) adopt.run(facts.id, facts.codec, facts.sizeBytes, facts.usedAtMs)
  })
}

function nextBatch(
  database: Database,
  { before, expiredBefore, surplusBytes }: { before: number; expiredBefore: number; surplusBytes: number },
): readonly Candidate[] {
  const rows = database
    .prepare(
      `SELECT id, size_bytes, in_file, used_at_ms FROM blob WHERE used_at_ms < ?
       AND NOT EXISTS (SELECT 1 FROM pin WHERE pin.blob = blob.id) ORDER BY used_at_ms, id LIMIT ${batchSize}`,
    )
    .all(before)
  let surplus = surplusBytes
  const batch: Candidate[] = []
  for (const row of rows) {
    if (surplus <= 0 && (row['used_at_ms'] as number) >= expiredBefore) break
    const sizeBytes = row['size_bytes'] as number
    batch.push({ id: row['id'] as string, sizeBytes, isFile: row['in_file'] === 1 })
    surplus -= sizeBytes
  }
  return batch
}

/** Asks again for each inside of the transaction: it may have been pinned or used a moment ago. */
export function removeBlobs(
  { database, files }: EvictionParts,
  batch: readonly Candidate[],
  usedBeforeMs: number,
): { blobs: number; bytes: number; entries: number } {
  return database.transaction(() => {
    const removed = { blobs: 0, bytes: 0, entries: 0 }
    const removeBlob = database.prepare(
      'DELETE FROM blob WHERE id = ? AND used_at_ms < ? AND NOT EXISTS (SELECT 1 FROM pin WHERE pin.blob = blob.id)',
    )
    const touch = database.prepare('UPDATE blob SET used_at_ms = max(used_at_ms, ?) WHERE id = ?')
    const removeEntries = database.prepare('DELETE FROM cache_entry WHERE blob = ?')
    for (const { id, sizeBytes, isFile } of batch) {
      const fileUsedAtMs = isFile ? files.usedAtMs(id) : undefined
      if (fileUsedAtMs !== undefined && fileUsedAtMs >= usedBeforeMs) {
        // Somebody put it again, and the row waits in his queue.
        touch.run(fileUsedAtMs, id)
        continue
      }
      if (removeBlob.run(id, usedBeforeMs).changes === 0) continue
      // In the transaction: a process that writes the same blob now waits for it.
      if (isFile) files.remove(id)
      removed.entries += removeEntries.run(id).changes
      removed.blobs++
      removed.bytes += sizeBytes
    }
    return removed
  })
}

/** Entries whose blob was removed by hand, or is damaged and was never made again. */
function removeUselessEntries(database: Database, usedBeforeMs: number): number {
  return database
    .prepare(
      `DELETE FROM cache_entry WHERE blob IS NOT NULL AND used_at_ms < ?
       AND NOT EXISTS (SELECT 1 FROM blob WHERE blob.id = cache_entry.blob)`,
    )
    .run(usedBeforeMs).changes
}
