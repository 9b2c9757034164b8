// What may be bound to the dependencies of a node, and what it then reads.

import type { NodeContext } from '../execute/node-context.ts'
import type {
  AnyVariants,
  Bindable,
  Case,
  CasesIn,
  ElseIn,
  Group,
  UnionDependencies,
  Variants,
} from './module-nodes.ts'
import type { AnyFunction, FunctionDependencies, Intersection } from './node-function.ts'

declare const FROM: unique symbol
declare const GROUPED: unique symbol

/** Stands for the value of a node or input. */
export interface From<Name extends string> {
  readonly [FROM]: Name
}

/** Stands for a list or a record of values, put together from references and constants. */
export interface Grouped<Members> {
  readonly [GROUPED]: Members
}

/** What may be given for a dependency: a value of its type, a reference, or a group that makes such a value. */
export type Bound<Value> = Value | From<string> | (Value extends object ? Grouped<Members<Value>> : never)

/** A list will do for whatever only has to be gone through. */
type Members<Value> =
  Value extends Iterable<infer Item>
    ? readonly Item[] extends Value
      ? readonly (Item | From<string>)[]
      : { readonly [K in keyof Value]: Value[K] | From<string> }
    : { readonly [K in keyof Value]: Value[K] | From<string> }

/** What may be given for each dependency. */
export type Bindings<Dependencies> = { readonly [X in keyof Dependencies]?: Bound<Dependencies[X]> }

/** In the place of a function: it reads no such name. */
export interface NoSuchDependency<Name, Known> {
  readonly unknown: Name
  readonly known: Known
}
/** In the place of a function: the modifier is for one node, and was given a group of nodes. */
export interface NotOneNode<Names> {
  readonly nodes: Names
}

/** The names that can be bound. A type parameter of its own: misspelt ones then are errors where they stand. */
export type BindableKeys<F> = keyof Bindable<F>
/** The function, or what is wrong with it: it stands for several nodes, or it does not read all of these names. */
export type BindableFunction<F, Names> =
  F extends Group<infer Nodes>
    ? NotOneNode<keyof Nodes>
    : [Exclude<Names, BindableKeys<F>>] extends [never]
      ? F
      : NoSuchDependency<Exclude<Names, BindableKeys<F>>, BindableKeys<F>>

type MemberOf<Value, Key> = Value extends readonly unknown[]
  ? Key extends keyof Value
    ? Value[Key]
    : Value[number]
  : Key extends keyof Value
    ? Value[Key]
    : Value extends Iterable<infer Item>
      ? Item
      : never
type MemberKeys<Members> = Members extends readonly unknown[] ? Extract<keyof Members, `${number}`> : keyof Members
type GroupReads<Members, Value> = Intersection<
  {
    [K in MemberKeys<Members>]: Members[K & keyof Members] extends From<infer Name>
      ? { [N in Name]: MemberOf<Value, K> }
      : {}
  }[MemberKeys<Members>]
>
/** An optional dependency that reads another name stays optional; the members of a group are all needed. */
type BoundReads<Dependencies, X extends keyof Dependencies, Given> =
  Given extends From<infer Name>
    ? {} extends Pick<Dependencies, X>
      ? { [N in Name]?: Required<Dependencies>[X] }
      : { [N in Name]: Dependencies[X] }
    : Given extends Grouped<infer Members>
      ? GroupReads<Members, Dependencies[X]>
      : {}

type RebindOne<Dependencies, Given> = Given extends unknown
  ? Pick<Dependencies, Exclude<keyof Dependencies, keyof Given>> &
      Intersection<
        {
          [X in keyof Dependencies & keyof Given]: BoundReads<Dependencies, X, Given[X]>
        }[keyof Dependencies & keyof Given]
      >
  : never
/**
 * The dependencies that are left when some are bound: constants are gone, references read under their own names. A name
 * that is read for several of them has a type that fits them all. Of several cases of which one holds: what all leave
 * is required, what some leave is optional.
 */
export type Rebind<Dependencies, Given> = UnionDependencies<RebindOne<Dependencies, Given>>

type RebindFunction<F, Given> = F extends (...args: any[]) => infer Result
  ? (dependencies: Rebind<FunctionDependencies<F>, Given>, context?: NodeContext) => Result
  : never
type RebindCase<C, Given> = C extends Case<infer Condition, infer F> ? Case<Condition, RebindFunction<F, Given>> : never

/** The node, with some of its dependencies bound. */
export type RebindNode<F, Given> = F extends AnyVariants
  ? Variants<
      RebindCase<CasesIn<F>, Given>,
      ElseIn<F> extends AnyFunction ? RebindFunction<ElseIn<F>, Given> : ElseIn<F>
    >
  : RebindFunction<F, Given>
