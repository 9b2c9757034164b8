// What an action may ask of its step: who it is, whether to stop, what to tell, what to remember.

import type { AnyMachine } from '../definition/machine.ts'
import type { SpawnOptions, SpawnedOutcome } from './spawn.ts'

/** What is told on the side: text, numbers. */
export type Fields = Readonly<Record<string, unknown>>

export interface ActionContext {
  /** The application's id, as its user gave it. */
  readonly app: string
  /** UUIDv7 of the run in the record. */
  readonly runId: string
  readonly action: string
  /** Number of the step in the history of the application, from 1. Attempts of one step share it. */
  readonly sequence: number
  /** From 1; also counted over restarts of the process. */
  readonly attempt: number
  /**
   * The same for every attempt of this step, and for no other step: give it to services that take one. After an edit from
   * outside the step is another one.
   */
  readonly idempotencyKey: string
  /** Aborts when the run is stopped, or the time of the attempt is over. */
  readonly signal: AbortSignal
  log(message: string, fields?: Fields): void
  /** @param step position in a series, such as an epoch */
  metric(name: string, value: number, step?: number): void
  /** Times a part of the step. Spans that begin inside of it are below it. */
  span<Value>(name: string, work: () => Value, fields?: Fields): Value
  /**
   * Does something whose result is not the same each time: asks a service, reads a file. The result is recorded with the
   * step, so that a replay of the step gets it without doing it again. It has to be plain data.
   */
  effect<Value>(name: string, work: () => Value): Value
  /** Milliseconds since 1970; recorded as an effect. */
  now(): number
  /** From 0 to 1; recorded as an effect. */
  random(): number
  /** Runs another application as a child of this step: see `SpawnOptions`. */
  spawn<Child extends AnyMachine>(machine: Child, options: SpawnOptions<Child>): Promise<SpawnedOutcome<Child>>
}
