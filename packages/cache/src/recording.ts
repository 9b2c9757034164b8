// What a step says while it computes, kept with its value, so that who takes the value hears it too.

import type { EarlierRun, StepCheck, StepLog, StepMetric } from 'throughline'

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
