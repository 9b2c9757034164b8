// What a column of SQLite makes of a value that is not of its type: https://sqlite.org/datatype3.html#type_affinity

import type { SQLInputValue } from 'node:sqlite'
import type { Refuse } from '../databases/json-text.ts'

/** `none`: values stay what they are. */
export type Affinity = 'text' | 'integer' | 'real' | 'none'

/** @param declared as in `create table`; may be empty */
export function affinityOf(declared: string): Affinity {
  const type = declared.toUpperCase()
  if (type.includes('INT')) return 'integer'
  if (/CHAR|CLOB|TEXT/.test(type)) return 'text'
  // Strict tables call it ANY.
  if (type === '' || type === 'ANY' || type.includes('BLOB')) return 'none'
  return /REAL|FLOA|DOUB/.test(type) ? 'real' : 'integer'
}

/** What SQLite takes for a number. */
const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i
const INTEGER = /^(0|-?[1-9]\d{0,17})$/

/**
 * A number or boolean in a column of texts is its own text: SQLite would write `12.0` for 12. A text in a column of numbers
 * is the number that it is written as. What would become something else is refused.
 *
 * @param value as it was given
 * @param bound what stands for it in SQLite
 */
export function fitted(value: unknown, bound: SQLInputValue, affinity: Affinity, refuse: Refuse): SQLInputValue {
  if (affinity === 'none' || bound === null) return bound
  if (affinity === 'text') return typeof bound === 'number' || typeof bound === 'bigint' ? String(value) : bound
  if (typeof bound === 'string') return numberIn(bound, affinity, refuse)
  if (affinity === 'integer' || typeof bound !== 'bigint' || BigInt(Number(bound)) === bound) return bound
  return refuse('an integer that a column of floats cannot hold', 'write it to a column of integers.')
}

function numberIn(text: string, affinity: Affinity, refuse: Refuse): SQLInputValue {
  if (!NUMBER.test(text)) return text
  if (affinity === 'integer' && INTEGER.test(text)) return BigInt(text)
  const number = Number(text)
  if (String(number) === text) return number
  const found = `${JSON.stringify(text)}, of which a column of numbers makes ${number}`
  return refuse(found, 'write the number, or make it a column of texts.')
}
