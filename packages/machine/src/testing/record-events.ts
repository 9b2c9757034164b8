// A hook that keeps every event, for a test that asks what happened and in which order.

import type { AnyEvent } from '../run/events.ts'
import type { ApplicationHooks } from '../run/hooks.ts'

export interface EventRecorder {
  /** Give it to `open({ hooks: [recorder.hook] })`. */
  readonly hook: ApplicationHooks
  /** In their order, of every application that has the hook. */
  readonly events: readonly AnyEvent[]
  /** `begin ask`, `step ask -> answer`, `fail answer`, `end completed`: one line for each event, without times. */
  readonly lines: () => readonly string[]
}

/**
 * @example
 * import { forState } from '@throughline/machine'
 * import { recordEvents } from '@throughline/machine/testing'
 * const { action, machine } = forState<{ n: number }>()
 * const recorder = recordEvents()
 * const app = await machine({ go: action({}, () => {}) }).open({ entry: 'go', hooks: [recorder.hook] })
 * await app.run()
 * recorder.lines() // => ['begin go', 'step go -> end', 'end completed']
 */
export function recordEvents(): EventRecorder {
  const events: AnyEvent[] = []
  return {
    hook: { onEvent: (event) => void events.push(event) },
    events,
    lines: () => events.map(lineOf),
  }
}

function lineOf(event: AnyEvent): string {
  switch (event.type) {
    case 'end':
      return `end ${event.outcome.status}`
    case 'step':
      return `step ${event.action} -> ${event.next ?? 'end'}`
    case 'span':
      return `span ${event.action} ${event.phase} ${event.name}`
    case 'log':
      return `log ${event.action} ${event.message}`
    case 'metric':
      return `metric ${event.action} ${event.name} = ${event.value}`
    case 'child':
      return `child ${event.action} ${event.path.join('/')}: ${lineOf(event.event)}`
    case 'node':
      return `node ${event.action} ${event.node} ${event.status}`
    default:
      return `${event.type} ${event.action}`
  }
}
