// The values of columns of Apache Arrow as streams of bytes that do not depend on chunks, slices, or what lies under nulls.

import { ARROW, FIXED_WIDTH, type ArrowData, type ArrowType, type ArrowVector } from './arrow-shape.ts'

/** One byte for each row, 1 where there is a value; `undefined` when all have one. */
type Validity = Uint8Array | undefined

export type VectorClass = new (chunks: readonly ArrowData[]) => ArrowVector

export class ArrowColumns {
  /** The pieces of each stream belong together. The schema says how many streams a column has. */
  readonly streams: (readonly ArrayBufferView[])[] = []
  /** Values that are read one by one. */
  readonly values: unknown[][] = []
  readonly #Vector: VectorClass

  /** @param Vector of the library that made the chunks: for types whose layout is not read here */
  constructor(Vector: VectorClass) {
    this.#Vector = Vector
  }

  add(chunks: readonly ArrowData[], type: ArrowType, above: Validity): void {
    const { typeId } = type
    if (typeId === ARROW.null) return
    if (typeId === ARROW.union) return this.#addOneByOne(chunks, undefined)
    const validity = validityOf(chunks, above)
    this.streams.push(validity ? [validity] : [])
    if (FIXED_WIDTH.has(typeId)) this.streams.push(fixedWidth(chunks, validity))
    else if (typeId === ARROW.bool) this.streams.push([booleans(chunks, validity)])
    else if (VARIABLE_WIDTH.has(typeId)) this.streams.push(...variableWidth(chunks, validity))
    else if (LISTS.has(typeId)) this.#addLists(chunks, type, validity)
    else if (typeId === ARROW.struct) this.#addStructs(chunks, type, validity)
    else if (typeId === ARROW.fixedSizeList) this.#addFixedSizeLists(chunks, type, validity)
    else if (typeId === ARROW.dictionary && type.dictionary!.typeId !== ARROW.float)
      this.#addDictionary(chunks, validity)
    else this.#addOneByOne(chunks, validity)
  }

  #addStructs(chunks: readonly ArrowData[], { children }: ArrowType, validity: Validity): void {
    for (const [at, { type }] of (children ?? []).entries()) {
      const parts = chunks.map((chunk) => trimmed(chunk.children[at]!, chunk.length))
      this.add(parts, type, validity)
    }
  }

  #addFixedSizeLists(chunks: readonly ArrowData[], type: ArrowType, validity: Validity): void {
    const { listSize } = type as ArrowType & { readonly listSize: number }
    const parts = chunks.map((chunk) => trimmed(chunk.children[0]!, chunk.length * listSize))
    const inner =
      validity && new Uint8Array(validity.length * listSize).map((_, at) => validity[Math.floor(at / listSize)]!)
    this.add(parts, type.children![0]!.type, inner)
  }

  #addLists(chunks: readonly ArrowData[], { children }: ArrowType, validity: Validity): void {
    const { lengths, ranges } = rangesOf(chunks, validity)
    this.streams.push([lengths])
    const parts = ranges.map(({ chunk, start, end }) => chunk.children[0]!.slice(start, end - start))
    this.add(parts, children![0]!.type, undefined)
  }

  /** By value, numbered as they first occur: the order of the dictionary does not count. */
  #addDictionary(chunks: readonly ArrowData[], validity: Validity): void {
    const numbers = new Map<unknown, number>()
    const codes = new Uint32Array(rowCount(chunks))
    let row = 0
    for (const { values, dictionary, length } of chunks) {
      const known: (number | undefined)[] = []
      for (let at = 0; at < length; at++, row++) {
        if (validity?.[row] === 0) continue
        const code = Number(values![at])
        let number = known[code]
        if (number === undefined) {
          const value = dictionary!.get(code)
          if (typeof value === 'object' && value !== null) return this.#addOneByOne(chunks, validity)
          number = numbers.get(value) ?? numbers.size
          numbers.set(value, number)
          known[code] = number
        }
        codes[row] = number
      }
    }
    this.streams.push([codes])
    this.values.push([...numbers.keys()])
  }

  #addOneByOne(chunks: readonly ArrowData[], validity: Validity): void {
    const values: unknown[] = []
    let row = 0
    for (const chunk of chunks) {
      const vector = new this.#Vector([chunk])
      for (let at = 0; at < chunk.length; at++) values.push(validity?.[row++] === 0 ? null : vector.get(at))
    }
    this.values.push(values)
  }
}

const VARIABLE_WIDTH: ReadonlySet<number> = new Set([ARROW.binary, ARROW.utf8, ARROW.largeBinary, ARROW.largeUtf8])
const LISTS: ReadonlySet<number> = new Set([ARROW.list, ARROW.largeList, ARROW.map])

function rowCount(chunks: readonly ArrowData[]): number {
  return chunks.reduce((sum, { length }) => sum + length, 0)
}

/** Chunks of children may have more rows than those above them. */
function trimmed(chunk: ArrowData, length: number): ArrowData {
  return chunk.length === length ? chunk : chunk.slice(0, length)
}

function validityOf(chunks: readonly ArrowData[], above: Validity): Validity {
  if (!above && chunks.every(({ nullCount }) => nullCount === 0)) return undefined
  const valid = new Uint8Array(rowCount(chunks)).fill(1)
  let row = 0
  for (const { length, offset, nullCount, nullBitmap } of chunks) {
    const hasNulls = nullCount > 0 && nullBitmap !== undefined && nullBitmap.length > 0
    for (let at = offset; at < offset + length; at++, row++) {
      if (above?.[row] === 0 || (hasNulls && (nullBitmap[at >> 3]! & (1 << (at & 7))) === 0)) valid[row] = 0
    }
  }
  return valid.includes(0) ? valid : undefined
}

function fixedWidth(chunks: readonly ArrowData[], validity: Validity): ArrayBufferView[] {
  let row = 0
  return chunks.flatMap(({ values, length, stride }) => {
    const start = row
    row += length
    if (length === 0 || !values) return []
    const all = values as unknown as Float64Array
    const numbers = all.subarray(0, length * stride)
    if (!validity || validity.indexOf(0, start) < 0) return [numbers]
    const cleared = numbers.slice()
    const bytes = new Uint8Array(cleared.buffer, cleared.byteOffset, cleared.byteLength)
    const width = bytes.length / length
    for (let at = 0; at < length; at++) if (validity[start + at] === 0) bytes.fill(0, at * width, (at + 1) * width)
    return [cleared]
  })
}

function booleans(chunks: readonly ArrowData[], validity: Validity): Uint8Array {
  const bytes = new Uint8Array(rowCount(chunks))
  let row = 0
  for (const { values, length, offset } of chunks) {
    const bits = values as unknown as Uint8Array
    for (let at = offset; at < offset + length; at++, row++) {
      if (validity?.[row] !== 0 && (bits[at >> 3]! & (1 << (at & 7))) !== 0) bytes[row] = 1
    }
  }
  return bytes
}

/** Part of the values, or children, of a chunk. */
interface Range {
  readonly chunk: ArrowData
  readonly start: number
  end: number
}

/** How long each row is, and where the contents are: in few pieces, without what belongs to no row. */
function rangesOf(
  chunks: readonly ArrowData[],
  validity: Validity,
): { lengths: Uint32Array; ranges: readonly Range[] } {
  const lengths = new Uint32Array(rowCount(chunks))
  const ranges: Range[] = []
  let row = 0
  for (const chunk of chunks) {
    const { valueOffsets, length } = chunk
    let last: Range | undefined
    for (let at = 0; at < length; at++, row++) {
      const start = Number(valueOffsets![at])
      const end = Number(valueOffsets![at + 1])
      if (validity?.[row] === 0 || start === end) continue
      lengths[row] = end - start
      if (last?.end === start) last.end = end
      else ranges.push((last = { chunk, start, end }))
    }
  }
  return { lengths, ranges }
}

function variableWidth(chunks: readonly ArrowData[], validity: Validity): (readonly ArrayBufferView[])[] {
  const { lengths, ranges } = rangesOf(chunks, validity)
  const bytes = ranges.map(({ chunk, start, end }) => (chunk.values as unknown as Uint8Array).subarray(start, end))
  return [[lengths], bytes]
}
