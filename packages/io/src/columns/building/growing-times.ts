// Booleans, days and instants that grow.

import type { BooleanColumn, Column, DateColumn, TimestampColumn } from '../column.ts'
import { DAY_MS } from '../read-column.ts'
import { Growing, roomFor, trimmed } from './growing.ts'

type Stored = BooleanColumn | DateColumn

/** Elements that are kept as one small integer each. */
abstract class GrowingIntegers<Form extends Stored> extends Growing {
  readonly #type: Form['type']
  #values: Form['values']

  constructor(type: Form['type'], values: Form['values']) {
    super()
    this.#type = type
    this.#values = values
  }

  /** @returns `undefined` for what this form cannot hold */
  protected abstract toInteger(value: unknown): number | undefined

  override reserve(elements: number): void {
    this.#values = roomFor(this.#values, elements)
  }

  override push(value: unknown): boolean {
    const integer = this.toInteger(value)
    if (integer === undefined) return false
    this.#put(integer)
    return this.pushed()
  }

  override append(column: Column): boolean {
    if (!('type' in column) || column.type !== this.#type) return false
    const { values, valid, length } = column as Form
    this.#values = roomFor(this.#values, this.length + length)
    this.#values.set(values, this.length)
    return this.appended(valid, length)
  }

  protected override pushEmpty(): void {
    this.#put(0)
  }

  override finish(): Form {
    const valid = this.bits.finish()
    const values = trimmed(this.#values, this.length)
    return { type: this.#type, length: this.length, values, ...(valid && { valid }) } as Form
  }

  #put(integer: number): void {
    this.#values = roomFor(this.#values, this.length + 1)
    this.#values[this.length] = integer
  }
}

export class GrowingBooleans extends GrowingIntegers<BooleanColumn> {
  constructor() {
    super('Bool', new Uint8Array(0))
  }

  protected override toInteger(value: unknown): number | undefined {
    return typeof value === 'boolean' ? Number(value) : undefined
  }
}

/** Days: of dates only midnights in UTC. */
export class GrowingDays extends GrowingIntegers<DateColumn> {
  constructor() {
    super('Date', new Int32Array(0))
  }

  protected override toInteger(value: unknown): number | undefined {
    const days = value instanceof Date ? value.getTime() / DAY_MS : NaN
    return Number.isInteger(days) ? days : undefined
  }
}

type Unit = TimestampColumn['unit']

const PER_SECOND: { readonly [U in Unit]: number } = { s: 1, ms: 1e3, us: 1e6, ns: 1e9 }

/** Instants: of dates in milliseconds, of columns in the finest unit that one of them has. */
export class GrowingInstants extends Growing {
  #unit: Unit = 'ms'
  #values: Float64Array | BigInt64Array = new Float64Array(0)
  #reserved = 0

  override reserve(elements: number): void {
    this.#reserved = elements
    this.#values = roomFor(this.#values as BigInt64Array, elements)
  }

  override push(value: unknown): boolean {
    if (!(value instanceof Date) || Number.isNaN(value.getTime())) return false
    const stored = convert(value.getTime(), 'ms', this.#unit, this.#values)
    if (stored === undefined) return false
    this.#room(1)[this.length] = stored
    return this.pushed()
  }

  override append(column: Column): boolean {
    if (!('type' in column) || column.type !== 'Timestamp') return false
    const { values, unit, valid, length } = column
    if (this.length === 0) this.#adopt(unit, values)
    if (unit !== this.#unit || values.constructor !== this.#values.constructor) {
      return this.#refine(unit, values) && this.#appendConverted(column)
    }
    this.#room(length).set(values as never, this.length)
    return this.appended(valid, length)
  }

  protected override pushEmpty(): void {
    const values = this.#room(1)
    values[this.length] = values instanceof Float64Array ? 0 : 0n
  }

  override finish(): TimestampColumn {
    const valid = this.bits.finish()
    const values = trimmed(this.#values as BigInt64Array, this.length)
    return { type: 'Timestamp', unit: this.#unit, length: this.length, values, ...(valid && { valid }) }
  }

  #room(more: number): (Float64Array | BigInt64Array) & { [index: number]: number | bigint } {
    this.#values = roomFor(this.#values as BigInt64Array, this.length + more)
    return this.#values
  }

  #adopt(unit: Unit, values: Float64Array | BigInt64Array): void {
    this.#unit = unit
    this.#values = values instanceof Float64Array ? new Float64Array(this.#reserved) : new BigInt64Array(this.#reserved)
  }

  /** Goes over to the finer of two units, in 64-bit integers. */
  #refine(unit: Unit, values: Float64Array | BigInt64Array): boolean {
    const finer = PER_SECOND[unit] > PER_SECOND[this.#unit] ? unit : this.#unit
    const refined = new BigInt64Array(this.length)
    if (finer === this.#unit && this.#values instanceof BigInt64Array) return true
    if (values instanceof Float64Array && finer === 'ms' && this.#values instanceof Float64Array) return true
    for (let index = 0; index < this.length; index++) {
      const converted = convert(this.#values[index]!, this.#unit, finer, refined)
      if (converted === undefined) return false
      refined[index] = converted as bigint
    }
    this.#values = refined
    this.#unit = finer
    return true
  }

  #appendConverted({ values, unit, valid, length }: TimestampColumn): boolean {
    const room = this.#room(length)
    for (let index = 0; index < length; index++) {
      const converted = convert(values[index]!, unit, this.#unit, this.#values)
      if (converted === undefined) return false
      room[this.length + index] = converted
    }
    return this.appended(valid, length)
  }
}

/** An instant in another unit; undefined when the array cannot hold it. */
function convert(
  value: number | bigint,
  from: Unit,
  to: Unit,
  into: Float64Array | BigInt64Array,
): number | bigint | undefined {
  if (into instanceof Float64Array) {
    const number = Number(value) * (PER_SECOND[to] / PER_SECOND[from])
    return Number.isSafeInteger(number) || from === to ? number : undefined
  }
  if (typeof value === 'number' && !Number.isInteger(value)) return undefined
  const [there, here] = [BigInt(PER_SECOND[to]), BigInt(PER_SECOND[from])]
  const scaled = BigInt(value) * there
  const whole = scaled / here
  return scaled % here === 0n && BigInt.asIntN(64, whole) === whole ? whole : undefined
}
