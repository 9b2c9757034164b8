// An application: a machine with a state, a position and a history.

// For who compiles with an older library: `Symbol.asyncDispose` is in what is published.
/// <reference lib="esnext.disposable" preserve="true" />

import type { StandardSchema } from 'throughline'
import type { Actions, PayloadOfAction } from '../definition/action.ts'
import type { Names } from '../definition/machine.ts'
import type { Frozen } from '../typing/keys.ts'
import type { Written } from '../typing/patch.ts'
import type { ApplicationEvent } from './events.ts'
import type { Outcome } from './outcome.ts'
import type { ApplicationRunOptions, InputsByAction } from './run-options.ts'

/** The events of a run, one after the other, and the promise of its outcome. It begins in the next microtask. */
export interface Running<State, A extends Actions<State>>
  extends AsyncIterable<ApplicationEvent<State, A>>, PromiseLike<Outcome<State, A>> {}

/** How a key came to its values. */
export interface KeyChange {
  readonly sequence: number
  /** The action that wrote it; null for the start and for edits from outside. */
  readonly action: string | null
  readonly atMs: number
  /** Absent when the key was taken away. */
  readonly value?: unknown
}

export interface Application<State, A extends Actions<State>> {
  readonly id: string
  /** UUIDv7: the application in the record. */
  readonly runId: string
  readonly state: { readonly [K in keyof State]: Frozen<State[K]> }
  /** Number of the last step that is done; 0 before the first. */
  readonly sequence: number
  readonly last: Names<A> | null
  /** The action that would run next; null at the end. */
  readonly next: Names<A> | null
  readonly status: 'open' | 'completed' | 'stuck' | 'suspended' | 'cancelled'
  /** What is waited for, while it is suspended. */
  readonly awaiting:
    | {
        readonly action: Names<A>
        readonly prompt?: unknown
        readonly expiresAtMs?: number
        readonly schema?: StandardSchema
      }
    | undefined

  /**
   * Does steps until the end, or until something says stop. Calls that come while it runs wait for each other, and as soon
   * as one waits, the run does not wait for the reader of its events any more.
   *
   * @throws {machine/unknown-action} for names in `until` and `inputs`; {app/unknown-option}, {app/bad-option}; {app/closed}; {app/within-step}
   *   for a call from within a step of the same application; {app/unknown-input}, {app/missing-input}, {app/bad-input};
   *   {app/conflict} and what else the persister throws; never what an action throws: that is an outcome
   */
  run(options?: ApplicationRunOptions<State, A>): Running<State, A>
  /** Does one step. The outcome is `limit` when more can follow. @throws as `run` */
  step(options?: { readonly inputs?: InputsByAction<A>; readonly signal?: AbortSignal }): Running<State, A>
  /**
   * Answers what an application waits for, which is a step of this run, and runs on. When the answer makes the action fail,
   * the outcome is `failed`, and the application goes on waiting for another answer.
   *
   * @throws {app/not-suspended}, {app/expired}, {app/bad-payload}; and as `run`
   */
  resume(payload: PayloadOfAction<A[keyof A]>, options?: ApplicationRunOptions<State, A>): Running<State, A>
  /**
   * Changes the state or the position from outside, with an entry of its own in the journal. One that was stuck and gets
   * another state looks for its way on again.
   *
   * @throws {machine/unknown-action}, {app/bad-change}, {app/cancelled}, {app/not-storable}, {app/within-step}
   */
  edit(change: {
    readonly state?: { readonly [K in keyof State]?: Frozen<State[K]> | Written<State[K]> }
    readonly next?: Names<A> | null
  }): Promise<void>
  /**
   * Ends it for good: it can neither run nor be edited any more. A run that goes is stopped. Called from within a step it
   * is recorded when the step has ended.
   */
  cancel(reason?: string): Promise<void>
  /** The values that a key has had, in their order. Without a persister nothing is known of them: an empty list. */
  history(key: keyof State & string): Promise<readonly KeyChange[]>
  /**
   * Stops a run that goes, writes what is not written, and lets others go on with it.
   *
   * @throws what the persister throws; it is closed all the same
   */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}
