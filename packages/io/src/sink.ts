// A place and an encoder make a sink.

import type { Sink } from 'throughline/io'
import type { Encoder } from './formats/format.ts'
import type { OutputPlace, WrittenBytes } from './places/place.ts'

/** Writes to a place what a format makes of a value. */
export function sinkOf<Value>(place: OutputPlace, encoder: Encoder<Value>): Sink<Value, WrittenBytes> {
  return {
    describe: () => ({ type: encoder.type, ...encoder.settings, ...place.describe() }),
    write: (value, context) => place.write(async (output) => await encoder.encode(value, output, context), context),
  }
}
