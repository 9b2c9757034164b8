// CSV written: texts in quotes where they need them, and nothing that a spreadsheet program would run.

import type { Row } from '../../columns/column.ts'
import type { TableSchema } from '../../columns/table-schema.ts'
import { typeOf } from '../../tables/element-reader.ts'
import { shown, type TableSubject } from '../../tables/row-fitter.ts'
import { unwritable } from '../malformed.ts'
import { JsonChecker } from '../json/json-checker.ts'
import { HALF_PAIR, isWellFormed } from '../utf8.ts'
import type { CsvDialect } from './csv.ts'

/** What such programs take for the start of a formula; the wide forms too. */
const FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

export interface CsvTypes {
  readonly declared: TableSchema | undefined
  /** Those that were declared, or else those of the first columns. */
  readonly found: TableSchema | undefined
}

/** Makes records of rows. */
export class CsvWriter {
  readonly #names: readonly string[]
  /** Objects inherit something of this name, which is no value of theirs. */
  readonly #isRisky: readonly boolean[]
  readonly #days: ReadonlySet<string>
  readonly #jsons: ReadonlySet<string>
  readonly #json = new JsonChecker({})
  readonly #dialect: CsvDialect
  readonly #subject: TableSubject
  readonly #special: RegExp
  /** So many have been written. */
  rows = 0

  constructor(names: readonly string[], { declared, found }: CsvTypes, dialect: CsvDialect, subject: TableSubject) {
    this.#names = names
    this.#isRisky = names.map((name) => name in Object.prototype)
    this.#days = namesOf('date', found)
    this.#jsons = namesOf('json', declared)
    this.#dialect = dialect
    this.#subject = subject
    const { delimiter, quote } = dialect
    this.#special = new RegExp(`[\\r\\n\\ufeff${escaped(delimiter)}${escaped(quote)}]|^[ \\t]|[ \\t]$`)
  }

  /** The mark and the names, as far as they are wanted. */
  head(): Buffer {
    const { header, bom, delimiter, lineEnd } = this.#dialect
    const names = Array.isArray(header) ? header : this.#names
    if (Array.isArray(header) && header.length !== this.#names.length) {
      const found = `${header.length} names for ${this.#names.length} columns`
      throw unwritable(this.#subject, {}, found, 'name each of them:  { header: [...] }')
    }
    const mark = bom ? '\ufeff' : ''
    if (header === false || names.length === 0) return Buffer.from(mark)
    const cells = names.map((name: string) => this.#text(name, name, 0))
    return Buffer.from(`${mark}${cells.join(delimiter)}${lineEnd}`)
  }

  records(rows: readonly Row[]): Buffer {
    const { delimiter, lineEnd } = this.#dialect
    const names = this.#names
    if (names.length === 0) {
      if (rows.length === 0) return Buffer.alloc(0)
      throw unwritable(
        this.#subject,
        { row: 1 },
        'a row without columns',
        'CSV has no line for it: leave such rows out.',
      )
    }
    let text = ''
    for (const row of rows) {
      const number = ++this.rows
      let line = ''
      for (let at = 0; at < names.length; at++) {
        if (at > 0) line += delimiter
        const name = names[at]!
        line += this.#cell(this.#isRisky[at] && !Object.hasOwn(row, name) ? null : row[name], name, number)
      }
      text += `${line}${lineEnd}`
    }
    return Buffer.from(text)
  }

  #cell(value: unknown, name: string, row: number): string {
    if (this.#jsons.has(name) && value != null) return this.#jsonText(value, name, row)
    switch (typeof value) {
      case 'string':
        return this.#text(value, name, row)
      case 'number':
        return Object.is(value, -0) ? '-0' : this.#plain(String(value))
      case 'boolean':
      case 'bigint':
        return this.#plain(String(value))
      case 'undefined':
        return this.#dialect.nullText
      default:
        if (value === null) return this.#dialect.nullText
        if (value instanceof Date) return this.#date(value, name, row)
        throw this.#unwritable(
          name,
          row,
          shown(value),
          'a cell is a text, a number, a boolean or a date: declare this column as json.',
        )
    }
  }

  #jsonText(value: unknown, name: string, row: number): string {
    const said = this.#json.stringify(value)
    if ('text' in said) return this.#plain(said.text)
    throw this.#unwritable(name, row, `value${said.path} is ${said.found}`, said.hint)
  }

  #date(value: Date, name: string, row: number): string {
    if (Number.isNaN(value.getTime()))
      throw this.#unwritable(name, row, shown(value), 'give null where there is no date.')
    const text = value.toISOString()
    const isDay = this.#days.has(name) && text.endsWith('T00:00:00.000Z')
    return this.#plain(isDay ? text.slice(0, text.indexOf('T')) : text)
  }

  /** What is no text has no formulas, but may hold the delimiter. */
  #plain(text: string): string {
    return text === this.#dialect.nullText || this.#special.test(text) ? this.#quoted(text) : text
  }

  #text(text: string, name: string, row: number): string {
    const { formulas, nullText } = this.#dialect
    if (!isWellFormed(text))
      throw this.#unwritable(name, row, HALF_PAIR, 'CSV is UTF-8: replace it, as text.toWellFormed() does.')
    const isFormula = formulas !== 'keep' && FORMULA.test(text) && !NUMBER.test(text)
    if (isFormula && formulas === 'refuse') {
      const found = `${shown(text)} is a formula for a spreadsheet program`
      throw this.#unwritable(name, row, found, "say what to do with such texts:  { formulas: 'escape' }  or  'keep'")
    }
    const safe = isFormula ? `'${text}` : text
    return safe === '' || safe === nullText || this.#special.test(safe) ? this.#quoted(safe) : safe
  }

  #quoted(text: string): string {
    const { quote } = this.#dialect
    return `${quote}${text.replaceAll(quote, () => quote + quote)}${quote}`
  }

  #unwritable(column: string, row: number, found: string, hint: string): Error {
    return unwritable(this.#subject, row === 0 ? { column } : { row, column }, found, hint)
  }
}

function namesOf(type: 'date' | 'json', schema: TableSchema = {}): ReadonlySet<string> {
  return new Set(Object.keys(schema).filter((name) => typeOf(schema[name]!) === type))
}

function escaped(char: string): string {
  return char.replace(/[\\\]^-]/, '\\$&')
}
