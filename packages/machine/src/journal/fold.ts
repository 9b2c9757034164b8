// What the entries of a journal amount to.

import { applyPatch } from '../state/patch.ts'
import { plainValues } from '../state/values.ts'
import type { Head, JournalEntry } from './entry.ts'

/**
 * Where an application stands after these entries. The same for every persister, and what a rebuilt state is measured by.
 *
 * @param head where it stood before them; undefined when they are all
 */
export function foldJournal(entries: Iterable<JournalEntry>, head?: Head): Head | undefined {
  let current = head
  let values = head?.state ?? {}
  for (const entry of entries) {
    if (entry.type === 'opened') {
      current = openedHead(entry)
      values = entry.state
    } else if (current) {
      if (entry.type === 'committed' || entry.type === 'edited') values = applyPatch(values, entry.patch)
      if (entry.type === 'migrated') values = entry.state
      if (entry.type === 'snapshot') values = entry.head.state
      current = afterEntry(current, entry)
    }
  }
  return current && { ...current, state: plainValues(values) }
}

function openedHead({
  runId,
  machine,
  schema,
  state,
  sequence,
  next,
  isStuck,
  parent,
  tags,
}: Extract<JournalEntry, { type: 'opened' }>): Head {
  return {
    runId,
    machine,
    schema,
    state,
    sequence,
    last: null,
    next,
    status: isStuck ? 'stuck' : 'open',
    attempts: 0,
    ...(parent && { parent }),
    ...(tags && { tags }),
  }
}

function afterEntry(head: Head, entry: Exclude<JournalEntry, { type: 'opened' }>): Head {
  switch (entry.type) {
    case 'begun':
      return { ...head, attempts: entry.attempt }
    case 'failed':
      return { ...head, attempts: entry.attempt }
    case 'committed': {
      const { suspension: _, edits: _edits, ...rest } = head
      const status = entry.isStuck ? 'stuck' : 'open'
      return { ...rest, sequence: entry.sequence, last: entry.action, next: entry.next, status, attempts: 0 }
    }
    case 'suspended': {
      const { prompt, expiresAtMs } = entry
      const suspension = { ...(prompt !== undefined && { prompt }), ...(expiresAtMs !== undefined && { expiresAtMs }) }
      return { ...head, status: 'suspended', attempts: entry.attempt, suspension }
    }
    case 'edited': {
      const { suspension: _, ...rest } = head
      const status = entry.isStuck ? 'stuck' : 'open'
      return { ...rest, next: entry.next, status, attempts: 0, edits: (head.edits ?? 0) + 1 }
    }
    case 'cancelled': {
      const { suspension: _, ...rest } = head
      return { ...rest, status: 'cancelled' }
    }
    case 'migrated':
      return { ...head, schema: entry.schema }
    case 'snapshot':
      return entry.head
  }
}
