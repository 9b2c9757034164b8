// Questions about the value of a node, asked before its readers get it.

import type { Check, CheckSeverity } from '../checks/check.ts'
import { changeSpecs } from '../definition/change-specs.ts'
import { withLayer } from '../definition/node-spec.ts'
import { ThroughlineError } from '../errors/throughline-error.ts'
import { isThenable, type Layer } from '../execute/layer.ts'
import type { StepScope } from '../execute/step-scope.ts'
import type { OutputOf } from '../typing/module-nodes.ts'
import type { AnyFunction } from '../typing/node-function.ts'
import { modifierIssue } from './catalogue.ts'

/** In the place of a check: it accepts the last type, the node gives the first one. */
export interface CheckDoesNotFit<Returned, Accepted> {
  readonly returned: Returned
  readonly accepted: Accepted
}
type Fit<C, Value> =
  C extends Check<infer Accepted> ? ([Value] extends [Accepted] ? C : CheckDoesNotFit<Value, Accepted>) : C

export interface CheckedOptions {
  /** `error` fails the node with `check/failed`; `warn` only tells the hooks. @defaultValue 'error' */
  readonly severity?: CheckSeverity
}

/**
 * Keeps the value and its type, and asks the checks about it. Readers never see a value that failed with `error`. All
 * checks are asked, in the order of writing, and each answer is told to the hooks. A direct call does not check.
 */
export function checked<F extends AnyFunction, const Checks extends readonly Check<never>[]>(
  fn: F,
  checks: Checks & { [I in keyof Checks]: Fit<Checks[I], OutputOf<F>> },
  options: CheckedOptions = {},
): F {
  const layer = checkLayer(checks as unknown as readonly Check<unknown>[], options.severity ?? 'error')
  return changeSpecs(fn, 'checked', (spec) => (spec.kind === 'extracted' ? spec : withLayer(spec, layer)))
}

function checkLayer(checks: readonly Check<unknown>[], severity: CheckSeverity): Layer {
  const examine = (value: unknown, scope: StepScope): unknown => {
    const answers = checks.map((check) => ask(check, value))
    const judge = (found: readonly (true | string)[]): unknown => {
      const failed: { check: string; found: string }[] = []
      for (const [index, answer] of found.entries()) {
        const check = checks[index]!.name
        const passed = answer === true
        if (!passed) failed.push({ check, found: answer })
        const event = { runId: scope.runId, node: scope.node, check, passed, severity }
        scope.host.tell('onStepCheck', passed ? event : { ...event, message: answer })
      }
      if (failed.length === 0 || severity === 'warn') return value
      const subject = { node: scope.node }
      throw new ThroughlineError([modifierIssue('check/failed', { node: scope.node, failed }, { subject })])
    }
    const isAsync = answers.some((answer) => typeof answer === 'object')
    return isAsync ? Promise.all(answers as Promise<true | string>[]).then(judge) : judge(answers as (true | string)[])
  }
  return {
    checks: checks.map((check) => check.name),
    needsTime: false,
    around: (next) => (args, scope) => {
      const value = next(args, scope)
      return isThenable(value) ? Promise.resolve(value).then((result) => examine(result, scope)) : examine(value, scope)
    },
  }
}

/** What a check throws fails the node, but only when all have been asked. */
function ask(check: Check<unknown>, value: unknown): ReturnType<typeof check.test> {
  try {
    return check.test(value)
  } catch (error) {
    return Promise.reject(error)
  }
}
