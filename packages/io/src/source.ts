// A place and a decoder make a source.

import type { NodeContext } from 'throughline'
import type { Source } from 'throughline/io'
import type { Decoder } from './formats/format.ts'
import type { InputPlace } from './places/place.ts'

/** Reads from a place what a format says that its bytes mean; what was opened is closed, also by a stream that is left early. */
export function sourceOf<Value>(place: InputPlace, decoder: Decoder<Value>): Source<Value> {
  return {
    describe: () => ({ type: decoder.type, ...decoder.settings, ...place.describe() }),
    read: async (context) => {
      const input = await place.open(context)
      const close = async (): Promise<void> => context.report(await input.close())
      let isOpen = false
      try {
        const value = await decoder.decode(input, context)
        if (!decoder.isStream) return value
        isOpen = true
        return new ClosingStream(value as AsyncIterable<unknown>, close) as Value
      } finally {
        if (!isOpen) await close()
      }
    },
    ...(place.version && { version: (context: NodeContext) => place.version!(context) }),
  }
}

/** A stream that closes what it reads from when it ends, fails or is left, even before its first item. */
class ClosingStream implements AsyncIterableIterator<unknown> {
  readonly #items: AsyncIterator<unknown>
  readonly #close: () => Promise<void>
  #isClosed = false

  constructor(items: AsyncIterable<unknown>, close: () => Promise<void>) {
    this.#items = items[Symbol.asyncIterator]()
    this.#close = close
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async next(): Promise<IteratorResult<unknown>> {
    try {
      const step = await this.#items.next()
      if (step.done === true) await this.#closeOnce()
      return step
    } catch (error) {
      await this.#closeOnce()
      throw error
    }
  }

  async return(): Promise<IteratorResult<unknown>> {
    try {
      await this.#items.return?.()
    } finally {
      await this.#closeOnce()
    }
    return { done: true, value: undefined }
  }

  async #closeOnce(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#close()
  }
}
