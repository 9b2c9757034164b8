// Values that other caches take for each other, so that one node gets the value of another.

import { tableFromArrays } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { decodeValue, encodeValue } from '../codecs/index.ts'
import { dataVersionOf, fingerprint, isRefusal } from './index.ts'

class Spend {
  euros = 1
}
class Signups {
  euros = 1
}

const PAIRS: readonly (readonly [what: string, one: unknown, other: unknown])[] = [
  ['a number and its text', 1, '1'],
  ['true and its text', true, 'true'],
  ['a number and a boolean', 1, true],
  ['a list and a list that cannot change its length', [1, 2], Uint8Array.of(1, 2)],
  ['keys that are numbers or text', new Map([[1, 'a']]), new Map([['1', 'a']])],
  ['bytes and text', Buffer.from('ab'), 'ab'],
  [
    'matrices of another shape',
    [
      [0, 0, 0],
      [0, 0, 0],
    ],
    [
      [0, 0],
      [0, 0],
      [0, 0],
    ],
  ],
  ['zeros of another type', new BigInt64Array(3), new Float64Array(3)],
  ['classes with equal fields', new Spend(), new Signups()],
  [
    'tables whose columns have other names',
    tableFromArrays({ a: Float64Array.of(1), b: Float64Array.of(2) }),
    tableFromArrays({ b: Float64Array.of(1), a: Float64Array.of(2) }),
  ],
  [
    'rows with the same index',
    [
      { index: 0, x: 1 },
      { index: 0, x: 2 },
    ],
    [{ index: 0, x: 2 }],
  ],
  ['a list and its parts as text', ['a', 'b'], "['a', 'b']"],
  [
    'deep parts',
    { a: { b: { c: { d: { e: { f: { g: { h: 1 } } } } } } } },
    { a: { b: { c: { d: { e: { f: { g: { h: 2 } } } } } } } },
  ],
]

describe('values that must not be taken for each other', () => {
  it.each(PAIRS)('%s', (_, one, other) => {
    expect(dataVersionOf(one)).not.toBe(dataVersionOf(other))
    expect(dataVersionOf([one])).not.toBe(dataVersionOf([other]))
  })

  it('what cannot be seen gets no version that looks like one', () => {
    expect(isRefusal(fingerprint({ model: () => 1 }))).toBe(true)
  })

  it('a list of two is stored as a list of two', () => {
    expect(roundTrip(['data', { source: 'file' }])).toEqual(['data', { source: 'file' }])
  })

  it('keys that are numbers are stored as numbers', () => {
    expect(roundTrip(new Map([[1, 'a']]))).toEqual(new Map([[1, 'a']]))
  })

  it('bytes that are damaged are no value, and no exception', () => {
    expect(decodeValue('v8-1', Buffer.from('not what was written'))).toHaveProperty('undecodable')
  })
})

function roundTrip(value: unknown): unknown {
  const encoded = encodeValue(value)
  if (isRefusal(encoded)) throw new Error(encoded.refused)
  const decoded = decodeValue(encoded.codec, Buffer.concat(encoded.bytes))
  if ('undecodable' in decoded) throw new Error(decoded.undecodable)
  return decoded.value
}
