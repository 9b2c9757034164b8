// Events as lines: what is given again is not encoded again, and what may have changed is.

import { describe, expect, it } from 'vitest'
import { systemClock } from '../clock.ts'
import { nodeFiles } from '../files/node-files.ts'
import { nodeProcesses } from '../processes/processes.ts'
import { EventLines } from './event-lines.ts'
import { bytesOfLines } from './line.ts'
import { parseEventLine, type SpoolBody } from './spool-event.ts'

function linesOf(bodies: readonly (() => SpoolBody)[]): unknown[] {
  const lines = new EventLines({
    writer: 'writer-01',
    folder: 'never made',
    files: nodeFiles,
    processes: nodeProcesses(),
    durability: 'process',
    clock: systemClock,
    limits: { lineBytes: 64_000 },
    readyFolder: () => {},
  })
  const text = bodies.map((body, at) => lines.next(body(), at % 2 === 0 ? 'run' : undefined, at)).join('')
  return bytesOfLines(text).toString().trimEnd().split('\n').map(parseEventLine)
}

const head = { v: 1, writer: 'writer-01' }

describe('the lines of events', () => {
  it('have a head of their own also when an event is frozen, and comes again', () => {
    const event = Object.freeze({ type: 'again', text: 'é \u2028 "' })
    expect(linesOf([() => event, () => event, () => event])).toEqual([
      { ...head, seq: 1, atMs: 0, run: 'run', ...event },
      { ...head, seq: 2, atMs: 1, ...event },
      { ...head, seq: 3, atMs: 2, run: 'run', ...event },
    ])
  })

  it('say what an event is now, when it can be changed', () => {
    const event = { type: 'count', n: 1 }
    expect(linesOf([() => event, () => Object.assign(event, { n: 2 })])).toMatchObject([{ n: 1 }, { n: 2 }])
  })

  it('keep the head against fields of the same name', () => {
    expect(linesOf([() => ({ type: 'liar', seq: 99, run: 'other', crc: 'x' }) as SpoolBody])).toEqual([
      { ...head, seq: 1, atMs: 0, run: 'run', type: 'liar' },
    ])
  })
})
