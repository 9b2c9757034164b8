// What tables of Apache Arrow look like, known by their form: the library itself is not needed, nor one version of it.

import { isMap } from 'node:util/types'

/** One chunk of a column. Arrays are those of the chunk; the bits of `nullBitmap`, and of booleans, begin at `offset`. */
export interface ArrowData {
  readonly type: ArrowType
  readonly length: number
  readonly offset: number
  readonly stride: number
  readonly nullCount: number
  readonly nullBitmap?: Uint8Array
  readonly values?: ArrayBufferView & ArrayLike<unknown>
  readonly valueOffsets?: ArrayLike<number | bigint>
  readonly children: readonly ArrowData[]
  readonly dictionary?: ArrowVector
  slice(offset: number, length: number): ArrowData
}

export interface ArrowType {
  readonly typeId: number
  readonly children?: readonly ArrowField[] | null
  readonly dictionary?: ArrowType
}

interface ArrowField {
  readonly name: string
  readonly nullable: boolean
  readonly type: ArrowType
  readonly metadata?: ReadonlyMap<string, string>
}

interface ArrowSchema {
  readonly fields: readonly ArrowField[]
  readonly metadata?: ReadonlyMap<string, string>
}

export interface ArrowVector {
  readonly data: readonly ArrowData[]
  readonly type: ArrowType
  readonly length: number
  get(index: number): unknown
}

/** A table, a batch of records or a column, as one column in chunks. */
export interface ArrowValue {
  readonly kind: 'table' | 'batch' | 'vector'
  readonly chunks: readonly ArrowData[]
  readonly type: ArrowType
  /** Everything about its types, in plain values. */
  readonly description: unknown
}

/** Numbers of types, which the format of Arrow fixes. */
export const ARROW = {
  dictionary: -1,
  null: 1,
  float: 3,
  binary: 4,
  utf8: 5,
  bool: 6,
  list: 12,
  struct: 13,
  union: 14,
  fixedSizeList: 16,
  map: 17,
  largeBinary: 19,
  largeUtf8: 20,
  largeList: 21,
} as const

/** Those whose elements all have the same size: numbers, decimals, dates, times, intervals, binary of a fixed size. */
export const FIXED_WIDTH: ReadonlySet<number> = new Set([2, 3, 7, 8, 9, 10, 11, 15, 18])

export function toArrowValue(value: object): ArrowValue | undefined {
  const { schema, batches, data, type } = ownFields(value)
  if (isSchema(schema)) {
    const rows = { typeId: ARROW.struct, children: schema.fields }
    const description = { fields: schema.fields.map(describeField), metadata: describeMetadata(schema.metadata) }
    if (Array.isArray(batches)) {
      const chunks = batches.map((batch: { readonly data: ArrowData } | null) => batch?.data)
      return chunks.every((chunk) => isData(chunk)) ? { kind: 'table', chunks, type: rows, description } : undefined
    }
    return isData(data) ? { kind: 'batch', chunks: [data], type: rows, description } : undefined
  }
  if (!isType(type) || !Array.isArray(data) || !data.every(isData)) return undefined
  return { kind: 'vector', chunks: data, type, description: describeType(type) }
}

function ownFields(value: object): Readonly<Record<string, unknown>> {
  const names = ['schema', 'batches', 'data', 'type'] as const
  return Object.fromEntries(names.map((name) => [name, Object.getOwnPropertyDescriptor(value, name)?.value as unknown]))
}

function isSchema(schema: unknown): schema is ArrowSchema {
  if (typeof schema !== 'object' || schema === null) return false
  const { fields } = schema as Partial<ArrowSchema>
  return Array.isArray(fields) && fields.every((field: Partial<ArrowField> | null) => isType(field?.type))
}

function isType(type: unknown): type is ArrowType {
  return typeof type === 'object' && type !== null && typeof (type as ArrowType).typeId === 'number'
}

function isData(data: unknown): data is ArrowData {
  if (typeof data !== 'object' || data === null) return false
  const { type, length, offset, children } = data as ArrowData
  const isCounted = typeof length === 'number' && typeof offset === 'number'
  return isType(type) && isCounted && Array.isArray(children) && typeof Reflect.get(data, 'slice') === 'function'
}

function describeField({ name, nullable, type, metadata }: ArrowField): unknown {
  return { name, nullable, type: describeType(type), metadata: describeMetadata(metadata) }
}

function describeMetadata(metadata: ReadonlyMap<string, string> | undefined): unknown {
  return isMap(metadata) ? Object.fromEntries(metadata) : {}
}

/** What sets types of the same number apart: widths, units, time zones. The `id` of a dictionary is counted up by process. */
function describeType(type: ArrowType): unknown {
  const own = Object.entries(type).filter(([key, value]) => key !== 'id' && isPlain(value))
  const { children, dictionary } = type
  const parts = dictionary
    ? { dictionary: describeType(dictionary) }
    : { children: (children ?? []).map(describeField) }
  const indices: unknown = Reflect.get(type, 'indices')
  return {
    ...Object.fromEntries(own),
    typeId: type.typeId,
    ...parts,
    ...(isType(indices) && { indices: describeType(indices) }),
  }
}

/** A time zone that was not given is undefined, or null in a table that was sent. */
function isPlain(value: unknown): boolean {
  return typeof value === 'object' ? ArrayBuffer.isView(value) : value !== undefined && typeof value !== 'function'
}
