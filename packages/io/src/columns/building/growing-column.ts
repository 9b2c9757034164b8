// A column of a table that is being built: of a declared type, or of whatever its values are.

import type { Column, Row } from '../column.ts'
import { isTypedNumbers, numberTypeOf, type DescribedColumn, type NumberType } from '../column-types.ts'
import { readerOf, type ReadElement } from '../read-column.ts'
import type { ColumnDeclaration, ColumnType } from '../table-schema.ts'
import type { Growing } from './growing.ts'
import { GrowingAnything } from './growing-anything.ts'
import { GrowingBigInts, GrowingNumbers } from './growing-numbers.ts'
import { GrowingTexts } from './growing-texts.ts'
import { GrowingBooleans, GrowingDays, GrowingInstants } from './growing-times.ts'
import { shown } from '../../tables/row-fitter.ts'

type Refuse = (place: { readonly row: number; readonly column: string }, found: string) => Error

const DECLARED: { readonly [Type in ColumnType]: () => Growing } = {
  float64: () => new GrowingNumbers('Float64', true),
  int32: () => new GrowingNumbers('Int32', true),
  int64: () => new GrowingBigInts('Int64', true),
  boolean: () => new GrowingBooleans(),
  string: () => new GrowingTexts(),
  date: () => new GrowingDays(),
  timestamp: () => new GrowingInstants(),
  json: () => new GrowingAnything(),
}

export class GrowingColumn {
  readonly #name: string
  readonly #refuse: Refuse
  readonly #type: ColumnType | undefined
  readonly #allowsNull: boolean
  #growing: Growing | undefined
  readonly #expectedRows: number
  /** Nulls before the first value, whose type is that of the column. */
  #nulls = 0

  /** @param declared without it the type follows the values */
  constructor(name: string, refuse: Refuse, expectedRows: number, declared?: ColumnDeclaration) {
    this.#name = name
    this.#refuse = refuse
    this.#allowsNull = declared === undefined || declared.endsWith('?')
    this.#type = declared?.replace('?', '') as ColumnType | undefined
    this.#expectedRows = expectedRows
    this.#growing = this.#type && DECLARED[this.#type]()
    this.#growing?.reserve(expectedRows)
  }

  pushRows(rows: readonly Row[]): void {
    const name = this.#name
    // What every object inherits is no field.
    if (name in Object.prototype) for (const row of rows) this.#push(Object.hasOwn(row, name) ? row[name] : null)
    else for (const row of rows) this.#push(row[name])
    this.#settle()
  }

  pushNulls(count: number): void {
    for (let index = 0; index < count; index++) this.#pushNull()
  }

  append(column: Column): void {
    this.#growing ??= this.#begin(growingLike(column))
    if (!this.#appendWhole(column)) {
      const read: ReadElement = readerOf(column)
      for (let index = 0; index < column.length; index++) this.#push(read(index))
    }
    this.#settle()
  }

  finish(): Column {
    this.#growing ??= this.#begin(new GrowingAnything())
    this.#settle(true)
    return this.#growing.finish()
  }

  /** Texts that nearly all differ, as one sees at the end or after many of them, are kept without a dictionary. */
  #settle(isEnd = false): void {
    const growing = this.#growing
    if (this.#type !== undefined || !(growing instanceof GrowingTexts)) return
    if ((isEnd || growing.length >= ENOUGH_TEXTS) && growing.isMostlyDistinct)
      this.#growing = elementByElement(growing.finish())
  }

  get #row(): number {
    return (this.#growing?.length ?? this.#nulls) + 1
  }

  #push(value: unknown): void {
    if (value === null || value === undefined) return this.#pushNull()
    this.#growing ??= this.#begin(growingFor(value))
    if (this.#growing.push(value)) return
    if (this.#type !== undefined) throw this.#unfit(`${shown(value)} is no ${this.#type}`)
    this.#growing = widened(this.#growing, value)
    this.#growing.push(value)
  }

  #pushNull(): void {
    if (!this.#allowsNull) throw this.#unfit(`null, where ${this.#type} is declared without "?"`)
    if (this.#growing) this.#growing.pushNull()
    else this.#nulls++
  }

  /** What has nulls that are not allowed goes element by element, so that the first of them is named. */
  #appendWhole(column: Column): boolean {
    const { valid } = column as Partial<DescribedColumn>
    if ((valid !== undefined || Array.isArray(column)) && !this.#allowsNull) return false
    return this.#growing!.append(column)
  }

  #begin(growing: Growing): Growing {
    growing.reserve(this.#expectedRows)
    for (; this.#nulls > 0; this.#nulls--) growing.pushNull()
    return growing
  }

  #unfit(found: string): Error {
    return this.#refuse({ row: this.#row, column: this.#name }, found)
  }
}

function growingFor(value: unknown): Growing {
  switch (typeof value) {
    case 'number':
      return new GrowingNumbers('Float64')
    case 'bigint':
      return new GrowingBigInts('Int64')
    case 'string':
      return new GrowingTexts()
    case 'boolean':
      return new GrowingBooleans()
    default:
      return value instanceof Date ? new GrowingInstants() : new GrowingAnything()
  }
}

/** A column that begins with another one has its form. */
function growingLike(column: Column): Growing {
  if (isTypedNumbers(column)) return numbersOf(numberTypeOf(column))
  if (Array.isArray(column)) {
    const first: unknown = column.find((value) => value !== null && value !== undefined)
    return growingFor(first)
  }
  const { type } = column as DescribedColumn
  if (type === 'Utf8') return new GrowingTexts()
  if (type === 'Bool') return new GrowingBooleans()
  if (type === 'Date') return new GrowingDays()
  return type === 'Timestamp' ? new GrowingInstants() : numbersOf(type)
}

function numbersOf(type: NumberType): Growing {
  return type === 'Int64' || type === 'Uint64' ? new GrowingBigInts(type) : new GrowingNumbers(type)
}

/** A form that holds everything so far and this value too. */
function widened(growing: Growing, value: unknown): Growing {
  const before = growing.finish()
  if (!(growing instanceof GrowingNumbers && typeof value === 'number')) return elementByElement(before)
  const wider = numbersOf('Float64')
  wider.append(before)
  return wider
}

/** Elements as they are, without dictionary and bits. */
function elementByElement(column: Column): GrowingAnything {
  const growing = new GrowingAnything()
  const read: ReadElement = readerOf(column)
  growing.append(Array.from({ length: column.length }, (_, index) => read(index)))
  return growing
}

const ENOUGH_TEXTS = 65_536
