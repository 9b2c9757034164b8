// The value of a node becomes what a schema makes of it.

import {
  findingsOf,
  findingText,
  isSchema,
  type InputOfSchema,
  type OutputOfSchema,
  type Reading,
  type StandardResult,
  type StandardSchema,
} from '../checks/schema.ts'
import { show } from '../checks/show.ts'
import { defineCallable, mapSpecs, nodeFor } from '../definition/definition.ts'
import { withLayer } from '../definition/node-spec.ts'
import { ThroughlineError } from '../errors/throughline-error.ts'
import { andThen } from '../execute/and-then.ts'
import { valueLayer } from '../execute/value-layer.ts'
import type { NotOneNode } from '../typing/bindings.ts'
import type { AnyVariants, Case, CasesIn, ElseIn, Group, OutputOf, Variants } from '../typing/module-nodes.ts'
import type { AnyFunction } from '../typing/node-function.ts'
import type { CheckDoesNotFit } from './checked.ts'
import { parsedIssue } from './parsed-issues.ts'

type ParsedFunction<F, Output> = F extends (...args: infer Arguments) => unknown
  ? (...args: Arguments) => Promise<Output>
  : F
type ParsedCase<C, Output> =
  C extends Case<infer Condition, infer F> ? Case<Condition, ParsedFunction<F, Output>> : never
/** The same node with this value. */
export type Parsed<F, Output> = F extends AnyVariants
  ? Variants<ParsedCase<CasesIn<F>, Output>, ParsedFunction<ElseIn<F>, Output>>
  : ParsedFunction<F, Output>

type Primitive = string | number | bigint | boolean | symbol | null | undefined
/** Refuses only what can never be: a value that is unknown, or wider than what the schema wants, may well fit. */
type Verdict<F, Value, Input> =
  F extends Group<infer Nodes>
    ? NotOneNode<keyof Nodes>
    : [unknown] extends [Value] | [Input]
      ? unknown
      : [Value & Input] extends [never]
        ? [Value] extends [never]
          ? unknown
          : CheckDoesNotFit<Value, Input>
        : [Value, Input] extends [Primitive, object]
          ? CheckDoesNotFit<Value, Input>
          : unknown

/**
 * Makes the value of a node what the schema makes of it: converted, completed with defaults, stripped of what it does not
 * name, and with the schema's type. Readers never see the value as it was. A schema may be asynchronous. A setting of
 * checks does not switch it off: the type of the value depends on it.
 *
 * A direct call, as in a unit test, parses too, and gives a promise.
 *
 * @param fn one node, with variants or without
 * @param schema of any library that follows the Standard Schema specification, such as zod, valibot or arktype
 * @throws {modifier/not-a-schema} {modifier/not-a-function}; {check/not-parsed} at run time
 * @example
 * export const rates = parsed(({ body }: { body: string }): unknown => JSON.parse(body), z.record(z.string(), z.number()))
 */
export function parsed<F extends AnyFunction, Schema extends StandardSchema<any, any>>(
  fn: F & Verdict<F, OutputOf<F>, Reading<InputOfSchema<Schema>>>,
  schema: Schema,
): Parsed<F, OutputOfSchema<Schema>> {
  if (!isSchema(schema)) throw new ThroughlineError([parsedIssue('modifier/not-a-schema', { found: show(schema) })])
  const layer = valueLayer((value, { node }) => parse(schema, value, node))
  const nodes = mapSpecs([nodeFor(fn, 'parsed')], (spec) => {
    const layered = withLayer(spec, layer)
    return spec.callable ? { ...layered, callable: parsing(spec.callable, schema) } : layered
  })
  return defineCallable(fn as AnyFunction, parsing(fn as AnyFunction, schema), nodes) as never
}

/** The same for a direct call. */
function parsing(fn: AnyFunction, schema: StandardSchema): AnyFunction {
  return async function (this: unknown, ...args: unknown[]) {
    return parse(schema, await Reflect.apply(fn, this, args), fn.name)
  }
}

function parse(schema: StandardSchema, value: unknown, node: string): unknown {
  return andThen<StandardResult<unknown>, unknown>(schema['~standard'].validate(value), (result) => {
    if (!result.issues) return result.value
    const findings = findingsOf(result.issues)
    const facts = { node, found: findings.map(findingText), findings }
    throw new ThroughlineError([parsedIssue('check/not-parsed', facts)])
  })
}
