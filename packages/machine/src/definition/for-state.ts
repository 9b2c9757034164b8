// Ties actions and machines to the type of their state.

import type { Frozen, Key, KeyOrOptional } from '../typing/keys.ts'
import type { OnlyDeclared, PatchOf } from '../typing/patch.ts'
import type { Suspension } from '../run/suspend.ts'
import { createFlowAction, type FlowAction } from '../bridges/flow-action.ts'
import { parallelDefiners } from '../parallel/create-parallel.ts'
import type { ParallelDefiners } from '../parallel/parallel-spec.ts'
import { createAction } from './create-action.ts'
import type { Action, ActionArguments, Actions, ActionSpec } from './action.ts'
import { createMachine } from './create-machine.ts'
import { expects } from './inputs.ts'
import type { Machine } from './machine.ts'

/** An action that writes nothing need not return anything. */
type NoPatch<Writes> = [Writes] extends [never] ? void : never
type Returnable<State, Writes extends string> = PatchOf<State, Writes> | Suspension | NoPatch<Writes>
type MaybePromise<Value> = Value | Promise<Value>

/** Ways to define actions and machines over one type of state. */
export interface ForState<State> extends ParallelDefiners<State> {
  /**
   * An action. Its function gets what it reads, and returns a patch of exactly what it writes, now or as a promise.
   *
   * @throws {app/unknown-option} and {app/bad-option} for what the compiler would refuse; {modifier/bad-option} for a retry,
   *   {modifier/bad-duration} for a timeout that cannot be
   */
  readonly action: <
    const Reads extends KeyOrOptional<State> = never,
    const Writes extends KeyOrOptional<State> = never,
    Inputs = {},
    Payload = never,
    const Tag extends string = never,
    Returned extends MaybePromise<Returnable<State, Writes>> = PatchOf<State, Writes>,
  >(
    spec: ActionSpec<State, Reads, Writes, Inputs, Payload, Tag>,
    run: ((step: ActionArguments<State, Reads, Inputs>) => Returned) & OnlyDeclared<Writes, Awaited<Returned>>,
  ) => Action<State, Reads, Writes, Inputs, never, PatchOf<State, Writes>, Payload, Tag>

  /** An action that gives parts of its result while it makes it: a generator that yields them and returns the patch. */
  readonly stream: <
    Chunk,
    const Reads extends KeyOrOptional<State> = never,
    const Writes extends KeyOrOptional<State> = never,
    Inputs = {},
    const Tag extends string = never,
    Returned extends PatchOf<State, Writes> | NoPatch<Writes> = PatchOf<State, Writes>,
  >(
    spec: ActionSpec<State, Reads, Writes, Inputs, never, Tag>,
    run: ((
      step: ActionArguments<State, Reads, Inputs>,
    ) => AsyncGenerator<Chunk, Returned, void> | Generator<Chunk, Returned, void>) &
      OnlyDeclared<Writes, Returned>,
  ) => Action<State, Reads, Writes, Inputs, Chunk, PatchOf<State, Writes>, never, Tag>

  /**
   * A dataflow as an action. `inputs` say where each input of the flow comes from, `outputs` which outputs are asked for
   * and where they go; what the action reads and writes follows from them. Nodes are told as events of the type `node`,
   * a run that is stopped stops the flow, and a failure names its node. The cache, the hooks and the policies of
   * `flow.with(...)` hold. Values of the state are handed on as they are: nodes must not change them in place.
   *
   * @throws `graph/...` for names that the flow does not have, {app/written-twice}
   * @example
   * import { forState, fromState, toState } from '@throughline/machine'
   * import { dataflow } from 'throughline'
   * const { flowAction, machine } = forState<{ prompt: string; reply: string }>()
   * const flow = dataflow({
   *   words: ({ text }: { text: string }) => text.split(' '),
   *   answer: ({ words }: { words: string[] }) => `${words.length} words`,
   * })
   * const reply = flowAction(flow, { inputs: { text: fromState('prompt') }, outputs: { answer: toState('reply') } })
   * const app = await machine({ reply }).open({ entry: 'reply', state: { prompt: 'how many words' } })
   * await app.run()
   * app.state // => { prompt: 'how many words', reply: '3 words' }
   */
  readonly flowAction: FlowAction<State>

  /** An action that only asks: each of these keys is an input of the same name, and is written into the state. */
  readonly input: <const Keys extends Key<State>>(
    ...keys: readonly Keys[]
  ) => Action<State, never, Keys, { readonly [K in Keys]: State[K] }, never, { readonly [K in Keys]: State[K] }>

  /** An action that only shows: the values of these keys are the `result` of its event. */
  readonly result: <const Keys extends Key<State>>(
    ...keys: readonly Keys[]
  ) => Action<State, Keys, never, {}, never, { readonly [K in Keys]: Frozen<State[K]> }>

  /** A placeholder: a machine can be drawn and checked before its actions are written. It fails when it runs. */
  readonly todo: <
    const Reads extends KeyOrOptional<State> = never,
    const Writes extends KeyOrOptional<State> = never,
  >(spec?: {
    readonly reads?: readonly Reads[]
    readonly writes?: readonly Writes[]
    readonly doc?: string
  }) => Action<State, Reads, Writes>

  /**
   * A machine of these actions; `from` adds its edges.
   *
   * @throws {machine/no-actions}, {machine/not-an-action}, {machine/bad-name}
   */
  readonly machine: <const A extends Actions<State>>(actions: A) => Machine<State, A>
}

/**
 * Begins the definition of a machine: what its state is.
 *
 * @example
 * import { forState } from '@throughline/machine'
 * const { action, machine } = forState<{ count: number }>()
 * const count = action({ reads: ['count'], writes: ['count'] }, ({ state }) => ({ count: state.count + 1 }))
 * const done = action({}, () => {})
 * const counter = machine({ count, done })
 *   .from('count').when((state) => state.count < 3, 'count').otherwise('done')
 * const app = await counter.open({ entry: 'count', state: { count: 0 } })
 * const outcome = await app.run()
 * outcome.status // => 'completed'
 * outcome.state // => { count: 3 }
 */
export function forState<State extends object>(): ForState<State> {
  const define = { ...definers, machine: createMachine }
  return define as unknown as ForState<State>
}

type Step = { readonly state: Record<string, unknown>; readonly inputs: Record<string, unknown> }
type AnySpec = Parameters<typeof createAction>[1]

const definers = {
  action: (spec: AnySpec, run: (step: Step) => unknown) => createAction('action', spec, run),
  stream: (spec: AnySpec, run: (step: Step) => unknown) => createAction('stream', spec, run),
  flowAction: createFlowAction,
  ...parallelDefiners,
  input: (...keys: readonly string[]) => {
    const names = Object.fromEntries(keys.map((key) => [key, 'required' as const]))
    const pick = ({ inputs }: Step): object => Object.fromEntries(keys.map((key) => [key, inputs[key]]))
    return createAction('action', { writes: keys, inputs: expects<{ [name: string]: {} }>(names) }, pick)
  },
  result: (...keys: readonly string[]) => createAction('result', { reads: keys }, ({ state }: Step) => state),
  todo: (spec: AnySpec = {}) => createAction('todo', spec, () => undefined),
}
