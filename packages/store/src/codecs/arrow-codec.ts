// Tables of Apache Arrow in its own format for messages, written and read by the library that the user has.

import { toArrowValue } from '../data-version/arrow-shape.ts'
import type { Codec } from './codec.ts'

/** What the library gives: `import { tableFromIPC, tableToIPC } from 'apache-arrow'`. */
export interface ArrowLibrary {
  readonly tableToIPC: (table: never, kind: 'stream') => Uint8Array
  readonly tableFromIPC: (bytes: Uint8Array) => unknown
}

/**
 * A codec for tables that are the whole value: `codecs: [arrowCodec({ tableFromIPC, tableToIPC })]`. What comes back is
 * compared once with what went in.
 */
export function arrowCodec({ tableFromIPC, tableToIPC }: ArrowLibrary): Codec {
  return {
    id: 'arrow-1',
    fits: (value) => typeof value === 'object' && value !== null && toArrowValue(value)?.kind === 'table',
    isFaithfulTo: () => 'check',
    encode: (table) => tableToIPC(table as never, 'stream'),
    // A copy: the columns of a table are views of what it was read from.
    decode: (bytes) => tableFromIPC(new Uint8Array(bytes)),
  }
}
