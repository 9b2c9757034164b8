// A recorder that keeps events in memory, for tests and for those who look at a run at once.

import type { Event, EventBody } from '../events/event.ts'
import type { Recorder } from './recorder.ts'

export interface MemoryRecorder extends Recorder {
  /** In the order in which they were recorded. */
  readonly events: readonly Event[]
}

export interface MemoryRecorderOptions {
  /** @defaultValue 'memory' */
  readonly writer?: string
  /** Milliseconds since 1970. @defaultValue Date.now */
  readonly nowMs?: () => number
}

/** Events are kept as they are, without a copy. */
export function memoryRecorder({ writer = 'memory', nowMs = Date.now }: MemoryRecorderOptions = {}): MemoryRecorder {
  const events: Event[] = []
  const record = (run: string | undefined, body: EventBody): void => {
    const head = { v: 1, writer, seq: events.length + 1, atMs: nowMs(), ...(run !== undefined && { run }) } as const
    events.push({ ...head, ...body })
  }
  return {
    writer,
    isRecording: true,
    events,
    beginRun: record,
    record,
    endRun: (run, ended) => {
      record(run, ended)
      return true
    },
    flush: () => true,
    close: () => true,
  }
}
