// A stream that is kept as its items, while somebody reads it.

import type { ItemWriter, NotKept } from './value-store.ts'

export interface StreamEnds {
  /** All items have passed. */
  readonly finished: (version: string) => void
  readonly refused: (why: NotKept) => void
}

/** The same items to the same reader: what is read only in part is not kept. */
export function recordStream(stream: unknown, writer: ItemWriter, ends: StreamEnds): unknown {
  let isOpen = true
  const add = (item: unknown): void => {
    if (!isOpen) return
    if (isFailedItem(item)) {
      stop()
      return
    }
    const refused = writer.add(item)
    if (!refused) return
    stop()
    ends.refused(refused)
  }
  const stop = (): void => {
    if (isOpen) writer.abort()
    isOpen = false
  }
  const finish = (): void => {
    if (!isOpen) return
    isOpen = false
    ends.finished(writer.finish())
  }
  return isAsync(stream)
    ? passAsync(stream, add, finish, stop)
    : passSync(stream as Iterable<unknown>, add, finish, stop)
}

/** True for what can be gone through only once. */
export function isStream(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return isAsync(value) || typeof (value as { readonly next?: unknown }).next === 'function'
}

/** Of a fan-out that settles: what failed once may not fail again. */
export function hasFailedItem(value: unknown): boolean {
  return Array.isArray(value) && value.some(isFailedItem)
}

/** As a fan-out that settles gives it. */
function isFailedItem(item: unknown): boolean {
  if (typeof item !== 'object' || item === null) return false
  const { status, key } = item as { readonly status?: unknown; readonly key?: unknown }
  return status === 'failed' && typeof key === 'string' && 'error' in item
}

export function isAsync(stream: unknown): stream is AsyncIterable<unknown> {
  return typeof stream === 'object' && stream !== null && Symbol.asyncIterator in stream
}

async function* passAsync(
  stream: AsyncIterable<unknown>,
  add: (item: unknown) => void,
  finish: () => void,
  stop: () => void,
): AsyncGenerator<unknown, void, undefined> {
  try {
    for await (const item of stream) {
      add(item)
      yield item
    }
    finish()
  } finally {
    stop()
  }
}

function* passSync(
  stream: Iterable<unknown>,
  add: (item: unknown) => void,
  finish: () => void,
  stop: () => void,
): Generator<unknown, void, undefined> {
  try {
    for (const item of stream) {
      add(item)
      yield item
    }
    finish()
  } finally {
    stop()
  }
}
