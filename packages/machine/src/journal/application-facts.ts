// What a list of applications says of each, for persisters that hold it in memory.

import type { Head } from './entry.ts'
import type { ApplicationFacts, ApplicationPage, ListFilter, UnreadableApplication } from './persister.ts'

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

/** Newest change first, by id where that is the same; `after` is made of both, so a page goes on also when they changed. */
export function pageOf(all: readonly ApplicationFacts[], { limit = 100, after }: ListFilter): ApplicationPage {
  const sorted = all.toSorted(inListOrder)
  const known = after === undefined ? undefined : placeOf(after)
  const rest = known ? sorted.filter((facts) => inListOrder(facts, known) > 0) : sorted
  const applications = rest.slice(0, limit)
  const last = applications.at(-1)
  return { applications, ...(last && rest.length > limit && { after: `${last.changedAtMs} ${last.app}` }) }
}

/** Those of which it is not known that they do not fit, with the first page. */
export function withUnreadable(
  page: ApplicationPage,
  found: readonly UnreadableApplication[],
  filter: ListFilter,
): ApplicationPage {
  if (filter.after !== undefined) return page
  const unreadable = found.filter(
    ({ facts }) => !facts || matches({ ...facts, status: filter.status ?? facts.status }, filter),
  )
  return unreadable.length > 0 ? { ...page, unreadable } : page
}

type Place = Pick<ApplicationFacts, 'changedAtMs' | 'app'>

function inListOrder(a: Place, b: Place): number {
  return b.changedAtMs - a.changedAtMs || (a.app < b.app ? -1 : Number(a.app !== b.app))
}

function placeOf(after: string): Place {
  const space = after.indexOf(' ')
  return { changedAtMs: Number(after.slice(0, space)), app: after.slice(space + 1) }
}
