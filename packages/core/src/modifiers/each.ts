// One node, many calls: a function or a flow for each item.

import { expectOption } from '../errors/expect-option.ts'
import { defineFunction, soleNode } from '../definition/definition.ts'
import type { NodeContext } from '../execute/node-context.ts'
import { collectItems } from '../fan-out/collect-items.ts'
import { fanOutSpec } from '../fan-out/fan-out-spec.ts'
import type { FanOutSetting, Given } from '../fan-out/fan-out.ts'
import { workOfFlow, workOfFunction } from '../fan-out/item-work.ts'
import { streamItems } from '../fan-out/stream-items.ts'
import { isFlow } from '../flow/flow-brand.ts'
import type {
  CheckedWorker,
  EachGives,
  EachOutput,
  EachReads,
  EachWorker,
  ItemReads,
  MappedItem,
} from '../typing/each.ts'
import type { AnyFunction } from '../typing/node-function.ts'

export interface EachOptions<Item = never, Output = string, Settle = boolean, Stream = boolean> {
  /** Most items that are computed at a time, and ahead of the reader of a stream. @defaultValue 16 */
  readonly concurrency?: number
  /** Of a flow: the node that is computed for each item. Obligatory there. */
  readonly output?: Output
  /**
   * Names an item in errors, hooks and settled results. It gets what is mapped, by the names under which the function
   * reads it. Two items of one name are an error; to find them, all names are kept. @defaultValue the index
   */
  readonly key?: (item: Item, index: number) => string | number
  /** Every value becomes a `SettledItem`, and an item that fails stops nothing. @defaultValue false */
  readonly settle?: Settle
  /** The value is a stream of the results, not an array. @defaultValue false */
  readonly stream?: Stream
}

/**
 * Calls a function, or runs a flow, for each item that a node gives: an array, any iterable, or an async iterable, which
 * is read no further ahead than `concurrency`. The value is the array of results in the order of the items.
 *
 * What is not mapped is a dependency as ever, and shared by all items. Several mapped names go side by side and have to
 * end together; for all combinations, nest one `each` in another. Modifiers inside hold for each item, those around it
 * for the whole. The first failure of an item aborts the `signal` of the others, and the error says which item it was.
 * A direct call, as in a unit test, gives the results as well.
 *
 * @param over what the function reads -> the node that gives its items
 * @param worker the function of a node, wrapped or not, or a flow, with `{ output }`; a flow keeps its configuration, its
 *   overrides and its hooks, and its other inputs become dependencies
 * @throws {modifier/not-a-function} {modifier/bad-option}; at run time {run/not-iterable} {run/uneven-items}
 *   {run/duplicate-key} {run/stream-closed}
 * @example
 * import { each } from 'throughline/fan-out'
 * const flow = dataflow({
 *   words: () => ['to', 'be'],
 *   lengths: each({ word: 'words' }, ({ word }: { word: string }) => word.length),
 * })
 * await flow.execute(['lengths']) // => { lengths: [2, 2] }
 */
export function each<
  Worker extends EachWorker,
  const Name extends keyof ItemReads<Worker, Output>,
  const Mapped extends { readonly [X in Name]: string },
  const Output extends EachOutput<Worker> = never,
  Settle extends boolean = false,
  Stream extends boolean = false,
>(
  over: Mapped & { readonly [X in Name]: string },
  worker: Worker & CheckedWorker<Worker, keyof Mapped, Output>,
  options?: EachOptions<MappedItem<ItemReads<Worker, Output>, Mapped>, Output, Settle, Stream>,
): (
  dependencies: EachReads<ItemReads<Worker, Output>, Mapped>,
  context?: NodeContext,
) => EachGives<Worker, Output, Settle, Stream>
export function each(over: Readonly<Record<string, string>>, worker: unknown, options: EachOptions = {}): AnyFunction {
  const setting = toSetting(over, options)
  const work = isFlow(worker) ? workOfFlow(worker, options.output, setting) : workOfFunction(worker, setting)
  const isStream = options.stream === true
  const name = typeof worker === 'function' ? worker.name : 'each'
  const stream = (given: Given = {}, context?: NodeContext): unknown =>
    streamItems(setting, work.direct(context), given, undefined, context?.signal)
  const collect = async (given: Given = {}, context?: NodeContext): Promise<unknown[]> =>
    collectItems(setting, work.direct(context), given, undefined, () => context?.signal)
  const callable = Object.defineProperty(isStream ? stream : collect, 'name', { value: name })
  return defineFunction(callable, soleNode(fanOutSpec(work, setting, isStream)))
}

function toSetting(over: Readonly<Record<string, unknown>>, options: EachOptions): FanOutSetting {
  const { concurrency = 16, key, settle = false, stream = false } = options
  const expect = (holds: boolean, name: string, given: unknown, expected: string): void =>
    expectOption(holds, 'each', name, given, expected)
  const sources = [...new Set(Object.values(Object(over) as Readonly<Record<string, string>>))]
  expect(sources.length > 0, 'over', over, `a record of names, as in { url: 'urls' }`)
  for (const name of sources) expect(typeof name === 'string', 'over', name, 'the name of a node')
  const isLimit = concurrency === Infinity || (Number.isInteger(concurrency) && concurrency > 0)
  expect(isLimit, 'concurrency', concurrency, 'a whole number from 1')
  expect(key === undefined || typeof key === 'function', 'key', key, 'a function of the item')
  expect(typeof settle === 'boolean', 'settle', settle, 'true or false')
  expect(typeof stream === 'boolean', 'stream', stream, 'true or false')
  const mapped = Object.entries(over).map(([name, source]) => [name, sources.indexOf(source as string)] as const)
  return { sources, mapped, concurrency, key: key as FanOutSetting['key'], settles: settle }
}
