// A layer that does something with the value of a step.

import { andThen } from './and-then.ts'
import type { Layer } from './layer.ts'
import type { StepScope } from './step-scope.ts'

/**
 * @param see what it gives is the value from then on; a promise is waited for before and after it
 * @param needsTime see `Layer`
 */
export function valueLayer(see: (value: unknown, scope: StepScope) => unknown, needsTime = false): Layer {
  return { needsTime, around: (next) => (args, scope) => andThen(next(args, scope), (value) => see(value, scope)) }
}
