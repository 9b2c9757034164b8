// Apache Arrow's IPC format: files and streams, read and written batch by batch.

import type { Columns } from '../columns/column.ts'
import { createColumnsBuilder, isColumns } from '../columns/index.ts'
import type { TableSchema } from '../columns/table-schema.ts'
import type { Format } from '../formats/format.ts'
import { malformed, unwritable } from '../formats/malformed.ts'
import { joined, limitedChunks, tooLarge } from '../places/limits.ts'
import type { ByteInput } from '../places/place.ts'
import { bytesAsRandom, randomBytesOf } from '../places/random-bytes.ts'
import type { TableValue } from '../tables/batch.ts'
import { readTable } from '../tables/read-table.ts'
import {
  assertTableOptions,
  badOption,
  isStreaming,
  type TableForm,
  type TableIn,
  type TableOptions,
} from '../tables/table-form.ts'
import { withColumns } from '../tables/write-table.ts'
import { loadArrow, type ArrowApi, type ImportPackage } from './load-arrow.ts'
import { isFile, messagesOfFile } from './file-messages.ts'
import { messagesOfStream } from './messages.ts'
import { readBatches } from './read-batches.ts'
import { UnreadableArrow } from './unreadable-arrow.ts'
import { writeBatches } from './write-batches.ts'

export interface ArrowOptions<
  Form extends TableForm = TableForm,
  Known extends TableSchema = TableSchema,
> extends TableOptions<Form, Known> {
  /** Rows of a batch that is written: what is in memory at once. @defaultValue 65536 */
  readonly batchRows?: number
}

const MOST_BYTES = 2 ** 31

/**
 * Arrow IPC as a format: files (Feather 2) and streams are read, files are written, one batch of records at a time; `as`
 * is `'columns'` unless it says otherwise. What of Arrow becomes what is said at `fromArrow` and `toArrow`; a stream is
 * written without dictionaries. Batches that are compressed, by LZ4 or Zstandard, are read.
 *
 * @throws {io/bad-option}; when it reads {io/malformed} {io/too-large}; when it writes {io/unwritable-value};
 *   {io/missing-package} without `apache-arrow`
 */
export function arrow<Form extends TableForm = 'columns', const Known extends TableSchema = never>(
  options: ArrowOptions<Form, Known> = {},
): Format<TableIn<Form, [Known] extends [never] ? undefined : Known>, TableValue> {
  return arrowWith(options)
}

/** @param importPackage in place of the real one; for tests */
export function arrowWith<Form extends TableForm, Known extends TableSchema>(
  options: ArrowOptions<Form, Known>,
  importPackage?: ImportPackage,
): Format<TableIn<Form, [Known] extends [never] ? undefined : Known>, TableValue> {
  const { as = 'columns' as Form, columns, batchRows = 65_536 } = options
  assertTableOptions('arrow', { as, ...(columns && { columns }) })
  if (!(Number.isInteger(batchRows) && batchRows > 0)) {
    throw badOption('arrow', 'batchRows', String(batchRows), 'a whole number above 0')
  }
  return {
    type: 'arrow',
    isStream: isStreaming(as),
    decode: async (input, context) => {
      const library = await loadArrow(importPackage)
      const request = { name: input.name, type: 'Arrow', as, ...(columns !== undefined && { columns }) }
      return (await readTable({ batches: batchesIn(library, input) }, request, context)) as never
    },
    encode: async (value, output, { signal }) => {
      const library = await loadArrow(importPackage)
      const subject = { name: output.name, type: 'Arrow' }
      const request = { ...subject, signal, schema: columns, batchRows, keepsWidths: true }
      return await withColumns(value, request, async ({ schema, batches }) => {
        const refuse = (row: number, column: string, found: string, hint: string): Error =>
          unwritable(subject, { row, column }, found, hint)
        const empty = createColumnsBuilder(schema).finish()
        const whole = columns === undefined && isColumns(value) ? value : undefined
        const rows = await writeBatches(library, batches, output, { whole, empty, refuse })
        return { rows, columns: schema }
      })
    },
  }
}

/** What cannot be read is said of this file. */
async function* batchesIn(library: ArrowApi, input: ByteInput): AsyncGenerator<{ columns: Columns }, void, undefined> {
  const { name } = input
  try {
    for await (const columns of readBatches(library, await messagesIn(library, input))) yield { columns }
  } catch (error) {
    if (!(error instanceof UnreadableArrow)) throw error
    const { message, column, byte } = error
    throw malformed({ name, type: 'Arrow' }, { column, byte }, message)
  }
}

/** A file is read by its footer, a stream from its beginning. */
async function messagesIn(library: ArrowApi, input: ByteInput): Promise<AsyncIterable<Uint8Array>> {
  const { name, sizeBytes, maxSizeBytes = MOST_BYTES } = input
  const limits = { sizeBytes, maxBytes: maxSizeBytes, tooLarge: () => tooLarge(name, 'one message', maxSizeBytes) }
  const file = randomBytesOf(input)
  if (file) {
    if (!isFile(await input.readAt!(0, 8))) return messagesOfStream(input.chunks()[Symbol.asyncIterator](), limits)
    return messagesOfFile(library, file, limits)
  }
  const chunks = input.chunks()[Symbol.asyncIterator]()
  const first = await chunks.next()
  const rest = resumed(first, chunks)
  if (first.done === true || !isFile(first.value)) return messagesOfStream(rest, limits)
  const few = limitedChunks(rest, maxSizeBytes, () => tooLarge(name, 'the file', maxSizeBytes))
  // Of its own, so that numbers lie where arrays of numbers may begin.
  const bytes = new Uint8Array(await joined(few))
  return messagesOfFile(library, bytesAsRandom(bytes), { ...limits, sizeBytes: bytes.length })
}

async function* resumed(
  first: IteratorResult<Uint8Array>,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for (let step = first; step.done !== true; step = await rest.next()) yield step.value
  } finally {
    await rest.return?.()
  }
}
