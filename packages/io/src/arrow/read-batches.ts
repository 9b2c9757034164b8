// The batches of an Arrow file or stream, as columns.

import type { Columns } from '../columns/column.ts'
import type { ArrowTable } from './arrow-form.ts'
import { columnsOfTable } from './from-arrow.ts'
import type { ArrowApi } from './load-arrow.ts'
import { UnreadableArrow } from './unreadable-arrow.ts'

/**
 * One batch of columns for each batch of records, and one without rows when there is none.
 *
 * @param messages whole ones, each with its prefix
 * @throws {UnreadableArrow}
 */
export async function* readBatches(
  arrow: ArrowApi,
  messages: AsyncIterable<Uint8Array>,
): AsyncGenerator<Columns, void, undefined> {
  const iterator = saidBy(messages)
  try {
    const reader = await saying(() => arrow.RecordBatchReader.from(iterator))
    await saying(() => reader.open({ autoDestroy: true }))
    for (;;) {
      const step = await saying(() => reader.next())
      if (step.done === true) return
      const batch = step.value as unknown as ArrowTable
      yield await saying(() => columnsOfTable(batch))
    }
  } finally {
    await iterator.return?.()
  }
}

/** The messages, and what fails while they are read, as it is: the library tells of other errors. */
async function* saidBy(messages: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* messages
  } catch (error) {
    if (error instanceof RangeError) throw new UnreadableArrow(`its footer cannot be (${error.message})`)
    throw error
  }
}

/** What the library says of a broken file is passed on in one sentence. */
async function saying<Value>(read: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) {
      throw new UnreadableArrow(`what it says of itself does not fit together (${error.message})`)
    }
    if (error instanceof Error && error.constructor === Error)
      throw new UnreadableArrow(error.message.replace(/\.$/, ''))
    throw error
  }
}
