// Tables and columns of Apache Arrow, known by their form: the library itself is not needed, nor one version of it.

import { visit } from './budget.ts'
import type { Column } from './column.ts'
import type { Context } from './context.ts'
import type { Seen } from './head.ts'

export interface ArrowTable {
  readonly numRows: number
  readonly schema: { readonly fields: readonly { readonly name: string; readonly type: ArrowType }[] }
  getChild(name: string): ArrowVector | null
}

export interface ArrowVector {
  readonly length: number
  readonly type: ArrowType
  readonly data: readonly ArrowChunk[]
  get(index: number): unknown
}

interface ArrowType {
  readonly typeId: number
  readonly bitWidth?: number
  readonly precision?: number
  readonly timezone?: string | null
}

interface ArrowChunk {
  readonly length: number
  readonly nullCount: number
  readonly values?: unknown
}

/** Numbers of types, which the format of Arrow fixes. */
const [INT, FLOAT, DATE, TIMESTAMP] = [2, 3, 8, 10]

export function isArrowTable(value: object): value is ArrowTable {
  const { schema, getChild, numRows } = value as Partial<ArrowTable>
  if (typeof getChild !== 'function' || typeof numRows !== 'number' || !Array.isArray(schema?.fields)) return false
  return schema.fields.every((field) => typeof field?.name === 'string' && isType(field.type))
}

export function isArrowVector(value: object): value is ArrowVector {
  const { type, data, get, length } = value as Partial<ArrowVector>
  return isType(type) && Array.isArray(data) && typeof get === 'function' && typeof length === 'number'
}

function isType(type: unknown): type is ArrowType {
  return typeof type === 'object' && type !== null && typeof (type as ArrowType).typeId === 'number'
}

/** Numbers without nulls are read where they are stored, everything else value by value. */
export function addArrowColumn(column: Column, vector: ArrowVector, { budget, seed }: Context): Seen {
  const stored = storedNumbers(vector)
  const { typeId, timezone } = vector.type
  const isTime = typeId === DATE || typeId === TIMESTAMP
  const zone = typeId === DATE ? 'local' : (timezone ?? 'local')
  return visit(vector.length, { budget, seed }, (from, to) => {
    if (stored) return column.addStretch(stored, from, to)
    for (let at = from; at < to; at++) {
      const value = vector.get(at)
      if (!isTime || value === null || value === undefined) column.add(value)
      else column.addInstant(Number(value), zone)
    }
  })
}

function storedNumbers({ type, data }: ArrowVector): ArrayLike<number> | undefined {
  const isPlain =
    (type.typeId === FLOAT && (type.precision ?? 0) > 0) || (type.typeId === INT && (type.bitWidth ?? 64) <= 32)
  const [chunk] = data
  if (!isPlain || data.length !== 1 || !chunk || chunk.nullCount !== 0) return undefined
  const { values, length } = chunk
  return ArrayBuffer.isView(values) && 'subarray' in values ? (values as Float64Array).subarray(0, length) : undefined
}
