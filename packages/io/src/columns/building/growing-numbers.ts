// Numbers that grow, of one type of the machine.

import type { BigIntArray, Column, NullableColumn, NumberArray } from '../column.ts'
import { isTypedNumbers, NUMBER_ARRAYS, numberTypeOf, type DescribedColumn, type NumberType } from '../column-types.ts'
import { Growing, roomFor, trimmed } from './growing.ts'

/** Numbers that come out as they went in; NaN is one of them. */
export class GrowingNumbers extends Growing {
  readonly type: NumberType
  readonly #converts: boolean
  readonly #isFloat64: boolean
  #values: NumberArray

  /** @param converts whether a bigint that is a safe integer is taken as a number */
  constructor(type: Exclude<NumberType, 'Int64' | 'Uint64'>, converts = false) {
    super()
    this.type = type
    this.#converts = converts
    this.#isFloat64 = type === 'Float64'
    this.#values = new NUMBER_ARRAYS[type](0)
  }

  override reserve(elements: number): void {
    this.#values = roomFor(this.#values, elements)
  }

  override push(value: unknown): boolean {
    const number = typeof value === 'bigint' && this.#converts ? safeNumber(value) : value
    if (typeof number !== 'number') return false
    const { length } = this
    if (length === this.#values.length) this.#values = roomFor(this.#values, length + 1)
    this.#values[length] = number
    if (!this.#isFloat64) {
      const stored = this.#values[length]
      if (stored !== number && !(Number.isNaN(stored) && Number.isNaN(number))) return false
    }
    return this.pushed()
  }

  override append(column: Column): boolean {
    const stored = numbersOf(column)
    if (stored === undefined || !fitsWithin(numberTypeOf(stored.values), this.type)) return false
    const { values, valid } = stored
    this.#values = roomFor(this.#values, this.length + values.length)
    this.#values.set(values as NumberArray, this.length)
    return this.appended(valid, values.length)
  }

  protected override pushEmpty(): void {
    this.#values = roomFor(this.#values, this.length + 1)
    this.#values[this.length] = 0
  }

  override finish(): NumberArray | NullableColumn {
    const values = trimmed(this.#values, this.length)
    const valid = this.bits.finish()
    const type = this.type
    return valid ? { type, length: this.length, values, valid } : values
  }
}

/** 64-bit integers that grow. */
export class GrowingBigInts extends Growing {
  readonly type: 'Int64' | 'Uint64'
  readonly #converts: boolean
  readonly #fits: (value: bigint) => boolean
  #values: BigIntArray

  /** @param converts whether a number that is a safe integer is taken as a bigint */
  constructor(type: 'Int64' | 'Uint64', converts = false) {
    super()
    this.type = type
    this.#converts = converts
    this.#fits = type === 'Int64' ? isInt64 : isUint64
    this.#values = new NUMBER_ARRAYS[type](0)
  }

  override reserve(elements: number): void {
    this.#values = roomFor(this.#values, elements)
  }

  override push(value: unknown): boolean {
    const integer = this.#converts && Number.isSafeInteger(value) ? BigInt(value as number) : value
    if (typeof integer !== 'bigint' || !this.#fits(integer)) return false
    this.#values = roomFor(this.#values, this.length + 1)
    this.#values[this.length] = integer
    return this.pushed()
  }

  override append(column: Column): boolean {
    const stored = numbersOf(column)
    if (stored === undefined || numberTypeOf(stored.values) !== this.type) return false
    const { values, valid } = stored
    this.#values = roomFor(this.#values, this.length + values.length)
    this.#values.set(values as BigIntArray, this.length)
    return this.appended(valid, values.length)
  }

  protected override pushEmpty(): void {
    this.#values = roomFor(this.#values, this.length + 1)
    this.#values[this.length] = 0n
  }

  override finish(): BigIntArray | NullableColumn {
    const values = trimmed(this.#values, this.length)
    const valid = this.bits.finish()
    return valid ? { type: this.type, length: this.length, values, valid } : values
  }
}

function numbersOf(
  column: Column,
): { readonly values: NumberArray | BigIntArray; readonly valid?: Uint8Array } | undefined {
  if (isTypedNumbers(column)) return { values: column }
  const { type } = column as Partial<DescribedColumn>
  return type !== undefined && type in NUMBER_ARRAYS ? (column as NullableColumn) : undefined
}

/** Whether every number of one type is one of another. */
function fitsWithin(from: NumberType, to: NumberType): boolean {
  return from === to || (WITHIN[to] ?? []).includes(from)
}

const WITHIN: { readonly [Type in NumberType]?: readonly NumberType[] } = {
  Float64: ['Float32', 'Int32', 'Int16', 'Int8', 'Uint32', 'Uint16', 'Uint8'],
  Float32: ['Int16', 'Int8', 'Uint16', 'Uint8'],
  Int32: ['Int16', 'Int8', 'Uint16', 'Uint8'],
  Uint32: ['Uint16', 'Uint8'],
  Int16: ['Int8', 'Uint8'],
  Uint16: ['Uint8'],
}

function safeNumber(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

function isInt64(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value
}

function isUint64(value: bigint): boolean {
  return BigInt.asUintN(64, value) === value
}
