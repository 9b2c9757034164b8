// One node, several implementations: the one whose condition holds.

import { definitionOf, specFor, type NodeDefinition } from '../definition/definition.ts'
import type { NodeSpec } from '../definition/node-spec.ts'
import { expectOption } from '../errors/expect-option.ts'
import { ThroughlineError } from '../errors/throughline-error.ts'
import { overlap } from '../graph/decide.ts'
import { variantIssue } from '../graph/variant-issues.ts'
import type { AnyChoices, CheckedChoices, OneOf, Otherwise } from '../typing/conditions.ts'
import type { AnyFunction } from '../typing/node-function.ts'
import { defineVariants } from './define-variants.ts'

const OTHERWISE = Symbol.for('throughline.otherwise.1')

/**
 * A node whose implementation is the one whose condition holds. Conditions exclude each other, so their order means
 * nothing. Without `otherwise` the configuration has to choose before the node can run; under a configuration that none
 * of the conditions admits there is no such node.
 *
 * A direct call, as in a unit test, is possible only on the implementations themselves.
 *
 * @param choices made by `when`, with or without policies around it; the last may be made by `otherwise`
 * @throws {modifier/overlapping-conditions} when two conditions can hold at once
 * @throws {modifier/bad-option} when something else is among them, or `otherwise` is not the last
 * @example
 * export const tax = oneOf(when({ region: 'eu' }, vat), when({ region: 'us' }, salesTax), otherwise(none))
 */
export function oneOf<const Choices extends AnyChoices>(...choices: Choices & CheckedChoices<Choices>): OneOf<Choices>
export function oneOf(...choices: readonly unknown[]): AnyFunction {
  const last = fallbackOf(choices.at(-1))
  const conditional = last ? choices.slice(0, -1) : choices
  const cases = conditional.map((choice, index) => caseOf(choice, index))
  expectOption(cases.length > 0, 'oneOf', 'choices', 'none', 'at least one made by when(...)')
  for (const [index, { condition }] of cases.entries()) {
    const other = cases.slice(0, index).find((before) => overlap(before.condition, condition))
    if (!other) continue
    const facts = { modifier: 'oneOf', conditions: [other.condition, condition] as const }
    throw new ThroughlineError([variantIssue('modifier/overlapping-conditions', facts)])
  }
  const values = cases.map(({ condition }) => JSON.stringify(condition))
  return defineVariants('oneOf', cases, last && { ...last, kind: 'variants' }, values)
}

/** The last choice of `oneOf`: what holds when no condition is known to hold. */
export function otherwise<F extends AnyFunction>(fn: F): Otherwise<F> {
  return Object.freeze({ [OTHERWISE]: { ...specFor(fn, 'otherwise'), callable: fn } }) as unknown as Otherwise<F>
}

function fallbackOf(choice: unknown): NodeSpec | undefined {
  const isMarked = typeof choice === 'object' && choice !== null && Object.hasOwn(choice, OTHERWISE)
  return isMarked ? (choice as Record<symbol, NodeSpec>)[OTHERWISE] : undefined
}

function caseOf(choice: unknown, index: number): NodeDefinition['cases'][number] {
  const nodes = definitionOf(choice)
  const [only] = nodes ?? []
  const isCase = nodes?.length === 1 && only?.name === '&' && only.cases.length === 1 && !only.otherwise
  const expected = fallbackOf(choice) ? 'the last of them to be otherwise(...)' : 'a function in when(...)'
  expectOption(isCase, 'oneOf', `choices[${index}]`, choice, expected)
  return only.cases[0]!
}
