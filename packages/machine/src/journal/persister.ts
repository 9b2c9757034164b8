// The port of everything that keeps applications: memory, files, a database.

import type { Issue } from 'throughline'
import type { MachineJson } from '../definition/to-json.ts'
import type { Head, JournalEntry, Parent } from './entry.ts'

type Awaitable<Value> = Value | PromiseLike<Value>

/** An entry with its number in the journal of its application: from 1, without gaps. */
export interface Numbered {
  readonly number: number
  readonly entry: JournalEntry
}

export interface LoadedJournal {
  /** Where the application stands; at the end, or after the step that was asked for. */
  readonly head: Head
  /** Number of the last entry that counts for it. */
  readonly number: number
}

export interface ApplicationFacts {
  readonly app: string
  readonly machine: string
  readonly runId: string
  readonly sequence: number
  readonly last: string | null
  readonly next: string | null
  readonly status: Head['status'] | 'completed'
  readonly startedAtMs: number
  readonly changedAtMs: number
  readonly parent?: Parent
  readonly tags: Readonly<Record<string, string>>
}

/** One that is kept, and cannot be read to its end. */
export interface UnreadableApplication {
  /** Its id; absent when not even that can be read. */
  readonly app?: string
  /** Where it stands after the last entry that can be read. */
  readonly facts?: ApplicationFacts
  readonly issue: Issue
}

export interface ListFilter {
  readonly machine?: string
  readonly status?: ApplicationFacts['status']
  /** Of an application: its forks and children. */
  readonly parent?: string
  readonly tags?: Readonly<Record<string, string>>
  /** @defaultValue 100 */
  readonly limit?: number
  /** Goes on after a page: its `after`. */
  readonly after?: string
}

export interface ApplicationPage {
  /** Newest change first. */
  readonly applications: readonly ApplicationFacts[]
  /** For the next page; absent when there is none. */
  readonly after?: string
  /** Those that may fit the filter, and cannot be read; beside the limit. A list does not look into the midst of journals. */
  readonly unreadable?: readonly UnreadableApplication[]
}

export interface ApplicationLease {
  /** @returns false when it is somebody else's by now */
  renew(): Awaitable<boolean>
  release(): Awaitable<void>
}

/** Who has the lease now. */
export interface LeaseHeld {
  /** For people: `process 4711 on web-2`. */
  readonly heldBy: string
  /** Seen from here; absent where it is not known. Of a process of this machine it is known whether it lives. */
  readonly where?: 'this process' | 'this machine' | 'elsewhere'
  /** When it is free unless it is renewed, on the clock of this machine. */
  readonly untilMs?: number
}

/**
 * Keeps journals. Entries are plain data of these kinds, at any depth: null, undefined, booleans, numbers of every kind,
 * bigint, text, lists, plain objects, Date, Map, Set, typed arrays, ArrayBuffer, RegExp, Error. What a persister gives
 * back equals what it was given.
 *
 * An entry is **recorded** when `append` has returned: it survives the process being killed. A persister says in its
 * documentation whether it also survives a power cut.
 */
export interface Persister {
  /** For messages: `memory`, `files in .throughline/applications`. */
  readonly name: string
  /**
   * Adds entries after the entry `expected`, all or none.
   *
   * @param expected number of the last entry; 0 for a new application
   * @throws {app/conflict} when the last entry is another one; then nothing was written
   */
  append(app: string, expected: number, entries: readonly JournalEntry[]): Awaitable<void>
  /**
   * @param at right after the step of this number, before edits and attempts behind it; 0, or the number at which a fork
   *   begins: at the start. @defaultValue the end
   * @returns undefined when there is no such application or step
   */
  load(app: string, at?: number): Awaitable<LoadedJournal | undefined>
  /** Entries in their order. @param after number of the last one that is known; @defaultValue 0 */
  entries(app: string, options?: { readonly after?: number; readonly limit?: number }): Awaitable<readonly Numbered[]>
  list(filter?: ListFilter): Awaitable<ApplicationPage>
  /** Makes sure that one process at a time runs an application. Absent where there is only one process. */
  lease?(app: string, options: { readonly ttlMs: number }): Awaitable<ApplicationLease | LeaseHeld>
  /** Takes an application away with all its entries. @returns whether there was one */
  remove(app: string): Awaitable<boolean>
  /** Told of the machine of each application before it is opened here: for what is said about its applications elsewhere. */
  meet?(machine: { readonly name: string; toJSON(): MachineJson }): void
  close?(): Awaitable<void>
}
