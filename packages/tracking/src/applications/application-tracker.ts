// Records applications through the spool, as the tracker does for flows: for those that are kept elsewhere, or nowhere.

import type { AnyEvent, AnyMachine, ApplicationHooks, RecordedSpan, WatchedApplication } from '@throughline/machine'
import type { EventBody, StepEnded, StepId } from '../events/event.ts'
import { openRecorder, type Recorder } from '../recorder/index.ts'
import { errorFacts } from '../tracker/error-facts.ts'
import { trackingIssue } from '../tracker/tracker-issues.ts'
import { attribute } from './entry-events.ts'
import type { ApplicationRecordOptions } from './record-options.ts'
import { Teller } from './teller.ts'

export interface ApplicationTrackerOptions extends ApplicationRecordOptions {
  /** The folder of the store. @defaultValue '.throughline' */
  readonly dir?: string
  /** Where events go. It is left open. Default: a spool file in the folder of the store */
  readonly recorder?: Recorder
}

/** Given to applications with `open({ hooks: [tracker] })`; one serves many machines, and many applications at a time. */
export interface ApplicationTracker extends Required<Pick<ApplicationHooks, 'onOpen' | 'onEvent'>>, AsyncDisposable {
  /** Writes what waits. @returns whether all before it is recorded */
  flush(): boolean
  /** Writes what waits, and ends its file. Applications go on without it. */
  close(): Promise<void>
}

/**
 * Records applications: the steps that they do, what these wrote, as far as the capture policy lets it be told, what was said.
 * It never throws into an application. A run of the record ends when the application is completed, or when a run of it fails;
 * what fails and goes on later to its end has succeeded. Persisters on SQLite and PostgreSQL record by themselves: with them
 * it would be said twice.
 *
 * @example
 * import { memoryPersister } from '@throughline/machine'
 * import { applicationTracker } from '@throughline/tracking/applications'
 * const hooks = [applicationTracker({ project: 'support' })]
 */
export function applicationTracker(options: ApplicationTrackerOptions = {}): ApplicationTracker {
  return new Tracker(options)
}

/** What is known of an application that is open. */
interface Followed {
  readonly root: string
  readonly startedAtMs: number
  computed: number
  failed: number
  /** The step that runs. */
  step: StepId | undefined
  /** Of it, by their numbers. */
  spans: Omit<RecordedSpan, 'error'>[]
  /** When the spans that are open began. */
  readonly begun: Map<number, number>
}

/** Applications are not told to be closed: so many are remembered. */
const MOST_FOLLOWED = 10_000

class Tracker implements ApplicationTracker {
  readonly #options: ApplicationTrackerOptions
  readonly #teller: Teller
  readonly #followed = new Map<string, Followed>()
  #recorder: Recorder | undefined
  #isClosed = false

  constructor(options: ApplicationTrackerOptions) {
    this.#options = options
    this.#recorder = options.recorder
    this.#teller = new Teller(options)
  }

  readonly onOpen = (app: WatchedApplication, machine: AnyMachine): void => {
    this.#attempt(() => this.#open(app, machine))
  }

  readonly onEvent = (event: AnyEvent, app: WatchedApplication): void => {
    this.#attempt(() => {
      const followed = this.#followed.get(app.runId)
      if (followed) this.#tell(event, app.runId, followed)
    })
  }

  flush(): boolean {
    return this.#attempt(() => this.#recorder?.flush() ?? true) ?? false
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    if (!this.#options.recorder) this.#attempt(() => this.#recorder?.close())
    this.#isClosed = true
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #open({ runId, machine: name, parent, tags }: WatchedApplication, machine: AnyMachine): void {
    const above = parent && this.#followed.get(parent.runId)
    const root = above?.root ?? parent?.runId ?? runId
    if (this.#followed.size >= MOST_FOLLOWED) this.#followed.delete(this.#followed.keys().next().value!)
    this.#followed.set(runId, newFollowed(root))
    this.#teller.meet(machine)
    const started = this.#teller.started(name, tags)
    const step = parent && { node: above?.step?.node ?? '', sequence: parent.sequence }
    const recorder = this.#opened()
    const versions = this.#teller.untold()
    for (const version of versions) recorder.record(undefined, version)
    this.#teller.told(versions)
    recorder.record(runId, {
      ...started,
      ...(parent && { parent: { run: parent.runId, step: step! }, root }),
      inputs: {},
    })
  }

  #tell(event: AnyEvent, run: string, followed: Followed): void {
    if (event.type === 'end') return this.#end(event.outcome, run, followed)
    const { privacy } = this.#teller
    const { action, sequence, attempt } = event
    const step: StepId = { node: action, sequence }
    const record = (body: EventBody): void => this.#opened().record(run, body)
    switch (event.type) {
      case 'begin': {
        followed.step = step
        followed.spans = []
        followed.begun.clear()
        record({ type: 'step.started', ...step, attempt, inputs: {} })
        const inputs = Object.keys(Object(event.inputs)).length > 0
        if (inputs) record(attribute('inputs', step, this.#teller.factsByKey(event.inputs as object as Values)))
        break
      }
      case 'step': {
        followed.computed++
        this.#tellSpans(step, run, followed)
        const output = event.error ? undefined : this.#teller.factsOf(action, Object(event.result) as Values)
        record({
          ...ended(step, attempt, event.durationMs, event.error ? 'failed' : 'succeeded'),
          ...(output && { output }),
          ...(event.error && { error: this.#teller.error(event.error) }),
        })
        break
      }
      case 'retry':
        followed.failed++
        this.#tellSpans(step, run, followed)
        record({ type: 'attempt.failed', ...step, attempt, delayMs: event.delayMs, error: this.#error(event.error) })
        break
      case 'fail':
        followed.failed++
        this.#tellSpans(step, run, followed)
        record({ ...ended(step, attempt, event.durationMs, 'failed'), error: this.#error(event.error) })
        break
      case 'suspend': {
        this.#tellSpans(step, run, followed)
        const until = event.expiresAtMs === undefined ? {} : { expiresAtMs: event.expiresAtMs }
        record(attribute('suspended', step, until))
        break
      }
      case 'log': {
        const more = event.fields && { fields: privacy.fields(event.fields) }
        record({ type: 'log', ...step, message: privacy.text(event.message), ...more })
        break
      }
      case 'metric': {
        const { name, value, step: place } = event
        record({ type: 'metric', ...step, name, value, ...(place !== undefined && { step: place }) })
        break
      }
      case 'span':
        this.#span(event, followed)
        break
      case 'node': {
        const node: StepId = { node: `${action}.${event.node}`, sequence }
        const { status, durationMs = 0, error } = event
        if (status === 'begin') record({ type: 'step.started', ...node, attempt, inputs: {} })
        else
          record({
            ...ended(node, attempt, durationMs, status),
            ...(error !== undefined && { error: this.#error(error) }),
          })
        break
      }
      case 'chunk':
      case 'child':
    }
  }

  #span(event: Extract<AnyEvent, { readonly type: 'span' }>, { spans, begun }: Followed): void {
    const { phase, span, parent, name, fields, durationMs = 0 } = event
    if (phase === 'begin') {
      begun.set(span, Date.now())
      return
    }
    const { privacy } = this.#teller
    spans.push({
      name: privacy.text(name),
      ...(parent !== undefined && { parent }),
      startedAtMs: begun.get(span) ?? Date.now(),
      durationMs,
      ...(fields && { fields: privacy.fields(fields) }),
      ...(event.error !== undefined && { error: this.#error(event.error) }),
    })
  }

  #tellSpans(step: StepId, run: string, followed: Followed): void {
    if (followed.spans.length === 0) return
    this.#opened().record(run, attribute('spans', step, followed.spans))
    followed.spans = []
  }

  #end(
    { status, ...outcome }: Extract<AnyEvent, { readonly type: 'end' }>['outcome'],
    run: string,
    of: Followed,
  ): void {
    if (status !== 'completed' && status !== 'failed') {
      if (status === 'stuck') this.#opened().record(run, attribute('stuck', { sequence: outcome.sequence }, {}))
      this.#opened().flush()
      return
    }
    const { startedAtMs, computed, failed } = of
    const error = 'error' in outcome ? { error: this.#error(outcome.error) } : {}
    this.#opened().endRun(run, {
      type: 'run.ended',
      status: status === 'completed' ? 'succeeded' : 'failed',
      durationMs: Math.max(0, Date.now() - startedAtMs),
      counts: { computed, cached: 0, failed, skipped: 0 },
      ...error,
    })
  }

  #error(error: unknown): ReturnType<typeof errorFacts> {
    return errorFacts(error, (text) => this.#teller.privacy.text(text))
  }

  #opened(): Recorder {
    return (this.#recorder ??= openRecorder({
      dir: this.#options.dir ?? '.throughline',
      onTrouble: (issue) => this.#teller.warn(issue),
    }))
  }

  /** Nothing that goes wrong here reaches the application. */
  #attempt<Value>(call: () => Value): Value | undefined {
    if (this.#isClosed) return undefined
    try {
      return call()
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      this.#teller.warn(
        trackingIssue('tracking/tracker-failed', { project: this.#options.project ?? 'applications', reason }),
      )
      return undefined
    }
  }
}

type Values = Readonly<Record<string, unknown>>

function newFollowed(root: string): Followed {
  const counts = { computed: 0, failed: 0 }
  return { root, startedAtMs: Date.now(), ...counts, step: undefined, spans: [], begun: new Map<number, number>() }
}

function ended(step: StepId, attempt: number, durationMs: number, status: StepEnded['status']): StepEnded {
  return { type: 'step.ended', ...step, status, attempt, durationMs }
}
