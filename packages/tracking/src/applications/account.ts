// What has to be known of an application to list it and to go on telling of it: where it stands, without its state.

import {
  factsOf,
  foldJournal,
  statusOf,
  type ApplicationFacts,
  type Head,
  type JournalEntry,
} from '@throughline/machine'

export interface Account {
  /** With an empty state. */
  readonly head: Head
  readonly startedAtMs: number
  readonly changedAtMs: number
  /** Steps that were done. */
  readonly computed: number
  /** Attempts that failed. */
  readonly failed: number
  /** Number of the last snapshot; 0 when there is none. */
  readonly snapshot: number
}

/**
 * @param account undefined for a new application
 * @param number of the first entry
 * @throws Error when a new journal does not begin with `opened`
 */
export function accountAfter(account: Account | undefined, number: number, entry: JournalEntry): Account {
  const head = foldJournal([withoutState(entry)], account?.head)
  if (!head) throw new Error(`a journal begins with "opened", not with "${entry.type}"`)
  return {
    head,
    startedAtMs: account?.startedAtMs ?? entry.atMs,
    changedAtMs: entry.atMs,
    computed: (account?.computed ?? 0) + Number(entry.type === 'committed'),
    failed: (account?.failed ?? 0) + Number(entry.type === 'failed'),
    snapshot: entry.type === 'snapshot' ? number : (account?.snapshot ?? 0),
  }
}

export function factsOfAccount(app: string, { head, startedAtMs, changedAtMs }: Account): ApplicationFacts {
  return factsOf(app, head, startedAtMs, changedAtMs)
}

export function isOver({ head }: Account): boolean {
  const status = statusOf(head)
  return status === 'completed' || status === 'cancelled'
}

const NOTHING = Object.freeze({})

function withoutState(entry: JournalEntry): JournalEntry {
  switch (entry.type) {
    case 'opened':
    case 'migrated':
      return { ...entry, state: NOTHING }
    case 'committed':
    case 'edited':
      return { ...entry, patch: NOTHING }
    case 'suspended': {
      const { prompt: _, ...rest } = entry
      return rest
    }
    case 'snapshot': {
      const { prompt: _, ...suspension } = entry.head.suspension ?? {}
      return { ...entry, head: { ...entry.head, state: NOTHING, ...(entry.head.suspension && { suspension }) } }
    }
    default:
      return entry
  }
}
