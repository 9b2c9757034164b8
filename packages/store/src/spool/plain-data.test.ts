// What is said to be plain is what the encoding leaves alone: checked against JSON itself.

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPlainData } from './plain-data.ts'

describe('plain data', () => {
  it.each([
    null,
    true,
    '$',
    0,
    { a: undefined, b: [1, { c: 'x' }] },
    Object.create(null) as object,
    JSON.parse('{"__proto__":1}') as object,
  ])('is %o', (value) => expect(isPlainData(value)).toBe(true))

  const circle: { self?: unknown } = {}
  circle.self = circle
  it.each([
    undefined,
    NaN,
    -0,
    1n,
    Symbol('s'),
    () => 1,
    new Date(0),
    new Map(),
    new Uint8Array(1),
    /x/,
    [undefined],
    { a: [-0] },
    { $a: 1 },
    { a: () => 1 },
    { toJSON: () => 1 },
    circle,
  ])('is not %o', (value) => expect(isPlainData(value)).toBe(false))

  it('is nothing that fails to be read', () => {
    const locked = {
      get secret(): string {
        throw new Error('locked')
      },
    }
    expect(isPlainData(locked)).toBe(false)
  })

  it('is the same when it has been through JSON', () => {
    const values = fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true })
    fc.assert(
      fc.property(values, (value) => {
        fc.pre(isPlainData(value))
        expect(JSON.parse(JSON.stringify(value))).toEqual(value)
      }),
      { numRuns: 300, seed: 6 },
    )
  })
})
