// Rows that a batch of events asks for, merged in memory as the database would, so that each is written once.

import { keyOf, mergeInto, type Cell, type TableRow } from '@throughline/store/tables'
import { tables, type TableName } from './tables.ts'

export class Changes {
  readonly #rows = new Map<TableName, Map<string, Record<string, Cell | undefined>>>()
  readonly #seen = new Map<string, number>()

  /** @param row is changed when others are merged into it */
  add(name: TableName, row: Record<string, Cell | undefined>): void {
    let rows = this.#rows.get(name)
    if (!rows) this.#rows.set(name, (rows = new Map()))
    const table = tables[name]
    const key = keyOf(table, row)
    const before = rows.get(key)
    if (before) mergeInto(table, before, row)
    else rows.set(key, row)
  }

  /** An event of a run was written at this time. */
  see(run: string, atMs: number): void {
    const before = this.#seen.get(run)
    if (before === undefined || before < atMs) this.#seen.set(run, atMs)
  }

  of(name: TableName): readonly TableRow[] {
    if (name === 'run') for (const [id, atMs] of this.#seen) this.add('run', { id, last_seen_ms: atMs })
    return [...(this.#rows.get(name)?.values() ?? [])]
  }
}
