// A table written as a file of Arrow, batch by batch.

import type { RecordBatchFileWriter } from 'apache-arrow'
import type { Columns } from '../columns/column.ts'
import { rowCount } from '../columns/index.ts'
import type { ByteOutput } from '../places/place.ts'
import type { ArrowApi } from './load-arrow.ts'
import { BatchMaker, type RefuseElement } from './to-arrow.ts'

export interface WriteBatchesRequest {
  /** What all batches are parts of: they have its types, and its dictionaries. */
  readonly whole: Columns | undefined
  /** The columns when there is no batch. */
  readonly empty: Columns
  /** Makes the error of a value; its row counts from 1. */
  readonly refuse: (row: number, column: string, found: string, hint: string) => Error
}

/** @returns how many rows were written */
export async function writeBatches(
  arrow: ArrowApi,
  batches: AsyncIterable<Columns>,
  output: ByteOutput,
  { whole, empty, refuse }: WriteBatchesRequest,
): Promise<number> {
  const writer = new arrow.RecordBatchFileWriter()
  const drain = drainTo(writer, output)
  let maker: BatchMaker | undefined
  let rows = 0
  for await (const columns of batches) {
    if (Object.hasOwn(columns, ''))
      throw refuse(1, '', 'its column has an empty name, which would be read as "null"', 'give it a name.')
    maker ??= new BatchMaker(arrow, whole ?? columns, { hasDictionaries: whole !== undefined })
    const before = rows
    const refuseHere: RefuseElement = (index, column, found, hint) => refuse(before + index + 1, column, found, hint)
    writer.write(maker.batch(columns, refuseHere))
    rows += rowCount(columns)
    await drain()
  }
  if (maker === undefined) {
    maker = new BatchMaker(arrow, empty, { hasDictionaries: false })
    writer.write(maker.batch(empty, (index, column, found, hint) => refuse(index + 1, column, found, hint)))
  }
  writer.finish()
  await drain()
  return rows
}

/** Hands on what the writer has encoded so far, piece by piece: put together, pieces of one buffer would become one. */
function drainTo(writer: RecordBatchFileWriter, output: ByteOutput): () => Promise<void> {
  const pieces = writer[Symbol.asyncIterator]()
  const waiting = Symbol('nothing is left')
  let next = pieces.next()
  return async () => {
    for (;;) {
      const idle = new Promise<typeof waiting>((resolve) => setImmediate(resolve, waiting))
      const piece = await Promise.race([next, idle])
      if (piece === waiting) return
      const { done, value } = piece
      if (done === true) return
      await output.write(value)
      next = pieces.next()
    }
  }
}
