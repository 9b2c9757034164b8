// One leaf of one row group: its pages, one after the other.

import type { CompressionCodec, PageHeader } from 'hyparquet'
import { parquetHeader } from 'hyparquet/src/column.js'
import { readHybrid } from './hybrid.ts'
import { LeafTexts } from './leaf-texts.ts'
import { LeafBooleans, LeafBytes, LeafNumbers, type LeafValues, type PageBytes } from './leaf-values.ts'
import { decodeOther } from './other-encodings.ts'
import type { SchemaNode } from './schema.ts'
import { endOfStruct } from './thrift-bounds.ts'
import { Unreadable } from './unreadable.ts'
import { unpackPage } from './unpack.ts'

/** What was read of a leaf. */
export interface Leaf {
  readonly node: SchemaNode
  /** With nulls and levels: how many there are of them. */
  readonly length: number
  readonly store: LeafValues
  /** Which of them are there. Of a leaf in lists: as its definition levels say; `store` has only those that are. */
  readonly definitions: Uint8Array | undefined
  readonly repetitions: Uint8Array | undefined
  readonly hasNulls: boolean
}

/**
 * Reads a leaf from the bytes of its chunk.
 *
 * @param length how many values there are, which has been checked against limits
 * @throws {Unreadable}
 */
export function readLeaf(chunk: Uint8Array, codec: CompressionCodec, node: SchemaNode, length: number): Leaf {
  const reader = new LeafReader(chunk, codec, node, length)
  return reader.read()
}

interface Page {
  readonly page: PageBytes
  readonly count: number
  readonly present: number
  readonly encoding: string
}

class LeafReader {
  readonly #chunk: Uint8Array
  readonly #codec: CompressionCodec
  readonly #node: SchemaNode
  readonly #length: number
  readonly #store: LeafValues
  readonly #definitions: Uint8Array | undefined
  readonly #repetitions: Uint8Array | undefined
  readonly #isFlat: boolean
  #codes: Uint32Array = new Uint32Array(0)
  /** Levels that were read. */
  #done = 0
  /** Values that were read: those of a flat leaf stand where their levels do. */
  #stored = 0
  #hasNulls = false

  constructor(chunk: Uint8Array, codec: CompressionCodec, node: SchemaNode, length: number) {
    const { definition, repetition } = node
    this.#chunk = chunk
    this.#codec = codec
    this.#node = node
    this.#length = length
    this.#store = storeFor(node, length)
    this.#definitions = definition > 0 ? new Uint8Array(length) : undefined
    this.#repetitions = repetition > 0 ? new Uint8Array(length) : undefined
    this.#isFlat = repetition === 0 && definition <= 1
  }

  read(): Leaf {
    let offset = 0
    while (this.#done < this.#length && offset < this.#chunk.length) {
      const start = offset
      const end = endOfStruct(this.#chunk, offset)
      const header = parquetHeader({ view: viewOf(this.#chunk), offset })
      offset = end + sizeIn(header.compressed_page_size, this.#chunk.length - end)
      if (offset <= start) throw new Unreadable('a page without end')
      this.#page(header, this.#chunk.subarray(end, offset))
    }
    if (this.#done < this.#length) throw new Unreadable(`its pages have ${this.#done} values of ${this.#length}`)
    return {
      node: this.#node,
      length: this.#length,
      store: this.#store,
      definitions: this.#definitions,
      repetitions: this.#repetitions,
      hasNulls: this.#hasNulls,
    }
  }

  #page(header: PageHeader, bytes: Uint8Array): void {
    const unpackedSize = sizeIn(header.uncompressed_page_size, 2 ** 31)
    if (header.type === 'DICTIONARY_PAGE') {
      const page = unpackPage(bytes, unpackedSize, this.#codec)
      const count = sizeIn(header.dictionary_page_header?.num_values, page.length)
      return this.#store.dictionary({ bytes: page, offset: 0 }, count)
    }
    if (header.type === 'DATA_PAGE') this.#values(this.#pageOne(header, bytes, unpackedSize))
    else if (header.type === 'DATA_PAGE_V2') this.#values(this.#pageTwo(header, bytes, unpackedSize))
  }

  /** Levels and values are compressed together; the lengths of levels stand before them. */
  #pageOne(header: PageHeader, packed: Uint8Array, unpackedSize: number): Page {
    const { num_values, encoding, definition_level_encoding, repetition_level_encoding } = header.data_page_header ?? {}
    const bytes = unpackPage(packed, unpackedSize, this.#codec)
    const count = sizeIn(num_values, this.#length - this.#done)
    const { definition, repetition } = this.#node
    let offset = 0
    const levels = (into: Uint8Array, most: number, kind: string | undefined): void => {
      if (kind !== 'RLE') throw new Unreadable(`levels in the encoding ${kind}, which is not supported`)
      if (offset + 4 > bytes.length) throw new Unreadable('a page ends too early')
      const length = viewOf(bytes).getUint32(offset, true)
      const from = offset + 4
      offset = from + sizeIn(length, bytes.length - from)
      readHybrid(bytes, from, offset, widthOf(most), into, this.#done, count)
    }
    if (this.#repetitions) levels(this.#repetitions, repetition, repetition_level_encoding)
    if (this.#definitions) levels(this.#definitions, definition, definition_level_encoding)
    return { page: { bytes, offset }, count, present: this.#countPresent(count), encoding: String(encoding) }
  }

  /** Levels are not compressed; their lengths stand in the header. */
  #pageTwo(header: PageHeader, packed: Uint8Array, unpackedSize: number): Page {
    const known = header.data_page_header_v2
    const count = sizeIn(known?.num_values, this.#length - this.#done)
    const repetitionEnd = sizeIn(known?.repetition_levels_byte_length, packed.length)
    const levelsEnd = repetitionEnd + sizeIn(known?.definition_levels_byte_length, packed.length - repetitionEnd)
    const { definition, repetition } = this.#node
    if (this.#repetitions)
      readHybrid(packed, 0, repetitionEnd, widthOf(repetition), this.#repetitions, this.#done, count)
    if (this.#definitions) {
      readHybrid(packed, repetitionEnd, levelsEnd, widthOf(definition), this.#definitions, this.#done, count)
    }
    const rest = packed.subarray(levelsEnd)
    const codec = known?.is_compressed === false ? 'UNCOMPRESSED' : this.#codec
    const bytes = unpackPage(rest, sizeIn(unpackedSize - levelsEnd, 2 ** 31), codec)
    return { page: { bytes, offset: 0 }, count, present: this.#countPresent(count), encoding: String(known?.encoding) }
  }

  #countPresent(count: number): number {
    const definitions = this.#definitions
    if (definitions === undefined) return count
    const { definition } = this.#node
    const end = this.#done + count
    let present = 0
    for (let index = this.#done; index < end; index++) {
      const level = definitions[index]!
      if (level === definition) present++
      else if (level > definition) throw new Unreadable(`a level of ${level}, where ${definition} is the highest`)
    }
    return present
  }

  #values({ page, count, present, encoding }: Page): void {
    const at = this.#isFlat ? this.#done : this.#stored
    this.#decode(page, present, encoding, at)
    if (present < count) {
      this.#hasNulls = true
      if (this.#isFlat) spread(this.#store.values, this.#definitions!, this.#done, count, present)
    }
    this.#done += count
    this.#stored += present
  }

  #decode(page: PageBytes, count: number, encoding: string, at: number): void {
    const { type, type_length } = this.#node.element
    const { bytes, offset } = page
    if (count === 0) return
    if (encoding === 'PLAIN') return this.#store.plain(page, count, at)
    if (encoding === 'PLAIN_DICTIONARY' || encoding === 'RLE_DICTIONARY') {
      const width = bytes[offset]
      if (width === undefined) throw new Unreadable('a page ends too early')
      const codes = this.#codesFor(count)
      if (width === 0) codes.fill(0, 0, count)
      else readHybrid(bytes, offset + 1, bytes.length, width, codes, 0, count)
      return this.#store.coded(codes, count, at)
    }
    if (encoding === 'RLE' && type === 'BOOLEAN') {
      const codes = this.#codesFor(count)
      readHybrid(bytes, offset + 4, bytes.length, 1, codes, 0, count)
      return this.#store.coded(codes, count, at)
    }
    const values = decodeOther(encoding, page, count, type!, type_length)
    if (values === undefined) throw new Unreadable(`a page in the encoding ${encoding}, which is not supported`)
    this.#store.decoded(values, count, at)
  }

  #codesFor(count: number): Uint32Array {
    if (this.#codes.length < count) this.#codes = new Uint32Array(count)
    return this.#codes
  }
}

/** Moves values to where their levels are, from the end on. */
function spread(
  values: { [index: number]: unknown },
  definitions: Uint8Array,
  from: number,
  count: number,
  present: number,
): void {
  const none = values instanceof BigInt64Array ? 0n : Array.isArray(values) ? null : 0
  let source = from + present
  for (let index = from + count - 1; index >= from; index--) {
    values[index] = definitions[index] === 0 ? none : values[--source]
  }
}

function storeFor({ element }: SchemaNode, length: number): LeafValues {
  const { type, type_length, converted_type, logical_type } = element
  if (type === 'BOOLEAN') return new LeafBooleans(length)
  if (type === 'INT32' || type === 'INT64' || type === 'FLOAT' || type === 'DOUBLE')
    return new LeafNumbers(type, length)
  if (type === 'INT96') return new LeafBytes(length, 12, copy)
  if (type === 'FIXED_LEN_BYTE_ARRAY') return new LeafBytes(length, sizeIn(type_length, 2 ** 24), copy)
  const isText = /^(UTF8|ENUM)$/.test(converted_type ?? '') || /^(STRING|ENUM)$/.test(logical_type?.type ?? '')
  return isText ? new LeafTexts(length) : new LeafBytes(length, undefined, copy)
}

/** A page is not held for one of its values. */
function copy(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes)
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function widthOf(most: number): number {
  return 32 - Math.clz32(most)
}

/** A count or a size from a header. @throws {Unreadable} when it is none, or more than there can be */
export function sizeIn(value: number | bigint | undefined, most: number): number {
  const size = Number(value)
  if (Number.isSafeInteger(size) && size >= 0 && size <= most) return size
  throw new Unreadable(`a header claims ${value}, where at most ${most} can be`)
}
