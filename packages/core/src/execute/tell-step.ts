// Tells the hooks of one step: that it starts, and how it ended.

import type { Step } from './hooks.ts'
import type { StepScope } from './step-scope.ts'

type Outcome =
  | { readonly status: 'succeeded'; readonly value: unknown }
  | { readonly status: 'failed'; readonly error: unknown }

export type TellEnd = (outcome: Outcome, isLate: boolean) => void

/** Tells the start. @returns what tells the end */
export function tellStart(scope: StepScope, inputs: Step['inputs']): TellEnd {
  const startedAt = performance.now()
  scope.tell('onStepStart', { inputs, startedAtMs: Date.now() })
  return (outcome, isLate) => {
    const durationMs = performance.now() - startedAt
    const { attempt: attempts } = scope
    scope.tell('onStepEnd', { attempts, durationMs, ...outcome, ...(isLate && { late: true }) })
  }
}
