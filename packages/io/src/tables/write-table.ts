// A table that is to be written, given to its writer as the writer wants it: batches of rows, or of columns.

import { ThroughlineError } from 'throughline'
import type { Columns, Row } from '../columns/column.ts'
import { rowCount, schemaOf, sliceColumns, toColumns } from '../columns/index.ts'
import type { ColumnDeclaration, TableSchema } from '../columns/table-schema.ts'
import { ioIssue } from '../issues.ts'
import type { TableValue } from './batch.ts'
import { ColumnFitter } from './column-fitter.ts'
import { rowsWithAllDigits } from './fine-instants.ts'
import { RowFitter, type TableSubject } from './row-fitter.ts'
import { piecesOf, type Piece } from './pieces.ts'
import { tablePieces } from './table-value.ts'

export interface WriteRequest extends TableSubject {
  readonly signal: AbortSignal
  /** The columns to write, in this order; values must fit. Without it the first row says which there are. */
  readonly schema?: TableSchema | undefined
  /** @defaultValue 1024 of rows, 65536 of columns */
  readonly batchRows?: number
  /** Columns whose types nobody declared stay as they are, also 8-bit numbers and 32-bit floats. */
  readonly keepsWidths?: boolean
  /** Rows may have names that the first one has not. */
  readonly mayDiffer?: boolean
  /** The writer looks at the columns of the schema alone, so that rows which fit need not be copied. */
  readonly looksAtColumns?: boolean
}

export interface RowsToWrite {
  /** Of the columns, in their order. */
  readonly names: readonly string[]
  /** Known when it was declared, and of columns. */
  readonly schema: TableSchema | undefined
  readonly batches: AsyncIterable<readonly Row[]>
}

export interface ColumnsToWrite {
  /** Holds for all batches. */
  readonly schema: TableSchema
  readonly batches: AsyncIterable<Columns>
}

/**
 * Hands the rows of a table to a writer, some at a time. What a stream holds is ended, also when the writer fails.
 *
 * @throws {io/unwritable-value} when it is no table, or does not fit
 */
export async function withRows<Result>(
  value: TableValue,
  request: WriteRequest,
  write: (table: RowsToWrite) => Result | Promise<Result>,
): Promise<Result> {
  const { schema, batchRows = 1024, mayDiffer = false, looksAtColumns = false } = request
  return await withPieces(value, request, batchRows, async (pieces, first) => {
    const names = schema ? Object.keys(schema) : namesIn(first)
    const fitter = schema && new RowFitter({ ...request, schema, isWriting: true })
    const known = new Set(names)
    async function* batches(): AsyncGenerator<readonly Row[], void, undefined> {
      let count = 0
      for await (const piece of pieces) {
        for (const rows of 'rows' in piece ? [piece.rows] : rowSlices(piece.columns, batchRows)) {
          if (fitter === undefined && !mayDiffer) assertKnown(rows, known, count, request)
          yield fitter ? (looksAtColumns ? fitter.keptRows(rows) : fitter.fromRows(rows)) : rows
          count += rows.length
        }
      }
    }
    const types = schema ?? (first && 'columns' in first ? schemaOf(first.columns) : undefined)
    return await write({ names, schema: types, batches: batches() })
  })
}

/**
 * Hands the columns of a table to a writer, some rows at a time; all batches have the same types. Without a schema those
 * of the first batch hold, and may all have nulls.
 *
 * @throws {io/unwritable-value} when it is no table, or does not fit
 */
export async function withColumns<Result>(
  value: TableValue,
  request: WriteRequest,
  write: (table: ColumnsToWrite) => Result | Promise<Result>,
): Promise<Result> {
  const { batchRows = 65_536 } = request
  return await withPieces(value, request, batchRows, async (pieces, first) => {
    const schema = request.schema ?? guessedSchema(first)
    const isGuess = request.schema === undefined
    const keepsWidths = isGuess && request.keepsWidths === true
    const options = { ...request, schema, isGuess, isWriting: true, keepsWidths }
    const rowFitter = new RowFitter(options)
    const columnFitter = new ColumnFitter(options, rowFitter)
    const known = new Set(Object.keys(schema))
    async function* batches(): AsyncGenerator<Columns, void, undefined> {
      for await (const piece of pieces) {
        if (isGuess) assertKnown('columns' in piece ? [piece.columns] : piece.rows, known, rowFitter.rowCount, request)
        if ('columns' in piece) yield* columnSlices(columnFitter.fit(piece.columns), batchRows)
        else {
          yield toColumns(rowFitter.fromRows(piece.rows), schema)
        }
      }
    }
    return await write({ schema, batches: batches() })
  })
}

async function withPieces<Result>(
  value: TableValue,
  request: WriteRequest,
  batchRows: number,
  use: (pieces: AsyncIterable<Piece>, first: Piece | undefined) => Promise<Result>,
): Promise<Result> {
  const found = tablePieces(value, request)
  const pieces = piecesOf(found, request, batchRows)
  try {
    const { done, value: first } = await pieces.next()
    if (done === true) return await use(pieces, undefined)
    async function* again(): AsyncGenerator<Piece, void, undefined> {
      yield first as Piece
      yield* pieces
    }
    return await use(again(), first)
  } finally {
    await pieces.return()
  }
}

function* rowSlices(columns: Columns, batchRows: number): Generator<readonly Row[], void, undefined> {
  for (const slice of columnSlices(columns, batchRows)) yield rowsWithAllDigits(slice)
}

function* columnSlices(columns: Columns, batchRows: number): Generator<Columns, void, undefined> {
  const rows = rowCount(columns)
  if (rows <= batchRows) return yield columns
  for (let from = 0; from < rows; from += batchRows) yield sliceColumns(columns, from, from + batchRows)
}

function namesIn(first: Piece | undefined): readonly string[] {
  if (first === undefined) return []
  return Object.keys('columns' in first ? first.columns : (first.rows[0] ?? {}))
}

function guessedSchema(first: Piece | undefined): TableSchema {
  if (first === undefined) return {}
  const found = schemaOf('columns' in first ? first.columns : toColumns(first.rows))
  const nullable = Object.entries(found).map(([name, declared]): [string, ColumnDeclaration] => [
    name,
    declared.endsWith('?') ? declared : (`${declared}?` as ColumnDeclaration),
  ])
  return Object.fromEntries(nullable)
}

/** What would be left out silently is an error. */
function assertKnown(rows: readonly Row[], known: ReadonlySet<string>, from: number, subject: TableSubject): void {
  for (let index = 0; index < rows.length; index++) {
    for (const column in rows[index]) {
      if (known.has(column)) continue
      const place = { row: from + index + 1, column }
      const found = 'the first row has no such column'
      const hint = 'name all columns, in their order:  columns: { ... }'
      const { name, type } = subject
      throw new ThroughlineError([ioIssue('io/unwritable-value', { name, type, place, found, hint })])
    }
  }
}
