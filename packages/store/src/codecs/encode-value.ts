// A value becomes bytes by the first codec that gives it back as it was.

import { ThroughlineError } from 'throughline'
import { dataIssue } from '../data-version/data-version-issues.ts'
import { FEATURE } from '../data-version/features.ts'
import { fingerprint, type Fingerprint } from '../data-version/fingerprint.ts'
import type { HashAlgorithm } from '../data-version/hashing.ts'
import { isRefusal, type Refusal } from '../data-version/refusal.ts'
import { ValueWriter } from '../data-version/value-writer.ts'
import type { Codec, CodecOptions } from './codec.ts'
import { dataCodec } from './data-codec.ts'
import { jsonCodec } from './json-codec.ts'
import { rawCodec } from './raw-codec.ts'
import { textCodec } from './text-codec.ts'
import { v8Codec } from './v8-codec.ts'

/** A value as bytes. */
export interface Encoded {
  /** Id of the codec. */
  readonly codec: string
  /** One after the other. They may share memory with the value: write them before it changes. */
  readonly bytes: readonly Uint8Array[]
  readonly sizeBytes: number
}

/** A value from bytes, or why there is none. */
export type Decoded = { readonly value: unknown } | { readonly undecodable: string }

export function isDecoded(outcome: Decoded): outcome is { readonly value: unknown } {
  return 'value' in outcome
}

/**
 * The codecs that can be tried for a value, best first: registered ones that fit; bytes and text as they are; structured
 * cloning for what it surely keeps; `data-1` for the rest; structured cloning for what it may keep. JSON is among the
 * registered ones when it is wanted.
 */
function candidateCodecs(value: unknown, features: number, options: CodecOptions = {}): readonly Codec[] {
  const isFaithful = (codec: Codec): boolean => codec.fits(value) && codec.isFaithfulTo(features) !== false
  const registered = registeredOf(options).filter(isFaithful)
  const data = dataCodec(options.classes)
  const general = v8Codec.isFaithfulTo(features) === true ? [v8Codec, data] : [data, v8Codec]
  return [...registered, ...[rawCodec, textCodec, ...general].filter(isFaithful)]
}

/** `undefined` when no codec keeps such a value. */
export function chooseCodec(value: unknown, features: number, options?: CodecOptions): Codec | undefined {
  return candidateCodecs(value, features, options)[0]
}

/**
 * Bytes from which `decodeValue` makes a value with the same data version; or what keeps it from being stored. Where a codec
 * is not known to keep values of this kind, the bytes are decoded and compared.
 *
 * @param known the fingerprint of the value as it is now, by any algorithm; made when it is not given
 * @throws {data/duplicate-codec} when two registered codecs have the same id
 */
export function encodeValue(value: unknown, options: CodecOptions = {}, known?: Fingerprint): Encoded | Refusal {
  const found = known ?? fingerprint(value, options)
  if (isRefusal(found)) return found
  let refusal: Refusal | undefined
  for (const codec of candidateCodecs(value, found.features, options)) {
    const outcome = encodeBy(codec, value, found, options)
    if (!isRefusal(outcome)) return outcome
    refusal ??= outcome
  }
  return refusal ?? unkept(value, options)
}

function encodeBy(codec: Codec, value: unknown, expected: Fingerprint, options: CodecOptions): Encoded | Refusal {
  try {
    const made = codec.encode(value)
    const bytes = made instanceof Uint8Array ? [made] : made
    const sizeBytes = bytes.reduce((sum, piece) => sum + piece.byteLength, 0)
    const encoded = { codec: codec.id, bytes, sizeBytes }
    if (codec.isFaithfulTo(expected.features) === true) return encoded
    const back = codec.decode(joined(bytes))
    const algorithm: HashAlgorithm = expected.version.startsWith('data1x128') ? 'xxh128' : 'sha256'
    const again = fingerprint(back, { ...options, algorithm })
    if (!isRefusal(again) && again.version === expected.version) return encoded
    return { refused: `something that the codec ${codec.id} does not give back as it was`, path: '' }
  } catch (error) {
    return { refused: `something that the codec ${codec.id} cannot keep: ${reasonOf(error)}`, path: '' }
  }
}

/** What makes a value unfit for all built-in codecs, and where. */
const UNKEPT: readonly (readonly [feature: number, name: string])[] = [
  [FEATURE.shared, 'memory that threads share'],
  [FEATURE.growable, 'a buffer that can be resized'],
  [FEATURE.arguments, 'an arguments object'],
  [FEATURE.arrow, 'a table of Apache Arrow, for which no codec is registered'],
]

function unkept(value: unknown, { classes }: CodecOptions): Refusal {
  const writer = new ValueWriter({ isSorted: true })
  const all = UNKEPT.reduce<number>((sum, [feature]) => sum | feature, FEATURE.class)
  writer.begin(() => {}, classes, all)
  const path = writer.write(value)?.path ?? ''
  const name = UNKEPT.find(([feature]) => (writer.features & feature) !== 0)?.[1]
  return {
    refused: name ?? `an instance of the class ${writer.className}, for which there is no codec and no rule`,
    path,
  }
}

/** Bytes that are damaged, of an unknown codec, or from a newer program give a reason, never an exception. */
export function decodeValue(codec: string, bytes: Uint8Array, options: CodecOptions = {}): Decoded {
  const found = codecById(codec, options)
  if (!found) return { undecodable: `the codec ${codec} is not registered` }
  try {
    return { value: found.decode(bytes) }
  } catch (error) {
    return { undecodable: `the codec ${codec} cannot read this: ${reasonOf(error)}` }
  }
}

function codecById(id: string, options: CodecOptions): Codec | undefined {
  if (id === 'data-1') return dataCodec(options.classes)
  return [...registeredOf(options), rawCodec, textCodec, v8Codec, jsonCodec].find((codec) => codec.id === id)
}

const checked = new WeakSet<readonly Codec[]>()

function registeredOf({ codecs = NONE }: CodecOptions): readonly Codec[] {
  if (checked.has(codecs)) return codecs
  const builtIn = [rawCodec, textCodec, v8Codec, dataCodec()].map(({ id }) => id)
  const ids = [...builtIn, ...codecs.map(({ id }) => id)]
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice !== undefined) throw new ThroughlineError([dataIssue('data/duplicate-codec', { id: twice })])
  checked.add(codecs)
  return codecs
}

const NONE: readonly Codec[] = []

/** One piece; without copying when there is one. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
