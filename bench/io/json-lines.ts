// JSON Lines, by `readline` and the language itself.

import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { jsonLinesFile } from '@throughline/io'
import type { FormatBench } from './format-bench.ts'

function* lines(rows: Iterable<object>): Generator<string> {
  let text = ''
  for (const row of rows) {
    text += `${JSON.stringify(row)}\n`
    if (text.length < 1 << 16) continue
    yield text
    text = ''
  }
  yield text
}

export const jsonLines: FormatBench = {
  form: 'rows',
  library: {
    async read(path) {
      const rows: object[] = []
      for await (const line of createInterface({ input: createReadStream(path) })) rows.push(JSON.parse(line))
      return rows
    },
    write: (path, { rows }) => pipeline(Readable.from(lines(rows)), createWriteStream(path)),
  },
  source: (path) => jsonLinesFile(path),
  sink: (path) => jsonLinesFile(path),
  stream: {
    form: 'rows',
    source: (path) => jsonLinesFile(path, { as: 'stream' }),
    sink: (path) => jsonLinesFile(path),
  },
}
