// The logs of a run, a page at a time.

import { sql } from '@throughline/store/tables'
import type { StepPlace } from './one-step.ts'
import { pageOf } from './page.ts'
import type { Readable } from './readable.ts'
import { toLogLine, type LogLine, type SaidFilter } from './said-in.ts'

export interface LogFilter extends SaidFilter {
  /** Only of this step: of the item, or the number in the history of an application. */
  readonly step?: Pick<StepPlace, 'item' | 'sequence'>
  /** A part of the message, in upper or lower case. */
  readonly text?: string
  readonly cursor?: string
  /** @defaultValue 500 */
  readonly limit?: number
}

export interface LogPage {
  /** By time, and of one time by writer and number. */
  readonly logs: readonly LogLine[]
  readonly cursor?: string
}

export async function logPage({ query }: Readable, filter: LogFilter): Promise<LogPage> {
  const { run, node, step, text, cursor, limit = 500 } = filter
  let logs = query.selectFrom('log').selectAll().where('run', '=', run)
  if (node !== undefined) logs = logs.where('node', '=', node)
  if (step) {
    const item = step.item ? JSON.stringify(step.item) : ''
    logs = logs.where('item', '=', item).where('sequence', '=', step.sequence ?? -1)
  }
  if (text !== undefined && text !== '') {
    const escaped = text.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)
    logs = logs.where(sql<boolean>`lower(message) LIKE ${`%${escaped}%`} ESCAPE '\\'`)
  }
  if (cursor !== undefined) {
    const [atMs, writer, seq] = JSON.parse(cursor) as [number, string, number]
    logs = logs.where((eb) => eb(eb.refTuple('at_ms', 'writer', 'seq'), '>', eb.tuple(atMs, writer, seq)))
  }
  const found = await logs
    .orderBy('at_ms')
    .orderBy('writer')
    .orderBy('seq')
    .limit(limit + 1)
    .execute()
  const { rows, next } = pageOf(found, limit, (last) => JSON.stringify([last.at_ms, last.writer, last.seq]))
  return { logs: rows.map(toLogLine), ...next }
}
