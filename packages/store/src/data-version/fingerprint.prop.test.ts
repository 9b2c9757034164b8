// Versions of random values, against copies, reordered copies, changed copies, and each other.

import * as fc from 'fast-check'
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { ValueReader } from '../codecs/value-reader.ts'
import { ruleBookOf } from './class-rule.ts'
import { anyValue } from './fixtures/arbitrary.ts'
import { dataVersionOf } from './index.ts'
import { ValueWriter } from './value-writer.ts'

const numRuns = Number(process.env['THROUGHLINE_CASES'] ?? 300)

function bytesOf(value: unknown): Buffer {
  const writer = new ValueWriter({ isSorted: true })
  const pieces: Uint8Array[] = []
  writer.begin((bytes) => void pieces.push(new Uint8Array(bytes)), undefined)
  const refusal = writer.write(value)
  if (refusal) throw new Error(refusal.refused)
  writer.bytes.flush()
  return Buffer.concat(pieces)
}

/** A copy in which each record has its keys in another order. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value))
    return Object.keys(value).reduce(
      (list, at) => ((list[Number(at)] = reordered(value[Number(at)])), list),
      new Array<unknown>(value.length),
    )
  if (value instanceof Map) return new Map([...value].map(([key, entry]) => [reordered(key), reordered(entry)]))
  if (value instanceof Set) return new Set([...value].map(reordered))
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value
  const pairs = Object.entries(value).reverse()
  return Object.fromEntries(pairs.map(([key, entry]) => [key, reordered(entry)]))
}

describe('the version of a random value', () => {
  it('is that of its structured clone', () => {
    fc.assert(
      fc.property(anyValue({ clonable: true }), (value) => {
        expect(dataVersionOf(structuredClone(value))).toBe(dataVersionOf(value))
      }),
      { numRuns, seed: 1 },
    )
  })

  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(anyValue({ clonable: true }), (value) => {
        expect(dataVersionOf(reordered(value))).toBe(dataVersionOf(value))
      }),
      { numRuns, seed: 2 },
    )
  })

  it('changes when a leaf is changed', () => {
    fc.assert(
      fc.property(anyValue(), anyValue(), fc.nat(), (one, other, at) => {
        const list = [one, other, { a: [one] }]
        const before = dataVersionOf(list)
        const place = at % 3
        if (place === 2) list[2] = { a: [other] }
        else list[place] = { changed: list[place] }
        const isSame = place === 2 && bytesOf(one).equals(bytesOf(other))
        expect(dataVersionOf(list) === before).toBe(isSame)
      }),
      { numRuns, seed: 3 },
    )
  })

  it('is made from bytes that can be read back: no two values share them', () => {
    fc.assert(
      fc.property(anyValue(), (value) => {
        const bytes = bytesOf(value)
        const back = new ValueReader(bytes, ruleBookOf(undefined)).read()
        expect(isDeepStrictEqual(withoutOrderOrStack(back), withoutOrderOrStack(value))).toBe(true)
        expect(bytesOf(back).equals(bytes)).toBe(true)
      }),
      { numRuns, seed: 4 },
    )
  })

  it('is shared by two values of a small universe only when they are deeply equal', () => {
    const leaves: unknown[] = [0, -0, 1, '1', '', null, undefined, true, 1n, NaN]
    const universe = [...leaves]
    for (const one of leaves) {
      universe.push([one], { a: one }, { b: one }, new Set([one]), new Map([[one, one]]), [[one]], { a: [one] })
      for (const other of leaves)
        universe.push([one, other], { a: one, b: other }, new Map([[one, other]]), new Set([one, other]))
    }
    const versions = universe.map((value) => dataVersionOf(value))
    for (const [at, one] of universe.entries()) {
      for (let index = at + 1; index < universe.length; index++) {
        const isSame = isDeepStrictEqual(one, universe[index])
        if ((versions[at] === versions[index]) !== (isSame && ordersAgree(one, universe[index]))) {
          expect.fail(`${versions[at]} for ${JSON.stringify(one)} and ${JSON.stringify(universe[index])}`)
        }
      }
    }
  })
})

/** Sets and maps with the same members in another order are deeply equal, and iterate differently. */
function ordersAgree(one: unknown, other: unknown): boolean {
  const listOf = (value: unknown): unknown => (value instanceof Set || value instanceof Map ? [...value] : value)
  return isDeepStrictEqual(listOf(one), listOf(other))
}

/** Node compares the stacks of errors as well. */
function withoutOrderOrStack(value: unknown): unknown {
  if (value instanceof Error)
    return [
      Object.getPrototypeOf(value),
      value.message,
      withoutOrderOrStack(value.cause),
      Object.keys(value).map((key) => withoutOrderOrStack(Reflect.get(value, key))),
    ]
  if (value instanceof Map)
    return new Map([...value].map(([key, entry]) => [withoutOrderOrStack(key), withoutOrderOrStack(entry)]))
  if (value instanceof Set) return [...value].map(withoutOrderOrStack)
  if (Array.isArray(value) && Object.keys(value).length === value.length) return value.map(withoutOrderOrStack)
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null && !Array.isArray(value)) return value
  const copy = Object.create(prototype as object | null) as object
  for (const key of Reflect.ownKeys(value))
    if (!(Array.isArray(value) && key === 'length'))
      Object.defineProperty(copy, key, {
        value: withoutOrderOrStack(Reflect.get(value, key)),
        enumerable: Object.prototype.propertyIsEnumerable.call(value, key),
      })
  return Array.isArray(value) ? [value.length, copy] : copy
}
