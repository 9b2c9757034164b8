// YAML, by yaml.

import { readFile, writeFile } from 'node:fs/promises'
import { yamlFile } from '@throughline/io'
import { parse, stringify } from 'yaml'
import type { FormatBench } from './format-bench.ts'

export const yaml: FormatBench = {
  form: 'rows',
  library: {
    read: async (path) => parse(await readFile(path, 'utf8')),
    write: (path, { rows }) => writeFile(path, stringify(rows)),
  },
  source: (path) => yamlFile(path),
  sink: (path) => yamlFile(path),
}
