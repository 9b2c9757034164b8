// The search language, read word by word: each term with its place, so that what is wrong can be shown.

/** `status:failed`, `tag:team=a`, `>5s`, `-actor:ada`, `births`, `"two words"`. */
export interface SearchTerm {
  /** Empty for words that are looked for in names. `>` and `<` are fields of durations. */
  readonly field: string
  readonly value: string
  /** With a `-` before it: what must not be so. */
  readonly isNot: boolean
  readonly isQuoted: boolean
  /** Where it begins and ends in the search. */
  readonly from: number
  readonly to: number
  /** Where its value begins. */
  readonly valueFrom: number
}

/** What cannot be read. */
export interface SearchFault {
  readonly at: number
  readonly reason: string
  readonly expected?: string
}

const fieldPattern = /^[a-z]+:/

/** Never fails: a quote that is not closed ends with the search, and is a fault. */
export function readSearch(query: string): {
  readonly terms: readonly SearchTerm[]
  readonly faults: readonly SearchFault[]
} {
  const terms: SearchTerm[] = []
  const faults: SearchFault[] = []
  let at = 0
  while (at < query.length) {
    if (isSpace(query[at]!)) {
      at++
      continue
    }
    const from = at
    const isNot = query[at] === '-' && at + 1 < query.length && !isSpace(query[at + 1]!)
    if (isNot) at++
    const field = fieldAt(query.slice(at))
    at += field.length
    const value = valueAt(query, at)
    if (!value.isClosed) faults.push({ at, reason: 'a quote is not closed' })
    const name = field.endsWith(':') ? field.slice(0, -1) : field
    terms.push({ field: name, value: value.text, isNot, isQuoted: value.isQuoted, from, to: value.to, valueFrom: at })
    at = value.to
  }
  return { terms, faults }
}

function fieldAt(rest: string): string {
  const [name] = fieldPattern.exec(rest) ?? []
  if (name !== undefined) return name
  return rest.startsWith('>') || rest.startsWith('<') ? rest[0]! : ''
}

interface ReadValue {
  readonly text: string
  readonly to: number
  readonly isQuoted: boolean
  readonly isClosed: boolean
}

/** To the next space; a part in quotes may have spaces, as in `tag:team="a b"`. */
function valueAt(query: string, from: number): ReadValue {
  let text = ''
  let isQuoted = false
  let at = from
  while (at < query.length && !isSpace(query[at]!)) {
    if (query[at] !== '"') {
      text += query[at++]
      continue
    }
    isQuoted = true
    const end = query.indexOf('"', at + 1)
    if (end < 0) return { text: text + query.slice(at + 1), to: query.length, isQuoted, isClosed: false }
    text += query.slice(at + 1, end)
    at = end + 1
  }
  return { text, to: at, isQuoted, isClosed: true }
}

function isSpace(character: string): boolean {
  return character.trim() === ''
}
