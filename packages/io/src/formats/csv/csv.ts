// CSV as a format: a table of texts with a header, typed by a schema.

import { badOption, assertTableOptions, isStreaming } from '../../tables/table-form.ts'
import type { ColumnsOption, TableForm, TableIn, TableOptions } from '../../tables/table-form.ts'
import type { TableValue } from '../../tables/batch.ts'
import { readTable } from '../../tables/read-table.ts'
import { withRows } from '../../tables/write-table.ts'
import type { TableSchema } from '../../columns/table-schema.ts'
import type { Format } from '../format.ts'
import { openCsv } from './read-csv.ts'
import { CsvWriter } from './write-csv.ts'

export interface CsvOptions<
  Form extends TableForm = TableForm,
  Known extends ColumnsOption = ColumnsOption,
> extends TableOptions<Form, Known> {
  /** Between cells; one character. @defaultValue ',' */
  readonly delimiter?: string
  /** Around cells; one character. @defaultValue '"' */
  readonly quote?: string
  /** Names of the columns where the first line is none of them; `true`: it is. Written are those that `columns` names. @defaultValue true */
  readonly header?: boolean | readonly string[]
  /** What stands for null, unquoted. A text that is the same is written in quotes, and read back as a text. @defaultValue '' */
  readonly nullText?: string
  /** A longer record is refused: a quote that is never closed must not fill the memory. @defaultValue 16 MiB */
  readonly maxRecordBytes?: number
  /** A record with more cells is refused. @defaultValue 65536 */
  readonly maxColumns?: number
  /**
   * What to do with a text that spreadsheet programs would take as a formula. `'escape'` writes `'` before it, which
   * stays there when it is read. @defaultValue 'refuse'
   */
  readonly formulas?: 'refuse' | 'escape' | 'keep'
  /** Between records, as they are written; both are read. @defaultValue '\n' */
  readonly lineEnd?: '\n' | '\r\n'
  /** Whether a byte order mark is written, as some spreadsheet programs want it. One that is read is skipped. @defaultValue false */
  readonly bom?: boolean
}

/** All options, with their defaults. */
export type CsvDialect = Required<Omit<CsvOptions, 'as' | 'columns'>>

/**
 * CSV as a format, as RFC 4180 says it. Cells are texts; `columns` makes numbers, dates and so on of them, or
 * `'infer'` guesses what they are. An empty cell is null, an empty text is written in quotes.
 *
 * @throws {io/bad-option}; when it reads {io/malformed} {io/too-large}; when it writes {io/unwritable-value}
 */
export function csv<Form extends TableForm = 'rows', const Known extends ColumnsOption = never>(
  options: CsvOptions<Form, Known> = {},
): Format<TableIn<Form, Known>, TableValue> {
  const { as = 'rows' as Form, columns } = options
  const dialect = dialectOf(options)
  assertTableOptions('csv', { as, ...(columns && { columns }) }, { infers: true })
  const { delimiter } = dialect
  return {
    type: 'csv',
    ...(delimiter !== ',' && { settings: { delimiter } }),
    isStream: isStreaming(as),
    decode: async (input, context) => {
      const table = await openCsv(input, isStreaming(as), dialect)
      const request = { name: input.name, type: 'CSV', as, ...(columns !== undefined && { columns }) }
      return (await readTable(table, request, context)) as never
    },
    encode: async (value, output, { signal }) => {
      const subject = { name: output.name, type: 'CSV' }
      const schema: TableSchema | undefined = typeof columns === 'object' ? columns : undefined
      return await withRows(value, { ...subject, signal, schema, looksAtColumns: true }, async (table) => {
        const { names, batches } = table
        const writer = new CsvWriter(names, { declared: schema, found: table.schema }, dialect, subject)
        await output.write(writer.head())
        for await (const rows of batches) await output.write(writer.records(rows))
        return { rows: writer.rows }
      })
    },
  }
}

function dialectOf(options: CsvOptions): CsvDialect {
  const dialect: CsvDialect = {
    delimiter: options.delimiter ?? ',',
    quote: options.quote ?? '"',
    header: options.header ?? true,
    nullText: options.nullText ?? '',
    maxRecordBytes: options.maxRecordBytes ?? 1 << 24,
    maxColumns: options.maxColumns ?? 65_536,
    formulas: options.formulas ?? 'refuse',
    lineEnd: options.lineEnd ?? '\n',
    bom: options.bom ?? false,
  }
  const { delimiter, quote, nullText } = dialect
  const refuse = (option: keyof CsvDialect, expected: string): never => {
    throw badOption('csv', option, JSON.stringify(dialect[option]), expected)
  }
  for (const option of ['delimiter', 'quote'] as const) {
    if (!/^[^\r\n\ud800-\udfff]$/.test(dialect[option])) refuse(option, 'one character that ends no line')
  }
  if (delimiter === quote) refuse('quote', 'another character than the delimiter')
  if (nullText.includes(delimiter) || nullText.includes(quote) || /[\r\n]/.test(nullText)) {
    refuse('nullText', 'a text without delimiters, quotes and line ends')
  }
  for (const option of ['maxRecordBytes', 'maxColumns'] as const) {
    if (!Number.isInteger(dialect[option]) || dialect[option] < 1) refuse(option, 'a whole number above 0')
  }
  if (!['refuse', 'escape', 'keep'].includes(dialect.formulas)) refuse('formulas', "'refuse', 'escape' or 'keep'")
  if (dialect.lineEnd !== '\n' && dialect.lineEnd !== '\r\n') refuse('lineEnd', "'\\n' or '\\r\\n'")
  if (typeof dialect.header !== 'boolean' && !Array.isArray(dialect.header)) refuse('header', 'true, false or names')
  return dialect
}
