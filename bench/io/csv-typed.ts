// CSV with the types of its columns, by csv-parse and a conversion of each record.

import { createReadStream } from 'node:fs'
import { csvFile } from '@throughline/io'
import { parse } from 'csv-parse'
import { csv } from './csv.ts'
import type { FormatBench } from './format-bench.ts'
import { schema, type Flight } from './table.ts'

const numberOf = (text: string): number => {
  const number = Number(text)
  if (text === '' || Number.isNaN(number)) throw new Error(`"${text}" is no number`)
  return number
}

export const csvTyped: FormatBench = {
  ...csv,
  library: {
    ...csv.library,
    async read(path) {
      const rows: Flight[] = []
      for await (const { id, delay, distance, origin, tail } of createReadStream(path).pipe(
        parse({ columns: true, bom: true }),
      ) as AsyncIterable<Readonly<Record<keyof Flight, string>>>) {
        rows.push({
          id: numberOf(id),
          delay: delay === '' ? null : numberOf(delay),
          distance: numberOf(distance),
          origin,
          tail,
        })
      }
      return rows
    },
  },
  source: (path) => csvFile(path, { columns: schema }),
  stream: { ...csv.stream!, source: (path) => csvFile(path, { columns: schema, as: 'stream' }) },
}
