// An action: what it reads and writes, what it takes from outside, and its function. Plain data; made by `forState`.

import type { Duration, RetryOptions, StandardSchema } from 'throughline'
import type { ActionContext } from '../run/context.ts'
import type { Frozen, Key, KeyOrOptional, OptionalOf, RequiredOf, Shown } from '../typing/keys.ts'
import type { PatchOf } from '../typing/patch.ts'
import type { InputSpec } from './inputs.ts'

/** The part of the state that an action sees: what it declares, and nothing else. */
type ReadOf<State, Reads extends string> = Shown<
  { readonly [K in Extract<RequiredOf<Reads>, Key<State>>]: Frozen<State[K]> } & {
    readonly [K in Extract<OptionalOf<Reads>, Key<State>>]?: Frozen<State[K]>
  }
>

/** What the function of an action gets. */
export interface ActionArguments<State, Reads extends string, Inputs> {
  readonly state: ReadOf<State, Reads>
  readonly inputs: Inputs
  readonly ctx: ActionContext
}

export interface ActionSpec<
  State,
  Reads extends KeyOrOptional<State>,
  Writes extends KeyOrOptional<State>,
  Inputs,
  Payload,
  Tag extends string,
> {
  /** Keys that it reads; `'reason?'` for one that may be absent. @defaultValue none */
  readonly reads?: readonly Reads[]
  /** Keys that it writes; `'reason?'` for one that its patch may leave out. @defaultValue none */
  readonly writes?: readonly Writes[]
  /** What it takes from outside. @defaultValue nothing */
  readonly inputs?: InputSpec<Inputs>
  /** Names by which several actions can be meant: `until: { after: ['@human'] }`. */
  readonly tags?: readonly Tag[]
  /** Other attempts after a failure. @defaultValue none */
  readonly retry?: RetryOptions
  /** Of each attempt: it fails when it takes longer, and `ctx.signal` aborts. @defaultValue none */
  readonly timeout?: Duration
  /** What it waits for when it returns `suspend()`. */
  readonly awaits?: StandardSchema<any, Payload>
  /** Makes the patch from what was waited for. Without it the payload is the patch. */
  readonly resumed?: (
    step: ActionArguments<State, NoInfer<Reads>, {}> & { readonly payload: NoInfer<Payload> },
  ) => PatchOf<State, NoInfer<Writes>> | Promise<PatchOf<State, NoInfer<Writes>>>
  /** One sentence for people: shown in pictures, documentation and forms. */
  readonly doc?: string
}

/** What is the same for every action, whatever its types. */
export interface AnyAction {
  readonly kind: 'action' | 'stream' | 'result' | 'todo' | 'parallel' | 'flow'
  readonly reads: readonly string[]
  readonly writes: readonly string[]
  readonly tags: readonly string[]
  readonly spec: ActionSpec<any, any, any, any, any, any>
  /** Given to every call, over what is given at the step. */
  readonly bound: Readonly<Record<string, unknown>>
  /** The function: call it in a unit test as it is. */
  readonly run: (step: any) => unknown
}

export interface Action<
  in out State,
  Reads extends string = never,
  Writes extends string = never,
  Inputs = {},
  Chunk = never,
  Result = unknown,
  Payload = never,
  Tag extends string = never,
> extends AnyAction {
  /** The function: call it in a unit test as it is. */
  readonly run: (step: {
    readonly state: ReadOf<State, Reads>
    readonly inputs: Inputs
    readonly ctx?: ActionContext
  }) => unknown
  /**
   * Gives some of the inputs now. They are no longer asked for, and nothing can override them.
   *
   * @returns another action
   */
  bind<Given extends Partial<Inputs>>(
    inputs: Given & { readonly [Name in Exclude<keyof Given, keyof Inputs>]: never },
  ): Action<State, Reads, Writes, Shown<Omit<Inputs, keyof Given>>, Chunk, Result, Payload, Tag>
  /** Exists in the type only. */
  readonly types?: {
    readonly state: (state: State) => State
    readonly inputs: Inputs
    readonly chunk: Chunk
    readonly result: Result
    readonly payload: Payload
    readonly tag: Tag
  }
}

/** Actions by name, as `machine` takes them. */
export type Actions<State> = Readonly<
  Record<string, AnyAction & { readonly types?: { readonly state: (state: State) => State } }>
>

type TypesOf<One> = One extends { readonly types?: infer Types } ? NonNullable<Types> : never
type Part<One, Name extends string> = TypesOf<One> extends { readonly [K in Name]: infer Value } ? Value : never
export type InputsOfAction<One> = Part<One, 'inputs'>
export type ChunkOfAction<One> = Part<One, 'chunk'>
export type ResultOfAction<One> = Part<One, 'result'>
export type PayloadOfAction<One> = Part<One, 'payload'>
export type TagOfAction<One> = Part<One, 'tag'>
