// A fixture as a text file: JSON, in which what JSON cannot say is said by tags, so that every value comes back equal.

import { ThroughlineError } from 'throughline'
import { replayIssue } from './replay-issues.ts'
import { FIXTURE_VERSION, type StepFixture } from './step-fixture.ts'

/** The text of a `.fixture.json` file. `parseFixture` gives back an equal fixture. */
export function formatFixture(fixture: StepFixture): string {
  return `${JSON.stringify(encodeKept(fixture), undefined, 2)}\n`
}

/**
 * Reads what `formatFixture` wrote.
 *
 * @param text of the file, or the value that a bundler or an import with the attribute `json` made of it
 * @throws {replay/not-a-fixture} or {replay/newer-fixture}
 */
export function parseFixture(text: unknown): StepFixture {
  const value = decodeKept(typeof text === 'string' ? parseJson(text) : text) as Partial<StepFixture> | null
  if (typeof value !== 'object' || value === null || typeof value.fixture !== 'number')
    throw notAFixture('the key "fixture" with a version is missing')
  if (value.fixture > FIXTURE_VERSION)
    throw new ThroughlineError([replayIssue('replay/newer-fixture', { found: value.fixture, known: FIXTURE_VERSION })])
  const needed = ['machine', 'app', 'action', 'sequence', 'attempt', 'state', 'inputs', 'effects', 'recorded'] as const
  const missing = needed.filter((key) => value[key] === undefined)
  if (missing.length > 0) throw notAFixture(`missing: ${missing.join(', ')}`)
  return { children: {}, ...value } as StepFixture
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw notAFixture((error as Error).message)
  }
}

function notAFixture(reason: string): ThroughlineError {
  return new ThroughlineError([replayIssue('replay/not-a-fixture', { reason })])
}

const VIEWS = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
} as const

/**
 * The tags are those of payloads in the record: `$number`, `$bigint`, `$date`, `$map`, `$set`, `$bytes` with `of`; and what
 * journals keep besides: `$undefined`, `$regexp`, `$error`. A key that begins with `$` gets one more.
 */
export function encodeKept(value: unknown): unknown {
  if (value === undefined) return { $undefined: true }
  if (typeof value === 'bigint') return { $bigint: String(value) }
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)))
    return { $number: Object.is(value, -0) ? '-0' : String(value) }
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return Array.from(value, encodeKept)
  if (value instanceof Date) return { $date: Number.isNaN(value.getTime()) ? null : value.getTime() }
  if (value instanceof Map) return { $map: [...value].map((entry) => entry.map(encodeKept)) }
  if (value instanceof Set) return { $set: Array.from(value, encodeKept) }
  if (value instanceof RegExp) return { $regexp: value.source, flags: value.flags }
  if (value instanceof Error)
    return { $error: value.message, name: value.name, ...(value.stack !== undefined && { stack: value.stack }) }
  if (value instanceof ArrayBuffer) return { $bytes: toBase64(new Uint8Array(value)), of: 'ArrayBuffer' }
  if (ArrayBuffer.isView(value)) {
    const of = Object.keys(VIEWS).find((name) => value instanceof VIEWS[name as keyof typeof VIEWS]) ?? 'DataView'
    return { $bytes: toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)), of }
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key.startsWith('$') ? `$${key}` : key, encodeKept(one)]),
  )
}

export function decodeKept(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(decodeKept)
  const tag = Object.keys(value).find((key) => /^\$[a-z]/.test(key))
  if (tag !== undefined) return decodeTagged(tag, value as Readonly<Record<string, unknown>>)
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key.startsWith('$$') ? key.slice(1) : key, decodeKept(one)]),
  )
}

function decodeTagged(tag: string, value: Readonly<Record<string, unknown>>): unknown {
  const told = value[tag]
  const list = (): unknown[] => (told as unknown[]).map(decodeKept)
  switch (tag) {
    case '$undefined':
      return undefined
    case '$bigint':
      return BigInt(told as string)
    case '$number':
      return Number(told)
    case '$date':
      return new Date((told as number | null) ?? Number.NaN)
    case '$map':
      return new Map(list() as [unknown, unknown][])
    case '$set':
      return new Set(list())
    case '$regexp':
      return new RegExp(told as string, value['flags'] as string)
    case '$error':
      return errorOf(told as string, value)
    case '$bytes':
      return viewOf(fromBase64(told as string), value['of'] as string)
    default:
      throw notAFixture(`a tag "${tag}", which is not known`)
  }
}

const ERRORS = { TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError } as const

function errorOf(message: string, { name, stack }: Readonly<Record<string, unknown>>): Error {
  const Class = Object.hasOwn(ERRORS, name as string) ? ERRORS[name as keyof typeof ERRORS] : Error
  const error = new Class(message)
  if (error.name !== name) error.name = name as string
  if (typeof stack === 'string') error.stack = stack
  return error
}

function viewOf({ buffer }: Uint8Array, of: string): unknown {
  if (of === 'ArrayBuffer') return buffer
  return Object.hasOwn(VIEWS, of) ? new VIEWS[of as keyof typeof VIEWS](buffer as ArrayBuffer) : new DataView(buffer)
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}
