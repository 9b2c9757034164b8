// A hook that keeps everything that it is told.

import type { Hooks, RunEnd, RunStart, StepCheck, StepEnd, StepLog, StepMetric, StepRetry } from '../execute/hooks.ts'
import type { EventOf, Observer } from '../execute/observers.ts'
import { steadyEvents, type SteadyEvent } from './steady-events.ts'

/** What an observer was told, and which one. */
export type RecordedEvent = { [Name in Observer]: { readonly hook: Name; readonly event: EventOf<Name> } }[Observer]

export interface RecordingHook extends Hooks {
  /** Everything, in the order in which it was told. */
  readonly events: readonly RecordedEvent[]
  /** What one observer was told: `recorder.of('onStepEnd')`. */
  of<Name extends Observer>(hook: Name): EventOf<Name>[]
  /** The nodes that ran, in the order of their start. */
  readonly order: readonly string[]
  /** How nodes ended, in that order; the skipped ones too. */
  readonly steps: readonly StepEnd[]
  readonly checks: readonly StepCheck[]
  readonly retries: readonly StepRetry[]
  readonly logs: readonly StepLog[]
  readonly metrics: readonly StepMetric[]
  readonly starts: readonly RunStart[]
  readonly ends: readonly RunEnd[]
  /** Everything as plain objects without ids and times, equal for equal runs: for snapshots. */
  steady(): SteadyEvent[]
  /** Forgets everything. */
  clear(): void
}

/** Every observer that there is; the compiler sees to it. */
const OBSERVERS = Object.keys({
  onRunStart: true,
  onStepStart: true,
  onStepProgress: true,
  onStepLog: true,
  onStepMetric: true,
  onStepRetry: true,
  onStepCheck: true,
  onStepMetadata: true,
  onStepEnd: true,
  onRunEnd: true,
} satisfies Record<Observer, true>) as Observer[]

/**
 * A hook that records a run, for a test to ask about it.
 *
 * @example
 * import { recordingHook } from 'throughline/testing'
 * const recorder = recordingHook()
 * const flow = dataflow({ a: () => 1, b: ({ a }) => a + 1, unasked: () => 3 }).with({ hooks: [recorder] })
 * await flow.execute(['b']) // => { b: 2 }
 * recorder.order // => ['a', 'b']
 * recorder.steps.map(({ node, value }) => [node, value]) // => [['a', 1], ['b', 2]]
 */
export function recordingHook(): RecordingHook {
  const events: RecordedEvent[] = []
  const of = <Name extends Observer>(hook: Name): EventOf<Name>[] =>
    events.filter((one) => one.hook === hook).map((one) => one.event as EventOf<Name>)
  const observers = OBSERVERS.map((hook) => [hook, (event: never): void => void events.push({ hook, event })])
  return {
    ...(Object.fromEntries(observers) as Hooks),
    events,
    of,
    get order() {
      return of('onStepStart').map(({ node }) => node)
    },
    get steps() {
      return of('onStepEnd')
    },
    get checks() {
      return of('onStepCheck')
    },
    get retries() {
      return of('onStepRetry')
    },
    get logs() {
      return of('onStepLog')
    },
    get metrics() {
      return of('onStepMetric')
    },
    get starts() {
      return of('onRunStart')
    },
    get ends() {
      return of('onRunEnd')
    },
    steady: () => steadyEvents(events),
    clear: () => void events.splice(0),
  }
}
