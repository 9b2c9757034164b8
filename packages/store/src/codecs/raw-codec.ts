// Typed arrays and buffers as their bytes.

import type { Codec } from './codec.ts'
import { FEATURE, isWithin } from '../data-version/features.ts'
import { VIEW_KINDS, type ViewKind } from '../data-version/tags.ts'
import { bytesOf, viewKindOf } from '../data-version/view-bytes.ts'

/** The bytes begin here: aligned for every kind in a file that is mapped into memory. */
const HEADER_BYTES = 16
const ARRAY_BUFFER = 0xff
/** In the second byte: the low byte of a number comes first. */
const LITTLE_ENDIAN = 1
const BYTE_ORDER = new Uint8Array(Uint16Array.of(1).buffer)[0]!

const KEPT = FEATURE.view | FEATURE.buffer | FEATURE.float16 | FEATURE.arrayBuffer

/**
 * A header of 16 bytes (the kind, the order of bytes, zeros), then the bytes of the array, which are not copied. What comes
 * back has memory of its own: whoever changes it changes nothing that is stored, and its `buffer` holds nothing else.
 */
export const rawCodec: Codec = {
  id: 'raw-1',
  fits: (value) => ArrayBuffer.isView(value) || value instanceof ArrayBuffer,
  isFaithfulTo: (features) => isWithin(features, KEPT),
  encode: (value) => {
    const header = new Uint8Array(HEADER_BYTES)
    header[1] = BYTE_ORDER
    if (!ArrayBuffer.isView(value)) {
      header[0] = ARRAY_BUFFER
      return [header, new Uint8Array(value as ArrayBuffer)]
    }
    header[0] = VIEW_KINDS.indexOf(viewKindOf(value))
    return [header, bytesOf(value)]
  },
  decode: (bytes) => {
    if (bytes.byteLength < HEADER_BYTES) throw new Error('the header is cut off')
    if (bytes.subarray(2, HEADER_BYTES).some((byte) => byte !== 0)) throw new Error('the header is not of this codec')
    if (bytes[1] !== BYTE_ORDER) {
      throw new Error(
        `the bytes come from a machine where the ${bytes[1] === LITTLE_ENDIAN ? 'low' : 'high'} byte is first`,
      )
    }
    const content = new Uint8Array(bytes.subarray(HEADER_BYTES))
    if (bytes[0] === ARRAY_BUFFER) return content.buffer
    const kind = VIEW_KINDS[bytes[0]!]
    if (kind === undefined) throw new Error('the kind of array is not known')
    return viewOf(kind, content)
  },
}

/**
 * A view of the kind over all of the bytes' buffer.
 *
 * @throws when the runtime does not have the kind, or the size is not of whole elements
 */
export function viewOf(kind: ViewKind, { buffer }: Uint8Array<ArrayBuffer>): ArrayBufferView {
  if (kind === 'Buffer') return Buffer.from(buffer)
  if (kind === 'DataView') return new DataView(buffer)
  const View = Reflect.get(globalThis, kind) as TypedArrayConstructor | undefined
  if (!View) throw new Error(`this runtime has no ${kind}`)
  if (buffer.byteLength % View.BYTES_PER_ELEMENT !== 0) throw new Error('the bytes end within an element')
  return new View(buffer)
}

interface TypedArrayConstructor {
  readonly BYTES_PER_ELEMENT: number
  new (buffer: ArrayBuffer): ArrayBufferView
}
