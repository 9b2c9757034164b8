// Where an application stands in memory: its state, its position, and what it waits for.

import type { Head, Parent } from '../journal/entry.ts'
import { plainValues, type Values } from '../state/values.ts'

export type Suspension = NonNullable<Head['suspension']>

export class Standing {
  readonly runId: string
  readonly machine: string
  readonly schema: number
  readonly parent: Parent | undefined
  readonly tags: Readonly<Record<string, string>>
  values: Values
  sequence: number
  last: string | null
  next: string | null
  status: Head['status']
  attempts: number
  suspension: Suspension | undefined
  /** Since the last step. */
  edits: number
  #shown: { readonly of: Values; readonly view: Readonly<Record<string, unknown>> } | undefined

  /** @param values of the head, as the application works with them */
  constructor(head: Head, values: Values) {
    this.runId = head.runId
    this.machine = head.machine
    this.schema = head.schema
    this.parent = head.parent
    this.tags = head.tags ?? {}
    this.values = values
    this.sequence = head.sequence
    this.last = head.last
    this.next = head.next
    this.status = head.status
    this.attempts = head.attempts
    this.suspension = head.suspension
    this.edits = head.edits ?? 0
  }

  /** The whole state; the same object until it changes. */
  get state(): Readonly<Record<string, unknown>> {
    if (this.#shown?.of !== this.values)
      this.#shown = { of: this.values, view: Object.freeze(plainValues(this.values)) }
    return this.#shown.view
  }

  /** A step is done. */
  advance(values: Values, action: string, next: string | null, isStuck: boolean): void {
    this.values = values
    this.sequence++
    this.last = action
    this.next = next
    this.status = isStuck ? 'stuck' : 'open'
    this.attempts = 0
    this.suspension = undefined
    this.edits = 0
  }

  /** Changed from outside. */
  edit(values: Values, next: string | null, isStuck: boolean = false): void {
    this.values = values
    this.next = next
    this.status = isStuck ? 'stuck' : 'open'
    this.attempts = 0
    this.suspension = undefined
    this.edits++
  }

  /** @param stored makes a value what is kept of it */
  head(stored: (value: unknown, path: string) => unknown): Head {
    const { runId, machine, schema, sequence, last, next, status, attempts, suspension, edits, parent, tags } = this
    const state = Object.entries(plainValues(this.values)).map(([key, value]) => [key, stored(value, `state.${key}`)])
    return {
      runId,
      machine,
      schema,
      state: Object.fromEntries(state),
      sequence,
      last,
      next,
      status,
      attempts,
      ...(suspension && { suspension }),
      ...(edits > 0 && { edits }),
      ...(parent && { parent }),
      ...(Object.keys(tags).length > 0 && { tags }),
    }
  }
}
