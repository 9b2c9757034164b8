// Reads the value of a parameter from somewhere else: another node, or a constant.

import type { Binding } from '../definition/binding.ts'

declare const FROM: unique symbol
const BINDING = Symbol.for('throughline.binding.1')

/** Stands for the value of a node or input. */
export interface From<Name extends string> {
  readonly [FROM]: Name
}

/** The value of this node or input, in the place of a constant: `parameterize(fn, { b: { series: from('signups') } })`. */
export function from<const Name extends string>(name: Name): From<Name> {
  return Object.freeze({ [BINDING]: { name } }) as unknown as From<Name>
}

/** What a value given for a parameter means: a reference made here, or a constant. */
export function toBinding(value: unknown): Binding {
  const marked = typeof value === 'object' && value !== null ? (value as Record<symbol, unknown>)[BINDING] : undefined
  // Proxies of some libraries have any property that they are asked for.
  const name = (marked as { name?: unknown } | undefined)?.name
  return typeof name === 'string' ? { name } : { constant: value }
}

type NameIn<Bound> = Bound extends From<infer Name> ? Name : never

/** The dependencies that are left when some are bound: constants are gone, references read under their own names. */
export type Rebind<Dependencies, Bound> = {
  [X in keyof Dependencies as X extends keyof Bound ? NameIn<Bound[X]> & PropertyKey : X]: Dependencies[X]
}

/** What may be given for each dependency: a value of its type, or a reference. */
export type Bindings<Dependencies> = { readonly [X in keyof Dependencies]?: Dependencies[X] | From<string> }

/** In the place of an argument: the function reads no such name. */
export interface NoSuchDependency<Name, Known> {
  readonly unknown: Name
  readonly known: Known
}
