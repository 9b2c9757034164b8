// The nodes of a module as a subflow shows them: under a namespace, reading names that are inside, bound, or shared.

import type { Bound, NoSuchDependency, Rebind } from './bindings.ts'
import type { ConfigOf, PossibleCases, ResolveKeys, VariantKeys } from './configuration.ts'
import type { InputsIn } from './inputs.ts'
import type { Absent, AnyCase, AnyVariants, Case, CasesIn, ElseIn, Implementations, Variants } from './module-nodes.ts'
import type { AnyFunction, FunctionDependencies, FunctionOutput, Intersection, RequiredKeys } from './node-function.ts'

/** In the place of the inner module: it needs these inputs, and nothing says where they come from. */
export interface UnmappedInputs<Names> {
  readonly unmapped: Names
}
/** In the place of a binding: the configuration of the subflow gives this name already. */
export interface MappedTwice<Name> {
  readonly twice: Name
}

// ---- a part of the configuration
type OpenCase<C, Config> = C extends Case<infer Condition, infer F> ? Case<Omit<Condition, keyof Config>, F> : never
type WithOpenKeys<C, Config> =
  C extends Case<infer Condition, any> ? ([Exclude<keyof Condition, keyof Config>] extends [never] ? never : C) : never
type DecidePartly<Possible extends AnyCase, Else, Config> = [Possible] extends [never]
  ? [Else] extends [never]
    ? Absent
    : Else
  : [WithOpenKeys<Possible, Config>] extends [never]
    ? Possible['fn']
    : Variants<OpenCase<Possible, Config>, Else>

/** The nodes under a part of the configuration. What it leaves open stays open, with a default too. */
export type ResolvePartly<Nodes, Config, Keys extends keyof Nodes = VariantKeys<Nodes>> = [keyof Config] extends [never]
  ? Nodes
  : ResolveKeys<
      Nodes,
      Keys,
      { [K in Keys]: DecidePartly<PossibleCases<CasesIn<Nodes[K]>, Config>, ElseIn<Nodes[K]>, Config> },
      Config
    >

// ---- what the nodes read from outside, whatever is chosen later
type ReadsOfEach<F> = F extends unknown ? FunctionDependencies<F> : never
type FlatNodes<Nodes, Keys extends keyof Nodes = VariantKeys<Nodes>> = [Keys] extends [never]
  ? Nodes
  : Pick<Nodes, Exclude<keyof Nodes, Keys>> & {
      [K in Keys]: (dependencies: Intersection<ReadsOfEach<Implementations<Nodes[K]>>>) => unknown
    }

/** Every name that an implementation of these nodes reads and that none of them gives. */
export type InputsInside<Nodes> = InputsIn<FlatNodes<Nodes>>
type RequiredInside<Nodes, Flat = FlatNodes<Nodes>> = Exclude<
  { [K in keyof Flat]: RequiredKeys<FunctionDependencies<Flat[K]>> }[keyof Flat],
  keyof Nodes
>

// ---- options
/**
 * What the compiler infers from. Objects are accepted here as any object, and compared afterwards: constants are inferred
 * as deeply readonly, and would not fit the arrays that a function wants.
 */
type InputBinding<Value> = Bound<Value> | (Value extends object ? object : never)
/** Where the inputs of an inner module come from, and what is chosen inside. */
export interface SubflowOptions<Nodes, Inputs = InputsInside<Nodes>> {
  /** By input of the inner module: a value, `from('name')` for a node or input outside, or a `group` of them. */
  readonly inputs?: { readonly [Name in keyof Inputs]?: InputBinding<Inputs[Name]> }
  /** Inputs that are read outside under the same name; `all` for those that are not in `inputs`. */
  readonly shared?: 'all' | readonly (keyof Inputs & string)[]
  /** Chosen inside for good. What is not chosen here stays a key of the outer flow. */
  readonly config?: Partial<ConfigOf<Nodes>>
}
type Given<Options, Part> = Part extends keyof Options ? NonNullable<Options[Part]> : {}
type SharedNames<Options, Inputs> =
  Given<Options, 'shared'> extends readonly (infer Name)[]
    ? Name
    : Given<Options, 'shared'> extends 'all'
      ? keyof Inputs
      : never

type Missing<Names extends PropertyKey, Inputs> = [Names] extends [never]
  ? unknown
  : { readonly inputs: { readonly [Name in Names]: Bound<Inputs[Name & keyof Inputs]> } }

/** What is wrong with options; nothing when they are those of the constraint, because they do not even fit that. */
export type SubflowProblems<Nodes, Inputs, Options> = {} extends Options
  ? unknown
  : MappingProblems<Nodes, Inputs, Options, Given<Options, 'inputs'>, Given<Options, 'config'>>
type MappingProblems<Nodes, Inputs, Options, Bindings, Config> = Missing<
  Exclude<RequiredInside<ResolvePartly<Nodes, Config>>, keyof Bindings | SharedNames<Options, Inputs>>,
  Inputs
> & {
  readonly inputs?: {
    readonly [Name in keyof Bindings]: Name extends keyof Config
      ? MappedTwice<Name>
      : Name extends keyof Inputs
        ? Bound<Inputs[Name]>
        : NoSuchDependency<Name, keyof Inputs>
  }
  readonly shared?: 'all' | readonly Exclude<keyof Inputs, keyof Bindings | keyof Config>[]
  readonly config?: { readonly [Key in Exclude<keyof Config, keyof ConfigOf<Nodes>>]: never }
}
/** The inner module, unless it needs inputs and there are no options at all. */
export type CheckedInner<Inner, Nodes, Options> = [keyof Options] extends [never]
  ? [RequiredInside<Nodes>] extends [never]
    ? Inner
    : // Through a template, so that messages show the names and not how they were found.
      // oxlint-disable-next-line typescript/no-unnecessary-template-expression -- it is what evaluates the names
      UnmappedInputs<`${RequiredInside<Nodes> & string}`>
  : Inner

// ---- the nodes under their namespace
type InsideReads<Dependencies, Names, Bindings, Shared> = {
  [
    X in keyof Dependencies as X extends keyof Bindings ? X : X extends Names ? `&.${X & string}` : X & Shared
  ]: Dependencies[X]
}
type ScopedReads<Dependencies, Names, Bindings, Shared> = [keyof Dependencies & keyof Bindings] extends [never]
  ? InsideReads<Dependencies, Names, Bindings, Shared>
  : Rebind<InsideReads<Dependencies, Names, Bindings, Shared>, Bindings>
type ScopedFunction<F, Names, Bindings, Shared> = (
  dependencies: ScopedReads<FunctionDependencies<F>, Names, Bindings, Shared>,
) => FunctionOutput<F>
type ScopedCase<C, Names, Bindings, Shared> =
  C extends Case<infer Condition, infer F> ? Case<Condition, ScopedFunction<F, Names, Bindings, Shared>> : never
type ScopedElse<E, Names, Bindings, Shared> = E extends AnyFunction ? ScopedFunction<E, Names, Bindings, Shared> : E
type ScopedNode<F, Names, Bindings, Shared> = F extends AnyVariants
  ? Variants<ScopedCase<CasesIn<F>, Names, Bindings, Shared>, ScopedElse<ElseIn<F>, Names, Bindings, Shared>>
  : ScopedFunction<F, Names, Bindings, Shared>
type ScopedNodes<Nodes, Bindings, Shared> = {
  [K in keyof Nodes as `&.${K & string}`]: ScopedNode<Nodes[K], keyof Nodes, Bindings, Shared>
}

/** By name, where `&` stands for the export: the nodes that a subflow with these options has. */
export type SubflowNodes<Nodes, Inputs, Options> = ScopedNodes<
  ResolvePartly<Nodes, Given<Options, 'config'>>,
  Given<Options, 'inputs'>,
  SharedNames<Options, Inputs>
>
