// The verdict on every edge: what a node gives has to fit what its reader wants.

import type { ImpliedCases, NoneOf, PossibleCases } from './configuration.ts'
import type { Absent, AnyVariants, Case, CasesIn, ElseIn, NodesOf, OutputOf } from './module-nodes.ts'
import type { AnyFunction, FunctionDependencies, FunctionOutput, Intersection } from './node-function.ts'

/** `TypeMismatch<'raw -> total', string[], number[]>`: `total` reads `raw` as the last type, `raw` gives the middle one. */
export interface TypeMismatch<Edge extends string, Returned, Needed> {
  readonly mismatch: [Edge, Returned, Needed]
}
/** Two modules export a node of this name. */
export interface DuplicateNode<Name> {
  readonly duplicate: Name
}
/** The first parameter of this node is not a record of names: write `({ a, b }) => ...`. */
export interface DestructureTheParameter<Name> {
  readonly node: Name
}
/** A replacement has to carry at least one name that the flow has. */
export interface ReplacesNothing<Names> {
  readonly names: Names
}

type NotARecord = readonly unknown[] | string | number | boolean | bigint | symbol | null | undefined | AnyFunction

/** Under a condition of the reader, only what may hold of the producer together with it counts. */
type OutputUnder<F, Condition> = F extends AnyVariants
  ? FunctionOutput<PossibleCases<CasesIn<F>, Condition>['fn'] | PossibleElse<F, Condition>>
  : FunctionOutput<F>
type PossibleElse<F, Condition> = [ImpliedCases<CasesIn<F>, Condition>] extends [never]
  ? Exclude<ElseIn<F>, Absent>
  : never
type Mismatches<Reader, Dependencies, Nodes, Condition> = {
  [P in keyof Dependencies & string]: P extends keyof Nodes
    ? // In tuples, so that `any` fits and a union is compared as a whole.
      [OutputUnder<Nodes[P], Condition>] extends [Dependencies[P]]
      ? never
      : TypeMismatch<`${P} -> ${Reader & string}`, OutputUnder<Nodes[P], Condition>, Dependencies[P]>
    : never
}[keyof Dependencies & string]
/** All edges of a reader are compared at once; only when they do not fit, one by one. Most of the cost is here. */
type BadEdges<Reader, Dependencies, Nodes, Condition, Given> = Dependencies extends NotARecord
  ? DestructureTheParameter<Reader>
  : [Given] extends [Pick<Dependencies, keyof Dependencies & keyof Given>]
    ? never
    : Mismatches<Reader, Dependencies, Nodes, Condition>
type BadCase<Reader, C, Nodes, Given> =
  C extends Case<infer Condition, infer F> ? BadEdges<Reader, FunctionDependencies<F>, Nodes, Condition, Given> : never
type BadNode<Reader, F, Nodes, Given> = F extends AnyVariants
  ?
      | BadCase<Reader, CasesIn<F>, Nodes, Given>
      | (ElseIn<F> extends AnyFunction
          ? BadEdges<Reader, FunctionDependencies<ElseIn<F>>, Nodes, NoneOf<CasesIn<F>>, Given>
          : never)
  : BadEdges<Reader, FunctionDependencies<F>, Nodes, {}, Given>
type BadNodes<Readers, Nodes, Given = { [K in keyof Nodes]: OutputOf<Nodes[K]> }> = {
  [K in keyof Readers]: BadNode<K, Readers[K], Nodes, Given>
}[keyof Readers]
/**
 * The module, or all that is wrong with its edges. `Intersection` keeps the bad ones deferred while the modules are
 * being inferred: as a plain type, its constraint costs the compiler thousands of instantiations a call.
 */
type EdgeVerdict<Module, Nodes, Bad = BadNodes<NodesOf<Module>, Nodes>> = [Bad] extends [never]
  ? Module
  : Intersection<Bad>

type NamesElsewhere<Modules, Index> = {
  [J in keyof Modules]: J extends Index ? never : keyof NodesOf<Modules[J]>
}[Extract<keyof Modules, `${number}`>]
type Duplicates<Modules extends readonly unknown[], Index extends keyof Modules> = keyof NodesOf<Modules[Index]> &
  NamesElsewhere<Modules, Index>

/** Each module, or the first thing that is wrong with it: the error then lands on that argument. */
export type CheckedModules<Modules extends readonly unknown[], Nodes> = {
  [I in keyof Modules]: Modules extends readonly [unknown]
    ? EdgeVerdict<Modules[I], Nodes>
    : [Duplicates<Modules, I>] extends [never]
      ? EdgeVerdict<Modules[I], Nodes>
      : DuplicateNode<Duplicates<Modules, I>>
}

/** `Nodes` with those of `Replacement` in the place of their namesakes. */
export type Put<Nodes, Replacement> = {
  [K in keyof Nodes | keyof Replacement]: K extends keyof Replacement
    ? Replacement[K]
    : K extends keyof Nodes
      ? Nodes[K]
      : never
}
/** A replacement is checked against what it reads, and its readers against what it gives. */
export type CheckedReplacement<
  Module,
  Nodes,
  Replacement = NodesOf<Module>,
  Bad = BadNodes<Put<Nodes, Replacement>, Put<Nodes, Replacement>>,
> = [keyof Replacement & keyof Nodes] extends [never]
  ? ReplacesNothing<keyof Replacement>
  : [Bad] extends [never]
    ? Module
    : Intersection<Bad>
