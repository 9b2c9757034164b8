// A search as a filter of runs. All that is wrong in it is said at once, each with its place.

import { ThroughlineError } from 'throughline'
import type { RunFilter } from '@throughline/tracking/queries'
import { serverIssue } from '../issues.ts'
import { readSearch, type SearchFault, type SearchTerm } from './read-search.ts'
import { searchFields, statuses } from './search-fields.ts'
import { durationMs, momentMs } from './search-values.ts'

const fieldNames = searchFields.map(({ name }) => name).join(', ')

type Status = (typeof statuses)[number]
type Named = 'project' | 'flow' | 'actor' | 'trigger' | 'kind'

/** @throws {server/bad-search} */
export function toRunFilter(query: string, nowMs: number): RunFilter {
  const { terms, faults } = readSearch(query)
  const draft = new FilterDraft(nowMs)
  const wrong = [...faults, ...terms.flatMap((term) => draft.add(term) ?? [])]
  if (wrong.length > 0)
    throw new ThroughlineError(wrong.map((fault) => serverIssue('server/bad-search', { query, ...fault })))
  return draft.filter()
}

class FilterDraft {
  readonly #nowMs: number
  readonly #filter: { -readonly [Key in keyof RunFilter]: RunFilter[Key] } = {}
  readonly #named: Partial<Record<Named, string[]>> = {}
  readonly #notNamed: Partial<Record<Named, string[]>> = {}
  readonly #tags: Record<string, string> = {}
  readonly #notTags: [string, string][] = []
  readonly #statuses = new Set<Status>()
  readonly #notStatuses = new Set<Status>()
  readonly #words: string[] = []
  readonly #notWords: string[] = []

  constructor(nowMs: number) {
    this.#nowMs = nowMs
  }

  /** @returns what is wrong with a term */
  add(term: SearchTerm): SearchFault | undefined {
    const { field, value, isNot, valueFrom: at } = term
    if (value === '')
      return { at, reason: field === '' ? 'there is nothing between the quotes' : `${field}: has no value` }
    switch (field) {
      case '':
        return void (isNot ? this.#notWords : this.#words).push(value)
      case 'project':
      case 'flow':
      case 'actor':
      case 'trigger':
      case 'kind':
        return void ((isNot ? this.#notNamed : this.#named)[field] ??= []).push(value)
      case 'status':
        return this.#addStatus(term)
      case 'tag':
        return this.#addTag(term)
    }
    if (isNot) return { at: term.from, reason: `"-" cannot stand before ${field}` }
    switch (field) {
      case '>':
      case '<':
        return this.#addDuration(term)
      case 'since':
      case 'until': {
        const moment = momentMs(value, this.#nowMs)
        if (moment === undefined)
          return { at, reason: `"${value}" is no moment`, expected: 'a date, or how long ago: 2d' }
        return void (this.#filter[field] = moment)
      }
      case 'version':
      case 'parent':
        return void (this.#filter[field] = value)
      default:
        return { at: term.from, reason: `there is no field "${field}"`, expected: fieldNames }
    }
  }

  filter(): RunFilter {
    const status = this.#status()
    const except = {
      ...this.#notNamed,
      ...(this.#notTags.length > 0 && { tags: this.#notTags }),
      ...(this.#notWords.length > 0 && { text: this.#notWords }),
    }
    return {
      ...this.#filter,
      ...this.#named,
      ...(status && { status }),
      ...(Object.keys(this.#tags).length > 0 && { tags: this.#tags }),
      ...(this.#words.length > 0 && { text: this.#words.join(' ') }),
      ...(Object.keys(except).length > 0 && { except }),
    }
  }

  #addStatus({ value, isNot, valueFrom: at }: SearchTerm): SearchFault | undefined {
    const known = statuses.find((status) => status === value)
    if (!known) return { at, reason: `"${value}" is no status of a run`, expected: statuses.join(', ') }
    ;(isNot ? this.#notStatuses : this.#statuses).add(known)
    return undefined
  }

  #addTag({ value, isNot, valueFrom: at }: SearchTerm): SearchFault | undefined {
    const equals = value.indexOf('=')
    if (equals <= 0) return { at, reason: 'a tag is written  key=value' }
    const [key, wanted] = [value.slice(0, equals), value.slice(equals + 1)]
    if (isNot) this.#notTags.push([key, wanted])
    else this.#tags[key] = wanted
    return undefined
  }

  #addDuration({ field, value, valueFrom: at }: SearchTerm): SearchFault | undefined {
    const ms = durationMs(value)
    if (ms === undefined) return { at, reason: `"${value}" is no duration`, expected: '500ms, 5s, 2m, 1h or 1d' }
    if (field === '>') this.#filter.minDurationMs = ms
    else this.#filter.maxDurationMs = ms
    return undefined
  }

  #status(): readonly Status[] | undefined {
    if (this.#statuses.size === 0 && this.#notStatuses.size === 0) return undefined
    const among = this.#statuses.size > 0 ? [...this.#statuses] : statuses
    return among.filter((status) => !this.#notStatuses.has(status))
  }
}
