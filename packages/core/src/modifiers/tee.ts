// One stream for several readers.

import { expectOption } from '../errors/expect-option.ts'
import { defineCallable, soleNode, specFor } from '../definition/definition.ts'
import { withLayer } from '../definition/node-spec.ts'
import { andThen } from '../execute/and-then.ts'
import { notePlace } from '../execute/error-place.ts'
import type { Layer } from '../execute/layer.ts'
import { onAbort } from '../execute/on-abort.ts'
import type { StepScope } from '../execute/step-scope.ts'
import { valueLayer } from '../execute/value-layer.ts'
import { assertItems } from '../streams/assert-items.ts'
import { Branches } from '../streams/branches.ts'
import { listenToPassingOn } from '../streams/passed-on.ts'
import type { AnyItems, ItemOf, StreamFunction } from '../typing/streams.ts'
import type { OutputOf } from '../typing/module-nodes.ts'

export interface TeeOptions {
  /**
   * Most items that the fastest reader may be ahead of the slowest before it waits: a bound for the memory. It never waits
   * for a reader that has not begun. Each reader then has to read to the end, or to leave its loop: one that takes an item
   * by hand and goes away without `return()` would hold up the others for ever. @defaultValue no limit
   */
  readonly maxAhead?: number
}

/**
 * A stream that any number of nodes can read, each all of it, at its own pace. Kept are the items between the slowest
 * reader and the fastest, which `maxAhead` bounds, and everything as long as a reader has not begun.
 *
 * A reader that leaves its loop no longer holds the others up. What is unfinished when the run ends is closed. An error
 * of the stream is thrown to every reader. A direct call, as in a unit test, gives such a stream too.
 *
 * @param fn of a node whose value is a stream: `async function*`, `function*`, or anything that can be iterated
 * @throws {modifier/not-a-function} {modifier/bad-option}; at run time {run/not-iterable} {run/stream-closed}
 * @example
 * import { tee } from 'throughline/fan-out'
 * const flow = dataflow({
 *   lines: tee(async function* () { yield 'to'; yield 'be' }),
 *   count: async ({ lines }: { lines: AsyncIterable<string> }) => (await Array.fromAsync(lines)).length,
 *   text: async ({ lines }: { lines: AsyncIterable<string> }) => (await Array.fromAsync(lines)).join(' '),
 * })
 * await flow.execute(['count', 'text']) // => { count: 2, text: 'to be' }
 */
export function tee<F extends StreamFunction>(fn: F, options: TeeOptions = {}): (...args: Parameters<F>) => Teed<F> {
  const { maxAhead = Infinity } = options
  const isLimit = maxAhead === Infinity || (Number.isInteger(maxAhead) && maxAhead > 0)
  expectOption(isLimit, 'tee', 'maxAhead', maxAhead, 'a whole number from 1')
  const spec = specFor(fn, 'tee')
  const branch = (value: unknown): Branches =>
    new Branches(assertItems(fn.name, value), { node: fn.name, readers: undefined, maxAhead, failed: () => {} })
  const callable = function (this: unknown, ...args: unknown[]): unknown {
    return andThen(Reflect.apply(fn, this, args) as unknown, branch)
  }
  const teed = { ...withLayer(spec, teeLayer(maxAhead)), isStream: false }
  return defineCallable(fn, callable, soleNode(teed)) as never
}

type Teed<F extends StreamFunction> =
  ReturnType<F> extends AnyItems ? AsyncIterable<ItemOf<OutputOf<F>>> : Promise<AsyncIterable<ItemOf<OutputOf<F>>>>

function teeLayer(maxAhead: number): Layer {
  const open = (value: unknown, { host, node }: StepScope): Branches => {
    const failed = (error: unknown): void => notePlace(host, error, { stream: node })
    const readers = host.readersOf(node)
    const branches = new Branches(assertItems(node, value), { node, readers, maxAhead, failed })
    listenToPassingOn(branches, (instead) => branches.expectInstead(instead))
    const { signal } = host
    const stopListening = onAbort(signal, () => branches.abort(signal.reason))
    host.atEnd(node, () => {
      stopListening()
      return branches.close()
    })
    return branches
  }
  // A run with a stream has an end to wait for.
  return valueLayer(open, true)
}
