// Tells the record what entries of a journal say: events of a writer of the application's own, from where it was told to.

import { createHash } from 'node:crypto'
import type { Parent } from '@throughline/machine'
import { encodePayload, toEventLine, type SpooledEvent, type SpoolEvent } from '@throughline/store'
import { merge, rowsOf, type Work, type WorkPlace } from '@throughline/store/tables'
import type { VersionDescribed } from '../events/event.ts'
import { applying } from '../record/apply.ts'
import { noPins } from '../record/pins.ts'
import { accountAfter, isOver, type Account } from './account.ts'
import { toldTable, type ApplicationTables } from './application-tables.ts'
import { eventsOf, removedEnd, type Origin, type Told } from './entry-events.ts'
import { orIssue, readAccount, readEntries } from './journal-rows.ts'
import { toKey } from './keys.ts'
import type { Voice } from './voice.ts'

type Place = WorkPlace<ApplicationTables>

/** What is to be told next. */
export interface Telling {
  readonly app: string
  /** Number of the last entry that it is about, and whether it is the last one that there is. */
  readonly number: number
  readonly isAll: boolean
  /** After that entry. */
  readonly account: Account
  /** Number of the last event before these. */
  readonly after: number
  readonly events: readonly Told[]
  /** Those among them. */
  readonly versions: readonly VersionDescribed[]
}

/**
 * Reads what the record was not told of an application yet, and puts it in words. Writes nothing.
 *
 * @param most entries
 * @returns undefined when there is nothing, or nothing that this voice may tell
 * @throws {applications/damaged}
 */
export function* nextTelling(place: Place, app: string, voice: Voice, most: number): Work<Telling | undefined> {
  const { query } = place
  const key = toKey(app)
  const [last] = yield* rowsOf(query.selectFrom('application').select('number').where('app', '=', key))
  const told = yield* toldRow(place, key)
  const after = told?.number ?? 0
  if (!last || last.number <= after || (!told && !voice.started)) return undefined
  let account = told && (yield* readAccount(place, told))
  let number = after
  const events: Told[] = []
  let versions: readonly VersionDescribed[] = []
  for (const { entry, ...found } of yield* readEntries(place, app, { after, limit: most })) {
    const before = account
    ;({ number } = found)
    account = accountAfter(before, number, entry)
    const parent = entry.type === 'opened' ? entry.parent : undefined
    const origin = parent ? yield* originOf(place, parent) : {}
    const said = eventsOf(entry, before, account, voice, origin)
    if (!before) versions = voice.untold?.() ?? []
    if (!before) for (const body of versions) events.push({ atMs: entry.atMs, body })
    for (const one of said) events.push(one)
  }
  if (!account) return undefined
  return { app, number, isAll: number === last.number, account, after: told?.events ?? 0, events, versions }
}

export function* writeTelling(place: Place, telling: Telling): Work<void> {
  const { app, number, account, after, events, isAll } = telling
  const key = toKey(app)
  yield* tell(place, telling)
  const told = { app: key, number, events: after + events.length, account: JSON.stringify(account) }
  yield* merge(toldTable, [told])
  if (isAll) yield* rowsOf(place.query.deleteFrom('application_behind').where('app', '=', key))
}

/** Of an application that is taken away: its run ends with it, when the record knows of it and of no end. Damage is no hindrance. */
export function* tellRemoved(place: Place, app: string, atMs: number): Work<void> {
  const told = yield* toldRow(place, toKey(app))
  const account = told && (yield* orIssue(readAccount(place, told)))
  if (!told || !account || 'issue' in account) return
  if (!isOver(account)) yield* tell(place, { app, account, after: told.events, events: removedEnd(account, atMs) })
}

function* toldRow({ query }: Place, key: string): Work<ApplicationTables['application_told'] | undefined> {
  const [row] = yield* rowsOf(query.selectFrom('application_told').selectAll().where('app', '=', key))
  return row
}

function* tell(
  place: Place,
  { app, account, after, events }: Pick<Telling, 'app' | 'account' | 'after' | 'events'>,
): Work<void> {
  const { runId: run } = account.head
  const writer = writerOf(app, run)
  const spooled = events.map(({ atMs, body }, index): SpooledEvent => {
    const of = body.type === 'version' ? {} : { run }
    const head = { v: 1, writer, seq: after + index + 1, atMs: Math.trunc(atMs), ...of }
    const event = { ...head, ...(encodePayload(body) as object) } as SpoolEvent
    return { event, line: toEventLine(event) }
  })
  if (spooled.length > 0) yield* applying(place, noPins, spooled, { by: 'cursor' })
}

/** Of an application: the same in every process. */
function writerOf(app: string, runId: string): string {
  return createHash('sha256')
    .update(JSON.stringify(['application', app, runId]))
    .digest('hex')
    .slice(0, 32)
}

/** Where a child or a fork comes from: the step of the parent, and the run at the beginning of the chain. */
function* originOf(place: Place, { app, runId, sequence, kind }: Parent): Work<Origin> {
  const { query } = place
  const parents = query.selectFrom('application').select(['app', 'number', 'account']).where('app', '=', toKey(app))
  const [row] = yield* rowsOf(parents)
  const [run] = yield* rowsOf(query.selectFrom('run').select('root').where('id', '=', runId))
  const account = row && (yield* orIssue(readAccount(place, row)))
  const head = account && 'head' in account ? account.head : undefined
  const running = kind === 'child' && head?.sequence === sequence - 1 ? head.next : undefined
  const node = running ?? (head?.sequence === sequence ? head.last : undefined) ?? ''
  return { parent: { run: runId, step: { node, sequence } }, root: run?.root ?? runId }
}
