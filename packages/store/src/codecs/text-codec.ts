// Text as UTF-8.

import type { Codec } from './codec.ts'
import { FEATURE } from '../data-version/features.ts'

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Well-formed text, and nothing else: the bytes are the text. */
export const textCodec: Codec = {
  id: 'text-1',
  fits: (value) => typeof value === 'string',
  isFaithfulTo: (features) => (features & FEATURE.brokenText) === 0,
  encode: (value) => Buffer.from(value as string, 'utf8'),
  decode: (bytes) => decoder.decode(bytes),
}
