// CSV read: records as lists of cells, some at a time, each problem with its place.

import { parse, type CsvError, type Options } from 'csv-parse'
import type { TableSchema } from '../../columns/table-schema.ts'
import { inMemory, tooLarge } from '../../places/limits.ts'
import type { ByteInput } from '../../places/place.ts'
import type { Batch, TableInput } from '../../tables/batch.ts'
import { ThroughlineError } from 'throughline'
import { ioIssue } from '../../issues.ts'
import { malformed } from '../malformed.ts'
import { utf8Chunks } from '../utf8.ts'
import type { CsvDialect } from './csv.ts'

/** Reads the header; the records are read with the batches. */
export async function openCsv(input: ByteInput, isStream: boolean, dialect: CsvDialect): Promise<TableInput> {
  const subject = { name: input.name, type: 'CSV' }
  const chunks = utf8Chunks(isStream ? input.chunks() : inMemory(input), subject)
  const pieces = new CsvReading(input.name, dialect).pieces(chunks)
  const first = await pieces.next()
  const names = first.done === true ? [] : first.value.names
  async function* batches(): AsyncGenerator<Batch, void, undefined> {
    try {
      if (first.done !== true) yield first.value
      yield* pieces
    } finally {
      await pieces.return()
    }
  }
  const schema: TableSchema = Object.fromEntries(names.map((name) => [name, 'string?']))
  return { schema, isText: true, batches: batches() }
}

type Tuples = Extract<Batch, { readonly names: readonly string[] }>
type Cell = string | null

/** Where a cell is; what the parser knows of it. */
interface CellPlace {
  readonly index: number
  readonly lines: number
  readonly quoting: boolean
}

class CsvReading {
  readonly #name: string
  readonly #dialect: CsvDialect
  #records: Cell[][] = []
  #lines: number[] = []
  #names: readonly string[] | undefined
  #width = 0
  #rows = 0
  #failure: unknown

  constructor(name: string, dialect: CsvDialect) {
    this.#name = name
    this.#dialect = dialect
  }

  async *pieces(chunks: AsyncIterable<Buffer>): AsyncGenerator<Tuples, void, undefined> {
    const parser = parse(this.#options())
    parser.on('data', (record: Cell[]) => this.#records.push(record))
    parser.on('error', (error) => (this.#failure ??= error))
    try {
      for await (const chunk of chunks) {
        await new Promise<void>((resolve) => parser.write(chunk, () => resolve()))
        const piece = this.#take()
        if (piece) yield piece
      }
      await new Promise<void>((resolve) => parser.on('close', resolve).end())
      const piece = this.#take()
      if (piece) yield piece
      else if (this.#names === undefined && Array.isArray(this.#dialect.header)) {
        yield { names: this.#dialect.header, tuples: [] }
      }
    } finally {
      parser.destroy()
    }
  }

  #options(): Options {
    const { delimiter, quote, maxRecordBytes } = this.#dialect
    const cast = (text: string, place: CellPlace): Cell => this.#cell(text, place)
    return {
      bom: true,
      delimiter,
      quote,
      escape: quote,
      max_record_size: maxRecordBytes,
      record_delimiter: ['\n', '\r\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: false,
      cast,
    }
  }

  #cell(text: string, { index, lines, quoting }: CellPlace): Cell {
    if (index === 0) this.#lines.push(quoting ? lines - (text.split(/\r\n|\r|\n/).length - 1) : lines)
    else if (index >= this.#dialect.maxColumns) throw this.#tooWide()
    return !quoting && text === this.#dialect.nullText && this.#isBody ? null : text
  }

  /** A header has names only. */
  get #isBody(): boolean {
    return this.#dialect.header !== true || this.#names !== undefined || this.#lines.length > 1
  }

  #tooWide(): ThroughlineError {
    const { maxColumns } = this.#dialect
    const facts = { name: this.#name, what: 'a record', limit: `${maxColumns} cells`, option: 'maxColumns' }
    return new ThroughlineError([ioIssue('io/too-large', facts)])
  }

  /** What was read since the last time. Records before a failure are checked first: what is wrong in them comes first. */
  #take(): Tuples | undefined {
    let records = this.#records
    let lines = this.#lines
    this.#records = []
    // The place of a record whose first cell is read, but not its last.
    this.#lines = lines.slice(records.length)
    if (records.length > 0 && this.#names === undefined) {
      this.#names = this.#namesFrom(records[0]!, lines[0]!)
      this.#width = this.#names.length
      if (this.#dialect.header === true) {
        records = records.slice(1)
        lines = lines.slice(1)
      }
    }
    const tuples = this.#even(records, lines)
    if (this.#failure !== undefined) throw this.#told(this.#failure)
    if (this.#names === undefined) return undefined
    this.#rows += tuples.length
    return { names: this.#names, tuples, placeOf: (index) => ({ line: lines[index] }) }
  }

  #namesFrom(record: Cell[], line: number): readonly string[] {
    const { header } = this.#dialect
    if (header === false) return record.map((_, index) => `column${index + 1}`)
    const names = header === true ? record.map((name) => name ?? '') : header
    const seen = new Set<string>()
    for (const [index, name] of names.entries()) {
      const place = { line, column: index + 1 }
      if (seen.has(name)) {
        const hint = 'give each column a name of its own, or all names:  { header: [...] }'
        throw this.#malformed(place, `a second column is called ${JSON.stringify(name)}`, hint)
      }
      seen.add(name)
    }
    return names
  }

  /** All records have as many cells as there are names; a line without anything is no record. */
  #even(records: readonly Cell[][], lines: number[]): readonly Cell[][] {
    const width = this.#width
    if (records.every((record) => record.length === width) && width > 1) return records
    const kept: Cell[][] = []
    const keptLines: number[] = []
    for (const [index, record] of records.entries()) {
      const isBlank = record.length === 1 && (record[0] === null || record[0] === '')
      if (isBlank && width !== 1) continue
      if (record.length !== width) {
        const place = {
          line: lines[index],
          row: this.#rows + kept.length + 1,
          column: Math.min(record.length, width) + 1,
        }
        const found = `${record.length} cells where there are ${width} columns`
        throw this.#malformed(place, found, this.#hintFor(record.length))
      }
      kept.push(record)
      keptLines.push(lines[index]!)
    }
    lines.splice(0, lines.length, ...keptLines)
    return kept
  }

  #hintFor(cells: number): string | undefined {
    const other = this.#width === 1 ? /[;\t|,]/.exec(this.#names![0]!)?.[0] : undefined
    if (other !== undefined) return `is this the delimiter?  { delimiter: ${JSON.stringify(other)} }`
    return cells > this.#width ? 'a cell with the delimiter in it must be quoted.' : undefined
  }

  #told(error: unknown): unknown {
    if (error instanceof ThroughlineError) return error
    const { code, lines, index, bytes } = error as CsvError & { lines: number; index: number; bytes: number }
    if (code === 'CSV_MAX_RECORD_SIZE') {
      return tooLarge(
        this.#name,
        `the record at line ${this.#lines.at(-1) ?? lines}`,
        this.#dialect.maxRecordBytes,
        'maxRecordBytes',
      )
    }
    const problem = PROBLEMS[code]
    if (problem === undefined) return error
    const row = this.#rows + 1
    // What the parser says is where the last cell or record has ended.
    const byte = index === 0 ? bytes : bytes + Buffer.byteLength(this.#dialect.delimiter)
    return this.#malformed({ line: lines, row, column: index + 1, byte }, problem.found, problem.hint)
  }

  #malformed(place: object, found: string, hint?: string): ThroughlineError {
    return malformed({ name: this.#name, type: 'CSV' }, place, found, hint)
  }
}

const PROBLEMS: Readonly<Record<string, { found: string; hint?: string }>> = {
  CSV_QUOTE_NOT_CLOSED: {
    found: 'a quote is opened and never closed',
    hint: 'close it; a quote inside of a cell is written twice:  "say ""yes"""',
  },
  INVALID_OPENING_QUOTE: {
    found: 'a quote in the middle of a cell that is not quoted',
    hint: 'quote the cell, and write its quotes twice:  "5"" nails"',
  },
  CSV_INVALID_CLOSING_QUOTE: {
    found: 'something between a closing quote and the next delimiter',
    hint: 'a quote inside of a cell is written twice:  "say ""yes"""',
  },
}
