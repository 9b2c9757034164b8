// Some dependencies of a node, bound to constants and to other names.

import type { Rebinding } from '../definition/binding.ts'
import { bindNode } from '../definition/bind-parameters.ts'
import { defineCallable, nodeFor } from '../definition/definition.ts'
import type { BindableFunction, BindableKeys, Bound, RebindNode } from '../typing/bindings.ts'
import type { Bindable } from '../typing/module-nodes.ts'
import type { AnyFunction } from '../typing/node-function.ts'
import { toBindings } from './from.ts'

/**
 * The same node, reading other names: `from('other')` reads another node or input in the place of a dependency, `group`
 * several of them, and any other value takes its place for good. What is not bound stays a dependency.
 *
 * A direct call, as in a unit test, takes the names that the bound node reads.
 *
 * @param fn one node, with variants or without; may be wrapped by other modifiers, bound ones included
 * @param bound by the name that `fn` reads
 * @throws {modifier/not-a-function} for a group of nodes
 * @example
 * const area = bind(({ width, height }: { width: number; height: number }) => width * height, {
 *   width: from('side'),
 *   height: 3,
 * })
 * area({ side: 2 }) // => 6
 */
export function bind<
  F extends AnyFunction,
  const Key extends BindableKeys<F>,
  const Given extends { readonly [X in Key]: unknown },
>(
  fn: F & BindableFunction<F, keyof Given>,
  // Not a constraint: constants would be inferred as deeply readonly, and then not fit arrays.
  bound: Given & { readonly [X in Key]: Bound<Bindable<F>[X]> },
): RebindNode<F, Given>
export function bind(fn: AnyFunction, bound: object): AnyFunction {
  const node = nodeFor(fn, 'bind')
  const bindings = toBindings(bound)
  const callable = function (this: unknown, given: Values = {}, ...rest: unknown[]) {
    const own = Object.entries(bindings).map(([name, binding]) => [name, valueOf(binding, given)])
    return Reflect.apply(fn, this, [{ ...given, ...Object.fromEntries(own) }, ...rest]) as unknown
  }
  return defineCallable(fn, callable, [bindNode(node, bindings)])
}

type Values = Readonly<Record<string, unknown>>

function valueOf(binding: Rebinding, given: Values): unknown {
  if ('name' in binding) return given[binding.name]
  if ('constant' in binding) return binding.constant
  if ('list' in binding) return binding.list.map((member) => valueOf(member, given))
  return Object.fromEntries(Object.entries(binding.record).map(([key, member]) => [key, valueOf(member, given)]))
}
