// A table that is read, given in the form that was asked for.

import type { ReadContext } from 'throughline/io'
import type { Columns, Row } from '../columns/column.ts'
import { createColumnsBuilder, rowCount, toRows } from '../columns/index.ts'
import type { TableSchema } from '../columns/table-schema.ts'
import { throttledProgress } from '../places/progress.ts'
import type { Batch, TableInput } from './batch.ts'
import { ColumnFitter } from './column-fitter.ts'
import { inferSchema } from './infer-schema.ts'
import { assertNames, RowFitter, type FitterOptions, type TableSubject } from './row-fitter.ts'
import { asColumnsPiece } from './table-value.ts'
import { isStreaming, type ColumnsOption, type TableForm, type TableIn } from './table-form.ts'

export interface TableRequest<Form extends TableForm, Known extends ColumnsOption | undefined> extends TableSubject {
  readonly as: Form
  readonly columns?: Known
}

/** From how many rows types are guessed. */
const GUESSED_ROWS = 1000

/**
 * Gives what is read in the form that was asked for, fitted to a schema if there is one; reports `rows` and `columns`
 * when all is read. A stream that is left early leaves the input early.
 *
 * @throws {io/malformed} when a value does not fit
 */
export async function readTable<Form extends TableForm, const Known extends ColumnsOption | undefined = undefined>(
  input: TableInput,
  request: TableRequest<Form, Known>,
  context: Pick<ReadContext, 'report' | 'signal' | 'progress'>,
): Promise<TableIn<Form, Known>> {
  const table = await typed(input, request)
  const value = isStreaming(request.as)
    ? request.as === 'stream'
      ? streamOf(table, context)
      : batchesOf(table, context)
    : request.as === 'rows'
      ? await allRows(table, context)
      : await allColumns(table, context)
  return value as TableIn<Form, Known>
}

interface TypedInput {
  readonly input: TableInput
  readonly schema: TableSchema | undefined
  /** How rows are changed; nothing when they fit by themselves. */
  readonly fitting: FitterOptions | undefined
}

async function typed(
  input: TableInput,
  request: TableRequest<TableForm, ColumnsOption | undefined>,
): Promise<TypedInput> {
  const { columns, name, type } = request
  const { isText } = input
  if (columns === 'infer') return await guessed(input, { name, type })
  if (columns !== undefined) {
    const fitting = { schema: columns, isText, name, type }
    if (input.schema) assertNames(fitting, Object.keys(input.schema))
    return { input, schema: columns, fitting }
  }
  return { input, schema: input.schema, fitting: undefined }
}

/** Reads the first rows to guess from them, and gives them again. */
async function guessed(input: TableInput, subject: TableSubject): Promise<TypedInput> {
  const iterator = iteratorOf(input.batches)
  const first: Batch[] = []
  const rows: (readonly unknown[])[] = []
  let names: readonly string[] = Object.keys(input.schema ?? {})
  while (rows.length < GUESSED_ROWS) {
    const { done, value } = await iterator.next()
    if (done === true) break
    first.push(value)
    if (!('tuples' in value)) continue
    names = value.names
    for (const tuple of value.tuples) rows.push(tuple)
  }
  const schema = inferSchema(names, rows.slice(0, GUESSED_ROWS))
  const batches = resumed(first, iterator)
  return { input: { ...input, batches }, schema, fitting: { schema, isText: true, isGuess: true, ...subject } }
}

function iteratorOf(batches: TableInput['batches']): AsyncIterator<Batch> | Iterator<Batch> {
  return Symbol.asyncIterator in batches ? batches[Symbol.asyncIterator]() : batches[Symbol.iterator]()
}

async function* resumed(
  first: readonly Batch[],
  rest: AsyncIterator<Batch> | Iterator<Batch>,
): AsyncGenerator<Batch, void, undefined> {
  let isEnded = false
  try {
    yield* first
    for (;;) {
      const { done, value } = await rest.next()
      isEnded = done === true
      if (isEnded) return
      yield value as Batch
    }
  } finally {
    if (!isEnded) await rest.return?.()
  }
}

type Told = Pick<ReadContext, 'report' | 'signal' | 'progress'>

/** The batches, changed by `change`; counted, told, and stopped by the signal. */
async function* counted<Changed>(
  { input, schema }: TypedInput,
  { report, signal, progress }: Told,
  change: (batch: Batch) => Changed,
): AsyncGenerator<Changed, void, undefined> {
  const tell = input.totalRows === undefined ? undefined : throttledProgress(progress, input.totalRows)
  let rows = 0
  for await (const batch of input.batches) {
    signal.throwIfAborted()
    rows += sizeOf(batch)
    yield change(batch)
    tell?.(rows)
  }
  report({ rows, ...(schema && { columns: schema }) })
}

function sizeOf(batch: Batch): number {
  if ('rows' in batch) return batch.rows.length
  return 'tuples' in batch ? batch.tuples.length : rowCount(batch.columns)
}

function rowMaker({ fitting }: TypedInput): (batch: Batch) => readonly Row[] {
  const rows = fitting && new RowFitter(fitting)
  const columns = fitting && new ColumnFitter(fitting)
  return (batch) => {
    if ('columns' in batch) return toRows(columns ? columns.fit(batch.columns) : batch.columns)
    if ('rows' in batch) return rows ? rows.fromRows(batch.rows, batch.placeOf) : batch.rows
    return rows ? rows.fromTuples(batch.names, batch.tuples, batch.placeOf) : rowsOfTuples(batch.names, batch.tuples)
  }
}

/** What a builder of columns takes: columns where that is not more work than rows. */
function pieceMaker({ fitting }: TypedInput): (batch: Batch) => readonly Row[] | Columns {
  const rows = fitting && new RowFitter(fitting)
  const columns = fitting && new ColumnFitter(fitting)
  return (batch) => {
    if ('columns' in batch) return columns ? columns.fit(batch.columns) : batch.columns
    if ('rows' in batch) return rows ? rows.fromRows(batch.rows, batch.placeOf) : batch.rows
    return rows
      ? rows.listsFromTuples(batch.names, batch.tuples, batch.placeOf)
      : listsOfTuples(batch.names, batch.tuples)
  }
}

function rowsOfTuples(names: readonly string[], tuples: readonly (readonly unknown[])[]): Row[] {
  const empty: Row = Object.fromEntries(names.map((name) => [name, null]))
  return tuples.map((tuple) => {
    const row: Record<string, unknown> = { ...empty }
    for (let at = 0; at < names.length; at++) row[names[at]!] = tuple[at] ?? null
    return row
  })
}

function listsOfTuples(names: readonly string[], tuples: readonly (readonly unknown[])[]): Columns {
  return Object.fromEntries(names.map((name, at) => [name, tuples.map((tuple) => tuple[at] ?? null)]))
}

async function allRows(table: TypedInput, told: Told): Promise<readonly Row[]> {
  const all: Row[] = []
  for await (const rows of counted(table, told, rowMaker(table))) {
    for (let index = 0; index < rows.length; index++) all.push(rows[index]!)
  }
  return all
}

async function* streamOf(table: TypedInput, told: Told): AsyncGenerator<Row, void, undefined> {
  for await (const rows of counted(table, told, rowMaker(table))) yield* rows
}

async function allColumns(table: TypedInput, told: Told): Promise<Columns> {
  const { totalRows: expectedRows } = table.input
  const builder = createColumnsBuilder(table.schema, { ...(expectedRows !== undefined && { expectedRows }) })
  let only: Columns | undefined
  let pieces = 0
  for await (const piece of counted(table, told, pieceMaker(table))) {
    // One piece of columns is the table.
    const isColumns = !isRows(piece) && !isLists(piece)
    if (only !== undefined) builder.add(only)
    only = undefined
    if (isColumns && pieces === 0) only = piece
    else builder.add(piece)
    pieces++
  }
  return only ?? builder.finish()
}

async function* batchesOf(table: TypedInput, told: Told): AsyncGenerator<Columns, void, undefined> {
  for await (const piece of counted(table, told, pieceMaker(table))) {
    if (!isRows(piece) && !isLists(piece)) yield asColumnsPiece(piece)
    else {
      const builder = createColumnsBuilder(table.schema)
      builder.add(piece)
      yield asColumnsPiece(builder.finish())
    }
  }
}

function isRows(piece: readonly Row[] | Columns): piece is readonly Row[] {
  return Array.isArray(piece)
}

/** Columns of which none is packed yet. */
function isLists(columns: Columns): boolean {
  const all = Object.values(columns)
  return all.length > 0 && all.every((column) => Array.isArray(column))
}
