// The footer of a file: its schema and where everything lies. Nothing in it is believed before it is compared with the
// size of the file.

import { parquetMetadata, type ColumnMetaData, type FileMetaData, type RowGroup } from 'hyparquet'
import type { RandomBytes } from '../../places/random-bytes.ts'
import { sizeIn } from './read-leaf.ts'
import { leavesOf, type SchemaNode } from './schema.ts'
import { endOfStruct } from './thrift-bounds.ts'
import { Unreadable } from './unreadable.ts'

const MAGIC = 'PAR1'
const ENCRYPTED_MAGIC = 'PARE'
/** Read at once with the last bytes; most footers are smaller. */
const FIRST_READ_BYTES = 1 << 16
const MOST_FOOTER_BYTES = 2 ** 28

/** More rows for each byte of the file than any writer reaches, also of one value over and over. */
const MOST_ROWS_PER_BYTE = 65_536

/** @throws {Unreadable} when the file is no Parquet, or cannot be as it says */
export async function readFooter(file: RandomBytes): Promise<FileMetaData> {
  const { sizeBytes } = file
  if (sizeBytes < 12) throw new Unreadable(`${sizeBytes} bytes are too few`)
  const tail = await file.read(Math.max(0, sizeBytes - FIRST_READ_BYTES), Math.min(sizeBytes, FIRST_READ_BYTES))
  const magic = Buffer.from(tail.subarray(-4)).toString('latin1')
  if (magic === ENCRYPTED_MAGIC) throw new Unreadable('it is encrypted, which is not supported')
  if (magic !== MAGIC)
    throw new Unreadable('it does not end with "PAR1"; it is cut off, or something else', { byte: sizeBytes - 4 })
  const length = new DataView(tail.buffer, tail.byteOffset + tail.length - 8, 4).getUint32(0, true)
  if (length > Math.min(sizeBytes - 12, MOST_FOOTER_BYTES)) {
    throw new Unreadable(`its footer claims ${length} bytes, of ${sizeBytes}`, { byte: sizeBytes - 8 })
  }
  const whole =
    length + 8 <= tail.length ? tail.subarray(-length - 8) : await file.read(sizeBytes - length - 8, length + 8)
  endOfStruct(whole.subarray(0, length), 0)
  try {
    return parquetMetadata(new Uint8Array(whole), { geoparquet: false, parsers: NO_PARSERS })
  } catch (error) {
    throw new Unreadable(`its footer cannot be (${(error as Error).message})`)
  }
}

/** Statistics are not asked for: what they have for texts and dates stays what it is. */
const NO_PARSERS = {
  stringFromBytes: (bytes: Uint8Array): Uint8Array => bytes,
  dateFromDays: (days: number): number => days,
  timestampFromMilliseconds: (value: bigint): bigint => value,
  timestampFromMicroseconds: (value: bigint): bigint => value,
  timestampFromNanoseconds: (value: bigint): bigint => value,
}

/** Where a leaf lies in one row group. */
export interface Chunk {
  readonly meta: ColumnMetaData
  readonly offset: number
  readonly lengthBytes: number
  /** With nulls, and with all elements of lists. */
  readonly values: number
}

/** How many rows a group has. @throws {Unreadable} */
export function rowsIn(group: RowGroup, sizeBytes: number): number {
  return sizeIn(group.num_rows, sizeBytes * MOST_ROWS_PER_BYTE)
}

/** The chunks of a column in a group, each within the file. @throws {Unreadable} */
export function chunksOf(column: SchemaNode, group: RowGroup, rows: number, sizeBytes: number): readonly Chunk[] {
  return leavesOf(column).map((node) => {
    const chunk = group.columns[node.leaf]
    const meta = chunk?.meta_data
    if (meta === undefined) throw new Unreadable('a row group does not say where it is')
    if (chunk?.file_path !== undefined && chunk.file_path !== '') throw new Unreadable('it lies in another file')
    const dictionary = Number(meta.dictionary_page_offset ?? 0)
    const data = sizeIn(meta.data_page_offset, sizeBytes)
    const offset = dictionary > 0 ? Math.min(sizeIn(dictionary, sizeBytes), data) : data
    const lengthBytes = sizeIn(meta.total_compressed_size, sizeBytes - offset)
    const values = sizeIn(meta.num_values, sizeBytes * MOST_ROWS_PER_BYTE)
    if (meta.type !== node.element.type)
      throw new Unreadable(`it is ${meta.type} in a row group, and ${node.element.type} in the schema`)
    if (node.repetition === 0 && values !== rows) {
      throw new Unreadable(`a row group has ${values} values of it in ${rows} rows`)
    }
    return { meta, offset, lengthBytes, values }
  })
}
