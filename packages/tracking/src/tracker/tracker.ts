// The tracker: one object of hooks that records the runs of flows.

import { nodeProcesses } from '@throughline/store'
import { renderIssue, type Hooks, type Issue, type RunEnd, type RunStart, type StepEnd } from 'throughline'
import type { ObservedRun } from 'throughline/memo'
import { openRecorder, type Recorder } from '../recorder/index.ts'
import { capturing } from '../summaries/privacy/capture.ts'
import { summarise as summariseValue } from '../summaries/summarise.ts'
import { VersionTeller, type Attempt } from '../versions/version-teller.ts'
import { defaultLimits } from './limits.ts'
import { Privacy } from './privacy.ts'
import { recordedOutput, type RunOutput } from './run-output.ts'
import { thisUser } from './this-user.ts'
import { defaultBudget } from './time-budget.ts'
import { trackingIssue } from './tracker-issues.ts'
import type { TrackerOptions } from './tracker-options.ts'
import { TrackedRun } from './tracked-run.ts'
import { PinnedVersions, type TrackingContext } from './tracking-context.ts'
import { ValueLook } from './value-facts.ts'

/** Given to flows with `flow.with({ hooks: [tracker] })`; one serves many flows, and many runs at a time. */
export interface Tracker extends Hooks, AsyncDisposable {
  /** Writes what waits. @returns whether all before it is recorded */
  flush(): boolean
  /** Writes what waits, and ends its file. Runs go on without it. */
  close(): Promise<void>
}

/** Runs that have ended are remembered for steps that come back late. */
const MOST_ENDED = 50

/**
 * Records the runs of flows: what they were made with, what each step read and gave, what was said. It needs no server, never
 * throws into a run, and looks at values within a share of the time that the run takes itself.
 *
 * @example
 * import { tracker } from '@throughline/tracking'
 * const flow = dataflow({ price: () => 3, total: ({ price }) => price * 2 })
 * const tracked = flow.with({ name: 'prices', hooks: [tracker({ project: 'shop' })] })
 */
export function tracker(options: TrackerOptions): Tracker {
  return new FlowTracker(options).hooks
}

class FlowTracker {
  readonly #options: TrackerOptions
  readonly #context: TrackingContext
  readonly #pinned: PinnedVersions
  readonly #output: RunOutput
  readonly #runs = new Map<string, TrackedRun>()
  readonly #ended = new Map<string, TrackedRun>()
  readonly #told = new Set<string>()
  #recorder: Recorder | undefined
  #isClosed = false
  #last: unknown

  constructor(options: TrackerOptions) {
    this.#options = options
    this.#recorder = options.recorder
    this.#output = recordedOutput(() => this.#opened())
    const { project, capture = 'summary', versions, git, lock, limits, budget, redact: redaction = {} } = options
    const { actor = thisUser(), trigger = { kind: 'api' }, tags = {}, nowMs = () => performance.now() } = options
    const { summarise = (value, request) => summariseValue(value, { ...request, redaction, clock: { nowMs } }) } =
      options
    const privacy = new Privacy(redaction)
    const attempt: Attempt = (call) => this.#attempt(call)
    const teller = new VersionTeller({ code: versions, git, lock, attempt }, () => this.#opened())
    this.#context = {
      project,
      actor,
      trigger,
      tags,
      process: nodeProcesses().self,
      captureFor: capturing(typeof capture === 'string' ? { default: capture } : capture),
      privacy,
      look: new ValueLook({ privacy, summarise, nowMs, attempt }),
      teller,
      limits: { ...defaultLimits, ...limits },
      budget: { ...defaultBudget, ...budget },
      nowMs,
    }
    this.#pinned = new PinnedVersions(this.#context)
  }

  get hooks(): Tracker {
    const close = async (): Promise<void> => this.#close()
    return {
      onRunStart: (event, run) => this.#guard(event, () => this.#begin(event, run)),
      onStepStart: this.#passOn((run, event) => run.stepStart(event)),
      onStepProgress: this.#passOn((run, event) => run.stepProgress(event)),
      onStepLog: this.#passOn((run, event) => run.stepLog(event)),
      onStepMetric: this.#passOn((run, event) => run.stepMetric(event)),
      onStepRetry: this.#passOn((run, event) => run.stepRetry(event)),
      onStepCheck: this.#passOn((run, event) => run.stepCheck(event)),
      onStepMetadata: this.#passOn((run, event) => run.stepMetadata(event)),
      onStepEnd: (event) => this.#guard(event, () => this.#endStep(event)),
      onRunEnd: (event) => this.#guard(event, () => this.#end(event)),
      flush: () => this.#recorder?.flush() ?? true,
      close,
      [Symbol.asyncDispose]: close,
    }
  }

  #begin(event: RunStart, observed: ObservedRun | undefined): void {
    const { runId, parent: from } = event
    const parent = from && this.#runs.get(from.runId)
    const isItem = from?.key !== undefined
    const inside = parent && isItem ? parent.outputForItem(from.node) : undefined
    const to = inside ?? { output: parent?.output ?? this.#output }
    const options = { context: this.#context, pinned: this.#pinned, parent, ...to }
    this.#runs.set(runId, new TrackedRun(event, observed, options))
  }

  #endStep(event: StepEnd): void {
    const run = this.#runs.get(event.runId)
    if (run) run.stepEnd(event)
    else this.#ended.get(event.runId)?.lateEnd(event)
  }

  #end(event: RunEnd): void {
    const run = this.#runs.get(event.runId)
    if (!run) return
    this.#runs.delete(event.runId)
    run.end(event)
    this.#ended.set(event.runId, run)
    if (this.#ended.size > MOST_ENDED) this.#ended.delete(this.#ended.keys().next().value!)
  }

  /** Tells a run what a hook is told. */
  #passOn<Event extends { readonly runId: string }>(
    tell: (run: TrackedRun, event: Event) => void,
  ): (event: Event) => void {
    return (event) =>
      this.#guard(event, () => {
        const run = this.#runs.get(event.runId)
        if (run) tell(run, event)
      })
  }

  /** Nothing that goes wrong here reaches the run. */
  #guard(event: unknown, record: () => void): void {
    // A flow within a flow may have been given the same tracker: then both tell it.
    if (this.#isClosed || event === this.#last) return
    this.#last = event
    this.#attempt(record)
  }

  #attempt<Value>(call: () => Value): Value | undefined {
    try {
      return call()
    } catch (error) {
      this.#failed(error)
      return undefined
    }
  }

  #opened(): Recorder {
    return (this.#recorder ??= openRecorder({
      dir: this.#options.dir ?? '.throughline',
      onTrouble: (issue) => this.#tell(issue),
    }))
  }

  #close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#runs.clear()
    this.#ended.clear()
    if (!this.#options.recorder) this.#recorder?.close()
  }

  #failed(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error)
    this.#tell(trackingIssue('tracking/tracker-failed', { project: this.#options.project, reason }))
  }

  #tell(issue: Issue): void {
    if (this.#told.has(issue.code)) return
    this.#told.add(issue.code)
    const { onIssue = printIssue } = this.#options
    try {
      onIssue(issue)
    } catch {
      // Who listens is not to stop a run either.
    }
  }
}

function printIssue(issue: Issue): void {
  process.stderr.write(`${renderIssue(issue)}\n`)
}
