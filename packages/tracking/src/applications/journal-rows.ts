// Rows of journals as entries, and what is said of one that is damaged.

import type { JournalEntry, Numbered } from '@throughline/machine'
import { isDecoded, jsonCodec } from '@throughline/store'
import { rowsOf, type Work, type WorkPlace } from '@throughline/store/tables'
import { isThroughlineError, ThroughlineError, type Issue } from 'throughline'
import { accountAfter, type Account } from './account.ts'
import type { ApplicationRow, ApplicationTables } from './application-tables.ts'
import { applicationsIssue } from './applications-issues.ts'
import { fromStored } from './entry-codec.ts'
import { fromKey, toKey } from './keys.ts'

type Place = WorkPlace<ApplicationTables>

export interface EntryRange {
  readonly after: number
  readonly upTo?: number
  readonly limit?: number
}

/** Reads so many entries at once. */
const PAGE = 500

/** @throws {applications/damaged} */
export function* readEntries(
  place: Place,
  app: string,
  { after, upTo, limit = Infinity }: EntryRange,
): Work<Numbered[]> {
  const { query } = place
  const found: Numbered[] = []
  let last = after
  for (;;) {
    const size = Math.min(PAGE, limit - found.length)
    if (size <= 0) return found
    let page = query.selectFrom('journal').select(['number', 'codec', 'payload']).where('app', '=', toKey(app))
    page = page.where('number', '>', last).orderBy('number').limit(size)
    if (upTo !== undefined) page = page.where('number', '<=', upTo)
    const rows = yield* rowsOf(page)
    for (const { number, codec, payload } of rows) {
      const decoded = fromStored({ codec, text: payload })
      if (!isDecoded(decoded)) throw yield* damageAt(place, app, number, decoded.undecodable)
      if (!isEntry(decoded.value)) throw yield* damageAt(place, app, number, 'it is no entry')
      found.push({ number, entry: decoded.value })
    }
    if (rows.length < size) return found
    last = rows.at(-1)!.number
  }
}

/**
 * Where an application stands after an entry, without its state. What was damaged of it is made again of its entries.
 *
 * @param row one of `application`, or of `application_told`
 * @throws {applications/damaged}
 */
export function* readAccount(
  place: Place,
  { app, number: upTo, account }: Pick<ApplicationRow, 'app' | 'number' | 'account'>,
): Work<Account> {
  const stored = fromStored({ codec: jsonCodec.id, text: account })
  if (isDecoded(stored) && isAccount(stored.value)) return stored.value
  let made: Account | undefined
  for (const { number, entry } of yield* readEntries(place, fromKey(app), { after: 0, upTo }))
    made = accountAfter(made, number, entry)
  if (!made) throw yield* damageAt(place, fromKey(app), 1, 'its entries are gone')
  return made
}

/** @returns what is wrong with it in its place, when it is damaged */
export function* orIssue<Found>(work: Work<Found>): Work<Found | { readonly issue: Issue }> {
  try {
    return yield* work
  } catch (error) {
    if (!isThroughlineError(error)) throw error
    return { issue: error.issues[0]! }
  }
}

function isAccount(value: unknown): value is Account {
  const { head } = (value ?? {}) as { readonly head?: { readonly runId?: unknown } | null }
  return typeof head?.runId === 'string'
}

function isEntry(value: unknown): value is JournalEntry {
  const { type, sequence } = (value ?? {}) as { readonly type?: unknown; readonly sequence?: unknown }
  return typeof type === 'string' && typeof sequence === 'number'
}

function* damageAt({ query }: Place, app: string, number: number, reason: string): Work<ThroughlineError> {
  const steps = query.selectFrom('journal').select('sequence').where('app', '=', toKey(app))
  const before = steps.where('number', '<', number).where('type', 'in', ['opened', 'committed'])
  const [step] = yield* rowsOf(before.orderBy('number', 'desc').limit(1))
  return new ThroughlineError([
    applicationsIssue('applications/damaged', { app, number, ...(step && { step: step.sequence }), reason }),
  ])
}
