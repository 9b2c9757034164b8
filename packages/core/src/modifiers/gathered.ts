// A stream as an array.

import { defineCallable, soleNode, specFor } from '../definition/definition.ts'
import { withLayer } from '../definition/node-spec.ts'
import type { NodeContext } from '../execute/node-context.ts'
import { valueLayer } from '../execute/value-layer.ts'
import { assertItems } from '../streams/assert-items.ts'
import type { OutputOf } from '../typing/module-nodes.ts'
import type { ItemOf, StreamFunction } from '../typing/streams.ts'

/**
 * The items of a stream as an array, which any number of nodes can read. Modifiers inside hold for the start of the
 * stream only; those around it for the whole, so `retry(gathered(fn), ...)` begins the stream again. When the run is
 * stopped, the stream is closed. A direct call, as in a unit test, gives the array too.
 *
 * @param fn of a node whose value is a stream: `async function*`, `function*`, or anything that can be iterated
 * @throws {modifier/not-a-function}; at run time {run/not-iterable}
 * @example
 * import { gathered } from 'throughline/fan-out'
 * const numbers = gathered(async function* ({ upTo }: { upTo: number }) {
 *   for (let number = 1; number <= upTo; number++) yield number
 * })
 * await numbers({ upTo: 3 }) // => [1, 2, 3]
 */
export function gathered<F extends StreamFunction>(fn: F): (...args: Parameters<F>) => Promise<ItemOf<OutputOf<F>>[]> {
  const spec = specFor(fn, 'gathered')
  const callable = async function (this: unknown, ...args: unknown[]): Promise<unknown[]> {
    const context = args[1] as NodeContext | undefined
    return gather(assertItems(fn.name, await (Reflect.apply(fn, this, args) as unknown)), () => context?.signal)
  }
  const array = { ...withLayer(spec, gatherLayer), isStream: false }
  return defineCallable(fn, callable, soleNode(array)) as never
}

const gatherLayer = valueLayer((value, scope) => gather(assertItems(scope.node, value), () => scope.signal))

/** Synchronous items stay synchronous. */
function gather(
  stream: Iterable<unknown> | AsyncIterable<unknown>,
  signalOf: () => AbortSignal | undefined,
): unknown[] | Promise<unknown[]> {
  return Symbol.asyncIterator in stream ? gatherAsync(stream, signalOf()) : [...stream]
}

async function gatherAsync(stream: AsyncIterable<unknown>, signal: AbortSignal | undefined): Promise<unknown[]> {
  const items: unknown[] = []
  for await (const item of stream) {
    signal?.throwIfAborted()
    items.push(item)
  }
  return items
}
