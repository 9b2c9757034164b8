// CSV, by csv-parse and csv-stringify.

import { createReadStream, createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { csvFile } from '@throughline/io'
import { parse } from 'csv-parse'
import { stringify } from 'csv-stringify'
import type { FormatBench } from './format-bench.ts'

export const csv: FormatBench = {
  form: 'rows',
  library: {
    async read(path) {
      const rows: object[] = []
      for await (const row of createReadStream(path).pipe(parse({ columns: true, bom: true }))) rows.push(row)
      return rows
    },
    write: (path, { rows }) => pipeline(Readable.from(rows), stringify({ header: true }), createWriteStream(path)),
  },
  source: (path) => csvFile(path),
  sink: (path) => csvFile(path),
  stream: { form: 'rows', source: (path) => csvFile(path, { as: 'stream' }), sink: (path) => csvFile(path) },
}
