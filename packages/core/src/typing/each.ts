// What a node reads and gives that is computed for each of many items.

import type { AnyFlow, InputsOf, OutputsOf } from '../flow/flow.ts'
import type { NoSuchDependency, NotOneNode } from './bindings.ts'
import type { AnyVariants, DependenciesOf, Group, OutputOf } from './module-nodes.ts'
import type { AnyFunction, Show } from './node-function.ts'

/** What can be gone through one by one. A text is one value, not many. */
export type Items<Item> = (Iterable<Item> & object) | AsyncIterable<Item>

/** What came of one item of a fan-out that keeps failures. */
export type SettledItem<Value> =
  | { readonly status: 'succeeded'; readonly key: string; readonly value: Value }
  | { readonly status: 'failed'; readonly key: string; readonly error: unknown }

/** In the place of a flow: say with `{ output }` which of these is computed for each item. */
export interface NameTheOutput<Names> {
  readonly outputs: Names
}

/** What computes an item. */
export type EachWorker = AnyFunction | AnyFlow
/** Of a flow, the names that `output` can be. */
export type EachOutput<Worker> = Worker extends AnyFlow ? keyof OutputsOf<Worker> & string : never

/** What one item needs. */
export type ItemReads<Worker, Output> = Worker extends AnyFlow
  ? InputsOf<Worker, Output & string>
  : DependenciesOf<Worker>
type ItemGives<Worker, Output> = Worker extends AnyFlow
  ? OutputsOf<Worker>[Output & keyof OutputsOf<Worker>]
  : OutputOf<Worker>

/** What is mapped, as one record: an item, or one of each of several sources. */
export type MappedItem<Reads, Mapped> = Show<Pick<Required<Reads>, keyof Mapped & keyof Reads>>

/** Several names may get the items of one node, which then have to suit all of them. */
type ItemFrom<Source, Reads, Mapped> = {
  [X in keyof Mapped & keyof Reads]: Mapped[X] extends Source ? (item: Required<Reads>[X]) => void : never
}[keyof Mapped & keyof Reads] extends (item: infer Item) => void
  ? Item
  : never
/** Mapped names are replaced by those of the nodes that give their items; the others stay as they are. */
export type EachReads<Reads, Mapped> = Show<
  { [X in keyof Reads as X extends keyof Mapped ? never : X]: Reads[X] } & {
    [Source in Mapped[keyof Mapped] & string]: Items<ItemFrom<Source, Reads, Mapped>>
  }
>

type Result<Value, Settle> = Settle extends true ? SettledItem<Value> : Value
type Results<Value, Stream> = Stream extends true ? AsyncIterable<Value> : Promise<Value[]>
export type EachGives<Worker, Output, Settle, Stream> = Results<Result<ItemGives<Worker, Output>, Settle>, Stream>

/** The function or the flow, or what is wrong with it. */
export type CheckedWorker<Worker, Names, Output> = Worker extends AnyFlow
  ? [Output] extends [never]
    ? NameTheOutput<EachOutput<Worker>>
    : Worker
  : Worker extends Group<infer Nodes>
    ? NotOneNode<keyof Nodes>
    : Worker extends AnyVariants
      ? NotOneNode<'variants'>
      : [Exclude<Names, keyof DependenciesOf<Worker>>] extends [never]
        ? Worker
        : NoSuchDependency<Exclude<Names, keyof DependenciesOf<Worker>>, keyof DependenciesOf<Worker>>
