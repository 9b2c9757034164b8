// Tells the record what processes that are gone did not come to: by whoever is about to read it.

import { systemClock, type Clock, type Processes } from '@throughline/store'
import { rowsOf, type TableDatabase, type Work, type WorkPlace } from '@throughline/store/tables'
import type { RecordTables } from '../record/rows.ts'
import type { ApplicationTables } from './application-tables.ts'
import { fromKey } from './keys.ts'
import { leaseOf } from './leases.ts'
import { nextTelling, writeTelling } from './telling.ts'
import { discreetVoice } from './voice.ts'

type Place = WorkPlace<ApplicationTables>

/** So many entries are told in a transaction. */
const SLICE = 500

export interface LeftBehindContext {
  readonly database: TableDatabase<RecordTables>
  readonly processes: Processes
  readonly clock?: Clock
  /** What is wrong with one application; the others are told. */
  readonly onTrouble: (app: string, error: unknown) => void
}

/** @returns the applications that were told of */
export async function tellLeftBehind(context: LeftBehindContext): Promise<readonly string[]> {
  // Both kinds of tables are made together.
  const database = context.database as unknown as TableDatabase<ApplicationTables>
  const marks = await database.read(({ query }) =>
    rowsOf(query.selectFrom('application_behind').select('app').orderBy('app')),
  )
  const told: string[] = []
  for (const { app: key } of marks) {
    const app = fromKey(key)
    let slice: Slice | undefined
    do {
      slice = await database.perform((place) => tellSlice(place, key, context))
      if (slice.trouble) context.onTrouble(app, slice.trouble.error)
      if (slice.isTold && told.at(-1) !== app) told.push(app)
    } while (slice.isMore)
  }
  return told
}

interface Slice {
  readonly isTold: boolean
  readonly isMore: boolean
  readonly trouble?: { readonly error: unknown }
}

/** Whoever runs the application tells more of it than can be told here. */
function* tellSlice(place: Place, key: string, { processes, clock = systemClock }: LeftBehindContext): Work<Slice> {
  const nothing = { isTold: false, isMore: false }
  const { held } = yield* leaseOf(place, key, processes, clock)
  if (held) return nothing
  try {
    const telling = yield* nextTelling(place, fromKey(key), discreetVoice, SLICE)
    if (!telling) return nothing
    yield* writeTelling(place, telling)
    return { isTold: true, isMore: !telling.isAll }
  } catch (error) {
    // What the database refuses does not come here: it ends the transaction.
    return { ...nothing, trouble: { error } }
  }
}
