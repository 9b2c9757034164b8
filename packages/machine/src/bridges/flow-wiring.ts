// How a dataflow is tied to the state of a machine: where its inputs come from, and where its outputs go.

import type { AnyFlow, InputsOf, OutputsOf } from 'throughline'
import type { Key, Shown } from '../typing/keys.ts'

/** The value of a key; `'lang?'` for one that may be absent, when the flow can do without. */
export interface FromState<Name extends string = string> {
  readonly from: 'state'
  readonly key: Name
}

/** The same value each time. */
export interface FromValue<Value = unknown> {
  readonly from: 'value'
  readonly value: Value
}

/** An input of the action. */
export interface FromInput<Name extends string = string> {
  readonly from: 'input'
  readonly name: Name
}

export type FlowInput = FromState | FromValue | FromInput

/** The output becomes the value of a key. */
export interface ToState<Name extends string = string> {
  readonly to: 'state'
  readonly key: Name
}

/** The output becomes the last item of a list. */
export interface AppendTo<Name extends string = string> {
  readonly to: 'end of a list'
  readonly key: Name
}

export type FlowOutput = ToState | AppendTo

/** Of a flow action: takes an input of the flow from the state. `'lang?'` is left out while the state lacks it. */
export function fromState<const Name extends string>(key: Name): FromState<Name> {
  return { from: 'state', key }
}

/** Of a flow action: gives an input of the flow the same value each time. */
export function fromValue<Value extends string | number | bigint | boolean | null | undefined | object>(
  value: Value,
): FromValue<Value> {
  return { from: 'value', value }
}

/** Of a flow action: asks for an input of the flow from outside, as an input of the action with this name. */
export function fromInput<const Name extends string>(name: Name): FromInput<Name> {
  return { from: 'input', name }
}

/** Of a flow action: writes an output of the flow into the state. */
export function toState<const Name extends string>(key: Name): ToState<Name> {
  return { to: 'state', key }
}

/** Of a flow action: adds an output of the flow to the end of a list in the state. */
export function appendTo<const Name extends string>(key: Name): AppendTo<Name> {
  return { to: 'end of a list', key }
}

/** By output of the flow. */
export type Outputs = Readonly<Record<string, FlowOutput>>
/** By input of the flow. */
export type Inputs = Readonly<Record<string, FlowInput>>

/** The inputs that these outputs need. */
type Needed<F, Out> = InputsOf<F, keyof Out & string>
type IsOptional<Record, Name extends keyof Record> = {} extends Pick<Record, Name> ? true : false

/** Keys of the state whose values a flow's input takes; with a question mark for one that the flow can do without. */
type KeysFor<State, Value, Optional> = {
  [K in Key<State>]: State[K] extends Value
    ? K | (Optional extends true ? `${K}?` : never)
    : Optional extends true
      ? NonNullable<State[K]> extends Value
        ? `${K}?`
        : never
      : never
}[Key<State>]

type SourceFor<State, Value, Optional> = FromState<KeysFor<State, Value, Optional>> | FromValue<Value> | FromInput

/** Keys of the state that take an output as it is. */
type KeysThatTake<State, Value> = { [K in Key<State>]: Value extends State[K] ? K : never }[Key<State>]
/** Keys of lists of the state that take an output as an item. */
type ListsOf<State, Value> = {
  [K in Key<State>]: NonNullable<State[K]> extends readonly (infer Item)[] ? (Value extends Item ? K : never) : never
}[Key<State>]

type TargetFor<State, Value> = ToState<KeysThatTake<State, Value>> | AppendTo<ListsOf<State, Value>>

/** What the inputs and outputs of a flow action have to be, given which outputs it asks for. */
export type FlowWiring<State, F extends AnyFlow, In, Out> = {
  readonly outputs: {
    readonly [Name in keyof Out]: Name extends keyof OutputsOf<F> ? TargetFor<State, OutputsOf<F>[Name]> : never
  }
} & ({} extends Needed<F, Out>
  ? { readonly inputs?: WiredInputs<State, Needed<F, Out>, In> }
  : { readonly inputs: WiredInputs<State, Needed<F, Out>, In> })

type WiredInputs<State, Needs, In> = {
  readonly [Name in keyof Needs]: SourceFor<State, Exclude<Needs[Name], undefined>, IsOptional<Needs, Name>>
} & { readonly [Name in Exclude<keyof In, keyof Needs>]: never }

/** Keys, and keys with a question mark, that the inputs read. */
export type ReadsOf<In> = { [Name in keyof In]: In[Name] extends FromState<infer K> ? K : never }[keyof In]
export type WritesOf<Out> = { [Name in keyof Out]: Out[Name] extends { readonly key: infer K } ? K : never }[keyof Out]

type Asked<In, Needs, Optional extends boolean> = {
  [
    Name in keyof In & keyof Needs as In[Name] extends FromInput<infer Asks>
      ? IsOptional<Needs, Name> extends Optional
        ? Asks
        : never
      : never
  ]: Needs[Name]
}
/** The inputs of the action: those of the flow that are asked for from outside. */
export type InputsOfFlowAction<F extends AnyFlow, In, Out> = Shown<
  Asked<In, Needed<F, Out>, false> & Partial<Asked<In, Needed<F, Out>, true>>
>
