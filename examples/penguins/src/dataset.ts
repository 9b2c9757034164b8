// Where the data comes from: a JSON file that a package ships.

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Source } from 'throughline/io'

/** A file of the package `vega-datasets`, whatever is in it. */
export const datasetFile = (file: string): Source<unknown> => ({
  async read({ report, signal }): Promise<unknown> {
    const entry = createRequire(import.meta.url).resolve('vega-datasets')
    const text = await readFile(join(entry, '../../data', file), { encoding: 'utf8', signal })
    report({ sizeBytes: Buffer.byteLength(text) })
    return JSON.parse(text)
  },
  describe: () => ({ type: 'json', package: 'vega-datasets', file }),
})
