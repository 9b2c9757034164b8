// Headers of messages are gone through before the library decodes them: it believes every count.
// https://github.com/apache/arrow/tree/main/format

import type { FlatTable } from './flatbuffer.ts'

const MOST_DEPTH = 32
const UNION = 14

/** What a header may list in all: no more than it has bytes. */
interface Allowance {
  left: number
}

/** @throws {RangeError} when it lists more than its bytes can hold, or nests without end */
export function checkSchema(schema: FlatTable, sizeBytes: number): void {
  const allowance = { left: sizeBytes }
  for (const field of schema.tables(1)) checkField(field, allowance, 0)
  checkMetadata(schema, 2, allowance)
}

function checkField(field: FlatTable, allowance: Allowance, depth: number): void {
  if (depth > MOST_DEPTH) throw new RangeError('types nest too deep')
  spend(allowance, 1)
  if (field.byte(2) === UNION) spend(allowance, field.table(3)?.structs(1, 4).length ?? 0)
  for (const child of field.tables(5)) checkField(child, allowance, depth + 1)
  checkMetadata(field, 6, allowance)
}

function checkMetadata(table: FlatTable, field: number, allowance: Allowance): void {
  spend(allowance, table.tables(field).length)
}

function spend(allowance: Allowance, count: number): void {
  allowance.left -= count
  if (allowance.left < 0) throw new RangeError('it lists more than it can hold')
}

/** Of values that are compressed, an element can take less than a bit. */
const MOST_PER_BYTE = 8
const MOST_PER_PACKED_BYTE = 65_536
/** What takes no room, nulls without a type, can still be some. */
const ALWAYS_ALLOWED = 2 ** 20

/** @throws {RangeError} when a column claims more elements than the body can hold */
export function checkBatch(batch: FlatTable, bodyLength: number): void {
  batch.structs(2, 16)
  const variadicCounts = batch.structs(4, 8).map((place) => batch.longAt(place))
  const isPacked = batch.placeOf(3) !== undefined
  const most = Math.max(ALWAYS_ALLOWED, bodyLength * (isPacked ? MOST_PER_PACKED_BYTE : MOST_PER_BYTE))
  const lengths = [batch.long(0), ...batch.structs(1, 16).map((node) => batch.longAt(node)), ...variadicCounts]
  const wrong = lengths.find((length) => !(length >= 0 && length <= most))
  if (wrong !== undefined) throw new RangeError(`${wrong} elements in ${bodyLength} bytes`)
}
