// What a list of applications says of each, for persisters that hold it in memory.

import type { Head } from './entry.ts'
import type { ApplicationFacts, ApplicationPage, ListFilter } from './persister.ts'

export function factsOf(app: string, head: Head, startedAtMs: number, changedAtMs: number): ApplicationFacts {
  const { machine, runId, sequence, last, next, parent, tags = {} } = head
  const facts = { app, machine, runId, sequence, last, next, status: statusOf(head), startedAtMs, changedAtMs, tags }
  return parent ? { ...facts, parent } : facts
}

/** An application that is open and has nothing to do is completed. */
export function statusOf({ status, next }: Pick<Head, 'status' | 'next'>): ApplicationFacts['status'] {
  return status === 'open' && next === null ? 'completed' : status
}

export function matches(facts: ApplicationFacts, { machine, status, parent, tags = {} }: ListFilter): boolean {
  return (
    (machine === undefined || facts.machine === machine) &&
    (status === undefined || facts.status === status) &&
    (parent === undefined || facts.parent?.app === parent) &&
    Object.entries(tags).every(([key, value]) => facts.tags[key] === value)
  )
}

/** Newest change first, by id where that is the same; `after` is made of both. */
export function pageOf(all: readonly ApplicationFacts[], { limit = 100, after }: ListFilter): ApplicationPage {
  const sorted = all.toSorted((a, b) => b.changedAtMs - a.changedAtMs || (a.app < b.app ? -1 : 1))
  const from = after === undefined ? 0 : sorted.findIndex((facts) => keyOf(facts) === after) + 1
  const applications = sorted.slice(from, from + limit)
  const hasMore = from + limit < sorted.length
  return { applications, ...(hasMore && { after: keyOf(applications.at(-1)!) }) }
}

function keyOf({ changedAtMs, app }: ApplicationFacts): string {
  return `${changedAtMs} ${app}`
}
