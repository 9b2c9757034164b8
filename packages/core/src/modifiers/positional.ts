// Functions that take their dependencies one by one, and modules of such functions.

import { defineFunction, definitionOf, soleNode } from '../definition/definition.ts'
import { specOfNames } from '../definition/node-spec.ts'
import { isReadable, scanHead, type HeadDependency } from '../definition/scan-head.ts'
import type { AnyFunction, Show } from '../typing/node-function.ts'

type Bare<Name> = Name extends `${infer Base}?` ? Base : Name
type Indices<Names> = Extract<keyof Names, `${number}`>
/** Zips the names with the types of the parameters. */
type Zip<Names extends readonly string[], Parameters extends readonly unknown[]> = Show<
  {
    [I in Indices<Names> as Names[I] extends `${string}?` ? never : Names[I] & string]: I extends keyof Parameters
      ? Parameters[I]
      : never
  } & {
    [
      I in Indices<Names> as Names[I] extends `${string}?` ? Bare<Names[I]> & string : never
    ]?: I extends keyof Parameters ? Parameters[I] : never
  }
>
/** A module whose functions read any inputs: their names are not known to the compiler. */
type PositionalModule<Module> = {
  [K in keyof Module]: Module[K] extends (...args: any[]) => infer Result
    ? (dependencies: Readonly<Record<string, unknown>>) => Result
    : Module[K]
}

/**
 * A node, or a module of nodes, whose functions take their dependencies one by one.
 *
 * With names, they are given in the order of the parameters; `'b?'` marks one that the function can do without, and the
 * types are checked. For a whole module the names are those of the parameters, read at run time: minifiers change them,
 * and the compiler does not know them, so inputs are not checked by types.
 *
 * @example
 * export const total = positional(['price', 'quantity?'], (price: number, quantity: number = 1) => price * quantity)
 * const flow = dataflow(positional(legacyModule))
 */
export function positional<const Names extends readonly string[], Parameters extends readonly unknown[], Result>(
  names: Names & { readonly length: Parameters['length'] },
  fn: (...args: Parameters) => Result,
): (dependencies: Zip<Names, Parameters>) => Result
export function positional<Module extends object>(module: Module): PositionalModule<Module>
export function positional(first: readonly string[] | object, fn?: AnyFunction): unknown {
  if (fn) return defineNode(first as readonly string[], fn)
  return Object.fromEntries(Object.entries(first).map(([name, value]) => [name, toPositional(value)]))
}

function defineNode(names: readonly string[], fn: AnyFunction): AnyFunction {
  const keys = names.map((name) => name.replace(/\?$/, ''))
  const callable = (dependencies: Readonly<Record<string, unknown>>): unknown =>
    fn(...keys.map((key) => dependencies[key]))
  const spec = { ...specOfNames(names, fn), fn: callable, readsContext: false, written: fn }
  return defineFunction(callable, soleNode(spec))
}

/** Functions whose head names plain parameters; everything else stays what it is. */
function toPositional(value: unknown): unknown {
  if (typeof value !== 'function') return value
  const plain = value as AnyFunction
  const head = scanHead(plain)
  const isDefined = definitionOf(plain)?.[0]?.otherwise?.fn !== plain
  // A pattern or a rest among the parameters has no name of its own.
  const isNamed = (one: HeadDependency): boolean => !/^[.[{]/.test(one.name)
  if (isDefined || isReadable(head) || head.form !== 'positional' || !head.parameters.every(isNamed)) return value
  const names = head.parameters.map((one) => (one.optional ? `${one.name}?` : one.name))
  const spec = definitionOf(defineNode(names, plain))!
  // In a unit test it is called as it was written.
  return defineFunction(plain, spec)
}
