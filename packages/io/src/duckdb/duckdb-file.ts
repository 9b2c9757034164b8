// Files that DuckDB can scan, as sources.

import { stat } from 'node:fs/promises'
import type { NodeContext } from 'throughline'
import type { Source } from 'throughline/io'
import type { TableSchema } from '../columns/table-schema.ts'
import { selectFrom } from '../databases/table-name.ts'
import { fileFailure } from '../places/file-failure.ts'
import { filePlace } from '../places/file-place.ts'
import { pathWithin } from '../places/path-within.ts'
import type { TableForm, TableIn } from '../tables/table-form.ts'
import { knownOptions, readFrom, type DuckdbQueryOptions } from './duckdb-table.ts'

export interface DuckdbFileOptions<
  Form extends TableForm = TableForm,
  Known extends TableSchema = TableSchema,
> extends Omit<DuckdbQueryOptions<Form, Known>, 'busyTimeoutMs'> {
  /** The folder that the path must stay in, also through links. For paths that come from outside. */
  readonly within?: string
}

const PATTERN = /[*?[]/

/**
 * A file of Parquet, CSV or JSON, read by DuckDB, which guesses the types of CSV and JSON; or several of them by a pattern:
 * `data/*.parquet`. With `columns` only these are read.
 *
 * @throws {io/bad-option} {io/outside}; when read: {io/missing-package} {io/not-found} {io/malformed} {io/database}
 * @example
 * export const flights = loaded(duckdbFile('flights-3m.parquet', { columns: { ORIGIN: 'string', DEP_DELAY: 'int32?' } }))
 */
export function duckdbFile<Form extends TableForm = 'columns', const Known extends TableSchema = never>(
  path: string,
  options: DuckdbFileOptions<Form, Known> = {},
): Source<TableIn<Form, [Known] extends [never] ? undefined : Known>> & {
  readonly version?: (context: NodeContext) => Promise<string | undefined>
} {
  const known = knownOptions('duckdbFile', options)
  const isPattern = PATTERN.test(path)
  const place = pathWithin(path, options.within)
  const sql = selectFrom(`'${place.replaceAll("'", "''")}'`, known.schema)
  return {
    describe: () => ({ type: 'duckdb', path: place }),
    read: async (context) => {
      const facts = isPattern ? undefined : await factsOf(place)
      if (facts) context.report(facts)
      const reading = { name: place, type: 'table', database: ':memory:', sql, params: [] }
      return (await readFrom(reading, known, context)) as never
    },
    // Which files a pattern means may change, as may each of them.
    ...(!isPattern && { version: async (context: NodeContext) => await filePlace(place).version!(context) }),
  }
}

async function factsOf(path: string): Promise<object> {
  try {
    const { size, mtime } = await stat(path)
    return { sizeBytes: size, modifiedAt: mtime.toISOString() }
  } catch (error) {
    throw fileFailure(error, path, 'read')
  }
}
