// JSON, by the language itself.

import { readFile, writeFile } from 'node:fs/promises'
import { jsonFile } from '@throughline/io'
import type { FormatBench } from './format-bench.ts'

export const json: FormatBench = {
  form: 'rows',
  library: {
    read: async (path) => JSON.parse(await readFile(path, 'utf8')),
    write: (path, { rows }) => writeFile(path, JSON.stringify(rows)),
  },
  source: (path) => jsonFile(path),
  sink: (path) => jsonFile(path),
}
