// What a client is told of applications, outcomes and events.

import type { AnyMachine } from '../definition/machine.ts'
import type { ApplicationFacts } from '../journal/persister.ts'
import { errorRecord, type ErrorRecord } from '../run/error-record.ts'
import type { AnyEvent, AnyOutcome } from '../run/events.ts'
import { isExpected } from '../definition/inputs.ts'
import { inputNamesOf } from '../definition/input-names.ts'
import { inputSchemaOf, jsonSchemaOf, type JsonSchema } from './json-schema.ts'
import { applicationPath } from './routes.ts'
import type { AnyServedMachine } from './serve-options.ts'

/** Where an application stands, whether it is open or not. */
export interface StandingFacts {
  readonly id: string
  readonly runId: string
  readonly state: Readonly<Record<string, unknown>>
  readonly sequence: number
  readonly last: string | null
  readonly next: string | null
  readonly status: ApplicationFacts['status']
  readonly suspension?: { readonly prompt?: unknown; readonly expiresAtMs?: number } | undefined
}

/** What an application waits for: an answer, or the inputs of its next action. */
export interface Form {
  readonly kind: 'answer' | 'inputs'
  readonly action: string
  readonly prompt?: unknown
  readonly expiresAtMs?: number
  /** JSON Schema of the payload, or of the inputs; absent where the library of the schema cannot give one. */
  readonly schema?: JsonSchema
  /** Of inputs that are declared by their names. */
  readonly required?: readonly string[]
  readonly optional?: readonly string[]
}

/** Of one machine that is served. */
export class Documents {
  readonly #name: string
  readonly #served: AnyServedMachine
  readonly #basePath: string
  readonly #errorMessage: (error: unknown) => string | undefined

  constructor(
    name: string,
    served: AnyServedMachine,
    basePath: string,
    errorMessage: (error: unknown) => string | undefined = () => undefined,
  ) {
    this.#name = name
    this.#served = served
    this.#basePath = basePath
    this.#errorMessage = errorMessage
  }

  urlOf(id: string): string {
    return this.#basePath + applicationPath(this.#name, id)
  }

  shown(state: Readonly<Record<string, unknown>>): object {
    return this.#served.show?.(state) ?? state
  }

  application(standing: StandingFacts): object {
    const { id, runId, status, sequence, last, next, state } = standing
    return {
      id,
      url: this.urlOf(id),
      machine: this.#name,
      runId,
      status,
      sequence,
      last,
      next,
      state: this.shown(state),
      awaiting: formOf(this.#served.machine, standing) ?? null,
    }
  }

  listed({
    app,
    runId,
    status,
    sequence,
    last,
    next,
    startedAtMs,
    changedAtMs,
    tags,
    parent,
  }: ApplicationFacts): object {
    const about = { id: app, url: this.urlOf(app), machine: this.#name, runId, status, sequence, last, next }
    return { ...about, startedAtMs, changedAtMs, tags, ...(parent && { parent }) }
  }

  outcome(id: string, outcome: AnyOutcome): object {
    const { status, sequence, steps, last, next, state } = outcome
    const suspension = outcome.status === 'suspended' ? outcome.awaiting : undefined
    const standing = { status: status === 'suspended' ? ('suspended' as const) : ('open' as const), next, suspension }
    return {
      id,
      status,
      ...(outcome.status === 'halted' && { by: outcome.by }),
      ...(outcome.status === 'failed' && { action: outcome.action, error: this.#error(outcome.error) }),
      sequence,
      steps,
      last,
      next,
      state: this.shown(state),
      awaiting: formOf(this.#served.machine, standing) ?? null,
    }
  }

  /** @param isOfChild a child has another machine, whose state nobody said how to show */
  event(id: string, event: AnyEvent, isOfChild = false): object {
    if (event.type === 'child') return { ...event, event: this.event(id, event.event, true) }
    if (event.type === 'end') {
      if (!isOfChild) return { type: 'end', outcome: this.outcome(id, event.outcome) }
      const { status, sequence, steps, last, next } = event.outcome
      return { type: 'end', outcome: { status, sequence, steps, last, next } }
    }
    const told: Record<string, unknown> = { ...event }
    if ('error' in event && event.error !== undefined) told['error'] = this.#error(event.error)
    if (this.#served.show) {
      delete told['result']
      delete told['inputs']
    }
    return told
  }

  /** Its name and codes: a message may say what is nobody's business. */
  #error(error: unknown): object {
    const { name, codes, cause } = error instanceof Error ? errorRecord(error) : asRecord(error)
    const message = this.#errorMessage(error)
    return {
      name,
      ...(codes && { codes }),
      ...(message !== undefined && { message }),
      ...(cause && { cause: { name: cause.name, ...(cause.codes && { codes: cause.codes }) } }),
    }
  }
}

/** An error edge tells the record of an error; anything can be thrown. */
function asRecord(error: unknown): ErrorRecord {
  const isRecord = typeof error === 'object' && error !== null && 'name' in error && 'message' in error
  return isRecord ? (error as ErrorRecord) : errorRecord(error)
}

/** @returns undefined when nothing is awaited */
export function formOf(
  { actions }: AnyMachine,
  { status, next, suspension }: Pick<StandingFacts, 'status' | 'next' | 'suspension'>,
): Form | undefined {
  const action = next === null ? undefined : actions[next]
  if (next === null || !action || status === 'cancelled' || status === 'stuck') return undefined
  if (status === 'suspended') {
    const schema = action.spec.awaits && jsonSchemaOf(action.spec.awaits)
    const { prompt, expiresAtMs } = suspension ?? {}
    return {
      kind: 'answer',
      action: next,
      ...(prompt !== undefined && { prompt }),
      ...(expiresAtMs !== undefined && { expiresAtMs }),
      ...(schema && { schema }),
    }
  }
  const schema = inputSchemaOf(action)
  if (!schema) return undefined
  const names = isExpected(action.spec.inputs) ? inputNamesOf(action) : undefined
  return { kind: 'inputs', action: next, schema, ...names }
}
