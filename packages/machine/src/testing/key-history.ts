// The values that a key has had, from entries that somebody else has read.

import { changesOf } from '../journal/key-history.ts'
import type { JournalEntry } from '../journal/entry.ts'
import type { KeyChange } from '../run/application.ts'

/** As `application.history(key)`, with values as the journal keeps them. @param entries all, in their order */
export function keyHistory(key: string, entries: readonly JournalEntry[]): KeyChange[] {
  return changesOf(
    key,
    entries.map((entry, index) => ({ number: index + 1, entry })),
    (stored) => stored,
  )
}
