// Files that DuckDB can scan, as sources.

import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { NodeContext } from 'throughline'
import type { ReadContext, Source } from 'throughline/io'
import type { TableSchema } from '../columns/table-schema.ts'
import { selectFrom } from '../databases/table-name.ts'
import { fileFailure } from '../places/file-failure.ts'
import { fileChecksum } from '../places/file-version.ts'
import { pathWithin } from '../places/path-within.ts'
import type { TableForm, TableIn } from '../tables/table-form.ts'
import { knownOptions, readFrom, type DuckdbQueryOptions } from './duckdb-table.ts'
import { exactPath, textLiteral } from './sql-literals.ts'

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
 * `data/*.parquet`. A file that is called like a pattern is that file. With `columns` only these are read.
 *
 * @throws {io/bad-option} {io/outside}; when read: {io/missing-package} {io/not-found} {io/malformed} {io/database}
 * @example
 * export const flights = loaded(duckdbFile('flights-3m.parquet', { columns: { ORIGIN: 'string', DEP_DELAY: 'int32?' } }))
 */
export function duckdbFile<Form extends TableForm = 'columns', const Known extends TableSchema = never>(
  path: string,
  options: DuckdbFileOptions<Form, Known> = {},
): Source<TableIn<Form, [Known] extends [never] ? undefined : Known>> & {
  readonly version: (context: NodeContext) => Promise<string | undefined>
} {
  const { within } = options
  const known = knownOptions('duckdbFile', options)
  const place = pathWithin(path, within)
  const isPattern = (): boolean => PATTERN.test(path) && !existsSync(place)
  const readSql = async (
    sql: string,
    context: ReadContext,
    { as, schema }: Pick<typeof known, 'as' | 'schema'> = known,
  ): Promise<unknown> =>
    await readFrom(
      { name: place, type: 'table', database: ':memory:', sql, params: [] },
      { ...known, as, schema },
      context,
    )
  const filesOf = async (context: NodeContext): Promise<readonly string[]> => {
    const sql = `select file from glob(${textLiteral(place)}) order by file`
    const quiet = { ...context, report: () => {}, progress: () => {} }
    const found = (await readSql(sql, quiet, { as: 'rows', schema: undefined })) as { readonly file: string }[]
    return found.map(({ file }) => pathWithin(resolve(file), within))
  }
  return {
    describe: () => ({ type: 'duckdb', path: place }),
    read: async (context) => {
      // A folder, or what a pattern finds in one, may have become a link since.
      pathWithin(path, within)
      const several = isPattern()
      if (!several) context.report(await factsOf(place))
      else if (within !== undefined) await filesOf(context)
      const from = textLiteral(several ? place : exactPath(place))
      return (await readSql(selectFrom(from, known.schema), context)) as never
    },
    version: async (context) => {
      pathWithin(path, within)
      if (!isPattern()) return `sha256:${await fileChecksum(place, context)}`
      const sum = createHash('sha256')
      for (const file of await filesOf(context)) sum.update(JSON.stringify([file, await fileChecksum(file, context)]))
      return `sha256:${sum.digest('hex')}`
    },
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
