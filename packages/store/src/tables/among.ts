// A condition with a list of any length that is one statement, so that compiled statements stay few.

import { sql } from 'kysely'
import type { DialectName } from './table-database.ts'

/** @returns whether a column of texts is one of these */
export function among(
  dialect: DialectName,
  column: string,
  values: readonly string[],
): ReturnType<typeof sql<boolean>> {
  if (dialect === 'postgres') return sql<boolean>`${sql.ref(column)} = ANY (${[...values]}::text[])`
  return sql<boolean>`${sql.ref(column)} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`
}
