// Tables as records of packed columns are plain data to versions and codecs: nothing here knows of them.

import { describe, expect, it } from 'vitest'
import { decodeValue, encodeValue, isDecoded } from '../codecs/index.ts'
import { dataVersionOf, isRefusal } from './index.ts'

const all = Float64Array.from({ length: 64 }, (_, index) => index / 3)
const bits = Uint8Array.from({ length: 8 }, (_, index) => index * 31)
const codes = Uint16Array.from({ length: 64 }, (_, index) => index % 5)
const micros = BigInt64Array.from({ length: 64 }, (_, index) => BigInt(index) * -1000n)

/** The rows from 8 to 56 as views of memory that has more, or as copies that have no more. */
function table(
  take: <Values extends { subarray(from: number, to: number): Values; slice(): Values }>(part: Values) => Values,
) {
  const length = 48
  const dictionary = ['OSL', 'BGO', '', 'ü𝄞', '__proto__']
  return {
    delay: take(all.subarray(8, 56)),
    nullable: { type: 'Float64', length, values: take(all.subarray(8, 56)), valid: take(bits.subarray(1, 7)) },
    origin: { type: 'Utf8', length, codes: take(codes.subarray(8, 56)), dictionary, valid: take(bits.subarray(1, 7)) },
    at: { type: 'Timestamp', unit: 'us', length, values: take(micros.subarray(8, 56)) },
    late: { type: 'Bool', length, values: take(new Uint8Array(64).subarray(8, 56)) },
    lists: Array.from({ length }, (_, index) => (index % 3 === 0 ? null : [index])),
  }
}

const views = table((part) => part)
const copies = table((part) => part.slice())

describe('packed columns', () => {
  it('have the version of their elements, whatever memory they are a view of', () => {
    expect(dataVersionOf(views)).toBe(dataVersionOf(copies))
  })

  it('have another version for another value, another null, another text, another unit', () => {
    const changed = (change: (table: typeof copies) => object): string =>
      dataVersionOf({ ...copies, ...change(copies) })
    const versions = [
      dataVersionOf(copies),
      changed(({ delay }) => ({ delay: delay.with(47, -0) })),
      changed(({ nullable }) => ({ nullable: { ...nullable, valid: nullable.valid.with(5, 1) } })),
      changed(({ origin }) => ({ origin: { ...origin, dictionary: origin.dictionary.with(1, 'TRD') } })),
      changed(({ at }) => ({ at: { ...at, unit: 'ns' } })),
    ]
    expect(new Set(versions).size).toBe(versions.length)
  })

  it('come back from the store as they were, and with no more memory than they have', () => {
    const encoded = encodeValue(views)
    if (isRefusal(encoded)) throw new Error(encoded.refused)
    expect(encoded.sizeBytes).toBeLessThan(4000)
    const decoded = decodeValue(encoded.codec, Buffer.concat(encoded.bytes))
    expect(isDecoded(decoded) && decoded.value).toEqual(copies)
  })
})
