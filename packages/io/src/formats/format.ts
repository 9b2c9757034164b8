// The port of formats: what bytes mean, wherever they lie.

import type { NodeContext } from 'throughline'
import type { ReadContext } from 'throughline/io'
import type { ByteInput, ByteOutput } from '../places/place.ts'

/** How a value is read from bytes. */
export interface Decoder<out Value> {
  /** `'csv'`; part of every description. */
  readonly type: string
  /** What else may be shown of it, as plain data: `{ delimiter: ';' }`. */
  readonly settings?: object
  /** Reads from an input that the caller closes; a stream closes over it, and the caller waits for its end. */
  decode(input: ByteInput, context: ReadContext): Value | Promise<Value>
  /** The value is an async iterable that reads the input while it is read itself. */
  readonly isStream?: boolean
}

/** How a value is written as bytes. */
export interface Encoder<in Value> {
  readonly type: string
  readonly settings?: object
  /** @returns facts such as `{ rows }` */
  encode(value: Value, output: ByteOutput, context: NodeContext): object | Promise<object>
}

export interface Format<out Value, in Accepted = Value> extends Decoder<Value>, Encoder<Accepted> {}
