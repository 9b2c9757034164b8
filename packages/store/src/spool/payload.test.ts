// What JSON cannot say comes back as it was, and what it can say is left alone.

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodePayload, encodePayload } from './payload.ts'

const roundTrip = (value: unknown): unknown => decodePayload(JSON.parse(JSON.stringify(encodePayload(value))))

describe('the encoding of payloads', () => {
  it.each([
    [NaN, '{"$number":"NaN"}'],
    [Infinity, '{"$number":"Infinity"}'],
    [-Infinity, '{"$number":"-Infinity"}'],
    [-0, '{"$number":"-0"}'],
    [12n, '{"$bigint":"12"}'],
    [new Date(86_400_000), '{"$date":86400000}'],
    [new Date(NaN), '{"$date":null}'],
    [new Uint8Array([1, 2, 255]), '{"$bytes":"AQL/"}'],
    [new Float64Array([1, NaN]), '{"$bytes":"AAAAAAAA8D8AAAAAAAD4fw==","of":"Float64Array"}'],
    [new Map([['a', -0]]), '{"$map":[["a",{"$number":"-0"}]]}'],
    [new Set([1, 2n]), '{"$set":[1,{"$bigint":"2"}]}'],
    [{ $date: 5, $$x: 1, b: 2 }, '{"$$date":5,"$$$x":1,"b":2}'],
  ])('is fixed: %o', (value, json) => {
    expect(JSON.stringify(encodePayload(value))).toBe(json)
    expect(roundTrip(value)).toEqual(value)
  })

  it('leaves alone what JSON keeps, and copies nothing of it', () => {
    const value = { a: [1, 'x', null, { b: true }], c: -1.5e300 }
    expect(encodePayload(value)).toBe(value)
  })

  it('leaves out what JSON leaves out', () => {
    expect(JSON.stringify(encodePayload({ a: undefined, b: () => 1, c: [undefined, Symbol('s')] }))).toBe(
      '{"c":[null,null]}',
    )
  })

  it('cuts what contains itself, and what has no end', () => {
    const circle: { self?: unknown; n: number } = { n: 1 }
    circle.self = circle
    expect(encodePayload(circle)).toEqual({ n: 1, self: { $cut: 'cycle' } })
    const endless = (): unknown => ({ toJSON: endless })
    expect(() => JSON.stringify(encodePayload(endless()))).not.toThrow()
  })

  it('says of a value that cannot be read why', () => {
    const value = {
      get secret(): string {
        throw new Error('locked')
      },
    }
    expect(encodePayload({ value })).toEqual({ value: { $unreadable: 'locked' } })
  })

  it('keeps a key that is a trap, and a tag of a newer version', () => {
    const trap = JSON.parse('{"__proto__":{"polluted":true},"n":{"$number":"NaN"}}') as object
    const decoded = decodePayload(trap) as Record<string, unknown>
    expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype)
    expect(Object.keys(decoded)).toEqual(['__proto__', 'n'])
    expect(decodePayload({ $quaternion: [1, 2, 3, 4] })).toEqual({ $quaternion: [1, 2, 3, 4] })
  })

  it('gives any value back', () => {
    const values = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: false,
      withNullPrototype: false,
      maxDepth: 4,
      values: [
        fc.boolean(),
        fc.double(),
        fc.string({ unit: 'binary' }),
        fc.uint8Array(),
        fc.float64Array(),
        fc.constant(null),
        fc.constantFrom('$date', '$'),
      ],
      key: fc.oneof(fc.string(), fc.constantFrom('$number', '$', '$$', '$bytes', 'of', '__proto__', 'toString')),
    })
    fc.assert(
      fc.property(values, (value) => {
        expect(roundTrip(value)).toEqual(value)
      }),
      { numRuns: 300, seed: 6 },
    )
  })
})
