// The encoding of data versions as bytes that can be read back.

import { ruleBookOf, type ClassRules } from '../data-version/class-rule.ts'
import { FEATURE, isWithin } from '../data-version/features.ts'
import { ValueWriter } from '../data-version/value-writer.ts'
import type { Codec } from './codec.ts'
import { ValueReader } from './value-reader.ts'

const NEVER = FEATURE.class | FEATURE.arguments | FEATURE.arrow | FEATURE.growable | FEATURE.shared
/** Whether there is a way back depends on the rule, the runtime, or the value. */
const SOMETIMES = FEATURE.ruled | FEATURE.temporal | FEATURE.error | FEATURE.float16 | FEATURE.boxed

const idle: ValueWriter[] = []

/**
 * For everything that has a data version but instances of unknown classes, tables, and memory that grows or is shared: also
 * for what structured cloning loses, as null prototypes, symbols, URLs, and instances with a rule. The keys of records keep
 * their order, and each set of keys is written once.
 */
export function dataCodec(classes?: ClassRules): Codec {
  return {
    id: 'data-1',
    fits: () => true,
    isFaithfulTo: (features) => (!isWithin(features, ~NEVER) ? false : isWithin(features, ~SOMETIMES) || 'check'),
    encode: (value) => encode(value, classes),
    decode: (bytes) => new ValueReader(bytes, ruleBookOf(classes)).read(),
  }
}

function encode(value: unknown, classes: ClassRules | undefined): Uint8Array[] {
  const writer = idle.pop() ?? new ValueWriter({ isSorted: false })
  const pieces: Uint8Array[] = []
  try {
    writer.begin((bytes) => void pieces.push(new Uint8Array(bytes)), classes)
    const refusal = writer.write(value)
    if (refusal) throw new Error(`there is ${refusal.refused} at ${refusal.path}`)
    writer.bytes.flush()
    return pieces
  } finally {
    idle.push(writer)
  }
}
