// Keeps applications in the memory of this process: for tests, and for what need not survive.

import { ThroughlineError } from 'throughline'
import { machineIssue } from '../errors/catalogue.ts'
import { factsOf, matches, pageOf } from './application-facts.ts'
import type { JournalEntry } from './entry.ts'
import { foldJournal } from './fold.ts'
import type { ApplicationFacts, Persister } from './persister.ts'

/** @returns a persister that forgets everything with the process */
export function memoryPersister(): Persister {
  const journals = new Map<string, JournalEntry[]>()
  const factsByApp = (): ApplicationFacts[] =>
    [...journals].map(([app, entries]) => factsOf(app, foldJournal(entries)!, entries[0]!.atMs, entries.at(-1)!.atMs))
  return {
    name: 'memory',
    append: (app, expected, entries) => {
      const journal = journals.get(app) ?? []
      if (journal.length !== expected)
        throw new ThroughlineError([machineIssue('app/conflict', { app, expected, found: journal.length })])
      if (entries.length === 0) return
      for (const entry of structuredClone(entries)) journal.push(entry)
      journals.set(app, journal)
    },
    load: (app, at) => {
      const journal = journals.get(app)
      if (!journal) return undefined
      const upTo = at === undefined ? journal : entriesUpTo(journal, at)
      const head = foldJournal(upTo)
      return head && { head: structuredClone(head), number: upTo.length }
    },
    entries: (app, { after = 0, limit = Number.POSITIVE_INFINITY } = {}) =>
      (journals.get(app) ?? [])
        .slice(after, after + limit)
        .map((entry, index) => ({ number: after + index + 1, entry: structuredClone(entry) })),
    list: (filter = {}) =>
      pageOf(
        factsByApp().filter((facts) => matches(facts, filter)),
        filter,
      ),
    remove: (app) => journals.delete(app),
  }
}

/** The entries up to the one that ends the step of this number: nothing of what was done between it and the next one. */
function entriesUpTo(journal: readonly JournalEntry[], at: number): readonly JournalEntry[] {
  const end = journal.findLastIndex(
    (entry) => (entry.type === 'committed' || entry.type === 'opened') && entry.sequence === at,
  )
  return journal.slice(0, end + 1)
}
