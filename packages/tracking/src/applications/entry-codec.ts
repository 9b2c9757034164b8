// Entries of a journal as text, and back as they were: by the codecs of the store.

import { decodeValue, encodeValue, isRefusal, jsonCodec, type Decoded } from '@throughline/store'
import { machineIssue } from '@throughline/machine'
import { ThroughlineError } from 'throughline'
import { isExactJson } from './exact-json.ts'

/** JSON where it keeps the value, so that people can read a journal; else bytes of another codec in base64. */
export interface StoredText {
  readonly codec: string
  readonly text: string
}

const JSON_CODEC = jsonCodec.id
const OPTIONS = { codecs: [jsonCodec] } as const

/**
 * Of an error its class, name, message, cause and fields are kept; not the stack.
 *
 * @throws {app/not-storable}
 */
export function toStored(value: unknown): StoredText {
  if (isExactJson(value)) return { codec: JSON_CODEC, text: JSON.stringify(value) }
  const encoded = encodeValue(value, OPTIONS)
  if (isRefusal(encoded))
    throw new ThroughlineError([
      machineIssue('app/not-storable', { path: encoded.path || 'an entry', found: encoded.refused }),
    ])
  const { codec, bytes } = encoded
  return { codec, text: Buffer.concat(bytes).toString(codec === JSON_CODEC ? 'utf8' : 'base64') }
}

/** @returns the value; why not, when the text is damaged or this Node cannot read it */
export function fromStored({ codec, text }: StoredText): Decoded {
  if (codec !== JSON_CODEC) return decodeValue(codec, new Uint8Array(Buffer.from(text, 'base64')), OPTIONS)
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return { undecodable: 'it is not JSON' }
  }
}

export function isJson(stored: StoredText): boolean {
  return stored.codec === JSON_CODEC
}
