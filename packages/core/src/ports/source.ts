// The port of everything that a value can be read from: a file, a table, a bucket, a service.

import type { NodeContext } from '../execute/node-context.ts'

/** What a source may ask of its run while it reads. */
export interface ReadContext extends NodeContext {
  /**
   * Records facts about what is read, such as `{ rows, sizeBytes, sha256 }`; told to the hooks. Never values of the data.
   * Later facts are added to earlier ones, also while a stream that was given as the value is being read.
   */
  readonly report: (metadata: object) => void
}

/**
 * Something that a value can be read from; `loaded` makes a node of it.
 *
 * A source opens what it needs when it reads and closes it afterwards; what should live as long as the run is a
 * `resource`. It stops when `context.signal` aborts, and may say how far it is with `context.progress`.
 */
export interface Source<out Value> {
  /** The value may be an async iterable. */
  readonly read: (context: ReadContext) => Value | Promise<Value>
  /**
   * What it reads from, as plain data that may be shown and recorded: `{ type: 'csv', path: 'sales.csv' }`. Never
   * credentials: of a URL without its user, its password and its secret parameters.
   */
  readonly describe: () => object
  /**
   * What would be read now, without reading it: the same text for the same data, another one for other data; a checksum,
   * a strong entity tag, the number of a snapshot. `undefined` when it cannot say. With it, `cached(loaded(source))` is
   * read again only when there is something else to read. It is asked before and after reading.
   */
  readonly version?: (context: NodeContext) => string | undefined | Promise<string | undefined>
}
