// Parquet, by hyparquet and hyparquet-writer: columns as they give and take them.

import { parquetFile } from '@throughline/io/parquet'
import { asyncBufferFromFile, parquetRead } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { parquetWriteFile } from 'hyparquet-writer'
import type { FormatBench } from './format-bench.ts'
import { joined } from './joined.ts'

export const parquet: FormatBench = {
  form: 'columns',
  library: {
    async read(path) {
      const parts = new Map<string, ArrayLike<unknown>[]>()
      await parquetRead({
        file: await asyncBufferFromFile(path),
        compressors,
        onChunk: ({ columnName, columnData }) => {
          if (!parts.has(columnName)) parts.set(columnName, [])
          parts.get(columnName)!.push(columnData)
        },
      })
      return Object.fromEntries(Array.from(parts, ([name, some]) => [name, joined(some)]))
    },
    async write(path, { columns: { id, delay, distance, origin, tail } }) {
      parquetWriteFile({
        filename: path,
        columnData: [
          { name: 'id', data: id, type: 'INT32', nullable: false },
          { name: 'delay', data: delay, type: 'DOUBLE' },
          { name: 'distance', data: distance, type: 'INT32', nullable: false },
          { name: 'origin', data: origin, type: 'STRING', nullable: false },
          { name: 'tail', data: tail, type: 'STRING', nullable: false },
        ],
        rowGroupSize: 100_000,
      })
    },
  },
  source: (path) => parquetFile(path),
  sink: (path) => parquetFile(path),
  stream: {
    form: 'batches',
    source: (path) => parquetFile(path, { as: 'batches' }),
    sink: (path) => parquetFile(path),
  },
}
