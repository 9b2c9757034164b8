// The spans of one run of an application, while they are open.

import { SpanStatusCode, trace, type Attributes, type Context, type Span, type Tracer } from '@opentelemetry/api'
import { messageOf, toAttributes, toException } from 'throughline/insides'
import type { AnyEvent, AnyOutcome } from '../run/events.ts'

type SpanEvent = Extract<AnyEvent, { readonly type: 'span' }>
type NodeEvent = Extract<AnyEvent, { readonly type: 'node' }>
type Failure = { readonly error: unknown }

/** A span with the context in which it is the active one. */
interface Traced {
  readonly span: Span
  readonly context: Context
}

export class TracedRun {
  readonly #tracer: Tracer
  readonly #run: Traced
  readonly #steps = new Map<number, TracedStep>()

  constructor(tracer: Tracer, name: string, about: Attributes, below: Context) {
    this.#tracer = tracer
    this.#run = begin(tracer, name, about, below)
  }

  stepAt(sequence: number): TracedStep | undefined {
    return this.#steps.get(sequence)
  }

  /** Begins at the first event of the step: an answer to a step that waited has no beginning of its own. */
  stepOf({ action, sequence }: { readonly action: string; readonly sequence: number }): TracedStep {
    const known = this.#steps.get(sequence)
    if (known) return known
    const about = { 'throughline.action': action, 'throughline.step.sequence': sequence }
    const step = new TracedStep(this.#tracer, begin(this.#tracer, `step ${action}`, about, this.#run.context))
    this.#steps.set(sequence, step)
    return step
  }

  endStep(sequence: number, status: string, failure?: Failure): void {
    this.#steps.get(sequence)?.end(status, failure)
    this.#steps.delete(sequence)
  }

  end(outcome: AnyOutcome): void {
    // Steps that were stopped: what is not ended is never exported.
    for (const sequence of this.#steps.keys()) this.endStep(sequence, 'cancelled')
    const { span } = this.#run
    const by = outcome.status === 'halted' ? outcome.by : undefined
    const { status, steps, sequence, last, next } = outcome
    span.setAttributes(toAttributes({ status, by, steps, sequence, last, next }, 'throughline.run.'))
    if (outcome.status === 'failed') {
      const message = `${outcome.action}: ${messageOf(outcome.error)}`
      span.setStatus({ code: SpanStatusCode.ERROR, message })
    }
    span.end()
  }
}

/** The span of a step, and those below it: what it times itself, and the nodes of a dataflow that is its action. */
export class TracedStep {
  readonly #tracer: Tracer
  readonly #step: Traced
  readonly #spans = new Map<number, Traced>()
  readonly #nodes = new Map<string, Traced>()
  chunks = 0

  constructor(tracer: Tracer, step: Traced) {
    this.#tracer = tracer
    this.#step = step
  }

  get span(): Span {
    return this.#step.span
  }

  get context(): Context {
    return this.#step.context
  }

  beginSpan({ span, parent, name, fields = {} }: SpanEvent): void {
    const below = (parent === undefined ? undefined : this.#spans.get(parent)) ?? this.#step
    this.#spans.set(span, begin(this.#tracer, name, toAttributes(fields), below.context))
  }

  endSpan(event: SpanEvent): void {
    const traced = this.#spans.get(event.span)
    if (!traced) return
    // Those that begin later may still be below it.
    if ('error' in event) fail(traced.span, event.error)
    traced.span.end()
  }

  beginNode(node: string): void {
    this.#nodes.set(node, begin(this.#tracer, `node ${node}`, { 'throughline.node': node }, this.#step.context))
  }

  endNode({ node, status, ...rest }: NodeEvent): void {
    // One that was taken from an earlier run, or skipped, has not begun.
    const traced = this.#nodes.get(node)
    if (!traced) return
    this.#nodes.delete(node)
    traced.span.setAttribute('throughline.step.status', status)
    if (status === 'failed') fail(traced.span, rest.error)
    traced.span.end()
  }

  end(status: string, failure?: Failure): void {
    const { span } = this.#step
    for (const { span: inner } of [...this.#spans.values(), ...this.#nodes.values()])
      if (inner.isRecording()) inner.end()
    span.setAttribute('throughline.step.status', status)
    if (this.chunks > 0) span.setAttribute('throughline.step.chunks', this.chunks)
    if (failure) fail(span, failure.error)
    span.end()
  }
}

function begin(tracer: Tracer, name: string, attributes: Attributes, below: Context): Traced {
  // Without a time of ours: the SDK's own clock is finer than milliseconds.
  const span = tracer.startSpan(name, { attributes }, below)
  return { span, context: trace.setSpan(below, span) }
}

function fail(span: Span, error: unknown): void {
  span.recordException(toException(error))
  span.setStatus({ code: SpanStatusCode.ERROR, message: messageOf(error) })
}
