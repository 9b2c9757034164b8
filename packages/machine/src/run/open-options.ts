// How an application is opened: started, resumed or forked, where it is kept, who watches.

import type { Codec } from '../state/codec.ts'
import type { Migrations } from '../state/migrate.ts'
import type { Actions } from '../definition/action.ts'
import type { Names } from '../definition/machine.ts'
import type { Parent } from '../journal/entry.ts'
import type { Frozen } from '../typing/keys.ts'
import type { Persister } from '../journal/persister.ts'
import type { Clock } from 'throughline/insides'
import type { ApplicationHooks } from './hooks.ts'

/**
 * When a step counts as recorded.
 * - `step`: before it is visible; its beginning too. A process that is killed loses no step that was told.
 * - `batch`: a moment later, many together; before `run`, `step` and `resume` give their outcome.
 * - `exit`: when a run ends.
 */
export type Durability = 'step' | 'batch' | 'exit'

interface Common {
  /** Where it is kept. @defaultValue nowhere: it lives as long as the object */
  readonly persister?: Persister
  /** @defaultValue 'step' */
  readonly durability?: Durability
  readonly hooks?: readonly ApplicationHooks[]
  /** For instances of classes in the state. */
  readonly codecs?: readonly Codec[]
  /** Of the shape of the state: a whole number. @defaultValue 1 */
  readonly schemaVersion?: number
  /** By the version that they begin with: lead a state that was kept to the next version. */
  readonly migrations?: Migrations
  /**
   * Freezes what is in the state, so that an action that changes it in place fails at that line.
   * @defaultValue true, unless NODE_ENV is "production"
   */
  readonly freeze?: boolean
  /** How long another process keeps the application after it has died. @defaultValue 30 seconds @unit milliseconds */
  readonly leaseMs?: number
  /**
   * How long an action that takes no notice is waited for when the run was stopped. What it gives within this time is
   * kept; then its step stays begun, and the next run does it again. @defaultValue 5 seconds @unit milliseconds
   */
  readonly graceMs?: number
}

/** Keys of a state, as they are given or as they are seen in another application. */
type Given<State> = { readonly [K in keyof State]?: Frozen<State[K]> }

/** The state at the start: keys that an action writes before another one reads them may be left out. */
interface Start<State, A> {
  /** The first action. */
  readonly entry: Names<A>
  readonly state?: Given<State>
  readonly tags?: Readonly<Record<string, string>>
}

/** One that is not known yet. @throws {app/exists} */
export interface StartNew<State, A> extends Common, Start<State, A> {
  /** Any text of at most 256 bytes. @defaultValue the id of its run */
  readonly id?: string
  readonly resume?: never
  readonly fork?: never
}

/** One that is kept. @throws {app/unknown} */
export interface ResumeKept extends Common {
  readonly resume: string
  readonly persister: Persister
  readonly id?: never
  readonly fork?: never
  readonly entry?: never
  readonly state?: never
}

/** One that is kept, or else a new one. */
export interface ResumeOrStart<State, A> extends Common, Start<State, A> {
  readonly resume: string
  readonly persister: Persister
  readonly id?: never
  readonly fork?: never
}

/** A new one that goes on where another one was. @throws {app/unknown} or {app/no-such-step} */
export interface Fork<State, A> extends Common {
  readonly fork: {
    readonly id: string
    /** After the step of this number. @defaultValue the last one */
    readonly at?: number
    /** Replaces these keys. */
    readonly state?: Given<State>
    /** Replaces what would run next. */
    readonly next?: Names<A>
  }
  readonly persister: Persister
  /** @defaultValue the id of its run */
  readonly id?: string
  readonly tags?: Readonly<Record<string, string>>
  readonly resume?: never
  readonly entry?: never
  readonly state?: never
}

export type OpenOptions<State, A extends Actions<State>> =
  | StartNew<State, A>
  | ResumeKept
  | ResumeOrStart<State, A>
  | Fork<State, A>

/** The options of `open`, whatever the machine. */
export interface AnyOpenOptions extends Common {
  readonly id?: string
  readonly resume?: string
  readonly fork?: { readonly id: string; readonly at?: number; readonly state?: object; readonly next?: string }
  readonly entry?: string
  readonly state?: object
  readonly tags?: Readonly<Record<string, string>>
  /** Of a child of a step: set by `spawn`. */
  readonly parent?: Parent
  readonly clock?: Clock
}
