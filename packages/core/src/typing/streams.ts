// What streams give.

/** What can be gone through one by one. A text is one value, not many. */
export type AnyItems = (Iterable<unknown> & object) | AsyncIterable<unknown>

/** A function whose value has items. */
export type StreamFunction = (...args: any[]) => AnyItems | PromiseLike<AnyItems>

export type ItemOf<Stream> =
  Stream extends AsyncIterable<infer Item> ? Item : Stream extends Iterable<infer Item> ? Item : never
