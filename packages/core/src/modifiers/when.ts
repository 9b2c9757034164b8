// Nodes that are there only under some configurations.

import type { NodeLike } from '../definition/change-specs.ts'
import {
  nodesFor,
  onlySpecOf,
  redefine,
  type Condition,
  type ConditionValue,
  type NodeDefinition,
} from '../definition/definition.ts'
import { expectOption } from '../errors/expect-option.ts'
import type { ConfigValue } from '../flow/node-info.ts'
import { conditionalRules, namedValues } from '../graph/decide.ts'
import type { Conditional, Unconditional } from '../typing/conditions.ts'
import type { Not } from '../typing/configuration.ts'

/**
 * A node, or a group of nodes, that is there only when the configuration is known to satisfy the condition: all of its
 * keys have the value, one of the values of a list, or what `not` leaves. Otherwise there is no such node: who reads it
 * and cannot do without needs an input of that name. A direct call, as in a unit test, calls the function.
 *
 * @throws {modifier/bad-option} when the condition is empty, or when one of its values is none
 * @throws {modifier/not-a-function} for a node that has variants already
 * @example
 * export const audit = when({ debug: true }, ({ rows }: { rows: number[] }) => rows.length)
 * export const vat = when({ region: ['de', 'fr'], customer: not('business') }, ({ net }: { net: number }) => net * 0.2)
 */
export function when<const Wanted extends Condition, Node extends NodeLike>(
  condition: Wanted,
  node: Node & Unconditional<Node>,
): Conditional<Wanted, Node>
export function when(condition: Condition, node: NodeLike): unknown {
  checkCondition(condition)
  const nodes = nodesFor(node, 'when').map((one): NodeDefinition => {
    const written = onlySpecOf(one, 'when')
    const kind = written.kind === 'function' ? ('variants' as const) : written.kind
    const callable = typeof node === 'function' ? node : undefined
    const spec = { ...written, kind, variant: JSON.stringify(condition), ...(callable && { callable }) }
    return { name: one.name, cases: [{ condition, spec }], otherwise: undefined, rules: conditionalRules }
  })
  return redefine(node, nodes)
}

/**
 * In a condition: none of these values. Holds as well when nothing was chosen.
 *
 * @throws {modifier/bad-option} when there is no value
 */
export function not<const Values extends readonly [ConfigValue, ...ConfigValue[]]>(
  ...values: Values
): Not<Values[number]> {
  expectOption(values.length > 0, 'not', 'values', 'none', 'at least one')
  return Object.freeze({ not: values })
}

function checkCondition(condition: Condition): void {
  const keys = typeof condition === 'object' && condition !== null ? Object.keys(condition) : []
  expectOption(keys.length > 0, 'when', 'condition', condition, 'at least one key')
  for (const [key, wanted] of Object.entries(condition)) {
    const values = wanted === null || wanted === undefined ? [] : namedValues(wanted)
    const isRight = Array.isArray(values) && values.length > 0 && values.every(isConfigValue)
    expectOption(isRight, 'when', key, wanted, 'a string, number or boolean, a list of them, or not(...)')
  }
}

function isConfigValue(value: ConditionValue): value is ConfigValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
