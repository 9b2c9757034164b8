// The port of everything that a value can be written to: a file, a table, a bucket, a service.

import type { NodeContext } from '../execute/node-context.ts'

/**
 * Something that a value can be written to; `saved` makes a node of it.
 *
 * A sink writes all or nothing: whoever reads while it writes, or after it was interrupted, finds what was there before.
 * Written twice, the same value leaves the same result, so that `retry` does no harm. It stops when `context.signal`
 * aborts, and may say how far it is with `context.progress`.
 */
export interface Sink<in Value, out Metadata extends object | void = object | void> {
  /** @returns facts about what was written, such as `{ rows, sizeBytes, sha256 }`; never values of the data */
  readonly write: (value: Value, context: NodeContext) => Metadata | Promise<Metadata>
  /**
   * What it writes to, as plain data that may be shown and recorded: `{ type: 'csv', path: 'sales.csv' }`. Never
   * credentials: of a URL without its user, its password and its secret parameters.
   */
  readonly describe: () => object
}
