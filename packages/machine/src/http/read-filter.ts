// Which applications a list is to have, as the query of its address says.

import { ThroughlineError } from 'throughline'
import type { ApplicationFacts, ListFilter } from '../journal/persister.ts'
import { httpIssue } from './catalogue.ts'

export const STATUSES: readonly ApplicationFacts['status'][] = ['open', 'completed', 'stuck', 'suspended', 'cancelled']
export const MOST_LISTED = 1_000

/** @throws {http/bad-request} */
export function readFilter(query: URLSearchParams): ListFilter {
  const findings: string[] = []
  const filter: { -readonly [Part in keyof ListFilter]: ListFilter[Part] } = {}
  const tags: [string, string][] = []
  for (const [name, value] of query) {
    if (name === 'status') {
      const status = STATUSES.find((one) => one === value)
      if (status) filter.status = status
      else findings.push(`"status" is not one of ${STATUSES.join(', ')}`)
    } else if (name === 'limit') {
      const limit = Number(value)
      if (Number.isInteger(limit) && limit >= 1 && limit <= MOST_LISTED) filter.limit = limit
      else findings.push(`"limit" is not a whole number from 1 to ${MOST_LISTED}`)
    } else if (name === 'after') filter.after = value
    else if (name === 'parent') filter.parent = value
    else if (name.startsWith('tag.')) tags.push([name.slice('tag.'.length), value])
    else findings.push(`"${name}" is not known here; known: status, limit, after, parent, tag.<name>`)
  }
  if (findings.length > 0) throw new ThroughlineError([httpIssue('http/bad-request', { findings })])
  return tags.length > 0 ? { ...filter, tags: Object.fromEntries(tags) } : filter
}
