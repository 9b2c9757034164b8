// What a run calls to be recorded: events into the spool of this thread, and a heart that says that it is alive.

import {
  openSpoolWriter,
  type Clock,
  type Exit,
  type Files,
  type OnTrouble,
  type Processes,
  type SpoolBody,
  type SpoolLimits,
} from '@throughline/store'
import { threadId } from 'node:worker_threads'
import {
  STATES,
  type EventBody,
  type EventsDropped,
  type RunEnded,
  type RunStarted,
  type StepEnded,
} from '../events/event.ts'
import { threadHeart, type Heart } from './heart.ts'

export interface RecorderOptions {
  /** The folder of the store, usually `.throughline` in that of the project. Made with the first event. */
  readonly dir: string
  /** Told what a user should know, at most once with each code. */
  readonly onTrouble?: OnTrouble
  /** With `sync` what is recorded survives a power cut, and every write takes as long as the disk. @defaultValue 'process' */
  readonly durability?: 'process' | 'sync'
  readonly limits?: Partial<SpoolLimits>
  /** What says that runs are alive. @defaultValue a thread, shared by all recorders of this one */
  readonly heart?: Heart
  readonly clock?: Clock
  readonly ids?: () => string
  readonly files?: Files
  readonly processes?: Processes
  readonly exit?: Exit
}

/**
 * Records runs. No call throws or waits; what cannot be written waits in memory, and is told once.
 *
 * **Recorded** means that the write call has returned: the event survives the process being killed, and with
 * `durability: 'sync'` a power cut. Only `endRun`, `flush` and `close` report it.
 */
export interface Recorder {
  /** Id of the spool file. */
  readonly writer: string
  /** False while events wait in memory because they cannot be written. */
  readonly isRecording: boolean
  /** Records that a run begins, and keeps its heart beating. */
  beginRun(run: string, started: RunStarted): void
  /** Takes an event, to be written within milliseconds. What is about no run has none. */
  record(run: string | undefined, body: EventBody): void
  /** Records that a run has ended. @returns whether it and all before it is recorded */
  endRun(run: string, ended: RunEnded): boolean
  /** Writes what waits. @returns whether all before it is recorded */
  flush(): boolean
  /** Writes what waits and seals the file. @returns as `flush` */
  close(): boolean
}

const droppedKinds: Readonly<Record<string, EventsDropped['kind']>> = {
  log: 'log',
  metric: 'metric',
  'step.progress': 'progress',
  state: 'state',
}

/** Opens the spool file of this thread. Open one in every thread that takes part in a run. */
export function openRecorder(options: RecorderOptions): Recorder {
  const { dir, heart = threadHeart, onTrouble = () => {}, ...rest } = options
  const describeDropped = (kind: string, count: number): EventsDropped => ({
    type: 'dropped',
    kind: droppedKinds[kind] ?? 'summary',
    count,
  })
  const writer = openSpoolWriter({ ...rest, onTrouble, folder: dir, describeDropped, thread: threadId })
  const beating = new Map<string, () => void>()
  const stopBeating = (run: string): void => {
    beating.get(run)?.()
    beating.delete(run)
  }
  const record = (run: string | undefined, body: EventBody): void => {
    const isState = STATES.has(body.type)
    writer.append(isState && body.type === 'step.ended' ? thinned(body, run) : body, { run, isState })
  }
  /** Over the limit of the spool a state goes without its statistics. */
  const thinned = (body: StepEnded, run: string | undefined): SpoolBody => {
    if (!body.output?.summary || !writer.isOverLimit) return body
    const { summary: _, ...output } = body.output
    writer.countDropped('summary', run)
    return { ...body, output } as StepEnded
  }
  return {
    writer: writer.id,
    get isRecording() {
      return writer.isRecording
    },
    beginRun: (run, started) => {
      record(run, started)
      stopBeating(run)
      beating.set(run, heart.beginRun({ dir, run, onTrouble }))
    },
    record,
    endRun: (run, ended) => {
      stopBeating(run)
      record(run, ended)
      return writer.flush()
    },
    flush: () => writer.flush(),
    close: () => {
      for (const run of beating.keys()) stopBeating(run)
      return writer.close()
    },
  }
}
