// What could stand at a place of a search: fields, values that are known, names that the record knows.

import { knownNames } from '@throughline/tracking/queries'
import type { RunRecord } from '@throughline/tracking/record'
import type { SearchCompletion } from '../api/index.ts'
import { readSearch, type SearchTerm } from './read-search.ts'
import { searchFields } from './search-fields.ts'

const most = 20

/** @param at where the writing mark is: characters from the start */
export async function completeSearch(record: RunRecord, query: string, at: number): Promise<SearchCompletion> {
  const { terms } = readSearch(query)
  const term = terms.find(({ from, to }) => from < at && at <= to)
  if (!term) return { from: at, to: at, options: fieldsLike('') }
  const field = searchFields.find(({ name }) => name === term.field)
  if (term.field === '' && !term.isQuoted) {
    const from = term.from + (term.isNot ? 1 : 0)
    return { from, to: term.to, options: fieldsLike(query.slice(from, at)) }
  }
  const { valueFrom: from, to } = term
  if (!field) return { from, to, options: [] }
  if (field.known === 'tag') return completeTag(record, query, term, at)
  const beginning = unquoted(query.slice(from, at))
  const values = field.known
    ? await knownNames(record, field.known, { beginning, limit: most })
    : (field.values ?? []).filter((value) => value.startsWith(beginning))
  return { from, to, options: values.map((value) => ({ text: quoted(value) })) }
}

async function completeTag(
  record: RunRecord,
  query: string,
  { valueFrom: from, to }: SearchTerm,
  at: number,
): Promise<SearchCompletion> {
  const written = unquoted(query.slice(from, at))
  const equals = written.indexOf('=')
  if (equals < 0) {
    const keys = await knownNames(record, 'tag', { beginning: written, limit: most })
    return { from, to, options: keys.map((key) => ({ text: `${quoted(key)}=` })) }
  }
  const key = written.slice(0, equals)
  const values = await knownNames(record, 'tag', { key, beginning: written.slice(equals + 1), limit: most })
  return { from, to, options: values.map((value) => ({ text: quoted(`${key}=${value}`) })) }
}

function fieldsLike(beginning: string): SearchCompletion['options'] {
  const fields = searchFields.filter(({ name }) => name.startsWith(beginning.toLowerCase()))
  return fields.map(({ name, detail }) => ({ text: `${name}:`, detail }))
}

function quoted(text: string): string {
  return /[\s"]/.test(text) ? `"${text.replaceAll('"', '')}"` : text
}

function unquoted(text: string): string {
  return text.replaceAll('"', '')
}
