// What shows the progress of a run, whether on a terminal or in a file.

import { describeRun, type RunEvent } from '@throughline/project/process'
import { formatDuration } from './duration.ts'

type Said = Extract<RunEvent, { readonly type: 'log' | 'retry' }>

export type Write = (text: string) => void

export interface Progress {
  onEvents(events: readonly RunEvent[]): void
  /** Lets something be written without tearing what is drawn. */
  print(write: () => void): void
  /** Text of user code, perhaps without its end of line. Each stream has one `write`. */
  printPartial(text: string, write: Write): void
  /** A word below, such as how to stop. */
  note(text: string): void
  /** Leaves the screen as it was, and ends the lines that user code left open. */
  end(): void
}

/** The line that an event deserves of its own. */
export function describeNotable(event: RunEvent): string | undefined {
  if (event.type === 'log') {
    const fields = event.fields === undefined ? '' : ` ${event.fields}`
    return `${nameOf(event)}: ${event.message}${fields}${event.from ? ` (from ${describeRun(event.from)})` : ''}`
  }
  if (event.type !== 'retry') return undefined
  return `${nameOf(event)}: attempt ${event.attempt} failed (${event.message}); again in ${formatDuration(event.delayMs)}`
}

/** A step, of a fan-out with the item, and what it is a part of: `price in cities (item rome)`. */
function nameOf({ within = [], ...step }: Said): string {
  return [step, ...within.toReversed()].map(labelOf).join(' in ')
}

function labelOf({ node, item }: Pick<Said, 'node' | 'item'>): string {
  return item ? `${node} (item ${item.join(' > ')})` : node
}
