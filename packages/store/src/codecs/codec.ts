// What turns values into bytes and back.

import { ThroughlineError } from 'throughline'
import type { ClassRules } from '../data-version/class-rule.ts'
import { dataIssue } from '../data-version/data-version-issues.ts'

/**
 * Turns values into bytes and back. A codec never loads code, and runs none but what was handed to it in this process.
 *
 * What it wrote under its id it reads for ever; when its bytes change, it gets another id.
 */
export interface Codec {
  /** With the version of its bytes: `json-1`, `acme.matrix-2`. At most 64 letters, digits, `.`, `_` and `-`. */
  readonly id: string
  /** Whether it is made for this value. Cheap: looks at the value as a whole. */
  fits(value: unknown): boolean
  /**
   * Whether a value in which these kinds of things occur comes back as it was: `check` when that depends on the value, so
   * that it is decoded and compared once. For the features see `FEATURE`.
   */
  isFaithfulTo(features: number): boolean | 'check'
  /** Several pieces are put one after the other. They may share memory with the value: write them before it changes. */
  encode(value: unknown): Uint8Array | readonly Uint8Array[]
  /** May share memory with the bytes. Throws for bytes that are not its own; takes no more memory than they justify. */
  decode(bytes: Uint8Array): unknown
}

/** A class of one's own, and how its instances become bytes. */
export interface ClassCodecOptions<Instance> {
  readonly class: abstract new (...arguments_: never) => Instance
  /** The same in every process, with a namespace: `acme.matrix`. */
  readonly name: string
  /** Of the bytes. Older ones are still read when a codec for them is registered as well. */
  readonly version: number
  encode(instance: Instance): Uint8Array | readonly Uint8Array[]
  decode(bytes: Uint8Array): Instance
}

const ID = /^\w[\w.-]{0,63}$/

/**
 * A codec for the instances of a class, when they are the whole value. What comes back is compared once with what went in.
 * For instances inside of other values, give a rule with `fromPlain`.
 *
 * @throws {data/codec-id} when the name and version make no id
 */
export function classCodec<Instance>(options: ClassCodecOptions<Instance>): Codec {
  const { name, version } = options
  const id = `${name}-${version}`
  if (!ID.test(id) || !Number.isSafeInteger(version)) throw new ThroughlineError([dataIssue('data/codec-id', { id })])
  const prototype: unknown = options.class.prototype
  return {
    id,
    fits: (value) => typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === prototype,
    isFaithfulTo: () => 'check',
    encode: (value) => options.encode(value as Instance),
    decode: (bytes) => options.decode(bytes),
  }
}

/** What codecs are told. */
export interface CodecOptions {
  /** Asked before the built-in ones, in this order. */
  readonly codecs?: readonly Codec[]
  /** The rules with which values are fingerprinted; those with `fromPlain` are used to read them back. */
  readonly classes?: ClassRules
}
