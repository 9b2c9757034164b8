// Where the items of a fan-out come from: arrays, iterables and async iterables, one by one or side by side.

import { ThroughlineError } from '../errors/throughline-error.ts'
import { isThenable } from '../execute/layer.ts'
import { fanOutIssue } from './fan-out-issues.ts'
import { assertItems } from '../streams/assert-items.ts'

/** Gives items one after the other, as they are asked for. */
export interface ItemSource {
  /** What the last `advance` has found; of several sources side by side, a list. */
  readonly item: unknown
  /** How many items there are; absent when nobody knows before the end. */
  readonly size: number | undefined
  /** Goes to the next item; the answer to the last call has to be there. @returns false when there is none */
  advance(): boolean | Promise<boolean>
  /** Lets go of what was not read; does nothing when all was. */
  close(): unknown
}

/**
 * @param names of the nodes that give the items
 * @throws {run/not-iterable} when one of them gives something else
 * @throws {run/stream-closed} when one of them can be gone through only once, and has been by another fan-out
 */
export function openItems(names: readonly string[], given: Readonly<Record<string, unknown>>): ItemSource {
  // None is begun before all are known to have items: whoever tries again finds them as they were.
  const items = names.map((name) => assertItems(name, given[name]))
  const sources = items.map((one, index) => open(names[index]!, one))
  return sources.length === 1 ? sources[0]! : new SideBySide(names, sources)
}

function open(name: string, items: Iterable<unknown> | AsyncIterable<unknown>): ItemSource {
  if (Array.isArray(items)) return new ListSource(items)
  if (Symbol.asyncIterator in items) return new AsyncSource(begin(name, items, items[Symbol.asyncIterator]()))
  return new IterableSource(items, begin(name, items, items[Symbol.iterator]()))
}

/** What is its own iterator, as generators are, has one beginning. */
const begun = new WeakSet<object>()

/** A second time would find nothing, in silence: as where an inner fan-out goes through it for each outer item. */
function begin<Stream extends object>(name: string, items: object, iterator: Stream): Stream {
  if ((iterator as object) !== items) return iterator
  if (begun.has(items)) {
    throw new ThroughlineError([fanOutIssue('run/stream-closed', { node: name, reason: 'let-go' })])
  }
  begun.add(items)
  return iterator
}

class ListSource implements ItemSource {
  readonly #list: readonly unknown[]
  #next = 0
  item: unknown

  constructor(list: readonly unknown[]) {
    this.#list = list
  }

  get size(): number {
    return this.#list.length
  }

  advance(): boolean {
    if (this.#next >= this.#list.length) return false
    this.item = this.#list[this.#next++]
    return true
  }

  close(): void {}
}

class IterableSource implements ItemSource {
  readonly #iterator: Iterator<unknown>
  #isOver = false
  readonly size: number | undefined
  item: unknown

  constructor(iterable: Iterable<unknown>, iterator: Iterator<unknown>) {
    const { size } = iterable as { readonly size?: unknown }
    this.size = typeof size === 'number' ? size : undefined
    this.#iterator = iterator
  }

  advance(): boolean {
    // An iterator that throws is over.
    this.#isOver = true
    const { done, value } = this.#iterator.next()
    this.#isOver = done === true
    this.item = value
    return !this.#isOver
  }

  close(): void {
    if (!this.#isOver) this.#iterator.return?.()
  }
}

class AsyncSource implements ItemSource {
  readonly #iterator: AsyncIterator<unknown>
  #isOver = false
  readonly size: undefined
  item: unknown

  constructor(iterator: AsyncIterator<unknown>) {
    this.#iterator = iterator
  }

  advance(): Promise<boolean> {
    return Promise.resolve(this.#iterator.next()).then(this.#take, this.#fail)
  }

  readonly #take = ({ done, value }: IteratorResult<unknown>): boolean => {
    this.#isOver = done === true
    this.item = value
    return !this.#isOver
  }

  readonly #fail = (error: unknown): never => {
    this.#isOver = true
    throw error
  }

  close(): unknown {
    return this.#isOver ? undefined : this.#iterator.return?.()
  }
}

/** Several sources that have to end together. */
class SideBySide implements ItemSource {
  readonly #names: readonly string[]
  readonly #sources: readonly ItemSource[]
  #count = 0
  item: unknown

  constructor(names: readonly string[], sources: readonly ItemSource[]) {
    this.#names = names
    this.#sources = sources
  }

  get size(): number | undefined {
    return this.#sources.find((source) => source.size !== undefined)?.size
  }

  advance(): boolean | Promise<boolean> {
    const found = this.#sources.map((source) => source.advance())
    if (found.every((one) => typeof one === 'boolean')) return this.#take(found)
    return Promise.all(found.map(async (one) => one)).then((all) => this.#take(all))
  }

  #take(found: readonly boolean[]): boolean {
    if (found.every((isThere) => isThere)) {
      this.#count++
      this.item = this.#sources.map((source) => source.item)
      return true
    }
    const namesOf = (isThere: boolean): string[] => this.#names.filter((_, index) => found[index] === isThere)
    if (!found.includes(true)) return false
    const facts = { ended: namesOf(false), goesOn: namesOf(true), count: this.#count }
    throw new ThroughlineError([fanOutIssue('run/uneven-items', facts)])
  }

  close(): unknown {
    const closing = this.#sources.map((source) => source.close()).filter(isThenable)
    return closing.length > 0 ? Promise.all(closing) : undefined
  }
}
