// What an action tells through a context of a test: kept in lists, and shown to nobody.

import { isThenable } from 'throughline/insides'
import type { ActionContext, Fields } from '../run/context.ts'

export interface Told {
  /** What was passed to `log`, in order. */
  readonly logs: readonly { readonly message: string; readonly fields?: Fields }[]
  /** What was passed to `metric`, in order. */
  readonly metrics: readonly { readonly name: string; readonly value: number; readonly step?: number }[]
  /** The spans in the order in which they began; `parent` is an index in this list. */
  readonly spans: readonly { readonly name: string; readonly parent?: number; readonly fields?: Fields }[]
}

type Telling = Pick<ActionContext, 'log' | 'metric' | 'span'> & Told

/** Its functions may be taken out of it. */
export function telling(): Telling {
  const logs: Told['logs'][number][] = []
  const metrics: Told['metrics'][number][] = []
  const spans: Told['spans'][number][] = []
  let open: number | undefined
  return {
    logs,
    metrics,
    spans,
    log: (message, fields) => void logs.push({ message, ...(fields && { fields }) }),
    metric: (name, value, step) => void metrics.push({ name, value, ...(step !== undefined && { step }) }),
    span: (name, work, fields) => {
      const parent = open
      open = spans.push({ name, ...(parent !== undefined && { parent }), ...(fields && { fields }) }) - 1
      try {
        return work()
      } finally {
        open = parent
      }
    },
  }
}

/** What work gives, as a promise when it was one. */
export function asRecorded(value: unknown, isAsync: boolean): unknown {
  return isAsync && !isThenable(value) ? Promise.resolve(value) : value
}
