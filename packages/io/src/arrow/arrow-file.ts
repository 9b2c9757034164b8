// An Arrow file of this machine, in one line.

import type { TableSchema } from '../columns/table-schema.ts'
import { file, type SourceAndSink } from '../file.ts'
import type { FileOptions } from '../places/file-place.ts'
import type { TableValue } from '../tables/batch.ts'
import type { TableForm, TableIn } from '../tables/table-form.ts'
import { arrow, type ArrowOptions } from './arrow.ts'

export interface ArrowFileOptions<Form extends TableForm = TableForm, Known extends TableSchema = TableSchema>
  extends ArrowOptions<Form, Known>, FileOptions {}

/**
 * An Arrow file, to read from and to write to. Its value is columns; `as` asks for rows, or for a stream.
 *
 * @param path of a file, or a `file:` URL
 * @throws {io/bad-option}; when it reads {io/not-found} {io/unreadable} {io/malformed} {io/too-large}; when it writes
 *   {io/unwritable} {io/unwritable-value}; {io/missing-package} without `apache-arrow`
 * @example
 * import { arrowFile } from '@throughline/io/arrow'
 * arrowFile('flights.arrow', { as: 'stream' }).describe() // => { type: 'arrow', path: 'flights.arrow' }
 */
export function arrowFile<Form extends TableForm = 'columns', const Known extends TableSchema = never>(
  path: string | URL,
  options: ArrowFileOptions<Form, Known> = {},
): SourceAndSink<TableIn<Form, [Known] extends [never] ? undefined : Known>, TableValue> {
  return file(path, arrow<Form, Known>(options), options)
}
