// What is known at a moment of the runs that go on, gathered from their events.

import type { Clock } from '../execute/clock.ts'
import type { RunEnd, RunStart, StepEnd, StepProgress } from '../execute/hooks.ts'
import { isNested } from './nested-run.ts'

interface WatchedStep {
  readonly node: string
  /** Of the clock's `performance`. */
  readonly startedAtMs: number
  done?: number
  total?: number
}

export interface WatchedRun {
  readonly name: string
  /** Of the clock's `performance`. */
  readonly startedAtMs: number
  /** Planned steps. */
  readonly total: number
  /** Steps that have ended, in whatever way. */
  done: number
  /** In the order of their start. */
  readonly running: Map<string, WatchedStep>
}

/** Runs by id, in the order of their start. Runs within runs are a matter of the step that they belong to. */
export class WatchedRuns {
  readonly #runs = new Map<string, WatchedRun>()
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get size(): number {
    return this.#runs.size
  }

  get first(): WatchedRun | undefined {
    const [first] = this.#runs.values()
    return first
  }

  get(runId: string): WatchedRun | undefined {
    return this.#runs.get(runId)
  }

  runStarted(event: RunStart): WatchedRun | undefined {
    if (isNested(event)) return undefined
    const name = oneLine(event.flow ?? event.outputs.slice(0, 3).join(', '))
    const startedAtMs = this.#clock.performance.now()
    const run: WatchedRun = { name, startedAtMs, total: event.nodes.length, done: 0, running: new Map() }
    this.#runs.set(event.runId, run)
    return run
  }

  stepStarted(runId: string, node: string): void {
    this.#runs.get(runId)?.running.set(node, { node: oneLine(node), startedAtMs: this.#clock.performance.now() })
  }

  stepProgressed({ runId, node, done, total }: StepProgress): void {
    const step = this.#runs.get(runId)?.running.get(node)
    if (!step) return
    step.done = done
    if (total !== undefined) step.total = total
  }

  stepEnded({ runId, node, late }: StepEnd): void {
    const run = this.#runs.get(runId)
    if (!run || late) return
    run.running.delete(node)
    run.done++
  }

  runEnded({ runId }: RunEnd): WatchedRun | undefined {
    const run = this.#runs.get(runId)
    this.#runs.delete(runId)
    return run
  }
}

/** Text of a user as a part of one line: nothing in it moves the cursor or changes colours. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Control}\u2028\u2029]+/gu, ' ')
}
