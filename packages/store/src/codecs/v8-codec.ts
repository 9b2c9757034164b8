// The structured clone algorithm of the engine.

import { deserialize, serialize } from 'node:v8'
import type { Codec } from './codec.ts'
import { FEATURE, isWithin } from '../data-version/features.ts'

/** Not typed arrays: Node gives them back as views of the bytes that were read, all in one buffer. */
const KEPT =
  FEATURE.undefined |
  FEATURE.bigint |
  FEATURE.negativeZero |
  FEATURE.nonFinite |
  FEATURE.brokenText |
  FEATURE.hole |
  FEATURE.date |
  FEATURE.regexp |
  FEATURE.map |
  FEATURE.set |
  FEATURE.cycle |
  FEATURE.arrayBuffer |
  FEATURE.protoKey

const SOMETIMES = FEATURE.boxed | FEATURE.error | FEATURE.extra | FEATURE.growable | FEATURE.deep

/** Every engine reads the versions before its own. */
const VERSION = serialize(null)[1]!
const VERSION_MARK = 0xff

/** Fast; written by Node 22, read by Node 24, and the other way round as long as both write the same version. */
export const v8Codec: Codec = {
  id: 'v8-1',
  fits: () => true,
  isFaithfulTo: (features) => isWithin(features, KEPT) || (isWithin(features, KEPT | SOMETIMES) && 'check'),
  encode: (value) => serialize(value),
  decode: (bytes) => {
    const [mark, version] = bytes
    if (mark !== VERSION_MARK || version === undefined)
      throw new Error('these bytes are not of the structured clone algorithm')
    if (version > VERSION) throw new Error(`these bytes have version ${version}; this engine reads up to ${VERSION}`)
    return deserialize(bytes)
  },
}
