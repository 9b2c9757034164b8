// Which kinds of things occur in a value: a set of bits by which codecs say what they keep.

/** One bit for each kind. Records, dense arrays, text, booleans, null and finite numbers are not counted. */
export const FEATURE = {
  undefined: 0x1,
  bigint: 0x2,
  negativeZero: 0x4,
  /** NaN, Infinity, -Infinity. */
  nonFinite: 0x8,
  /** Lone surrogates, in values or keys. */
  brokenText: 0x10,
  symbol: 0x20,
  /** Holes in arrays. */
  hole: 0x40,
  /** Properties that objects of their kind do not usually have: named ones of arrays, hidden ones, symbols as keys. */
  extra: 0x80,
  nullPrototype: 0x100,
  /** An instance of a class that is not built in. */
  class: 0x200,
  /** An instance for which a rule was given. */
  ruled: 0x400,
  date: 0x800,
  regexp: 0x1000,
  /** A `URL` or `URLSearchParams`. */
  url: 0x2000,
  error: 0x4000,
  boxed: 0x8000,
  temporal: 0x10000,
  map: 0x20000,
  set: 0x40000,
  arguments: 0x80000,
  cycle: 0x100000,
  arrayBuffer: 0x200000,
  /** Typed arrays and `DataView`, without the two below. */
  view: 0x400000,
  buffer: 0x800000,
  float16: 0x1000000,
  /** A buffer that can be resized. */
  growable: 0x2000000,
  /** Memory shared between threads. */
  shared: 0x4000000,
  arrow: 0x8000000,
  /** More than 500 objects inside of each other: too many for what recurses. */
  deep: 0x10000000,
  /** An own property `__proto__`. */
  protoKey: 0x20000000,
} as const

/** What recurses can go so deep. */
export const DEEP_LEVELS = 500

/** Whether the kinds are all among these. */
export function isWithin(features: number, allowed: number): boolean {
  return (features & ~allowed) === 0
}
