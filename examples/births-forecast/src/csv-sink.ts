// Rows as a file of comma-separated values.

import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Sink } from 'throughline/io'

/** Writes numbers and plain texts, one row for each record; the first row names the fields of the first record. */
export function csvSink(path: string): Sink<readonly object[], { path: string; rows: number }> {
  return {
    write: async (records) => {
      const rows = [Object.keys(records[0] ?? {}), ...records.map((record) => Object.values(record))]
      await mkdir(dirname(path), { recursive: true })
      // Whoever reads meanwhile finds the file of before.
      await writeFile(`${path}.new`, rows.map((row) => `${row.join(',')}\n`).join(''))
      await rename(`${path}.new`, path)
      return { path, rows: records.length }
    },
    describe: () => ({ type: 'csv', path }),
  }
}
