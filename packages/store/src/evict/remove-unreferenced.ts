// Removes the blobs to which nothing leads: after entries were removed by hand.

import { keptBytes, removeBlobs, type EvictionParts, type Evicted } from './evict.ts'

/**
 * Removes blobs that no entry leads to and nobody pins. Of those that were used since the oldest other process opened the
 * store, that process may be about to write an entry: they stay until the next eviction.
 */
export function removeUnreferenced(parts: EvictionParts): Evicted {
  const { database, queue, health, sessions } = parts
  queue.flush()
  const nothing = { blobs: 0, bytes: 0, entries: 0, keptBytes: 0 }
  return health.write(() => {
    const others = sessions.live().filter((session) => session.id !== sessions.id)
    const usedBeforeMs = Math.min(Number.MAX_SAFE_INTEGER, ...others.map((session) => session.beganAtMs))
    const unreferenced = database
      .prepare(
        `SELECT id, size_bytes, in_file FROM blob WHERE used_at_ms < ?
         AND NOT EXISTS (SELECT 1 FROM cache_entry WHERE cache_entry.blob = blob.id)
         AND NOT EXISTS (SELECT 1 FROM pin WHERE pin.blob = blob.id) ORDER BY id`,
      )
      .all(usedBeforeMs)
      .map((row) => ({
        id: row['id'] as string,
        sizeBytes: row['size_bytes'] as number,
        isFile: row['in_file'] === 1,
      }))
    const { blobs, bytes, entries } = removeBlobs(parts, unreferenced, usedBeforeMs)
    database.exec('PRAGMA incremental_vacuum')
    return { blobs, bytes, entries, keptBytes: keptBytes(database) }
  }, nothing)
}
