// A table written as a file of Arrow, batch by batch.

import type { RecordBatchFileWriter } from 'apache-arrow'
import type { Columns } from '../columns/column.ts'
import { rowCount } from '../columns/index.ts'
import type { ByteOutput } from '../places/place.ts'
import type { ArrowApi } from './load-arrow.ts'
import { BatchMaker, type RefuseElement } from './to-arrow.ts'

export interface WriteBatchesRequest {
  /** All batches are parts of one table, and have its dictionaries. */
  readonly isOneTable: boolean
  /** Its columns when there is no batch. */
  readonly empty: Columns
  /** Makes the error of a value; its row counts from 1. */
  readonly refuse: (row: number, column: string, found: string, hint: string) => Error
}

/** @returns how many rows were written */
export async function writeBatches(
  arrow: ArrowApi,
  batches: AsyncIterable<Columns>,
  output: ByteOutput,
  { isOneTable, empty, refuse }: WriteBatchesRequest,
): Promise<number> {
  const writer = new arrow.RecordBatchFileWriter()
  const drain = drainTo(writer, output)
  let maker: BatchMaker | undefined
  let rows = 0
  for await (const columns of batches) {
    maker ??= new BatchMaker(arrow, columns, { hasDictionaries: isOneTable })
    const before = rows
    const refuseHere: RefuseElement = (index, column, found, hint) => refuse(before + index + 1, column, found, hint)
    writer.write(maker.batch(columns, refuseHere))
    rows += rowCount(columns)
    await drain()
  }
  if (maker === undefined) {
    maker = new BatchMaker(arrow, empty, { hasDictionaries: isOneTable })
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
