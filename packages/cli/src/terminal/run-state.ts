// What is known of a run at a moment, gathered from its events.

import type { RunEvent } from '@throughline/project/process'

export interface RunningStep {
  readonly node: string
  readonly startedAt: number
  done?: number
  total?: number
}

export interface RunState {
  /** Planned steps; 0 before the run has begun. */
  total: number
  /** Steps that have ended, in whatever way. */
  done: number
  /** Those of them that were taken from earlier runs. */
  cached: number
  startedAt: number
  /** In order of their start. */
  readonly running: Map<string, RunningStep>
}

export function createRunState(now: number): RunState {
  return { total: 0, done: 0, cached: 0, startedAt: now, running: new Map() }
}

/** Takes an event into the state. `now` in milliseconds, from any origin. */
export function applyEvent(state: RunState, event: RunEvent, now: number): void {
  switch (event.type) {
    case 'run-started':
      state.total = event.total
      state.startedAt = now
      break
    case 'started':
      state.running.set(event.node, { node: event.node, startedAt: now })
      break
    case 'progress': {
      const step = state.running.get(event.node)
      if (step) {
        step.done = event.done
        if (event.total !== undefined) step.total = event.total
      }
      break
    }
    case 'ended':
      state.running.delete(event.node)
      state.done++
      if (event.status === 'cached') state.cached++
      break
    case 'log':
    case 'retry':
      break
  }
}
