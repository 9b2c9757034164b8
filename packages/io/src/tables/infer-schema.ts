// Types of columns of texts, guessed from some rows. A guess may be too careful, but loses nothing.

import type { ColumnDeclaration, TableSchema } from '../columns/table-schema.ts'
import { elementReader, REFUSED, typeOf, type ElementReader } from './element-reader.ts'

const INTEGER = /^-?(?:0|[1-9]\d*)$/
/** What is written in another way, such as `007`, `+1` or `1E5`, may be a code. */
const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]\d+)?$/
const DAY = /^\d{4}-\d\d-\d\d$/
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/

/** So many digits every number keeps, and so many at most one that was printed in full. */
const SURE_DIGITS = 15
const MOST_DIGITS = 17

const isInt64 = fits('int64')
const isDate = fits('date')
const isTimestamp = fits('timestamp')

/** Each of them in the order in which it is tried; the first that fits every text is taken. */
const GUESSES: readonly [ColumnDeclaration, (text: string) => boolean][] = [
  ['boolean?', (text) => text === 'true' || text === 'false'],
  ['float64?', isNumber],
  ['int64?', (text) => INTEGER.test(text) && text !== '-0' && isInt64(text)],
  ['date?', (text) => DAY.test(text) && isDate(text)],
  ['timestamp?', (text) => INSTANT.test(text) && isTimestamp(text)],
]

/** @param rows texts by the order of `names`, `null` where there is nothing */
export function inferSchema(names: readonly string[], rows: readonly (readonly unknown[])[]): TableSchema {
  return Object.fromEntries(names.map((name, index) => [name, guess(rows, index)]))
}

function guess(rows: readonly (readonly unknown[])[], index: number): ColumnDeclaration {
  const texts = rows.map((row) => row[index]).filter((text) => typeof text === 'string')
  if (texts.length === 0) return 'string?'
  const found = GUESSES.find(([, fits]) => texts.every(fits))?.[0] ?? 'string?'
  const isAllSpecial = found === 'float64?' && texts.every((text) => !/\d/.test(text))
  return isAllSpecial ? 'string?' : found
}

/** Reads what follows as strictly as it was guessed: `007` is no number there either. */
export function guessReader(declared: ColumnDeclaration): ElementReader {
  const read = elementReader(declared, true)
  const fits = GUESSES.find(([guess]) => typeOf(guess) === typeOf(declared))?.[1]
  return fits === undefined ? read : (text) => (fits(text as string) ? read(text) : REFUSED)
}

function isNumber(text: string): boolean {
  if (text === 'NaN' || text === 'Infinity' || text === '-Infinity') return true
  if (!DECIMAL.test(text)) return false
  if (INTEGER.test(text)) return Number.isSafeInteger(Number(text))
  const digits = digitsOf(text)
  if (digits.length <= SURE_DIGITS && !text.includes('e')) return true
  if (digits.length === 0 || digits.length > MOST_DIGITS) return digits.length === 0
  return digitsOf(Number(text).toPrecision(digits.length)) === digits
}

/** Those that count, from the first that is not 0. */
function digitsOf(text: string): string {
  return text
    .replace(/e.*/, '')
    .replace(/^[-0.]+/, '')
    .replace('.', '')
}

function fits(declared: ColumnDeclaration): (text: string) => boolean {
  const read = elementReader(declared, true)
  return (text) => read(text) !== REFUSED
}
