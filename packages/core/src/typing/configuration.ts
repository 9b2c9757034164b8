// How a configuration decides between variants: types narrow, nodes that are switched off disappear.

import type { Absent, AnyCase, AnyVariants, Case, CasesIn, ConditionPairs, ElseIn, Variants } from './module-nodes.ts'
import type { Show } from './node-function.ts'

/** The nodes that have several implementations. */
export type VariantKeys<Nodes> = { [K in keyof Nodes]: Nodes[K] extends AnyVariants ? K : never }[keyof Nodes]
type PairsOf<Nodes, Keys extends keyof Nodes> = { [K in Keys]: ConditionPairs<CasesIn<Nodes[K]>> }[Keys]

/** Every configuration key that a condition names, with the values that it names (a boolean opens both). */
export type ConfigOf<Nodes> = { [P in PairsOf<Nodes, VariantKeys<Nodes>> as P[0] & PropertyKey]: P[1] }

/** In a condition: none of these values. */
export interface Not<Value> {
  readonly not: readonly Value[]
}

type ValuesOf<X> = X extends readonly (infer Element)[] ? Element : X
/** `never` when no value of a key satisfies both. */
type InCommon<A, B> =
  A extends Not<infer Refused>
    ? B extends Not<any>
      ? unknown
      : Exclude<ValuesOf<B>, Refused>
    : B extends Not<infer Refused>
      ? Exclude<ValuesOf<A>, Refused>
      : ValuesOf<A> & ValuesOf<B>
/** The keys in which two conditions, or a condition and a configuration, exclude each other. */
export type ApartKeys<A, B> = {
  [K in keyof A & keyof B]: [InCommon<A[K], B[K]>] extends [never] ? K : never
}[keyof A & keyof B]
type UnsureKeys<Condition, Config> = {
  [K in keyof Condition]: K extends keyof Config
    ? Condition[K] extends Not<infer Refused>
      ? [Extract<Config[K], Refused>] extends [never]
        ? never
        : K
      : [Config[K]] extends [ValuesOf<Condition[K]>]
        ? never
        : K
    : Condition[K] extends Not<any>
      ? never
      : K
}[keyof Condition]

/** In the place of a condition: none of these cases holds. */
export interface NoneOf<Cases> {
  readonly [NONE_OF]: Cases
}
declare const NONE_OF: unique symbol

/** `never` when every value that satisfies the first satisfies the second. */
type Beyond<A, B> =
  A extends Not<infer Refused>
    ? B extends Not<infer Others>
      ? Exclude<Others, Refused>
      : unknown
    : B extends Not<infer Others>
      ? Extract<ValuesOf<A>, Others>
      : Exclude<ValuesOf<A>, ValuesOf<B>>
/** The keys in which the first condition leaves room for what the second excludes; none when it implies the second. */
type LooseKeys<Condition, Wanted> = {
  [K in keyof Wanted]: K extends keyof Condition ? ([Beyond<Condition[K], Wanted[K]>] extends [never] ? never : K) : K
}[keyof Wanted]
/** The cases that hold whenever a condition does. */
export type ImpliedCases<Cases, Condition> =
  Cases extends Case<infer Wanted, any> ? ([LooseKeys<Condition, Wanted>] extends [never] ? Cases : never) : never

/** The cases that may still hold under a configuration, or under a condition. */
export type PossibleCases<Cases, Config> =
  Cases extends Case<infer Condition, any>
    ? Config extends NoneOf<infer Others>
      ? [ImpliedCases<Others, Condition>] extends [never]
        ? Cases
        : never
      : [ApartKeys<Condition, Config>] extends [never]
        ? Cases
        : never
    : never
type CertainCases<Cases, Config> =
  Cases extends Case<infer Condition, any>
    ? [ApartKeys<Condition, Config> | UnsureKeys<Condition, Config>] extends [never]
      ? Cases
      : never
    : never

type Decide<Cases extends AnyCase, Else, Config, Certain extends AnyCase = CertainCases<Cases, Config>> = [
  Certain,
] extends [never]
  ? [Else] extends [never]
    ? PossibleCases<Cases, Config> extends infer Left extends AnyCase
      ? [Left] extends [never]
        ? Absent
        : Variants<Left>
      : never
    : Else
  : Certain['fn']

/** The nodes under a configuration. A configured key is itself a node: its value can be asked for and read. */
export type Resolve<Nodes, Config, Keys extends keyof Nodes = VariantKeys<Nodes>> = [Keys] extends [never]
  ? Nodes
  : ResolveKeys<Nodes, Keys, { [K in Keys]: Decide<CasesIn<Nodes[K]>, ElseIn<Nodes[K]>, Config> }, Config>
/** The nodes with their variants decided; what is decided to be absent is gone. */
export type ResolveKeys<Nodes, Keys extends keyof Nodes, Decided extends { [K in Keys]: unknown }, Config> = Show<
  Pick<Nodes, Exclude<keyof Nodes, Keys>> &
    Pick<Decided, { [K in Keys]: Decided[K] extends Absent ? never : K }[Keys] & keyof Decided> & {
      [K in keyof Config]: () => Config[K]
    }
>
