// One run in a process of its own, with its progress shown and Ctrl-C obeyed.

import {
  placeProblem,
  renderPlainIssue,
  startProjectProcess,
  type RunAnswer,
  type RunRequest,
} from '@throughline/project/process'
import { StringDecoder } from 'node:string_decoder'
import { onInterrupt } from '../interrupt.ts'
import { isRecordNotes, shipRun, type RunShipping } from '../record/ship-run.ts'
import { createLiveProgress } from '../terminal/live-progress.ts'
import { createPlainProgress } from '../terminal/plain-progress.ts'
import { reportNotices, type Context } from './context.ts'

export interface OneRun {
  readonly finished: Promise<{
    readonly answer: RunAnswer
    /** The user's files that were loaded. */
    readonly files: readonly string[]
    readonly wasInterrupted: boolean
  }>
  /** Settles when the run is in the record, or has been told why it is not; not before `finished`. Never rejects. */
  readonly recorded: Promise<void>
  /** Stops it for another reason than Ctrl-C; kills it when it has not stopped after a second. */
  cancel(reason: string): void
}

const PATIENCE_MS = 1_000

/** @param onFiles told of the user's files as soon as they are loaded */
export function runOnce(
  context: Context,
  config: string,
  request: RunRequest,
  onFiles?: (files: readonly string[]) => void,
): OneRun {
  const { err, out } = context.terminal
  const progress = err.isTerminal ? createLiveProgress(err, request.flow) : createPlainProgress(err, request.flow)
  const decoders = { stdout: new StringDecoder(), stderr: new StringDecoder() }
  // With `--json` standard output belongs to the one object.
  const writers = {
    stdout: (text: string) => void (request.results === 'json' ? process.stderr : process.stdout).write(text),
    stderr: (text: string) => void process.stderr.write(text),
  }

  let shipping: RunShipping | undefined
  const child = startProjectProcess(config, request, {
    onEquipped: (notes) => {
      if (isRecordNotes(notes)) shipping = shipRun(config, notes)
    },
    wantsColours: out.isTerminal && out.colours.isColorSupported,
    onEvents: (events) => progress.onEvents(events),
    onLoaded: ({ files, notices }) => {
      onFiles?.(files)
      progress.print(() => reportNotices(context, notices))
    },
    onOutput: (stream, chunk) => progress.printPartial(decoders[stream].write(chunk), writers[stream]),
  })
  const interrupt = onInterrupt((count) => {
    if (count > 1) {
      child.kill()
      return
    }
    progress.note('stopping; press Ctrl-C again to end it at once')
    child.abort('stopped by Ctrl-C')
  })
  const finished = child.finished
    .finally(() => {
      interrupt.dispose()
      progress.end()
    })
    .then(async ({ answer, files }) => {
      const { problem } = answer
      const placed = problem ? { ...answer, problem: await placeProblem(problem, files) } : answer
      return { answer: placed as RunAnswer, files, wasInterrupted: interrupt.count > 0 }
    })
  const endRecord = async (): Promise<void> => {
    const issues = (await shipping?.end()) ?? []
    const options = { colours: err.colours, directory: context.directory }
    for (const issue of issues) err.write(`${renderPlainIssue(issue, options)}\n`)
  }
  return {
    finished,
    recorded: finished.then(endRecord),
    cancel: (reason) => {
      child.abort(reason)
      const timer = setTimeout(() => child.kill(), PATIENCE_MS)
      void finished.finally(() => clearTimeout(timer))
    },
  }
}
