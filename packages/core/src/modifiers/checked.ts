// Questions about the value of a node, asked before its readers get it.

import { toCheck, type Check, type CheckSeverity } from '../checks/check.ts'
import { expectOption } from '../errors/expect-option.ts'
import type { InputOfSchema, Reading, StandardSchema } from '../checks/schema.ts'
import { mapSpecs, nodesFor, redefine } from '../definition/definition.ts'
import { withLayer, type NodeSpec } from '../definition/node-spec.ts'
import type { OutputOf } from '../typing/module-nodes.ts'
import type { AnyFunction } from '../typing/node-function.ts'
import { checkLayer } from './checked-layer.ts'

/** In the place of a check: it accepts the last type, the node gives the first one. */
export interface CheckDoesNotFit<Returned, Accepted> {
  readonly returned: Returned
  readonly accepted: Accepted
}

type Question = Check<never> | StandardSchema<any, any>
type AcceptedBy<Q> = Q extends Check<infer Accepted> ? Accepted : Reading<InputOfSchema<Q>>
type Misfit<Q, Value> = Q extends unknown
  ? [Value] extends [AcceptedBy<Q>]
    ? never
    : CheckDoesNotFit<Value, AcceptedBy<Q>>
  : never
type Each<Questions> = Questions extends readonly (infer One)[] ? One : Questions
/** The check, schema or list of them; or, in its place, what does not fit. */
type Fit<Questions, Value> = [Misfit<Each<Questions>, Value>] extends [never]
  ? Questions
  : Misfit<Each<Questions>, Value>

export interface CheckedOptions {
  /** `error` fails the node with `check/failed`; `warn` only tells the hooks. @defaultValue 'error' */
  readonly severity?: CheckSeverity
}

/**
 * Keeps the value and its type, and asks the checks about it. Readers never see a value that failed with `error`. All
 * checks are asked, in the order of writing, and each answer is told to the hooks. A direct call does not check.
 *
 * A schema of any library that follows the Standard Schema specification is a check as well: the value stays what it was.
 * To go on with what the schema makes of it, use `parsed`.
 *
 * @param checks checks (those of `throughline/checks`, or your own), schemas, and lists of them such as `columns` makes
 * @throws {modifier/not-a-check} {modifier/bad-option}; {check/failed} {check/threw} at run time
 * @example
 * import { inRange } from 'throughline/checks'
 * export const share = checked(({ part, whole }: { part: number; whole: number }) => part / whole, [inRange(0, 1)])
 */
export function checked<F extends AnyFunction, const Checks extends readonly (Question | readonly Question[])[]>(
  fn: F,
  checks: Checks & { [I in keyof Checks]: Fit<Checks[I], OutputOf<F>> },
  options: CheckedOptions = {},
): F {
  const { severity = 'error' } = options
  expectOption(['warn', 'error'].includes(severity), 'checked', 'severity', severity, `'error' or 'warn'`)
  const questions = [checks as unknown].flat(2) as readonly Question[]
  const layer = checkLayer(questions.map((one) => ({ check: toCheck(one), severity })))
  const addLayer = (spec: NodeSpec): NodeSpec => (spec.kind === 'extracted' ? spec : withLayer(spec, layer))
  const nodes = nodesFor(fn, 'checked')
  // The value of the export; what else belongs to it, such as its fields and what is written of it, has other values.
  const isWhole = nodes.some((node) => node.name === '&')
  const changed = nodes.flatMap((node) => (isWhole && node.name !== '&' ? node : mapSpecs([node], addLayer)))
  return redefine(fn, changed)
}
