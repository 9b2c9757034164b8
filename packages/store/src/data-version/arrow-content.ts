// Tables, batches and columns of Apache Arrow: their types, then their values by column.

import { ArrowColumns, type VectorClass } from './arrow-columns.ts'
import { toArrowValue, type ArrowValue } from './arrow-shape.ts'
import type { Content, ContentWriter } from './contents.ts'
import { FEATURE } from './features.ts'
import { TAG } from './tags.ts'
import { forEachCanonicalChunk } from './view-bytes.ts'

const KINDS: readonly ArrowValue['kind'][] = ['table', 'batch', 'vector']

/** `undefined` for what is none of them; text for one that cannot be read. */
export function arrowContent(value: object): Content | string | undefined {
  const arrow = toArrowValue(value)
  if (!arrow) return undefined
  const { kind, chunks, type, description } = arrow
  let columns: ArrowColumns
  try {
    columns = new ArrowColumns(vectorClassOf(value))
    columns.add(chunks, type, undefined)
  } catch (error) {
    return `a ${kind} of Apache Arrow that cannot be read: ${String(error)}`
  }
  const rows = chunks.reduce((sum, { length }) => sum + length, 0)
  const write = (to: ContentWriter): void => {
    to.bytes.tagged(TAG.arrow, KINDS.indexOf(kind))
    to.bytes.count(rows)
    to.bytes.count(columns.streams.length)
    for (const stream of columns.streams) writeStream(to, stream)
  }
  const children = [description, columns.values]
  const label = (index: number): string => (index === 0 ? '.schema' : '')
  return { name: '', features: FEATURE.arrow, write, children, label, isUsual: () => true, isBare: true }
}

function writeStream({ bytes }: ContentWriter, pieces: readonly ArrayBufferView[]): void {
  bytes.count(pieces.reduce((sum, { byteLength }) => sum + byteLength, 0))
  for (const piece of pieces) forEachCanonicalChunk(piece, (chunk) => bytes.raw(chunk))
}

function vectorClassOf(value: object): VectorClass {
  const { getChildAt } = value as { getChildAt?: (this: object, index: number) => object | null }
  const hasRows = Object.hasOwn(value, 'schema') && typeof getChildAt === 'function'
  return ((hasRows ? getChildAt.call(value, 0) : value) ?? value).constructor as VectorClass
}
