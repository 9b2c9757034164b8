// What a persister does for the record: it is told in the same transaction while that keeps pace, and later where not.

import { isThenable } from 'throughline/insides'
import { insertNew, rowsOf, type Work, type WorkPlace } from '@throughline/store/tables'
import { behindTable, type ApplicationTables } from './application-tables.ts'
import { notToldIssue } from './applications-issues.ts'
import { fromKey, toKey } from './keys.ts'
import { LaterTelling, type Awaitable } from './later-telling.ts'
import { Pace } from './pace.ts'
import type { Teller } from './teller.ts'
import { nextTelling, writeTelling, type Telling } from './telling.ts'
import type { TellingTime } from './telling-time.ts'
import { discreetVoice, type Voice } from './voice.ts'

type Place = WorkPlace<ApplicationTables>

/** More entries than these are told later, whatever the pace: somebody is in a hurry. */
const MOST_AT_ONCE = 16
/** So many are told in a transaction of their own. */
const SLICE = 500

export interface ApplicationRecordContext {
  readonly perform: <Result>(work: (place: Place) => Work<Result>) => Awaitable<Result>
  readonly read: <Result>(work: (place: Place) => Work<Result>) => Awaitable<Result>
  readonly teller: Teller
  readonly time: TellingTime
}

/** What was done in a transaction, to be taken up when it is through. */
export interface Appended {
  readonly telling?: Telling | undefined
  /** What went wrong. */
  readonly trouble?: { readonly error: unknown }
}

export class ApplicationRecord {
  readonly #context: ApplicationRecordContext
  readonly #pace = new Pace()
  readonly #later: LaterTelling

  constructor(context: ApplicationRecordContext) {
    this.#context = context
    const { time } = context
    this.#later = new LaterTelling({
      time,
      pace: this.#pace,
      tellSome: (app) => this.#tellSome(app),
      onTrouble: (app, error) => this.#warn(app, error),
    })
  }

  /**
   * A part of the transaction that appends, after the entries are written. The beginning of an application is told now: what
   * it comes from is asked at this moment.
   */
  *appending(place: Place, app: string, before: number, count: number): Work<Appended> {
    const isInTime = count <= MOST_AT_ONCE && this.#pace.allows(this.#context.time.nowMs())
    let telling: Telling | undefined
    let trouble: Appended['trouble']
    if ((isInTime && (before === 0 || (yield* this.#isToldTo(place, app, before)))) || before === 0) {
      try {
        telling = yield* this.#tellNext(place, app, isInTime ? count : 1)
      } catch (error) {
        // What the database refuses does not come here: it ends the transaction.
        trouble = { error }
      }
    }
    if (!telling?.isAll) yield* insertNew(behindTable, [{ app: toKey(app) }])
    return { telling, ...(trouble && { trouble }) }
  }

  /** The transaction is through. */
  appended(app: string, { telling, trouble }: Appended): void {
    this.#later.seen()
    if (telling) this.#context.teller.told(telling.versions)
    if (trouble) this.#warn(app, trouble.error)
    if (!telling?.isAll) this.#later.add(app)
  }

  /** It may be that whoever ran it before did not tell all. */
  opened(app: string): Awaitable<void> {
    const failed = (error: unknown): void => this.#warn(app, error)
    return attempt(failed, () => {
      const marked = this.#isMarked(app)
      const add = (isMarked: boolean): void => void (isMarked && this.#later.add(app))
      return isThenable(marked) ? Promise.resolve(marked).then(add) : add(marked)
    })
  }

  /** Tells the rest of an application. Never fails: what goes wrong is said, and the application stays behind. */
  tellRest(app: string): Awaitable<void> {
    const failed = (error: unknown): void => this.#warn(app, error)
    return attempt(failed, () => {
      const marked = this.#isMarked(app)
      const tell = (isMarked: boolean): Awaitable<void> => (isMarked ? this.#later.tellAll(app) : undefined)
      return isThenable(marked) ? Promise.resolve(marked).then(tell) : tell(marked)
    })
  }

  /**
   * The same before somebody takes an application away; nothing is said of what goes wrong. Whoever has not opened its machine
   * does not know what its owner lets be told.
   */
  tellBeforeRemoval(app: string): Awaitable<void> {
    return attempt(
      () => {},
      () => {
        const machine = this.#machineBehind(app)
        const tell = (name: string | undefined): Awaitable<void> => {
          if (name === undefined) return
          const voice = this.#context.teller.knows(name) ? this.#context.teller : discreetVoice
          return this.#later.tellAll(app, () => this.#tellSome(app, voice))
        }
        return isThenable(machine) ? Promise.resolve(machine).then(tell) : tell(machine)
      },
    )
  }

  /** Tells the rest of all that were written here. */
  close(): Awaitable<void> {
    return this.#later.close()
  }

  *#isToldTo({ query }: Place, app: string, number: number): Work<boolean> {
    const told = query.selectFrom('application_told').select('number').where('app', '=', toKey(app))
    return (yield* rowsOf(told))[0]?.number === number
  }

  *#tellNext(place: Place, app: string, most: number, voice: Voice = this.#context.teller): Work<Telling | undefined> {
    const { time } = this.#context
    const startMs = time.nowMs()
    const telling = yield* nextTelling(place, app, voice, most)
    if (telling) yield* writeTelling(place, telling)
    const nowMs = time.nowMs()
    this.#pace.spend(nowMs - startMs, nowMs)
    return telling
  }

  async #tellSome(app: string, voice?: Voice): Promise<boolean> {
    const telling = await this.#context.perform((place) => this.#tellNext(place, app, SLICE, voice))
    if (telling) this.#context.teller.told(telling.versions)
    return telling?.isAll ?? true
  }

  #isMarked(app: string): Awaitable<boolean> {
    return this.#context.read(function* ({ query }) {
      const marks = query.selectFrom('application_behind').select('app').where('app', '=', toKey(app))
      return (yield* rowsOf(marks)).length > 0
    })
  }

  /** @returns the machine of an application of which not all was told */
  #machineBehind(app: string): Awaitable<string | undefined> {
    return this.#context.read(function* ({ query }) {
      const behind = query.selectFrom('application_behind').select('app').where('app', '=', toKey(app))
      const found = query.selectFrom('application').select('machine').where('app', 'in', behind)
      const [row] = yield* rowsOf(found)
      return row && fromKey(row.machine)
    })
  }

  #warn(app: string, error: unknown): void {
    this.#context.teller.warn(notToldIssue(app, error))
  }
}

function attempt(failed: (error: unknown) => void, call: () => Awaitable<void>): Awaitable<void> {
  try {
    const done = call()
    return isThenable(done) ? Promise.resolve(done).catch(failed) : done
  } catch (error) {
    failed(error)
  }
}
