// What a transaction is to do, told step by step: a file does it at once, a server one answer after the other.

import type { CompiledQuery, Kysely } from 'kysely'
import type { Table, TableRow } from './table.ts'
import type { DialectName, TableTransaction } from './table-database.ts'

/** One thing that is asked of the database. */
export type Request =
  | { readonly kind: 'query'; readonly compiled: CompiledQuery }
  | { readonly kind: 'insertNew' | 'merge'; readonly table: Table; readonly rows: readonly TableRow[] }

/** A generator that asks, is given answers, and returns a result. It must not keep anything open: it may be left. */
export type Work<Result> = Generator<Request, Result, unknown>

/** What work is told about where it runs. Queries are compiled with `query`, and asked for by `rowsOf`. */
export interface WorkPlace<Tables> {
  readonly dialect: DialectName
  readonly query: Kysely<Tables>
}

/** Runs a query. @returns its rows; none of a statement that gives none */
export function* rowsOf<Row>(query: { compile(): CompiledQuery<Row> }): Work<readonly Row[]> {
  return (yield { kind: 'query', compiled: query.compile() }) as readonly Row[]
}

/** See `TableTransaction.insertNew`. */
export function* insertNew(table: Table, rows: readonly TableRow[]): Work<readonly boolean[]> {
  return (yield { kind: 'insertNew', table, rows }) as readonly boolean[]
}

/** See `TableTransaction.merge`. */
export function* merge(table: Table, rows: readonly TableRow[]): Work<void> {
  if (rows.length > 0) yield { kind: 'merge', table, rows }
}

/** Does work as a part of a transaction. */
export async function perform<Result, Tables>(
  transaction: TableTransaction<Tables>,
  work: Work<Result>,
): Promise<Result> {
  let step = work.next()
  while (step.done !== true) {
    const { value: asked } = step
    if (asked.kind === 'query') step = work.next((await transaction.query.executeQuery(asked.compiled)).rows)
    else step = work.next(await transaction[asked.kind](asked.table, asked.rows))
  }
  return step.value
}

/** Does work before it returns. */
export function performNow<Result>(answer: (asked: Request) => unknown, work: Work<Result>): Result {
  let step = work.next()
  while (step.done !== true) step = work.next(answer(step.value))
  return step.value
}
