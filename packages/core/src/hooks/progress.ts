// Shows how far runs are: one live line on a terminal, a few plain lines elsewhere.

import { HOST_CLOCK, type Clock } from '../execute/clock.ts'
import { messageOf } from '../execute/failure.ts'
import type { Hooks, RunEnd, StepEnd } from '../execute/hooks.ts'
import { formatDuration } from './format-duration.ts'
import { expectOf } from './hook-option.ts'
import { liveLine } from './live-line.ts'
import { toPlainData } from './plain-data.ts'
import { plainLines } from './plain-lines.ts'
import type { TextStream } from './progress-view.ts'
import { oneLine, WatchedRuns, type WatchedRun } from './watched-runs.ts'

export interface ProgressOptions {
  /** One line that is drawn again in place, or lines that stay. Default: whether the stream is a terminal. */
  readonly live?: boolean
  /** Also writes what nodes pass to `log`. @defaultValue true */
  readonly logs?: boolean
  /** Default: the time of the host. */
  readonly clock?: Clock
}

export interface Progress extends Hooks {
  /** Writes lines above the live line, so that neither tears the other: for loggers that share the terminal. */
  readonly print: (text: string) => void
}

/** A step that took this long gets a line where lines stay. */
const LONG_MS = 1_000

/**
 * Hooks that show how many nodes are done, which run, and for how long. On a terminal that is one line, drawn at most
 * ten times a second. Elsewhere it is a line at the start, after 2, 5, 10, 20 seconds, then every 30, and at the end;
 * and one for each node that took longer than a second. Failures, retries, failed checks and logs get lines in both.
 *
 * Runs that overlap may share it. Runs within a run are shown as the node that they belong to.
 *
 * @param to a stream such as `process.stderr`, or a function that gets text
 * @throws {hook/bad-option} when there is nothing to write to
 * @example
 * import { progress } from 'throughline/hooks'
 * let text = ''
 * const flow = dataflow({ answer: () => 42 }).with({ name: 'deep', hooks: [progress((part) => (text += part))] })
 * await flow.execute(['answer']) // => { answer: 42 }
 * text.split('\n')[0] // => 'deep: running 1 node'
 */
export function progress(to: TextStream | ((text: string) => unknown), options: ProgressOptions = {}): Progress {
  const isFunction = typeof to === 'function'
  const isStream = !isFunction && typeof (to as TextStream | undefined)?.write === 'function'
  expectOf('progress')(isFunction || isStream, 'to', to, 'a function, or a stream with "write"')
  const stream: TextStream = isFunction ? { write: to } : to
  const { live = stream.isTTY === true, logs = true, clock = HOST_CLOCK } = options
  const runs = new WatchedRuns(clock)
  const view = (live ? liveLine : plainLines)(stream, runs, clock)
  const printLine = (line: string): void => view.print(`${line}\n`)

  return {
    print: view.print,
    onRunStart: (event) => {
      const run = runs.runStarted(event)
      if (run) view.runStarted(run)
    },
    onStepStart: ({ runId, node }) => {
      runs.stepStarted(runId, node)
      view.stepStarted()
    },
    onStepProgress: (event) => runs.stepProgressed(event),
    onStepLog: ({ runId, node, item, message, fields }) => {
      const more = fields ? ` ${JSON.stringify(toPlainData(fields))}` : ''
      if (logs) printLine(oneLine(`${runs.labelOf(runId, node, item)}: ${message}${more}`))
    },
    onStepRetry: ({ runId, node, item, attempt, error, delayMs }) => {
      const again = `again in ${formatDuration(delayMs)}`
      printLine(
        oneLine(`${runs.labelOf(runId, node, item)}: attempt ${attempt} failed (${messageOf(error)}); ${again}`),
      )
    },
    onStepCheck: ({ runId, node, item, check, passed, message }) => {
      if (!passed) printLine(oneLine(`${runs.labelOf(runId, node, item)}: ${check} ${message}`))
    },
    onStepEnd: (event) => {
      runs.stepEnded(event)
      const line = lineOfStep(runs.labelOf(event.runId, event.node), event, live)
      if (line !== undefined) printLine(oneLine(line))
    },
    onRunEnd: (event) => {
      const run = runs.runEnded(event)
      if (!run) return
      view.runEnded()
      printLine(lineOfRun(run, event))
    },
  }
}

function lineOfStep(label: string, end: StepEnd, live: boolean): string | undefined {
  const after = `after ${formatDuration(end.durationMs)}`
  if (end.status === 'failed') return `${label}: failed ${after}: ${messageOf(end.error)}`
  return !live && end.durationMs >= LONG_MS ? `${label}: ${end.status} ${after}` : undefined
}

const ENDED = { succeeded: 'done', failed: 'failed', aborted: 'stopped' } as const

function lineOfRun({ name, total }: WatchedRun, { status, durationMs, counts }: RunEnd): string {
  const words = [`${name}: ${ENDED[status]} after ${formatDuration(durationMs)}`, `${counts.computed}/${total} nodes`]
  if (counts.failed > 0) words.push(`${counts.failed} failed`)
  if (counts.skipped > 0) words.push(`${counts.skipped} skipped`)
  return words.join(', ')
}
