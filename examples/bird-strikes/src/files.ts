// What is read from and written to: a file that a package ships, and a file of ours.

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Sink, Source } from 'throughline/io'

/** The text of a file of the package `vega-datasets`. */
export const datasetFile = (file: string): Source<string> => ({
  async read({ report, signal }): Promise<string> {
    const entry = createRequire(import.meta.url).resolve('vega-datasets')
    const text = await readFile(join(entry, '../../data', file), { encoding: 'utf8', signal })
    report({ sizeBytes: Buffer.byteLength(text) })
    return text
  },
  describe: () => ({ type: 'text', package: 'vega-datasets', file }),
})

/** A table as a CSV file, all of it or nothing. */
export const csvFile = (path: string): Sink<readonly object[], { path: string; rows: number }> => ({
  async write(rows, { signal }): Promise<{ path: string; rows: number }> {
    const lines = rows.map((row) => Object.values(row).join(','))
    const text = [Object.keys(rows[0] ?? {}).join(','), ...lines, ''].join('\n')
    await mkdir(dirname(path), { recursive: true })
    await writeFile(`${path}.part`, text, { signal })
    await rename(`${path}.part`, path)
    return { path, rows: rows.length }
  },
  describe: () => ({ type: 'csv', path }),
})
