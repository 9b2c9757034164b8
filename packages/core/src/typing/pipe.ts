// The nodes of a pipe: what reaches each step, what each step reads, and what is wrong with a chain.

import type { NodeContext } from '../execute/node-context.ts'
import type { AnyVariants, Case, CasesIn, DependenciesOf, ElseIn, Implementations, Variants } from './module-nodes.ts'
import type { AnyFunction, FunctionOutput, Intersection, Show } from './node-function.ts'

/** In the place of a step: the value that reaches it is of the middle type, and it wants the last one. */
export interface StepMismatch<Name, Given, Needed> {
  readonly mismatch: [Name, Given, Needed]
}
/** In the place of a step: write one object for each, so that their order is seen. */
export interface OneKeyPerStep<Names> {
  readonly names: Names
}
/** In the place of a step: another step has this name; `raw` is the name of what goes in. */
export interface StepNameTaken<Name> {
  readonly taken: Name
}
/** In the place of a step: write `{ name: fn }`, because the name is that of its node. */
export interface NameTheStep {
  readonly hint: 'write { name: fn }'
}

// ---- one step: (value, { dependencies }, context) => ...
type ValueOf<F> = F extends (value: infer Value, ...rest: any[]) => any ? Value : never
type ReadsOf<F> = F extends (value: any, dependencies: infer D, ...rest: any[]) => any
  ? unknown extends D
    ? {}
    : D
  : {}
type Accepting<F> = F extends unknown ? (x: ValueOf<F>) => void : never
/** The value that every implementation of a step takes. */
type AcceptedBy<Step> = Accepting<Implementations<Step>> extends (x: infer Value) => void ? Value : never

/** Where no implementation holds, the value is passed on. */
type ElseOutput<Else, In> = [Else] extends [never] ? In : Else extends AnyFunction ? FunctionOutput<Else> : In
type StepOutput<Step, In> = Step extends AnyVariants
  ? FunctionOutput<CasesIn<Step>['fn']> | ElseOutput<ElseIn<Step>, In>
  : FunctionOutput<Step>

type PassOn<Before extends string, In> = (dependencies: { [Name in Before]: In }) => In
type StepFunction<F, Before extends string, In> = (
  dependencies: Show<{ [Name in Before]: In } & ReadsOf<F>>,
) => FunctionOutput<F>
type StepCase<C, Before extends string, In> =
  C extends Case<infer Condition, infer F> ? Case<Condition, StepFunction<F, Before, In>> : never
type StepElse<Else, Before extends string, In> = [Else] extends [never]
  ? PassOn<Before, In>
  : Else extends AnyFunction
    ? StepFunction<Else, Before, In>
    : PassOn<Before, In>
type StepNode<Step, Before extends string, In> = Step extends AnyVariants
  ? Variants<StepCase<CasesIn<Step>, Before, In>, StepElse<ElseIn<Step>, Before, In>>
  : StepFunction<Step, Before, In>

// ---- the chain
/** The value that reaches each step, and at the end the value of the pipe. */
export type StepValues<Steps, In, Values extends readonly unknown[] = []> = Steps extends readonly [
  infer Step,
  ...infer Rest,
]
  ? StepValues<Rest, StepOutput<Step[keyof Step], In>, [...Values, In]>
  : [...Values, In]
type Last<Values> = Values extends readonly [...unknown[], infer Final] ? Final : never

type IsUnion<T, All = T> = [T] extends [never] ? false : T extends unknown ? ([All] extends [T] ? false : true) : never
type NamesBefore<Steps, Seen = 'raw', Before extends readonly unknown[] = []> = Steps extends readonly [
  infer Step,
  ...infer Rest,
]
  ? NamesBefore<Rest, Seen | keyof Step, [...Before, Seen]>
  : Before
type CheckedStep<Step, In, Taken> = Step extends AnyFunction
  ? NameTheStep
  : IsUnion<keyof Step> extends true
    ? OneKeyPerStep<keyof Step>
    : [keyof Step & Taken] extends [never]
      ? [In] extends [AcceptedBy<Step[keyof Step]>]
        ? Step
        : Record<keyof Step, StepMismatch<keyof Step, In, AcceptedBy<Step[keyof Step]>>>
      : StepNameTaken<keyof Step>
/** Each step, or what is wrong with it. Of an object without keys nothing is said: the compiler asks about `object`. */
export type CheckedSteps<Steps, Values, Taken = NamesBefore<Steps>> = {
  [I in keyof Steps]: I extends keyof Values & keyof Taken ? CheckedStep<Steps[I], Values[I], Taken[I]> : Steps[I]
}

/** By name, where `&` stands for the export: what goes in, each step, and the last value. */
export type PipeNodes<
  F,
  Steps,
  Values,
  Before extends string = '&.raw',
  Nodes = { '&.raw': F },
> = Steps extends readonly [infer Step, ...infer Rest]
  ? Values extends readonly [infer In, ...infer Later]
    ? PipeNodes<
        F,
        Rest,
        Later,
        `&.${keyof Step & string}`,
        Nodes & { [K in keyof Step as `&.${K & string}`]: StepNode<Step[K], Before, In> }
      >
    : never
  : Nodes & { '&': PassOn<Before, Last<Values>> }

// ---- a direct call
type DirectStep<Step> = Step extends AnyVariants ? Extract<ElseIn<Step>, AnyFunction> : Step
type DirectSteps<Steps> = Steps extends readonly (infer Step)[]
  ? Step extends unknown
    ? DirectStep<Step[keyof Step]>
    : never
  : never
type ReadsOfEach<F> = F extends unknown ? ReadsOf<F> : never
type Wait<F> = F extends (...args: any[]) => infer Result
  ? [Extract<Result, PromiseLike<unknown>>] extends [never]
    ? never
    : [Exclude<Result, PromiseLike<unknown>>] extends [never]
      ? 'always'
      : 'sometimes'
  : never
type Result<Value, Waits> = [Waits] extends [never]
  ? Value
  : 'always' extends Waits
    ? Promise<Value>
    : Value | Promise<Value>

/** Function and steps as one function: it takes all that they read. */
export type PipeCall<F, Steps, Values> = (
  dependencies: Show<DependenciesOf<F> & Intersection<ReadsOfEach<DirectSteps<Steps>>>>,
  context?: NodeContext,
) => Result<Last<Values>, Wait<F> | Wait<DirectSteps<Steps>>>
