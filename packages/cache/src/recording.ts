// What a step says while it computes, kept with its value, so that who takes the value hears it too.

import type { EarlierRun, StepCheck, StepLog, StepMetric } from 'throughline'
import { lastly } from './lastly.ts'

export type Said =
  | { readonly kind: 'log'; readonly message: string; readonly fields?: Readonly<Record<string, unknown>> }
  | { readonly kind: 'metric'; readonly name: string; readonly value: number; readonly step?: number }
  | (Pick<StepCheck, 'check' | 'passed' | 'severity' | 'message' | 'facts'> & { readonly kind: 'check' })

/** Of one step; more than this is not kept. */
const MOST = 200

export class Recording {
  readonly said: Said[] = []

  log({ message, fields }: StepLog): void {
    this.#add({ kind: 'log', message, ...(fields && { fields }) })
  }

  metric({ name, value, step }: StepMetric): void {
    this.#add({ kind: 'metric', name, value, ...(step !== undefined && { step }) })
  }

  check({ check, passed, severity, message, facts }: StepCheck): void {
    const said = { kind: 'check', check, passed, severity } as const
    this.#add({ ...said, ...(message !== undefined && { message }), ...(facts && { facts }) })
  }

  #add(said: Said): void {
    if (this.said.length < MOST) this.said.push(said)
  }
}

/** What is being computed in a run, by node and by item. */
export class Recordings {
  readonly #open = new Map<string, Recording>()

  /** Keeps what is said under an id until the call has settled. */
  during<Value>(id: string, call: () => Value): { said: Recording; value: Value } {
    const said = new Recording()
    this.#open.set(id, said)
    const value = lastly(call, () => {
      if (this.#open.get(id) === said) this.#open.delete(id)
    })
    return { said, value }
  }

  /** Whom an event is about. What an item says is said by its node too. */
  of({ node, item, from }: StepLog | StepMetric | StepCheck): readonly Recording[] {
    if (this.#open.size === 0) return []
    const ofItem = item && !from ? this.#open.get(itemId(node, item.path)) : undefined
    const ofNode = item || !from ? this.#open.get(node) : undefined
    return [ofItem, ofNode].filter((one) => one !== undefined)
  }
}

/** Under which what an item says is kept. */
export function itemId(node: string, path: readonly string[]): string {
  return JSON.stringify([node, ...path])
}

type Teller = (
  ...told:
    | [observer: 'onStepLog', event: Omit<StepLog, 'runId' | 'node'>]
    | [observer: 'onStepMetric', event: Omit<StepMetric, 'runId' | 'node'>]
    | [observer: 'onStepCheck', event: Omit<StepCheck, 'runId' | 'node'>]
) => void

/** Tells it again, as said in an earlier run. */
export function tellAgain(said: readonly Said[], from: EarlierRun, tell: Teller): void {
  for (const { kind, ...event } of said) {
    if (kind === 'log') tell('onStepLog', { ...(event as Omit<Said & { kind: 'log' }, 'kind'>), from })
    else if (kind === 'metric') tell('onStepMetric', { ...(event as Omit<Said & { kind: 'metric' }, 'kind'>), from })
    else tell('onStepCheck', { ...(event as Omit<Said & { kind: 'check' }, 'kind'>), from })
  }
}
