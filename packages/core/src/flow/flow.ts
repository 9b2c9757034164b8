// The public face of a dataflow: its types. What it does is in `create-flow.ts`.

import type { CheckSetting } from '../checks/setting.ts'
import type { Issue, OriginResolver } from '../errors/issue.ts'
import type { NodeError } from '../errors/node-error.ts'
import type { Hooks, ParentStep } from '../execute/hooks.ts'
import type { Memo } from '../execute/memo.ts'
import type { GraphJson } from '../graph/to-json.ts'
import type { ConfigOf, Resolve } from '../typing/configuration.ts'
import type { CheckedReplacement, Put } from '../typing/edges.ts'
import type { InputsFor, InputsIn, NeedsOf } from '../typing/inputs.ts'
import type { NodesOf, OutputOf } from '../typing/module-nodes.ts'
import type { Show } from '../typing/node-function.ts'
import type { ConfigInfo, InputInfo, NodeInfo } from './node-info.ts'
import type { Policy } from './policy.ts'

declare const FLOW: unique symbol

/** How to run. */
export interface RunOptions {
  /** Aborting it stops the run: nothing new starts, and the `signal` of running nodes aborts. */
  readonly signal?: AbortSignal
  /** Most asynchronous nodes that run at a time. Default: no limit. */
  readonly concurrency?: number
  /** Default: a new UUIDv7. */
  readonly runId?: string
  /** Told to the hooks. */
  readonly tags?: Readonly<Record<string, string>>
  /** The step that starts this run, told to the hooks: `{ runId, node }` of its `NodeContext`. */
  readonly parent?: ParentStep
  /**
   * After a failure or an abort, how long to wait for started nodes to settle before they are abandoned.
   * @unit milliseconds  @defaultValue 5000
   */
  readonly abandonAfterMs?: number
}

type Overridable<Name, Nodes, Inputs> = Name extends keyof Nodes
  ? OutputOf<Nodes[Name]>
  : Name extends keyof Inputs
    ? Inputs[Name]
    : never
/** Values for nodes and inputs. One mapped type: an intersection of two cost thousands of instantiations a node. */
type Overrides<Nodes, Inputs> = { readonly [Name in keyof Nodes | keyof Inputs]?: Overridable<Name, Nodes, Inputs> }

type OptionsWith<Inputs> = {} extends Inputs
  ? [options?: RunOptions & { readonly inputs?: Inputs }]
  : [options: RunOptions & { readonly inputs: Inputs }]

/** What came of a run that goes on after failures. */
export interface Settled<Values> {
  /** The asked outputs that have a value. */
  readonly values: Partial<Values>
  readonly failures: readonly NodeError[]
  /** Nodes that did not run, and the failed nodes that they needed. Sorted by name. */
  readonly skipped: readonly { readonly node: string; readonly because: readonly string[] }[]
}

export interface FlowOptions<Names extends PropertyKey = string> {
  /** Shown by hooks and tools. */
  readonly name?: string
  /** Added after those that the flow already has. */
  readonly hooks?: readonly Hooks[]
  /** Takes values from earlier runs, in the place of what took them before. */
  readonly cache?: Memo
  /** By node name; on top of what the node's own modifiers say. */
  readonly policies?: { readonly [Name in Names]?: Policy }
  /** What becomes of the checks of all nodes: `'off'`, `'warn'`, `'error'`, or a function that says it for each. */
  readonly checks?: CheckSetting
  /** Where nodes come from, for errors and tools. */
  readonly origins?: OriginResolver
}

/** What every flow has, whatever its nodes; accepts any `Flow`. See `untyped` to run one. */
export interface AnyFlow {
  readonly [FLOW]: unknown
  readonly name: string | undefined
  /** Sorted by name. */
  readonly nodes: readonly NodeInfo[]
  /** Sorted by name. */
  readonly inputs: readonly InputInfo[]
  /** Sorted by key. */
  readonly config: readonly ConfigInfo[]
  /** The graph as plain data in a stable order: equal graphs give equal JSON. */
  toJSON(): GraphJson
}

/** Completes the known names, and takes any: names often come from `nodes` and `inputs`. */
type AnyOf<Name extends string> = Name | (string & {})

interface Lineage<Name extends string, Input extends string> extends AnyFlow {
  /** The inputs that these outputs need, transitively; optional ones included. Sorted. */
  required(outputs: readonly AnyOf<Name>[]): Input[]
  /** All nodes and inputs that a node depends on, transitively. Sorted. @throws {graph/unknown-node} */
  upstream(name: AnyOf<Name | Input>): string[]
  /** All nodes that depend on a node or input, transitively. Sorted. @throws {graph/unknown-node} */
  downstream(name: AnyOf<Name | Input>): string[]
  /** A shortest way along the arrows, both ends included; `undefined` when there is none. @throws {graph/unknown-node} */
  path(from: AnyOf<Name | Input>, to: AnyOf<Name>): string[] | undefined
  /** The names of the nodes that a predicate accepts, or that carry all of the given tags. Sorted. */
  select(what: ((node: NodeInfo) => boolean) | { readonly tag: string | Readonly<Record<string, string>> }): Name[]
  /** Everything wrong with such a run, without running it. Empty when it could start. */
  validate(outputs: readonly string[], options?: { readonly inputs?: Readonly<Record<string, unknown>> }): Issue[]
}

/**
 * Nodes, linked and checked. Immutable: `override`, `configure`, `replace` and `with` return new flows.
 *
 * `Module` are the nodes as written, `Config` what was chosen, `Nodes` those that remain, `Inputs` the names that no
 * node gives, `Needs` the inputs by node.
 */
export interface Flow<
  in out Module,
  in out Config = {},
  in out Nodes = Resolve<Module, Config>,
  in out Inputs = InputsIn<Nodes>,
  in out Needs = NeedsOf<Nodes, Inputs>,
> extends Lineage<keyof Nodes & string, keyof Inputs & string> {
  readonly [FLOW]: { readonly nodes: Nodes; readonly inputs: Inputs; readonly needs: Needs }

  /**
   * Computes these outputs, each node at most once, independent ones concurrently.
   *
   * @param outputs names of nodes; duplicates collapse, an empty list gives `{}`
   * @returns a record of exactly the outputs
   * @throws {NodeError} when a node fails; the first failure aborts the `signal` of the others, and the promise settles
   *   when every started node has, or after `abandonAfterMs` with the abandoned ones named
   * @throws {graph/unknown-output} {graph/missing-input} {graph/unknown-input} {graph/input-is-node}
   *   {graph/undecided-variant} before anything runs, all of them at once
   */
  execute<const Output extends keyof Nodes & string>(
    outputs: readonly Output[],
    ...options: OptionsWith<InputsFor<Needs[Output & keyof Needs]>>
  ): Promise<{ [Name in Output]: OutputOf<Nodes[Name]> }>

  /** Like `execute`, but goes on after a failure with what does not depend on it. Rejects only for wrong use and aborts. */
  settle<const Output extends keyof Nodes & string>(
    outputs: readonly Output[],
    ...options: OptionsWith<InputsFor<Needs[Output & keyof Needs]>>
  ): Promise<Settled<{ [Name in Output]: OutputOf<Nodes[Name]> }>>

  /** Gives each output as soon as it is there, in order of completion; returns the record. Leaving the loop aborts. */
  iterate<const Output extends keyof Nodes & string>(
    outputs: readonly Output[],
    ...options: OptionsWith<InputsFor<Needs[Output & keyof Needs]>>
  ): AsyncGenerator<
    { [Name in Output]: { readonly node: Name; readonly value: OutputOf<Nodes[Name]> } }[Output],
    { [Name in Output]: OutputOf<Nodes[Name]> },
    void
  >

  /**
   * A flow in which these nodes are these values; what only they needed is no longer required. May supply inputs too.
   * @throws {graph/unknown-override}
   */
  override<const Values extends Overrides<Nodes, Inputs>>(
    values: Values & { [Name in Exclude<keyof Values, keyof Overrides<Nodes, Inputs>>]: never },
  ): Flow<Put<Module, { [Name in keyof Values]: () => Overridable<Name, Nodes, Inputs> }>, Config>

  /**
   * A flow in which variants are chosen: types narrow, what a variant does not need is no longer required.
   * @throws {config/unknown-key} {config/unknown-value}
   */
  configure<const Values extends Partial<ConfigOf<Module>>>(
    values: Values & { [Key in Exclude<keyof Values, keyof ConfigOf<Module>>]: never },
  ): Flow<Module, Show<Omit<Config, keyof Values> & Values>>

  /**
   * A flow in which the module's nodes take the place of same-named ones; it may bring further nodes for itself.
   * @throws {graph/replaces-nothing}
   */
  replace<const Replacement extends object>(
    module: CheckedReplacement<Replacement, Module>,
  ): Flow<Put<Module, NodesOf<Replacement>>, Config>

  /** A flow with another name, more hooks, policies by node name, or an origin resolver. @throws {graph/unknown-node} */
  with(options: FlowOptions<keyof Nodes>): Flow<Module, Config, Nodes, Inputs, Needs>

  /** The same flow with `inputs` typed as any of all inputs: for graphs of thousands of nodes. */
  loose(): LooseFlow<Nodes, Inputs>
}

/** A flow whose outputs are typed, and whose inputs are all optional to the compiler; a missing one is still an error. */
export interface LooseFlow<Nodes, Inputs> extends Lineage<keyof Nodes & string, keyof Inputs & string> {
  execute<const Output extends keyof Nodes & string>(
    outputs: readonly Output[],
    options?: RunOptions & { readonly inputs?: Partial<Inputs> },
  ): Promise<{ [Name in Output]: OutputOf<Nodes[Name]> }>
  settle<const Output extends keyof Nodes & string>(
    outputs: readonly Output[],
    options?: RunOptions & { readonly inputs?: Partial<Inputs> },
  ): Promise<Settled<{ [Name in Output]: OutputOf<Nodes[Name]> }>>
  with(options: FlowOptions<keyof Nodes>): LooseFlow<Nodes, Inputs>
}

/** A flow as tools see it: names are strings, values unknown. */
export interface UntypedFlow extends Lineage<string, string> {
  execute(outputs: readonly string[], options?: UntypedRunOptions): Promise<Record<string, unknown>>
  settle(outputs: readonly string[], options?: UntypedRunOptions): Promise<Settled<Record<string, unknown>>>
  iterate(
    outputs: readonly string[],
    options?: UntypedRunOptions,
  ): AsyncGenerator<{ node: string; value: unknown }, Record<string, unknown>, void>
  override(values: Readonly<Record<string, unknown>>): UntypedFlow
  configure(values: Readonly<Record<string, unknown>>): UntypedFlow
  replace(module: object): UntypedFlow
  with(options: FlowOptions): UntypedFlow
  loose(): UntypedFlow
}

export interface UntypedRunOptions extends RunOptions {
  readonly inputs?: Readonly<Record<string, unknown>>
}

/** The inputs that an output of a flow needs, or any of all inputs when no output is named. */
export type InputsOf<F, Output extends string = never> = F extends {
  readonly [FLOW]: { readonly needs: infer Needs; readonly inputs: infer Inputs }
}
  ? [Output] extends [never]
    ? Partial<Inputs>
    : InputsFor<Needs[Output & keyof Needs]>
  : never

/** node name -> its value. */
export type OutputsOf<F> = F extends { readonly [FLOW]: { readonly nodes: infer Nodes } }
  ? { [Name in keyof Nodes]: OutputOf<Nodes[Name]> }
  : never
