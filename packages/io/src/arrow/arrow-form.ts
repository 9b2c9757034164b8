// Tables of Apache Arrow by their form: whichever version of the library made them, this one reads them.

/** A table, or a batch of records. */
export interface ArrowTable {
  readonly schema: { readonly fields: readonly ArrowField[] }
  readonly numRows: number
  getChildAt(index: number): ArrowVector | null
}

export interface ArrowField {
  readonly name: string
  readonly type: ArrowType
  readonly metadata?: ReadonlyMap<string, string>
}

export interface ArrowVector {
  readonly length: number
  readonly data: readonly ArrowData[]
}

/** Columns in one piece. What is stored begins at its first element, except bits, which begin at `offset`. */
export interface ArrowData {
  readonly type: ArrowType
  readonly length: number
  readonly offset: number
  readonly nullCount: number
  readonly values?: unknown
  readonly nullBitmap?: Uint8Array
  readonly valueOffsets?: Int32Array | BigInt64Array
  readonly children: readonly ArrowData[]
  readonly dictionary?: ArrowVector
}

interface ArrowType {
  readonly typeId: number
  readonly unit?: number
  readonly bitWidth?: number
  readonly isSigned?: boolean
  readonly precision?: number
  readonly scale?: number
  readonly byteWidth?: number
  readonly listSize?: number
  readonly children?: readonly ArrowField[] | null
  toString(): string
}

/** Numbers of types, which the format of Arrow fixes. */
export const TYPE: Readonly<
  Record<
    | 'null'
    | 'int'
    | 'float'
    | 'binary'
    | 'utf8'
    | 'bool'
    | 'decimal'
    | 'date'
    | 'time'
    | 'timestamp'
    | 'list'
    | 'struct'
    | 'fixedSizeBinary'
    | 'fixedSizeList'
    | 'map'
    | 'duration'
    | 'largeBinary'
    | 'largeUtf8'
    | 'largeList'
    | 'dictionary',
    number
  >
> = {
  null: 1,
  int: 2,
  float: 3,
  binary: 4,
  utf8: 5,
  bool: 6,
  decimal: 7,
  date: 8,
  time: 9,
  timestamp: 10,
  list: 12,
  struct: 13,
  fixedSizeBinary: 15,
  fixedSizeList: 16,
  map: 17,
  duration: 18,
  largeBinary: 19,
  largeUtf8: 20,
  largeList: 21,
  dictionary: -1,
}

/** Field metadata of texts that are JSON: a canonical extension type of Arrow. */
export const JSON_EXTENSION: readonly [string, string] = ['ARROW:extension:name', 'arrow.json']
