// A table written by row groups: each is encoded as a whole and handed on before the next one begins.

import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import type { Columns } from '../../columns/column.ts'
import { concatColumns, rowCount, sliceColumns } from '../../columns/index.ts'
import type { ByteOutput } from '../../places/place.ts'
import type { ColumnsToWrite } from '../../tables/write-table.ts'
import { writtenColumn, type WrittenColumn } from './written-type.ts'
import { writtenValues, type RefuseValue } from './written-values.ts'

export interface WriteGroupsRequest {
  readonly rowGroupRows: number
  /** Makes the error of a value; its row counts from 1. */
  readonly refuse: (row: number, column: string, found: string, hint: string) => Error
  readonly tell: (rows: number) => void
}

/** @returns how many rows were written */
export async function writeGroups(
  { schema, batches }: ColumnsToWrite,
  output: ByteOutput,
  { rowGroupRows, refuse, tell }: WriteGroupsRequest,
): Promise<number> {
  let file: GroupWriter | undefined
  let rows = 0
  const begin = (batch?: Columns): GroupWriter =>
    new GroupWriter(
      Object.entries(schema).map(([name, declared]) => writtenColumn(name, declared, batch?.[name])),
      output,
    )
  // Types follow the first batch, which is more than its first group.
  let first: Columns | undefined
  async function* noted(): AsyncGenerator<Columns, void, undefined> {
    for await (const batch of batches) {
      first ??= batch
      yield batch
    }
  }
  for await (const group of groupsOf(noted(), rowGroupRows)) {
    file ??= begin(first)
    const before = rows
    await file.write(group, (index, column, found, hint) => refuse(before + index + 1, column, found, hint))
    rows += rowCount(group)
    tell(rows)
  }
  file ??= begin()
  await file.finish()
  return rows
}

/** Batches put together, or cut, to groups of so many rows; the last has the rest. */
async function* groupsOf(batches: AsyncIterable<Columns>, groupRows: number): AsyncGenerator<Columns, void, undefined> {
  let kept: Columns[] = []
  let keptRows = 0
  for await (const batch of batches) {
    const rows = rowCount(batch)
    let from = 0
    while (keptRows + rows - from >= groupRows) {
      const to = from + groupRows - keptRows
      yield joined([...kept, sliceColumns(batch, from, to)])
      kept = []
      keptRows = 0
      from = to
    }
    if (from < rows) {
      kept.push(sliceColumns(batch, from, rows))
      keptRows += rows - from
    }
  }
  if (keptRows > 0) yield joined(kept)
}

function joined(parts: readonly Columns[]): Columns {
  return parts.length === 1 ? parts[0]! : concatColumns(parts)
}

class GroupWriter {
  readonly #columns: readonly WrittenColumn[]
  readonly #output: ByteOutput
  readonly #bytes: ByteWriter = new ByteWriter(1 << 16)
  readonly #writer: ParquetWriter

  constructor(columns: readonly WrittenColumn[], output: ByteOutput) {
    this.#columns = columns
    this.#output = output
    const root = { name: 'schema', num_children: columns.length }
    this.#writer = new ParquetWriter({
      writer: this.#bytes,
      schema: [root, ...columns.map(({ element }) => element)],
      createdBy: 'throughline',
    })
  }

  async write(group: Columns, refuse: RefuseValue): Promise<void> {
    const columnData = this.#columns.map((column) => {
      const data = writtenValues(group[column.name]!, column, refuse)
      // A dictionary knows no -0.
      const isPlain = column.kind.startsWith('Float') && hasNegativeZero(data as ArrayLike<unknown>)
      return { name: column.name, data, ...(isPlain && { encoding: 'PLAIN' as const }) }
    })
    await this.#writer.write({ columnData, rowGroupSize: rowCount(group) })
    await this.#flush()
  }

  async finish(): Promise<void> {
    // Said only now: the writer would make JSON of what is JSON already.
    for (const { kind, element } of this.#columns) if (kind === 'json') element.converted_type = 'JSON'
    await this.#writer.finish()
    await this.#flush()
  }

  async #flush(): Promise<void> {
    const bytes = this.#bytes.getBytes().slice()
    this.#bytes.index = 0
    await this.#output.write(bytes)
  }
}

function hasNegativeZero(values: ArrayLike<unknown>): boolean {
  for (let index = 0; index < values.length; index++) if (Object.is(values[index], -0)) return true
  return false
}
