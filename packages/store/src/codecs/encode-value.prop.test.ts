// Random values through every codec, and random bytes: a value with the same version, or a reason; never an exception.

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyValue } from '../data-version/fixtures/arbitrary.ts'
import { dataVersionOf, fingerprint, isRefusal } from '../data-version/index.ts'
import type { Codec } from './codec.ts'
import { dataCodec } from './data-codec.ts'
import { decodeValue, encodeValue, isDecoded } from './index.ts'
import { jsonCodec } from './json-codec.ts'
import { rawCodec } from './raw-codec.ts'
import { textCodec } from './text-codec.ts'
import { v8Codec } from './v8-codec.ts'

const numRuns = Number(process.env['THROUGHLINE_CASES'] ?? 300)
const CODECS: readonly Codec[] = [v8Codec, jsonCodec, rawCodec, textCodec, dataCodec()]

const encodedBy = (codec: Codec, value: unknown): Buffer => Buffer.concat([codec.encode(value)].flat() as Uint8Array[])

describe('a random value', () => {
  it('comes back with the version that it had', () => {
    fc.assert(
      fc.property(anyValue(), (value) => {
        const encoded = encodeValue(value)
        if (isRefusal(encoded)) expect.fail(encoded.refused)
        const decoded = decodeValue(encoded.codec, Buffer.concat(encoded.bytes))
        if (!isDecoded(decoded)) expect.fail(decoded.undecodable)
        expect(dataVersionOf(decoded.value)).toBe(dataVersionOf(value))
      }),
      { numRuns, seed: 5 },
    )
  })

  it.each(CODECS.map((codec) => [codec.id, codec] as const))('is kept by %s when it says so', (_, codec) => {
    let kept = 0
    fc.assert(
      fc.property(anyValue(), (value) => {
        const outcome = fingerprint(value)
        if (isRefusal(outcome) || !codec.fits(value) || codec.isFaithfulTo(outcome.features) !== true) return
        kept++
        expect(dataVersionOf(codec.decode(encodedBy(codec, value)))).toBe(outcome.version)
      }),
      { numRuns: Math.max(numRuns, 300), seed: 6 },
    )
    expect(kept).toBeGreaterThan(5)
  })
})

describe('bytes that are not what a codec wrote', () => {
  /** Deterministic, so that a failure can be looked at. */
  function randomNumbers(seed: number): () => number {
    let state = seed
    return () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state / 2 ** 32
    }
  }

  const samples: readonly unknown[] = [
    { a: [1, 'text', new Map([[1n, new Date(0)]]), Float64Array.of(1, 2, 3)], b: { a: null } },
    [{ a: 1 }, { a: 2 }, new Array(1), new Set(['x'])],
    'some text',
    Float64Array.of(1, 2, 3),
  ]

  it.each(CODECS.map((codec) => [codec.id, codec] as const))('give a value or a reason: %s', (id, codec) => {
    const random = randomNumbers(7)
    const originals = samples.filter((value) => codec.fits(value)).map((value) => encodedBy(codec, value))
    for (let round = 0; round < numRuns * 4; round++) {
      let bytes = Buffer.from(originals[round % originals.length]!)
      const kind = random()
      if (kind < 0.25) bytes = bytes.subarray(0, Math.floor(random() * bytes.length))
      else if (kind < 0.4)
        bytes = Buffer.from(Array.from({ length: Math.floor(random() * 40) }, () => Math.floor(random() * 256)))
      else
        for (let change = 0; change < 1 + random() * 3; change++)
          bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
      const before = process.memoryUsage().arrayBuffers
      const decoded = decodeValue(id, bytes)
      expect('value' in decoded || typeof decoded.undecodable === 'string').toBe(true)
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 2 ** 20)
    }
  })
})
