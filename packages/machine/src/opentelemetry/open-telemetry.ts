// Spans for runs of applications, their steps, what steps time themselves, and the nodes of dataflows in them.

import { context, trace, type Attributes, type Tracer } from '@opentelemetry/api'
import { messageOf, toAttributes } from 'throughline/insides'
import type { AnyEvent } from '../run/events.ts'
import type { ApplicationHooks, WatchedApplication } from '../run/hooks.ts'
import { TracedRun, type TracedStep } from './traced-run.ts'

export interface OpenTelemetryOptions {
  /** Default: that of the global provider, under the name `throughline`. */
  readonly tracer?: Tracer
  /** Added to the span of each run. */
  readonly attributes?: Attributes
  /** Records what actions pass to `ctx.log`, as events of their steps. @defaultValue true */
  readonly logs?: boolean
}

/**
 * Hooks that make a span for each run of an application and, below it, one for each step, with all its attempts. The span
 * of a run is below the one that was active when it was started; that of a child below the step that runs it. While an
 * action runs its step's span is active, so that spans of libraries are below it; this needs a context manager, as every
 * SDK for Node registers one. What is timed with `ctx.span`, and the nodes of a dataflow that is an action, are spans
 * below the step.
 *
 * Logs, retries and suspensions are events of the step, the last value of each metric an attribute. A failure is recorded
 * as an exception and sets the status. Neither the state nor inputs, chunks and results are recorded; what actions pass to
 * `ctx.log` and to `ctx.span`, and messages of errors are.
 *
 * @example
 * import { forState } from '@throughline/machine'
 * import { openTelemetry } from '@throughline/machine/opentelemetry'
 * const { action, machine } = forState<{ count: number }>()
 * const count = action({ reads: ['count'], writes: ['count'] }, ({ state }) => ({ count: state.count + 1 }))
 * const app = await machine({ count }).open({ entry: 'count', state: { count: 0 }, hooks: [openTelemetry()] })
 * await app.run()
 * app.state // => { count: 1 }
 */
export function openTelemetry(options: OpenTelemetryOptions = {}): ApplicationHooks {
  const { tracer = trace.getTracer('throughline'), attributes = {}, logs = true } = options
  /** By run id of the application: one run goes at a time. */
  const runs = new Map<string, TracedRun>()

  const runOf = (app: WatchedApplication): TracedRun => {
    const known = runs.get(app.runId)
    if (known) return known
    const { parent } = app
    // Without a context manager nothing is active, but the step of a child is known all the same.
    const step = parent?.kind === 'child' ? runs.get(parent.runId)?.stepAt(parent.sequence) : undefined
    const about = { ...attributes, ...attributesOf(app) }
    const run = new TracedRun(tracer, `run ${app.machine}`, about, step?.context ?? context.active())
    runs.set(app.runId, run)
    return run
  }

  return {
    onEvent: (event, app) => {
      if (event.type === 'child') return
      const run = runOf(app)
      if (event.type === 'end') {
        runs.delete(app.runId)
        run.end(event.outcome)
      } else tell(run, run.stepOf(event), event, logs)
    },
    around: ({ app, sequence }, next) => {
      const step = runs.get(app.runId)?.stepAt(sequence)
      return step ? context.with(step.context, next) : next()
    },
  }
}

type StepEvent = Exclude<AnyEvent, { readonly type: 'end' | 'child' }>

function tell(run: TracedRun, step: TracedStep, event: StepEvent, logs: boolean): void {
  const add = (name: string, facts: Readonly<Record<string, unknown>>): void => {
    step.span.addEvent(`throughline.${name}`, toAttributes(facts, `throughline.${name}.`))
  }
  switch (event.type) {
    case 'begin':
      step.span.setAttribute('throughline.step.attempts', event.attempt)
      break
    case 'log':
      if (logs) add('log', { ...event.fields, message: event.message })
      break
    case 'metric':
      step.span.setAttribute(`throughline.metric.${event.name}`, event.value)
      break
    case 'retry':
      add('retry', { attempt: event.attempt, delay_ms: event.delayMs, message: messageOf(event.error) })
      break
    case 'span':
      if (event.phase === 'begin') step.beginSpan(event)
      else step.endSpan(event)
      break
    case 'node':
      if (event.status === 'begin') step.beginNode(event.node)
      else step.endNode(event)
      break
    case 'suspend':
      add('suspend', { expires_at_ms: event.expiresAtMs })
      run.endStep(event.sequence, 'suspended')
      break
    case 'fail':
      run.endStep(event.sequence, 'failed', event)
      break
    case 'step':
      if (event.error) add('error_edge', { name: event.error.name, message: event.error.message, edge: event.edge })
      step.span.setAttributes(toAttributes({ next: event.next, edge: event.edge }, 'throughline.step.'))
      run.endStep(event.sequence, event.error ? 'recovered' : 'succeeded')
      break
    case 'chunk':
      step.chunks++
      break
  }
}

function attributesOf({ app, runId, machine, tags, parent }: WatchedApplication): Attributes {
  const facts = {
    application: app,
    machine,
    'run.id': runId,
    'parent.application': parent?.app,
    'parent.kind': parent?.kind,
    'parent.sequence': parent?.sequence,
    'parent.key': parent?.key,
  }
  return { ...toAttributes(facts, 'throughline.'), ...toAttributes(tags, 'throughline.tag.') }
}
