// Columns as plain data, by their form: values side by side, texts as codes, and bits that say what is missing. Those of
// `@throughline/io` have it; checks read them without that package.

interface PackedForm {
  readonly length: number
  /** One bit for each element, least significant first, 1 where there is a value. Absent when none is missing. */
  readonly valid?: Uint8Array | undefined
}

interface PackedNumbers<Values> extends PackedForm {
  readonly type: 'Float64' | 'Float32' | 'Int64' | 'Int32' | 'Int16' | 'Int8' | 'Uint64' | 'Uint32' | 'Uint16' | 'Uint8'
  readonly values: Values
}

interface PackedTexts extends PackedForm {
  readonly type: 'Utf8'
  readonly codes: ArrayLike<number>
  readonly dictionary: readonly string[]
}

interface PackedBooleans extends PackedForm {
  readonly type: 'Bool'
  readonly values: ArrayLike<number>
}

interface PackedDates extends PackedForm {
  readonly type: 'Date' | 'Timestamp'
  /** Of timestamps; dates are in days. */
  readonly unit?: 's' | 'ms' | 'us' | 'ns' | undefined
  readonly values: ArrayLike<number> | ArrayLike<bigint>
}

/** A column as plain data whose elements are of this type. */
export type PackedColumn<T> =
  | (number extends T ? PackedNumbers<ArrayLike<number>> : never)
  | (bigint extends T ? PackedNumbers<ArrayLike<bigint>> : never)
  | (string extends T ? PackedTexts : never)
  | (boolean extends T ? PackedBooleans : never)
  | (Date extends T ? PackedDates : never)

type AnyPacked = PackedColumn<unknown>

const TYPES = /^((Float(32|64)|(Ui|I)nt(8|16|32|64))|Utf8|Bool|Date|Timestamp)$/

export function isPacked(value: object): value is AnyPacked {
  const { type, length, values, codes, dictionary, valid } = value as Partial<Record<string, unknown>>
  if (typeof type !== 'string' || typeof length !== 'number' || !TYPES.test(type)) return false
  if (valid !== undefined && !(valid instanceof Uint8Array)) return false
  return type === 'Utf8' ? ArrayBuffer.isView(codes) && Array.isArray(dictionary) : ArrayBuffer.isView(values)
}

/** The elements of such a column: numbers, bigints, texts, booleans, dates; null where one is missing. */
export function unpacked(column: AnyPacked): ArrayLike<unknown> {
  const { length, valid } = column
  const read = readerFor(column)
  const elements: unknown[] = new Array(length)
  for (let index = 0; index < length; index++) {
    elements[index] = valid === undefined || isSet(valid, index) ? read(index) : null
  }
  return elements
}

/** Whether no element is missing, so that nobody need look. */
export function hasNoNulls(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !isPacked(value)) return false
  const { valid, length } = value
  if (valid === undefined) return true
  for (let index = 0; index < length; index++) if (!isSet(valid, index)) return false
  return true
}

function isSet(valid: Uint8Array, index: number): boolean {
  return (valid[index >> 3]! & (1 << (index & 7))) !== 0
}

function readerFor(column: AnyPacked): (index: number) => unknown {
  if (column.type === 'Utf8') {
    const { codes, dictionary } = column
    return (index) => dictionary[codes[index]!]
  }
  const { values } = column
  if (column.type === 'Bool') return (index) => values[index] === 1
  if (column.type === 'Date') return (index) => new Date(Number(values[index]) * 86_400_000)
  if (column.type !== 'Timestamp') return (index) => values[index]
  const { unit = 'ms' } = column
  return (index) => new Date(milliseconds(values[index]!, unit))
}

/** Parts of a millisecond are cut off towards the past. Large integers are divided as such: a double has too few digits. */
function milliseconds(value: number | bigint, unit: 's' | 'ms' | 'us' | 'ns'): number {
  if (unit === 's' || unit === 'ms') return Number(value) * (unit === 's' ? 1000 : 1)
  const parts = unit === 'us' ? 1000 : 1_000_000
  if (typeof value === 'number') return Math.floor(value / parts)
  const rest = value % BigInt(parts)
  return Number((value - rest) / BigInt(parts)) - (rest < 0n ? 1 : 0)
}
