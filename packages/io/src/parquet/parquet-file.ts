// A Parquet file of this machine, in one line.

import type { TableSchema } from '../columns/table-schema.ts'
import { file, type SourceAndSink } from '../file.ts'
import type { FileOptions } from '../places/file-place.ts'
import type { TableValue } from '../tables/batch.ts'
import type { TableForm, TableIn } from '../tables/table-form.ts'
import { parquet, type ParquetOptions } from './parquet.ts'

export interface ParquetFileOptions<Form extends TableForm = TableForm, Known extends TableSchema = TableSchema>
  extends ParquetOptions<Form, Known>, FileOptions {}

/**
 * A Parquet file, to read from and to write to. Its value is columns; `as` asks for rows, or for a stream.
 *
 * @param path of a file, or a `file:` URL
 * @throws {io/bad-option}; when it reads {io/not-found} {io/unreadable} {io/malformed} {io/too-large}; when it writes
 *   {io/unwritable} {io/unwritable-value}
 * @example
 * import { parquetFile } from '@throughline/io/parquet'
 * parquetFile('flights.parquet', { columns: { origin: 'string', delay: 'int32?' } }).describe()
 * // => { type: 'parquet', columns: ['origin', 'delay'], path: 'flights.parquet' }
 */
export function parquetFile<Form extends TableForm = 'columns', const Known extends TableSchema = never>(
  path: string | URL,
  options: ParquetFileOptions<Form, Known> = {},
): SourceAndSink<TableIn<Form, [Known] extends [never] ? undefined : Known>, TableValue> {
  return file(path, parquet<Form, Known>(options), options)
}
