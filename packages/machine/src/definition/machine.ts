// What a machine looks like from outside: actions, edges, and ways to open an application of it.

import type { Issue } from 'throughline'
import type { Application } from '../run/application.ts'
import type { OpenOptions } from '../run/open-options.ts'
import type { ErrorRecord } from '../run/error-record.ts'
import type { Frozen } from '../typing/keys.ts'
import type { Actions, AnyAction } from './action.ts'
import type { Edge } from './edges.ts'
import type { MachineJson } from './to-json.ts'

/** Where an edge may lead when the application is to end there. */
export const END = '$end'
type End = typeof END

/** Values that the state must have; a key that is absent has none. */
type Equals<State> = {
  readonly [K in keyof State]?: State[K] extends Primitive ? State[K] : Extract<State[K], Primitive>
}
type Primitive = string | number | bigint | boolean | null | undefined

/** When an edge is taken: values that must be there, or a function of the whole state. */
export type Condition<State> = Equals<State> | ((state: { readonly [K in keyof State]: Frozen<State[K]> }) => boolean)

/** Which failures an error edge takes: any, by the name of the error's class or a code, or by a function. */
export type ErrorMatch = '*' | (string & {}) | readonly string[] | ((error: unknown, facts: ErrorRecord) => boolean)

export interface EdgeOptions {
  /** How the edge is called in pictures and in the record. @defaultValue what the condition says */
  readonly label?: string
}

export interface ErrorEdgeOptions<State> extends EdgeOptions {
  /** The key that gets the error as a record. */
  readonly as?: { [K in keyof State & string]: ErrorRecord extends State[K] ? K : never }[keyof State & string]
}

/** A name of an action, or a tag with an `@` before it. */
export type Names<A> = keyof A & string
type Target<A> = Names<A> | End

/** A machine without its types. */
export interface AnyMachine {
  readonly name: string
  readonly actions: Readonly<Record<string, AnyAction>>
  readonly edges: readonly Edge[]
  readonly types?: { readonly state: any; readonly actions: any }
  /** As plain data: for pictures, records and comparison. */
  toJSON(): MachineJson
}

export interface Machine<State, A extends Actions<State>> {
  readonly name: string
  readonly actions: A
  /** In the order in which they were written, which is the order in which they are tried. */
  readonly edges: readonly Edge[]
  /** Begins the edges that leave an action, or each of several. */
  from(source: Names<A> | readonly Names<A>[]): EdgesFrom<State, A>
  /** Begins the error edges that leave every action. */
  from(source: '*'): EndedEdges<State, A>
  /**
   * Takes the actions and edges of another machine over the same state, under names with a prefix: `search.ask`.
   *
   * @throws {machine/name-taken}
   */
  include<Prefix extends string, B extends Actions<State>>(
    prefix: Prefix,
    other: Machine<State, B>,
  ): Machine<State, A & { readonly [Name in Names<B> as `${Prefix}.${Name}`]: B[Name] }>
  /** Another name; it is part of what is recorded. @defaultValue 'machine' */
  named(name: string): Machine<State, A>
  /** Everything that is wrong with the structure; without `initial` what depends on the state at the start is not looked at. */
  validate(initial?: { readonly state?: Partial<State>; readonly entry?: Names<A> }): readonly Issue[]
  toJSON(): MachineJson
  /**
   * Starts, resumes or forks an application.
   *
   * @throws {ThroughlineError} with every structural problem; `machine/...`, `app/...`
   */
  open(options: OpenOptions<State, A>): Promise<Application<State, A>>
  /** Exists in the type only. */
  readonly types?: { readonly state: State; readonly actions: A }
}

/** The edges of an action, as far as they are written; and the machine that has them. */
export interface EdgesFrom<State, A extends Actions<State>> extends EndedEdges<State, A> {
  /** The only way on. The same as `otherwise` at once. */
  to(target: Target<A>): EndedEdges<State, A>
  /** A way on that is taken if the condition holds and none before it did. */
  when(condition: Condition<State>, target: Target<A>, options?: EdgeOptions): EdgesFrom<State, A>
  /** The way on if no condition before it holds. No other can follow. */
  otherwise(target: Target<A>, options?: EdgeOptions): EndedEdges<State, A>
  /** A function chooses among the targets. No other edge can follow. */
  route<const To extends Target<A>>(
    targets: readonly To[],
    choose: (state: { readonly [K in keyof State]: Frozen<State[K]> }) => NoInfer<To>,
    options?: EdgeOptions,
  ): EndedEdges<State, A>
  onError(match: ErrorMatch, target: Target<A>, options?: ErrorEdgeOptions<State>): EdgesFrom<State, A>
}

/** The edges of an action to which only error edges can be added. */
export interface EndedEdges<State, A extends Actions<State>> extends Machine<State, A> {
  /** Where to go when the action fails, after its attempts: instead of ending the run. */
  onError(match: ErrorMatch, target: Target<A>, options?: ErrorEdgeOptions<State>): EndedEdges<State, A>
}
