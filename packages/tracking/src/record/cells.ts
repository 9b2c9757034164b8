// Makes cells of what events say, so that both databases keep the same: nothing that one of them refuses or changes.

import { createHash } from 'node:crypto'
import type { Cell } from '@throughline/store/tables'

export type Fields = Readonly<Record<string, unknown>>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Text without the characters that PostgreSQL or UTF-8 do not have; null of anything else. */
export function toText(value: unknown): string | null {
  if (typeof value !== 'string') return null
  return wellFormed(value.includes('\u0000') ? value.replaceAll('\u0000', '\ufffd') : value)
}

/** Lone surrogates have no form in UTF-8. */
function wellFormed(text: string): string {
  return (text as string & { toWellFormed(): string }).toWellFormed()
}

/** An index of PostgreSQL takes about 2,700 bytes. */
const longestName = 250

/** Text for a column with an index: a longer one is cut and told apart by its hash. */
export function toName(value: unknown): string | null {
  const text = toText(value)
  if (text === null || text.length <= longestName) return text
  const hash = createHash('sha256').update(text).digest('hex')
  return `${wellFormed(text.slice(0, longestName - 75))}... sha256:${hash}`
}

/** An integer that both databases and JavaScript keep. */
export function toInteger(value: unknown): number | null {
  if (typeof value !== 'number' || Number.isNaN(value)) return null
  const { MAX_SAFE_INTEGER: most } = Number
  return Math.trunc(Math.min(most, Math.max(-most, value))) || 0
}

/** A finite number. */
export function toReal(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value || 0 : null
}

export function toJson(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value)
}

export function toFlag(value: unknown): Cell {
  return typeof value === 'boolean' ? Number(value) : null
}

/**
 * Text that sorts as the whole numbers from 0 do: a letter for how many digits there are, and the digits. 7 is `a7`, and 42 is
 * `b42`.
 */
export function sortable(value: number): string {
  const digits = String(value)
  return String.fromCharCode(96 + digits.length) + digits
}

/**
 * The words of texts for a full-text search: letters and digits in lower case, `camelCase` also in its parts, each once,
 * with one space between.
 */
export function searchText(...texts: readonly (string | null | undefined)[]): string {
  const words = new Set<string>()
  for (const text of texts) {
    if (!text) continue
    for (const [word] of text.slice(0, 20_000).normalize('NFKC').matchAll(wordPattern)) {
      words.add(shortWord(word))
      const parts = word.split(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/u)
      if (parts.length > 1) for (const part of parts) words.add(shortWord(part))
    }
  }
  return [...words].join(' ')
}

/** The words of a question; each may be the beginning of one that is looked for. */
export function searchWords(text: string): readonly string[] {
  return [...text.normalize('NFKC').matchAll(wordPattern)].map(([word]) => shortWord(word)).slice(0, 16)
}

const wordPattern = /[\p{L}\p{N}\p{M}]+/gu

function shortWord(word: string): string {
  return wellFormed(word.toLowerCase().slice(0, 100))
}
