// Spans for runs and their steps; what a node does itself is traced below its step.

import {
  context,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api'
import { messageOf } from '../execute/failure.ts'
import type { ItemPlace } from '../execute/error-place.ts'
import type { Hooks, RunEnd, RunStart, StepEnd } from '../execute/hooks.ts'
import { stepLabel } from '../hooks/step-label.ts'
import { toAttributes, toException } from '../hooks/span-attributes.ts'

export interface OpenTelemetryOptions {
  /** Default: that of the global provider, under the name `throughline`. */
  readonly tracer?: Tracer
  /** Added to the span of each run. */
  readonly attributes?: Attributes
  /** Records what nodes pass to `log`, as events of their steps. @defaultValue true */
  readonly logs?: boolean
}

/** A span with the context in which it is the active one. */
interface Traced {
  readonly span: Span
  readonly context: Context
}

/** Of a fan-out, an event may be about one item. */
interface StepEvent {
  readonly runId: string
  readonly node: string
  readonly item?: ItemPlace
}

interface TracedRun extends Traced {
  /** By node: the steps that run. */
  readonly steps: Map<string, Traced>
}

/**
 * Hooks that make a span for each run and, below it, one for each step. The span of a run is below the one that was
 * active when it was started; that of a run within a run below its step. While a node runs its step's span is active, so
 * that spans of libraries are below it; this needs a context manager, as every SDK for Node registers one.
 *
 * Logs, retries and checks are events of the step, the last value of each metric an attribute; those of the items of a
 * fan-out are events, with the keys of the item. A failure is recorded as
 * an exception and sets the status. Values of nodes are not recorded; what nodes pass to `log`, what checks
 * found, and messages of errors are.
 *
 * @example
 * import { openTelemetry } from 'throughline/opentelemetry'
 * const flow = dataflow({ answer: () => 42 }).with({ hooks: [openTelemetry()] })
 * await flow.execute(['answer']) // => { answer: 42 }
 */
export function openTelemetry(options: OpenTelemetryOptions = {}): Hooks {
  const { tracer = trace.getTracer('throughline'), attributes, logs = true } = options
  const runs = new Map<string, TracedRun>()
  const stepOf = (runId: string, node: string): Traced | undefined => runs.get(runId)?.steps.get(node)
  const begin = (name: string, about: Attributes, below: Context): Traced => {
    // Without a time of ours: the SDK's own clock is finer than milliseconds.
    const span = tracer.startSpan(name, { attributes: about }, below)
    return { span, context: trace.setSpan(below, span) }
  }
  const addEvent = ({ runId, node, item }: StepEvent, name: string, facts: Readonly<Record<string, unknown>>): void => {
    const about = toAttributes({ ...facts, ...(item && { item: item.path }) }, `throughline.${name}.`)
    stepOf(runId, node)?.span.addEvent(`throughline.${name}`, about)
  }

  return {
    onRunStart: (event) => {
      const { parent } = event
      // Without a context manager nothing is active, but a run within a run is known all the same.
      const below = (parent && stepOf(parent.runId, parent.node)?.context) ?? context.active()
      const about = { ...attributes, ...attributesOfRun(event) }
      const name = event.flow === undefined ? 'run' : `run ${event.flow}`
      runs.set(event.runId, { ...begin(name, about, below), steps: new Map() })
    },
    onStepStart: ({ runId, node }) => {
      const run = runs.get(runId)
      const about = { 'throughline.run.id': runId, 'throughline.node': node }
      run?.steps.set(node, begin(`step ${node}`, about, run.context))
    },
    around: ({ runId, node }, next) => {
      const step = stepOf(runId, node)
      return step ? context.with(step.context, next) : next()
    },
    onStepLog: (event) => {
      if (logs) addEvent(event, 'log', { ...event.fields, message: event.message })
    },
    onStepMetric: (event) => {
      const { runId, node, item, name, value, step } = event
      if (item) addEvent(event, 'metric', { name, value, step })
      else stepOf(runId, node)?.span.setAttribute(`throughline.metric.${name}`, value)
    },
    onStepRetry: (event) =>
      addEvent(event, 'retry', {
        attempt: event.attempt,
        delay_ms: event.delayMs,
        message: messageOf(event.error),
      }),
    onStepCheck: (event) => {
      const { check, passed, severity, message } = event
      addEvent(event, 'check', { name: check, passed, severity, message })
    },
    onStepMetadata: (event) => addEvent(event, event.kind, { ...event.description, ...event.metadata }),
    onStepEnd: (end) => {
      const run = runs.get(end.runId)
      const step = run?.steps.get(end.node)
      if (!step) return
      run!.steps.delete(end.node)
      endStep(step.span, end)
    },
    onRunEnd: (end) => {
      const run = runs.get(end.runId)
      if (!run) return
      runs.delete(end.runId)
      // Steps that were abandoned: what is not ended is never exported.
      for (const { span } of run.steps.values()) {
        span.setAttribute('throughline.step.status', 'abandoned')
        span.setStatus({ code: SpanStatusCode.ERROR, message: 'abandoned' })
        span.end()
      }
      endRun(run.span, end)
    },
  }
}

function attributesOfRun({ runId, flow, outputs, nodes, tags, parent }: RunStart): Attributes {
  const facts = { 'run.id': runId, flow, 'run.outputs': outputs, 'run.nodes': nodes.length, 'run.item': parent?.path }
  return {
    ...toAttributes(facts, 'throughline.'),
    ...toAttributes(tags, 'throughline.tag.'),
  }
}

function endStep(span: Span, end: StepEnd): void {
  span.setAttributes({ 'throughline.step.status': end.status, 'throughline.step.attempts': end.attempts })
  if (end.status === 'failed') {
    span.recordException(toException(end.error))
    span.setStatus({ code: SpanStatusCode.ERROR, message: messageOf(end.error) })
  }
  span.end()
}

function endRun(span: Span, { status, counts, failures }: RunEnd): void {
  span.setAttributes(toAttributes({ status, ...counts }, 'throughline.run.'))
  const [first] = failures
  if (first) {
    span.setAttribute(
      'throughline.run.failed_nodes',
      failures.map(({ node }) => node),
    )
    span.setStatus({
      code: SpanStatusCode.ERROR,
      message: `${stepLabel(first.node, first.item)}: ${messageOf(first.cause)}`,
    })
  }
  span.end()
}
