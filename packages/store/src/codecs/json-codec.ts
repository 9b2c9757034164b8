// Values that JSON keeps, as JSON.

import type { Codec } from './codec.ts'
import { FEATURE, isWithin } from '../data-version/features.ts'

const KEPT = FEATURE.brokenText | FEATURE.protoKey

/** For values that people or other programs should be able to read: records, dense arrays, text, finite numbers. */
export const jsonCodec: Codec = {
  id: 'json-1',
  fits: () => true,
  isFaithfulTo: (features) => isWithin(features, KEPT),
  encode: (value) => Buffer.from(JSON.stringify(value), 'utf8'),
  decode: (bytes) =>
    JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')) as unknown,
}
