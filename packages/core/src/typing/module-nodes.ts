// From the exports of a module to its nodes: plain functions, groups of nodes, and variants.

import type { AnyFunction, FunctionDependencies, FunctionOutput, Intersection, Show } from './node-function.ts'

declare const GROUP: unique symbol
declare const CASES: unique symbol
declare const ABSENT: unique symbol

/** An exported value that stands for several nodes. In their names `&` stands for the export's own name. */
export interface Group<Nodes extends object> {
  readonly [GROUP]: Nodes
}

/** One implementation of a node, and the configuration under which it holds. */
export interface Case<Condition, F> {
  readonly condition: Condition
  readonly fn: F
}
export type AnyCase = Case<any, any>

/** Stands for "no node": what remains when no case holds. */
export interface Absent {
  readonly [ABSENT]: true
}

/** What marks variants, apart from how they are called. */
export interface WithCases<Cases extends AnyCase, Else> {
  readonly [CASES]: { readonly cases: Cases; readonly otherwise: Else }
}
/**
 * One node with several implementations. `Cases` is a union of cases; `Else` is what stands when none is known to
 * hold: a function, `Absent`, or `never` when the configuration has to decide.
 */
export interface Variants<Cases extends AnyCase, Else = never> extends WithCases<Cases, Else> {
  (dependencies: never, context?: never): unknown
}
export type AnyVariants = WithCases<AnyCase, any>

export type CasesIn<F> = F extends { readonly [CASES]: { readonly cases: infer Cases extends AnyCase } } ? Cases : never
export type ElseIn<F> = F extends { readonly [CASES]: { readonly otherwise: infer Else } } ? Else : never
/** The functions that a node may turn out to be. */
export type Implementations<F> = F extends AnyVariants ? CasesIn<F>['fn'] | Exclude<ElseIn<F>, Absent> : F

/** Appears among the inputs of a node that waits for `configure`: the value to choose cannot be given as an input. */
export interface ChooseWithConfigure<Values> {
  readonly values: Values
}

type AnyKey<U> = U extends unknown ? keyof U : never
/** Of several records of dependencies: what all have is required, what some have is optional. */
export type UnionDependencies<U> = Show<
  Pick<U, keyof U> & {
    [K in Exclude<AnyKey<U>, keyof U>]?: U extends unknown ? (K extends keyof U ? U[K] : never) : never
  }
>
type DependenciesOfEach<F> = F extends unknown ? FunctionDependencies<F> : never
type Undecided<Cases> = { [P in ConditionPairs<Cases> as P[0] & PropertyKey]: ChooseWithConfigure<P[1]> }
type VariantDependencies<Cases extends AnyCase> = Show<
  UnionDependencies<DependenciesOfEach<Cases['fn']>> & Undecided<Cases>
>

/** What a node reads. Of undecided variants: what all cases need is required, what some need is optional. */
export type DependenciesOf<F> = F extends { readonly [CASES]: { readonly cases: infer Cases extends AnyCase } }
  ? VariantDependencies<Cases>
  : FunctionDependencies<F>

/** What the implementations of a node read, before any is chosen. */
export type Bindable<F> = F extends AnyVariants
  ? UnionDependencies<DependenciesOfEach<Implementations<F>>>
  : FunctionDependencies<F>

/** What a node gives; of undecided variants, any of their values. */
export type OutputOf<F> = F extends AnyVariants ? FunctionOutput<Implementations<F>> : FunctionOutput<F>

// ---- `&` becomes the export's own name
type Substitute<Name, Own extends string> = Name extends `&${infer Rest}` ? `${Own}${Rest}` : Name
type NamedFunction<F, Own extends string> = [keyof FunctionDependencies<F> & `&${string}`] extends [never]
  ? F
  : (dependencies: {
      [Q in keyof FunctionDependencies<F> as Substitute<Q, Own> & PropertyKey]: FunctionDependencies<F>[Q]
    }) => FunctionOutput<F>
type NamedCase<C, Own extends string> =
  C extends Case<infer Condition, infer F> ? Case<Condition, NamedFunction<F, Own>> : never
/** Distributes, so that `never` stays what it is. */
type NamedElse<Else, Own extends string> = Else extends AnyFunction ? NamedFunction<Else, Own> : Else
type NamedNode<F, Own extends string> = F extends AnyVariants
  ? Variants<NamedCase<CasesIn<F>, Own>, NamedElse<ElseIn<F>, Own>>
  : NamedFunction<F, Own>
type NamedGroup<Nodes, Own extends string> = {
  [P in keyof Nodes as Substitute<P, Own> & PropertyKey]: NamedNode<Nodes[P], Own>
}

// ---- a module
type GroupKeys<Module> = { [K in keyof Module]: Module[K] extends Group<any> ? K : never }[keyof Module]
type PlainKeys<Module> = {
  [K in keyof Module]: K extends `_${string}` | 'default'
    ? never
    : Module[K] extends Group<any>
      ? never
      : Module[K] extends AnyFunction
        ? K
        : never
}[keyof Module]
type GroupNodes<Module, Keys extends keyof Module> = {
  [K in Keys]: Module[K] extends Group<infer Nodes> ? NamedGroup<Nodes, K & string> : never
}[Keys]

/**
 * The nodes of a module, by name. `Pick` of a union of keys, not a mapped type with an `as` clause: the keys of the
 * latter are computed again at every use, which made the check of a flow quadratic.
 */
export type NodesOf<Module, Keys extends keyof Module = GroupKeys<Module>> = [Keys] extends [never]
  ? Pick<Module, PlainKeys<Module>>
  : KeysFixed<Pick<Module, PlainKeys<Module>> & Intersection<GroupNodes<Module, Keys>>>

/** The same record, with its keys computed once and for all. */
type KeysFixed<T, Keys extends keyof T = keyof T> = Pick<T, Keys>

/** The nodes of several modules. */
export type Merge<Modules extends readonly unknown[]> = Modules extends readonly [infer Only]
  ? NodesOf<Only>
  : KeysFixed<Intersection<{ [I in keyof Modules]: NodesOf<Modules[I]> }[number]>>

/** Configuration key and value pairs named by the conditions of cases: `['algo', 'lgbm'] | ['algo', 'linear']`. */
export type ConditionPairs<Cases> =
  Cases extends Case<infer Condition, any>
    ? { [K in keyof Condition]: [K, Widened<Condition[K]>] }[keyof Condition]
    : never
type Widened<Value> = Value extends boolean
  ? boolean
  : Value extends readonly (infer Element)[] | { readonly not: readonly (infer Element)[] }
    ? Widened<Element>
    : Value
