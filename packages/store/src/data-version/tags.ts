// The alphabet of the encoding: one byte says what follows. Versions that were written depend on it: numbers are never reused.

/** What follows each tag is written beside it. `count` and `size` are variable-length integers, 7 bits a byte, low first. */
export const TAG = {
  undefined: 0x01,
  null: 0x02,
  false: 0x03,
  true: 0x04,
  /** A whole number of 32 bits that is not -0: 4 bytes. */
  integer: 0x05,
  /** Any other number: 8 bytes of IEEE 754; there is one NaN. */
  number: 0x06,
  /** Sign (0 or 1), size, magnitude with the low byte first. */
  bigint: 0x07,
  /** Well-formed text: size, UTF-8. */
  text: 0x08,
  /** Text with lone surrogates: size, UTF-16. */
  brokenText: 0x09,
  /** `Symbol.for(key)`: text. */
  registeredSymbol: 0x0a,
  /** `Symbol.iterator` and its like: text, the name without `Symbol.`. */
  wellKnownSymbol: 0x0b,

  /** Length, then that many values. */
  array: 0x10,
  /** An array with holes: length, count of values, then for each its index and value. */
  sparseArray: 0x11,
  /** A record whose keys are said here and get the next number: count, keys, values. */
  newShape: 0x12,
  /** A record with the keys of an earlier one: number, values. */
  shape: 0x13,
  /** A record whose keys get no number: count, then keys, then values. */
  record: 0x14,
  /** Size, then keys and values in turn, as they iterate. */
  map: 0x15,
  /** Size, then members, as they iterate. */
  set: 0x16,
  /** Length, then values. */
  arguments: 0x17,
  /** An object that contains this place: how many levels up. */
  above: 0x18,

  /** 8 bytes: milliseconds since 1970, NaN when invalid. */
  date: 0x20,
  /** Source, flags: texts; last index: a value. */
  regexp: 0x21,
  /** Text. */
  url: 0x22,
  /** Count, texts: names and values in turn. */
  searchParams: 0x23,
  /** Properties are extras. */
  error: 0x24,
  /** Name, message: texts. */
  domException: 0x25,
  /** The primitive value. */
  boxed: 0x26,
  /** Class name, text of the value. */
  temporal: 0x27,
  /** Sharing (see `SHARING`); for those that can grow the size limit; size, bytes. */
  arrayBuffer: 0x28,
  /** Kind (see `VIEW_KINDS`), sharing of the buffer, size, bytes with the low byte first. */
  view: 0x29,
  /** A table or a column of Apache Arrow. */
  arrow: 0x2a,

  /** Before an object: its prototype is null. */
  nullPrototype: 0x30,
  /** Before an object: its class is said here and gets the next number: text. */
  newClass: 0x31,
  /** Before an object: the class of an earlier one: number. */
  class: 0x32,
  /** Before an object: count, then a key of each (see `EXTRA`); their values come after the content. */
  extras: 0x33,
  /** What a rule made of an instance: the name of the rule, then the plain value. */
  ruled: 0x34,
} as const

/** How a key that a record of its kind does not usually have is written. */
export const EXTRA = { named: 0, hidden: 1, symbol: 2, hiddenSymbol: 3 } as const

export const SHARING = { none: 0, growable: 1, shared: 2, sharedGrowable: 3 } as const

/** The number of each kind is its index. */
export const VIEW_KINDS = [
  'DataView',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int8Array',
  'Uint16Array',
  'Int16Array',
  'Uint32Array',
  'Int32Array',
  'Float32Array',
  'Float64Array',
  'BigUint64Array',
  'BigInt64Array',
  'Float16Array',
  'Buffer',
] as const

export type ViewKind = (typeof VIEW_KINDS)[number]
