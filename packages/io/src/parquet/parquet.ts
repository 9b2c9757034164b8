// Parquet as a format: read and written by row groups.

import type { Columns } from '../columns/column.ts'
import { isColumns } from '../columns/index.ts'
import type { TableSchema } from '../columns/table-schema.ts'
import type { Format } from '../formats/format.ts'
import { malformed, unwritable } from '../formats/malformed.ts'
import { tooLarge } from '../places/limits.ts'
import type { ByteInput } from '../places/place.ts'
import { throttledProgress } from '../places/progress.ts'
import { bytesAsRandom, randomBytesOf, type RandomBytes } from '../places/random-bytes.ts'
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
import { readFooter } from './reading/footer.ts'
import { planGroups, readGroup, type GroupPlan } from './reading/read-groups.ts'
import { columnsOf } from './reading/schema.ts'
import { Unreadable } from './reading/unreadable.ts'
import { writeGroups } from './writing/write-groups.ts'

export interface ParquetOptions<
  Form extends TableForm = TableForm,
  Known extends TableSchema = TableSchema,
> extends TableOptions<Form, Known> {
  /** Names of the columns to read; only their bytes are. Those of `columns`, if that is given; else all. */
  readonly select?: readonly string[]
  /** Rows of a row group that is written: what is in memory at once. @defaultValue 65536 */
  readonly rowGroupRows?: number
}

const DEFAULT_GROUP_ROWS = 65_536
/** Rows are made columns so many at a time; what is written follows the types of the first of them. */
const BATCH_ROWS = 8192

/**
 * Parquet as a format. Only the columns that are asked for are read, one row group at a time; `as` is `'columns'` unless
 * it says otherwise. Texts are dictionary-encoded where the file has them so; dates and timestamps keep their unit; a
 * decimal of up to 15 digits is a number, and else a text; lists are arrays, groups records, maps lists of
 * `{ key, value }`. Written are batches of columns or of rows as they come, packed as Snappy, with statistics.
 *
 * @throws {io/bad-option}; when it reads {io/malformed} {io/too-large}; when it writes {io/unwritable-value}
 */
export function parquet<Form extends TableForm = 'columns', const Known extends TableSchema = never>(
  options: ParquetOptions<Form, Known> = {},
): Format<TableIn<Form, [Known] extends [never] ? undefined : Known>, TableValue> {
  const { as = 'columns' as Form, columns, select, rowGroupRows = DEFAULT_GROUP_ROWS } = options
  assertTableOptions('parquet', { as, ...(columns && { columns }) })
  if (!(Number.isInteger(rowGroupRows) && rowGroupRows > 0)) {
    throw badOption('parquet', 'rowGroupRows', String(rowGroupRows), 'a whole number above 0')
  }
  const asked = columns === undefined ? select : Object.keys(columns)
  return {
    type: 'parquet',
    ...(asked !== undefined && { settings: { columns: asked } }),
    isStream: isStreaming(as),
    decode: async (input, context) => {
      const subject = { name: input.name, type: 'Parquet' }
      const file = randomBytesOf(input) ?? bytesAsRandom(await input.bytes())
      const { plans, rows } = await saying(input.name, () => opened(file, input, asked, isStreaming(as)))
      context.report({ rowGroups: plans.length })
      const batches = groupsOf(file, plans, input.name, context.signal)
      const request = { ...subject, as, ...(columns !== undefined && { columns }) }
      return (await readTable({ batches, totalRows: rows }, request, context)) as never
    },
    encode: async (value, output, { signal, progress }) => {
      const subject = { name: output.name, type: 'Parquet' }
      const batchRows = isColumns(value) ? rowGroupRows : BATCH_ROWS
      const request = { ...subject, signal, schema: columns, batchRows, keepsWidths: true }
      return await withColumns(value, request, async (table) => {
        const refuse = (row: number, column: string, found: string, hint: string): Error =>
          unwritable(subject, { row, column }, found, hint)
        const rows = await writeGroups(table, output, {
          rowGroupRows,
          refuse,
          tell: throttledProgress(progress, undefined),
        })
        return { rows, columns: table.schema }
      })
    },
  }
}

interface Opened {
  readonly plans: readonly GroupPlan[]
  readonly rows: number
}

async function opened(
  file: RandomBytes,
  { name, maxSizeBytes = 2 ** 31 }: ByteInput,
  asked: readonly string[] | undefined,
  isStream: boolean,
): Promise<Opened> {
  const metadata = await readFooter(file)
  const there = columnsOf(metadata).map(({ element }) => element.name)
  const missing = asked?.find((one) => !there.includes(one))
  if (missing !== undefined) {
    const found = `there is no column ${JSON.stringify(missing)}; there are ${there.map((one) => JSON.stringify(one)).join(', ')}`
    throw malformed(
      { name, type: 'Parquet' },
      {},
      found,
      'take it out of what is asked for, or write its name as it is here.',
    )
  }
  const plans = planGroups(metadata, asked ?? there, file.sizeBytes)
  const sizes = plans.map(({ sizeBytes }) => sizeBytes)
  const most = isStream ? Math.max(...sizes) : sizes.reduce((sum, size) => sum + size, 0)
  if (most > maxSizeBytes)
    throw tooLarge(name, isStream ? 'a row group unpacked' : 'its columns unpacked', maxSizeBytes)
  return { plans, rows: plans.reduce((sum, { rows }) => sum + rows, 0) }
}

async function* groupsOf(
  file: RandomBytes,
  plans: readonly GroupPlan[],
  name: string,
  signal: AbortSignal,
): AsyncGenerator<{ columns: Columns }, void, undefined> {
  for (const plan of plans) yield { columns: await saying(name, () => readGroup(file, plan, signal)) }
}

/** What cannot be read is said of this file. */
async function saying<Value>(name: string, read: () => Promise<Value>): Promise<Value> {
  try {
    return await read()
  } catch (error) {
    const { message, column, byte } = error as Unreadable
    if (error instanceof Unreadable) throw malformed({ name, type: 'Parquet' }, { column, byte }, message)
    if (error instanceof RangeError || error instanceof TypeError) {
      throw malformed(
        { name, type: 'Parquet' },
        {},
        `what it says of itself does not fit together (${message})`,
        undefined,
        error,
      )
    }
    throw error
  }
}
