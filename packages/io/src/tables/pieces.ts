// What is to be written, some rows at a time: gathered from whatever gives them, and stopped by the signal.

import type { Columns, Row } from '../columns/column.ts'
import type { TableSubject } from './row-fitter.ts'
import { assertRows, isColumnsPiece, type TablePieces } from './table-value.ts'

export type Piece = { readonly rows: readonly Row[] } | { readonly columns: Columns }

interface PiecesRequest extends TableSubject {
  readonly signal: AbortSignal
}

/** @throws {io/unwritable-value} when one of them is no row */
export async function* piecesOf(
  found: TablePieces,
  request: PiecesRequest,
  batchRows: number,
): AsyncGenerator<Piece, void, undefined> {
  const { signal } = request
  signal.throwIfAborted()
  if (found.kind === 'columns') return yield found
  if (found.kind === 'rows') {
    for (let from = 0; from < found.rows.length; from += batchRows) {
      signal.throwIfAborted()
      const rows = found.rows.length <= batchRows ? found.rows : found.rows.slice(from, from + batchRows)
      assertRows(rows, from, request)
      yield { rows }
    }
    return
  }
  yield* streamed(found.iterator, request, batchRows)
}

async function* streamed(
  iterator: AsyncIterator<unknown> | Iterator<unknown>,
  request: PiecesRequest,
  batchRows: number,
): AsyncGenerator<Piece, void, undefined> {
  const gatherer = new Gatherer(iterator, batchRows)
  let count = 0
  try {
    for (;;) {
      const piece = await orAborted(gatherer.next(), request.signal)
      if (piece === undefined) return
      if ('rows' in piece) {
        assertRows(piece.rows, count, request)
        count += piece.rows.length
      }
      yield piece
    }
  } finally {
    // One that waits for something that never comes cannot be ended either: nobody waits for it.
    const ended = gatherer.isEnded ? undefined : iterator.return?.()
    if (request.signal.aborted) void Promise.resolve(ended).catch(() => {})
    else await ended
  }
}

/** Gathers rows to batches; columns are given as they come. */
class Gatherer {
  readonly #iterator: AsyncIterator<unknown> | Iterator<unknown>
  readonly #batchRows: number
  #kept: Columns | undefined
  isEnded = false

  constructor(iterator: AsyncIterator<unknown> | Iterator<unknown>, batchRows: number) {
    this.#iterator = iterator
    this.#batchRows = batchRows
  }

  async next(): Promise<Piece | undefined> {
    const kept = this.#kept
    this.#kept = undefined
    if (kept) return { columns: kept }
    const rows: Row[] = []
    while (rows.length < this.#batchRows && !this.isEnded) {
      const step = this.#iterator.next()
      // Promises of another realm are no `Promise` of this one.
      const { done, value } = 'then' in step ? await step : step
      if (done === true) this.isEnded = true
      else if (isColumnsPiece(value)) {
        if (rows.length === 0) return { columns: value }
        this.#kept = value
        break
      } else rows.push(value as Row)
    }
    return rows.length > 0 ? { rows } : undefined
  }
}

function orAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason)
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
