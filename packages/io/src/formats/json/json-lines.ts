// JSON Lines: a table with one record in each line.

import type { ByteInput } from '../../places/place.ts'
import { inMemory, tooLarge } from '../../places/limits.ts'
import type { Batch, TableValue } from '../../tables/batch.ts'
import { typeOf } from '../../tables/element-reader.ts'
import { readTable } from '../../tables/read-table.ts'
import type { TableSubject } from '../../tables/row-fitter.ts'
import {
  assertTableOptions,
  badOption,
  isStreaming,
  type TableForm,
  type TableIn,
  type TableOptions,
} from '../../tables/table-form.ts'
import { withRows } from '../../tables/write-table.ts'
import type { Row } from '../../columns/column.ts'
import type { ColumnType, TableSchema } from '../../columns/table-schema.ts'
import type { Format } from '../format.ts'
import { malformed, unwritable } from '../malformed.ts'
import { BOM_BYTES, hasBom, utf8Chunks } from '../utf8.ts'
import { withExactIntegers } from './exact-integers.ts'
import { JsonChecker, type JsonWriteOptions } from './json-checker.ts'
import { assertJsonOptions, parsed } from './json.ts'

export interface JsonLinesOptions<Form extends TableForm = TableForm, Schema extends TableSchema = TableSchema>
  extends TableOptions<Form, Schema>, JsonWriteOptions {
  /** A longer line is refused. @defaultValue 16 MiB */
  readonly maxLineBytes?: number
}

const LINE_BYTES = 1 << 24

/**
 * JSON Lines as a format: a table, one record in each line. Blank lines are skipped. Without `columns` rows may differ;
 * with them each has its columns, and texts become dates and big integers where these are declared; the digits of an `int64`
 * are read exactly.
 *
 * @throws {io/bad-option}; when it reads {io/malformed} {io/too-large}; when it writes {io/unwritable-value}
 */
export function jsonLines<Form extends TableForm = 'rows', const Schema extends TableSchema = never>(
  options: JsonLinesOptions<Form, Schema> = {},
): Format<TableIn<Form, Schema>, TableValue> {
  const { as = 'rows' as Form, columns, maxLineBytes = LINE_BYTES } = options
  assertTableOptions('jsonLines', { as, ...(columns && { columns }) })
  assertJsonOptions('jsonLines', options)
  if (!Number.isInteger(maxLineBytes) || maxLineBytes < 1) {
    throw badOption('jsonLines', 'maxLineBytes', String(maxLineBytes), 'a number of bytes')
  }
  return {
    type: 'jsonl',
    isStream: isStreaming(as),
    decode: async (input, context) => {
      const subject = { name: input.name, type: 'JSON Lines' }
      const blocks = new LineBlocks(maxLineBytes, subject, columnsOfType('int64', columns))
      const batches = batchesIn(input, isStreaming(as), blocks, subject)
      return (await readTable({ batches }, { ...subject, as, ...(columns && { columns }) }, context)) as never
    },
    encode: async (value, output, { signal }) => {
      const subject = { name: output.name, type: 'JSON Lines' }
      const checker = new JsonChecker(options)
      return await withRows(
        value,
        { ...subject, signal, schema: columns, mayDiffer: true },
        async ({ batches, schema }) => {
          const days = columnsOfType('date', schema)
          let rows = 0
          for await (const batch of batches) {
            const lines: string[] = []
            for (const row of batch) {
              const said = checker.stringify(days.length > 0 ? withDays(row, days) : row)
              rows++
              if (!('text' in said))
                throw unwritable(subject, { row: rows }, `row${said.path} is ${said.found}`, said.hint)
              lines.push(said.text)
            }
            // The end of the last line. One text of many is made faster than many that grow.
            lines.push('')
            await output.write(Buffer.from(lines.join('\n')))
          }
          return { rows }
        },
      )
    },
  }
}

async function* batchesIn(
  input: ByteInput,
  isStream: boolean,
  blocks: LineBlocks,
  subject: TableSubject,
): AsyncGenerator<Batch, void, undefined> {
  for await (const chunk of utf8Chunks(isStream ? input.chunks() : inMemory(input), subject)) {
    const batch = blocks.add(chunk)
    if (batch) yield batch
  }
  const batch = blocks.finish()
  if (batch) yield batch
}

function columnsOfType(type: ColumnType, columns: TableSchema = {}): readonly string[] {
  return Object.keys(columns).filter((name) => typeOf(columns[name]!) === type)
}

/** Dates without their time. */
function withDays(row: Row, columns: readonly string[]): Row {
  const days = columns.flatMap((name) => {
    const value = Object.hasOwn(row, name) ? row[name] : undefined
    return value instanceof Date && !Number.isNaN(value.getTime())
      ? [[name, value.toISOString().replace(/T00:00:00\.000Z$/, '')] as const]
      : []
  })
  return { ...row, ...Object.fromEntries(days) }
}

const NEWLINE = 10

/** Gathers whole lines, and makes rows of them. */
class LineBlocks {
  readonly #maxLineBytes: number
  readonly #subject: TableSubject
  /** Columns whose numbers have more digits than JavaScript reads. */
  readonly #integers: readonly string[]
  #pieces: Buffer[] = []
  #pendingBytes = 0
  #line = 1
  #byte = 0
  #row = 0
  #isFirst = true

  constructor(maxLineBytes: number, subject: TableSubject, integers: readonly string[]) {
    this.#maxLineBytes = maxLineBytes
    this.#subject = subject
    this.#integers = integers
  }

  add(chunk: Buffer): Batch | undefined {
    const end = chunk.lastIndexOf(NEWLINE) + 1
    if (end === 0) {
      this.#keep(chunk)
      return undefined
    }
    const block =
      this.#pieces.length > 0 ? Buffer.concat([...this.#pieces, chunk.subarray(0, end)]) : chunk.subarray(0, end)
    this.#pieces = []
    this.#pendingBytes = 0
    const batch = this.#rowsIn(block)
    if (end < chunk.length) this.#keep(Buffer.from(chunk.subarray(end)))
    return batch
  }

  finish(): Batch | undefined {
    const rest = Buffer.concat(this.#pieces)
    return rest.length > 0 ? this.#rowsIn(rest) : undefined
  }

  #keep(piece: Buffer): void {
    this.#pieces.push(piece)
    this.#pendingBytes += piece.length
    if (this.#pendingBytes > this.#maxLineBytes) throw this.#tooLong(this.#line)
  }

  #tooLong(line: number): Error {
    return tooLarge(this.#subject.name, `line ${line}`, this.#maxLineBytes, 'maxLineBytes')
  }

  #rowsIn(block: Buffer): Batch | undefined {
    const from = this.#isFirst && hasBom(block) ? BOM_BYTES : 0
    this.#isFirst = false
    const rows: Record<string, unknown>[] = []
    const lines: number[] = []
    const firstLine = this.#line
    const texts = block.toString('utf8', from).split('\n')
    if (texts.at(-1) === '') texts.pop()
    for (const [index, text] of texts.entries()) {
      const line = firstLine + index
      if (text.length > this.#maxLineBytes / 3 && Buffer.byteLength(text) > this.#maxLineBytes)
        throw this.#tooLong(line)
      const row = this.#parse(text, line, this.#row + rows.length + 1, () => from + sizeOf(texts.slice(0, index)))
      if (row === undefined) continue
      rows.push(row)
      lines.push(line)
    }
    this.#line += texts.length
    this.#byte += block.length
    this.#row += rows.length
    return rows.length > 0 ? { rows, placeOf: (index) => ({ line: lines[index] }) } : undefined
  }

  #parse(text: string, line: number, row: number, bytesBefore: () => number): Record<string, unknown> | undefined {
    if (text.trim() === '') return undefined
    const value = parsed(text, (index, found) => {
      const byte = this.#byte + bytesBefore() + Buffer.byteLength(text.slice(0, index))
      return malformed(this.#subject, { line, row, column: index + 1, byte }, found)
    })
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return withExactIntegers(value as Record<string, unknown>, text, this.#integers)
    }
    const found = `no record but ${value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`}`
    throw malformed(this.#subject, { line, row }, found, 'each line must be an object:  { "id": 1 }')
  }
}

/** Of lines, each with its end. */
function sizeOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0)
}
