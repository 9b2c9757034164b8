// Apache Arrow, by apache-arrow: vectors as it gives them, and tables from arrays.

import { readFile, writeFile } from 'node:fs/promises'
import { arrowFile } from '@throughline/io/arrow'
import { Float64, tableFromIPC, tableToIPC, Table, vectorFromArray } from 'apache-arrow'
import type { FormatBench } from './format-bench.ts'

export const arrow: FormatBench = {
  form: 'columns',
  library: {
    async read(path) {
      const table = tableFromIPC(await readFile(path))
      return Object.fromEntries(
        table.schema.fields.map(({ name }) => {
          const column = table.getChild(name)!
          return [name, column.nullCount > 0 ? Array.from(column) : (column.toArray() as ArrayLike<unknown>)]
        }),
      )
    },
    async write(path, { columns: { id, delay, distance, origin, tail } }) {
      const table = new Table({
        id: vectorFromArray(id),
        delay: vectorFromArray(delay, new Float64()),
        distance: vectorFromArray(distance),
        origin: vectorFromArray(origin),
        tail: vectorFromArray(tail),
      })
      await writeFile(path, tableToIPC(table, 'file'))
    },
  },
  source: (path) => arrowFile(path),
  sink: (path) => arrowFile(path),
  stream: { form: 'batches', source: (path) => arrowFile(path, { as: 'batches' }), sink: (path) => arrowFile(path) },
}
