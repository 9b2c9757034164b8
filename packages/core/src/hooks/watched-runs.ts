// What is known at a moment of the runs that go on, gathered from their events.

import type { Clock } from '../execute/clock.ts'
import type { ItemPlace } from '../execute/error-place.ts'
import type { RunEnd, RunStart, StepEnd, StepProgress } from '../execute/hooks.ts'
import { parentLabel, stepLabel } from './step-label.ts'

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
  /** Runs within runs, by id: the step that each belongs to. */
  readonly #parents = new Map<string, string>()
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
    if (event.parent) {
      const { parent } = event
      this.#parents.set(event.runId, this.labelOf(parent.runId, parentLabel(parent)))
      return undefined
    }
    const name = oneLine(event.flow ?? event.outputs.slice(0, 3).join(', '))
    const startedAtMs = this.#clock.performance.now()
    const run: WatchedRun = { name, startedAtMs, total: event.nodes.length, done: 0, running: new Map() }
    this.#runs.set(event.runId, run)
    return run
  }

  /** Says as well which item it is about, and to which step its run belongs. */
  labelOf(runId: string, node: string, item?: ItemPlace): string {
    const parent = this.#parents.get(runId)
    return `${parent === undefined ? '' : `${parent}, `}${stepLabel(node, item)}`
  }

  stepStarted(runId: string, node: string): void {
    this.#runs.get(runId)?.running.set(node, { node: oneLine(node), startedAtMs: this.#clock.performance.now() })
  }

  /** How far a single item of a fan-out is says nothing of the step. */
  stepProgressed({ runId, node, item, done, total }: StepProgress): void {
    if (item) return
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
    this.#parents.delete(runId)
    return run
  }
}

/** Text of a user as a part of one line: nothing in it moves the cursor or changes colours. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Control}\u2028\u2029]+/gu, ' ')
}
