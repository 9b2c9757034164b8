// Rows as a schema wants them: its columns, each value of its type.

import { ThroughlineError } from 'throughline'
import type { Row } from '../columns/column.ts'
import type { ColumnDeclaration, TableSchema } from '../columns/table-schema.ts'
import { ioIssue, type DataPlace } from '../issues.ts'
import { elementReader, likewiseReader, mayBeNull, REFUSED, typeOf, type ElementReader } from './element-reader.ts'
import { guessReader } from './infer-schema.ts'

/** Which data it is, for messages. */
export interface TableSubject {
  /** As a user knows it: a path, an address without secrets. */
  readonly name: string
  /** `CSV`, `Parquet`; as people say it. */
  readonly type: string
}

export interface FitterOptions extends TableSubject {
  readonly schema: TableSchema
  readonly isText?: boolean | undefined
  /** The schema was guessed, which messages say. */
  readonly isGuess?: boolean
  /** Columns of the right type stay what they are, whatever the width of their numbers. */
  readonly keepsWidths?: boolean
  /** Values are on their way out: what does not fit is the fault of whoever made them. */
  readonly isWriting?: boolean
}

type PlaceOf = ((index: number) => DataPlace) | undefined

interface Field {
  readonly name: string
  readonly declared: ColumnDeclaration
  readonly isNullable: boolean
  readonly read: ElementReader
  /** Objects inherit something of this name, which is no value of theirs. */
  readonly isRisky: boolean
}

function readerFor(declared: ColumnDeclaration, { isText = false, isGuess = false }: FitterOptions): ElementReader {
  if (!isGuess) return elementReader(declared, isText)
  return isText ? guessReader(declared) : likewiseReader(declared)
}

/** Makes rows that fit, or says which one does not. Rows are counted from one call to the next. */
export class RowFitter {
  readonly #options: FitterOptions
  readonly #fields: readonly Field[]
  readonly #empty: Row
  /** How many rows have passed. */
  rowCount = 0

  constructor(options: FitterOptions) {
    const { schema } = options
    this.#options = options
    this.#fields = Object.entries(schema).map(([name, declared]) => ({
      name,
      declared,
      isNullable: mayBeNull(declared),
      read: readerFor(declared, options),
      isRisky: name in Object.prototype,
    }))
    this.#empty = Object.fromEntries(this.#fields.map(({ name }) => [name, null]))
  }

  /** @throws {io/malformed} or, of what is written, {io/unwritable-value} */
  fromRows(rows: readonly Row[], placeOf?: PlaceOf): Row[] {
    const fitted: Row[] = new Array(rows.length)
    for (let index = 0; index < rows.length; index++) {
      const given = rows[index]!
      // A copy of one that has all names: they are own properties whatever they are, and all rows have one shape.
      const row: Record<string, unknown> = { ...this.#empty }
      for (const field of this.#fields) {
        const value = field.isRisky && !Object.hasOwn(given, field.name) ? null : given[field.name]
        row[field.name] = this.#read(field, value, index, placeOf)
      }
      fitted[index] = row
    }
    this.rowCount += rows.length
    return fitted
  }

  /**
   * The same for writers that look at the columns of the schema alone: a row in which nothing has to change is handed on as
   * it is.
   *
   * @throws {io/malformed} or, of what is written, {io/unwritable-value}
   */
  keptRows(rows: readonly Row[]): readonly Row[] {
    if (this.#fields.some(({ isRisky }) => isRisky)) return this.fromRows(rows)
    let changed: Row[] | undefined
    for (let index = 0; index < rows.length; index++) {
      const given = rows[index]!
      let row: Record<string, unknown> | undefined
      for (const field of this.#fields) {
        const value = given[field.name]
        const read = this.#read(field, value, index, undefined)
        if (Object.is(read, value)) continue
        row ??= { ...given }
        row[field.name] = read
      }
      if (row === undefined) continue
      changed ??= rows.slice()
      changed[index] = row
    }
    this.rowCount += rows.length
    return changed ?? rows
  }

  fromTuples(names: readonly string[], tuples: readonly (readonly unknown[])[], placeOf?: PlaceOf): Row[] {
    const columns = this.#columnsIn(names)
    const fitted: Row[] = new Array(tuples.length)
    for (let index = 0; index < tuples.length; index++) {
      const tuple = tuples[index]!
      const row: Record<string, unknown> = { ...this.#empty }
      for (const { field, at } of columns) row[field.name] = this.#read(field, tuple[at], index, placeOf)
      fitted[index] = row
    }
    this.rowCount += tuples.length
    return fitted
  }

  /** By column: what a builder of columns takes. */
  listsFromTuples(
    names: readonly string[],
    tuples: readonly (readonly unknown[])[],
    placeOf?: PlaceOf,
  ): Record<string, unknown[]> {
    const lists = this.#columnsIn(names).map(({ field, at }): [string, unknown[]] => [
      field.name,
      tuples.map((tuple, index) => this.#read(field, tuple[at], index, placeOf)),
    ])
    this.rowCount += tuples.length
    return Object.fromEntries(lists)
  }

  /** Elements of one column, read one by one. */
  list(name: string, length: number, elementAt: (index: number) => unknown): unknown[] {
    const field = this.#fields.find((one) => one.name === name)!
    return Array.from({ length }, (_, index) => this.#read(field, elementAt(index), index, undefined))
  }

  #columnsIn(names: readonly string[]): readonly { field: Field; at: number }[] {
    assertNames(this.#options, names)
    return this.#fields.map((field) => ({ field, at: names.indexOf(field.name) }))
  }

  #read(field: Field, value: unknown, index: number, placeOf: PlaceOf): unknown {
    if (value === null || value === undefined) {
      if (field.isNullable) return null
      throw this.#failure(field, null, index, placeOf)
    }
    const read = field.read(value)
    if (read === REFUSED) throw this.#failure(field, value, index, placeOf)
    return read
  }

  #failure({ name: column, declared }: Field, value: unknown, index: number, placeOf: PlaceOf): ThroughlineError {
    const { name, type, isGuess, isWriting } = this.#options
    const place = { row: this.rowCount + index + 1, ...placeOf?.(index), column }
    const hint = hintFor(column, declared, value, isGuess)
    if (value === null) {
      const found = `nothing, in a column of ${typeOf(declared)} without nulls`
      return isWriting
        ? new ThroughlineError([ioIssue('io/unwritable-value', { name, type, place, found, hint })])
        : new ThroughlineError([ioIssue('io/malformed', { name, type, place, found, hint })])
    }
    const found = `${shown(value)} is no ${typeOf(declared)}`
    return isWriting
      ? new ThroughlineError([ioIssue('io/unwritable-value', { name, type, place, found, hint })])
      : new ThroughlineError([ioIssue('io/malformed', { name, type, place, found, hint })])
  }
}

function hintFor(name: string, declared: ColumnDeclaration, value: unknown, isGuess = false): string {
  const property = /^[a-z_$][\w$]*$/i.test(name) ? name : JSON.stringify(name)
  if (isGuess) return `its type was guessed from the first rows; say it:  columns: { ${property}: 'string?', ... }`
  if (value === null) return `if this is right, say so:  columns: { ${property}: '${declared}?', ... }`
  return `mend the value, or declare another type:  columns: { ${property}: 'string?', ... }`
}

/** All columns of a schema must be there. @throws {io/malformed} */
export function assertNames({ schema, name, type }: FitterOptions, names: readonly string[]): void {
  const missing = Object.keys(schema).find((wanted) => !names.includes(wanted))
  if (missing === undefined) return
  const found = `there is no column ${JSON.stringify(missing)}; there are ${listOf(names)}`
  const hint = 'take it out of `columns`, or write its name as it is here.'
  throw new ThroughlineError([ioIssue('io/malformed', { name, type, place: {}, found, hint })])
}

function listOf(names: readonly string[]): string {
  if (names.length === 0) return 'none'
  const shownNames = names.slice(0, 20).map((name) => JSON.stringify(name))
  return `${shownNames.join(', ')}${names.length > 20 ? ` and ${names.length - 20} more` : ''}`
}

/** A value as part of a sentence. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 39)}…` : value)
  if (typeof value === 'bigint') return `${value}n`
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date' : value.toISOString()
  if (value === null || typeof value !== 'object') return typeof value === 'function' ? 'a function' : String(value)
  return Array.isArray(value) ? 'a list' : 'an object'
}
