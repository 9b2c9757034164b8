// One function, many nodes.

import { bindNode } from '../definition/bind-parameters.ts'
import { define, mapSpecs, nodeFor, type NodeDefinition } from '../definition/definition.ts'
import { ThroughlineError } from '../errors/throughline-error.ts'
import type { BindableFunction, BindableKeys, Bound, RebindNode } from '../typing/bindings.ts'
import type { Bindable, Group } from '../typing/module-nodes.ts'
import type { AnyFunction } from '../typing/node-function.ts'
import { nameIssue } from './duplicate-name.ts'
import { toBindings } from './from.ts'

type KeysIn<One> = One extends unknown ? keyof One : never

/** In the place of the nodes: their names are not known to the compiler. */
export interface NameMustBeLiteral {
  readonly hint: 'end the template with `as const`, or use the record form'
}

export interface ParameterizeOptions<Case> {
  /** Tags of each node, from its case; they win over those that the function has already. */
  readonly tags?: (one: Case, name: string) => Readonly<Record<string, string>>
}

/**
 * Makes a node per case from one function. A value takes the place of the dependency; `from('other')` reads another
 * node in its place, `group` several; what is not bound stays a dependency of every node.
 *
 * @param fn the function of all nodes, with variants or without; may be wrapped by other modifiers, which then hold for
 *   every node
 * @param cases by node name; or a list, with a function that names each (`as const` keeps the names known to the types)
 * @throws {modifier/duplicate-name} when two cases of a list get the same name
 * @example
 * export const lags = parameterize(lag, { lag1: { days: 1 }, lag7: { days: 7, series: from('signups') } })
 * export const more = parameterize(lag, [{ days: 2 }, { days: 3 }], ({ days }) => `lag${days}` as const)
 */
export function parameterize<
  F extends AnyFunction,
  const Key extends BindableKeys<F>,
  const Cases extends Readonly<Record<string, { readonly [X in Key]?: unknown }>>,
>(
  fn: F & BindableFunction<F, KeysIn<Cases[keyof Cases]>>,
  cases: Cases & Readonly<Record<string, { readonly [X in Key]?: Bound<Bindable<F>[X]> }>>,
  options?: ParameterizeOptions<Cases[keyof Cases]>,
): Group<{ [Name in keyof Cases]: RebindNode<F, Cases[Name]> }>
export function parameterize<
  F extends AnyFunction,
  const Key extends BindableKeys<F>,
  const Cases extends readonly { readonly [X in Key]?: unknown }[],
  Name extends string,
>(
  fn: F & BindableFunction<F, KeysIn<Cases[number]>>,
  cases: Cases & readonly { readonly [X in Key]?: Bound<Bindable<F>[X]> }[],
  name: (one: Cases[number]) => Name,
  options?: ParameterizeOptions<Cases[number]>,
): string extends Name ? NameMustBeLiteral : Group<{ [One in Name]: RebindNode<F, Cases[number]> }>
export function parameterize(
  fn: AnyFunction,
  cases: Readonly<Record<string, object>> | readonly object[],
  ...[naming, more]: [
    naming?: ((one: object) => string) | ParameterizeOptions<object>,
    more?: ParameterizeOptions<object>,
  ]
): object {
  const node = nodeFor(fn, 'parameterize')
  const [toName, options] = typeof naming === 'function' ? [naming, more] : [undefined, naming]
  const named: [string, object][] = Array.isArray(cases)
    ? cases.map((one: object) => [toName!(one), one])
    : Object.entries(cases as Readonly<Record<string, object>>)
  const seen = new Set<string>()
  const nodes = named.map(([name, one]): NodeDefinition => {
    if (seen.has(name)) {
      throw new ThroughlineError([nameIssue('modifier/duplicate-name', { modifier: 'parameterize', node: name })])
    }
    seen.add(name)
    const tags = options?.tags?.(one, name)
    const [changed] = mapSpecs([bindNode(node, toBindings(one))], (spec) => ({
      ...spec,
      kind: 'parameterized',
      tags: { ...spec.tags, ...tags },
    }))
    return { ...changed!, name }
  })
  return define({}, nodes)
}
