// Events of an application as lines of a writer of its own, applied to the record as a part of the same transaction.

import { createHash } from 'node:crypto'
import { encodePayload, toEventLine, type SpooledEvent, type SpoolEvent } from '@throughline/store'
import { rowsOf, type Work, type WorkPlace } from '@throughline/store/tables'
import type { Parent } from '@throughline/machine'
import { applying } from '../record/apply.ts'
import { noPins } from '../record/pins.ts'
import type { Account } from './account.ts'
import type { ApplicationTables } from './application-tables.ts'
import { toKey } from './keys.ts'
import type { Origin, Told } from './entry-events.ts'

/** Of an application: the same in every process. */
export function writerOf(app: string, runId: string): string {
  return createHash('sha256')
    .update(JSON.stringify(['application', app, runId]))
    .digest('hex')
    .slice(0, 32)
}

export interface Telling {
  readonly writer: string
  readonly run: string
  /** Number of the last event before these. */
  readonly told: number
}

/** @returns the number of the last event */
export function* tell(
  place: WorkPlace<ApplicationTables>,
  { writer, run, told }: Telling,
  events: readonly Told[],
): Work<number> {
  if (events.length === 0) return told
  const spooled = events.map(({ atMs, body }, index): SpooledEvent => {
    const of = body.type === 'version' ? {} : { run }
    const head = { v: 1, writer, seq: told + index + 1, atMs: Math.trunc(atMs), ...of }
    const event = { ...head, ...(encodePayload(body) as object) } as SpoolEvent
    return { event, line: toEventLine(event) }
  })
  yield* applying(place, noPins, spooled, { by: 'cursor' })
  return told + events.length
}

/** Where a child or a fork comes from: the step of the parent, and the run at the beginning of the chain. */
export function* originOf(place: WorkPlace<ApplicationTables>, { app, runId, sequence, kind }: Parent): Work<Origin> {
  const { query } = place
  const [row] = yield* rowsOf(query.selectFrom('application').select('account').where('app', '=', toKey(app)))
  const [run] = yield* rowsOf(query.selectFrom('run').select('root').where('id', '=', runId))
  const head = row && (JSON.parse(row.account) as Account).head
  const running = kind === 'child' && head?.sequence === sequence - 1 ? head.next : undefined
  const node = running ?? (head?.sequence === sequence ? head.last : undefined) ?? ''
  return { parent: { run: runId, step: { node, sequence } }, root: run?.root ?? runId }
}
