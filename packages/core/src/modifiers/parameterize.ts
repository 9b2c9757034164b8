// One function, many nodes.

import { bindParameters } from '../definition/bind-parameters.ts'
import { define, specFor } from '../definition/definition.ts'
import { ThroughlineError } from '../errors/throughline-error.ts'
import type { DependenciesOf, Group } from '../typing/module-nodes.ts'
import type { AnyFunction } from '../typing/node-function.ts'
import { modifierIssue } from './catalogue.ts'
import { toBinding, type Bindings, type NoSuchDependency, type Rebind } from './from.ts'

type KeysIn<Cases> = Cases[keyof Cases] extends infer One ? (One extends unknown ? keyof One : never) : never
type Verdict<F, Keys> = [Exclude<Keys, keyof DependenciesOf<F>>] extends [never]
  ? unknown
  : NoSuchDependency<Exclude<Keys, keyof DependenciesOf<F>>, keyof DependenciesOf<F>>

/** In the place of the nodes: their names are not known to the compiler. */
export interface NameMustBeLiteral {
  readonly hint: 'end the template with `as const`, or use the record form'
}

/**
 * Makes a node per case from one function. A value takes the place of the dependency; `from('other')` reads another
 * node in its place; what is not bound stays a dependency of every node.
 *
 * @param fn the function of all nodes; may be wrapped by other modifiers, which then hold for every node
 * @param cases by node name; or a list, with a function that names each (`as const` keeps the names known to the types)
 * @throws {modifier/duplicate-name} when two cases of a list get the same name
 * @example
 * export const lags = parameterize(lag, { lag1: { days: 1 }, lag7: { days: 7, series: from('signups') } })
 * export const more = parameterize(lag, [{ days: 2 }, { days: 3 }], ({ days }) => `lag${days}` as const)
 */
export function parameterize<F extends AnyFunction, const Cases extends Record<string, Bindings<DependenciesOf<F>>>>(
  fn: F & Verdict<F, KeysIn<Cases>>,
  cases: Cases,
): Group<{ [Name in keyof Cases]: (dependencies: Rebind<DependenciesOf<F>, Cases[Name]>) => ReturnType<F> }>
export function parameterize<
  F extends AnyFunction,
  const Cases extends readonly Bindings<DependenciesOf<F>>[],
  Name extends string,
>(
  fn: F,
  cases: Cases,
  name: (one: Cases[number]) => Name,
): string extends Name
  ? NameMustBeLiteral
  : Group<{ [One in Name]: (dependencies: Rebind<DependenciesOf<F>, Cases[number]>) => ReturnType<F> }>
export function parameterize(
  fn: AnyFunction,
  cases: Readonly<Record<string, object>> | readonly object[],
  name?: (one: object) => string,
): object {
  const spec = specFor(fn, 'parameterize')
  const named = Array.isArray(cases)
    ? cases.map((one: object): [string, object] => [name!(one), one])
    : Object.entries(cases as Readonly<Record<string, object>>)
  const seen = new Set<string>()
  const nodes = named.map(([node, one]) => {
    if (seen.has(node))
      throw new ThroughlineError([modifierIssue('modifier/duplicate-name', { modifier: 'parameterize', node })])
    seen.add(node)
    const bound = Object.fromEntries(Object.entries(one).map(([key, value]) => [key, toBinding(value)]))
    return { name: node, cases: [], otherwise: { ...bindParameters(spec, bound), kind: 'parameterized' as const } }
  })
  return define({}, nodes)
}
