// What the versions of values promise: different for what is different, equal for what is the same, a refusal for the rest.

import { runInNewContext } from 'node:vm'
import { isThroughlineError } from 'throughline'
import { beforeAll, describe, expect, it } from 'vitest'
import { DIFFERENT, EQUAL } from './fixtures/values.ts'
import { dataVersionOf, FEATURE, fingerprint, isRefusal, prepareFastHash, type Fingerprint } from './index.ts'

const ALGORITHMS = ['sha256', 'xxh128'] as const
const entries = Object.entries(DIFFERENT).flatMap(([group, all]) =>
  all.map((make, at) => [`${group} ${at}`, make] as const),
)

function known(value: unknown): Fingerprint {
  const outcome = fingerprint(value)
  if (isRefusal(outcome)) throw new Error(`${outcome.refused} at ${outcome.path}`)
  return outcome
}

function issueOf(call: () => unknown): string | undefined {
  try {
    call()
  } catch (error) {
    return isThroughlineError(error) ? error.issues[0]?.code : String(error)
  }
  return undefined
}

beforeAll(() => prepareFastHash())

describe.each(ALGORITHMS)('versions by %s', (algorithm) => {
  const version = (value: unknown): string => dataVersionOf(value, { algorithm })

  it('are different for every two of the values that look alike', () => {
    const seen = new Map<string, string>()
    const collisions: string[] = []
    for (const [name, make] of entries) {
      const found = version(make())
      const other = seen.get(found)
      if (other !== undefined) collisions.push(`${name} and ${other}`)
      seen.set(found, name)
    }
    expect(collisions).toEqual([])
    expect(entries.length).toBeGreaterThanOrEqual(200)
  })

  it('are different also when the values are inside of others', () => {
    for (const wrap of [
      (value: unknown) => [value],
      (value: unknown) => ({ value }),
      (value: unknown) => new Map([[value, value]]),
    ]) {
      expect(new Set(entries.map(([, make]) => version(wrap(make())))).size).toBe(entries.length)
    }
  })

  it.each(Object.entries(EQUAL))('do not depend on %s', (_, [one, other]) => {
    expect(version(one())).toBe(version(other()))
  })

  it('are the same each time', () => {
    for (const [, make] of entries) expect(version(make())).toBe(version(make()))
  })

  it('name their algorithm', () => {
    expect(version(1)).toMatch(algorithm === 'sha256' ? /^data1:[\da-f]{64}$/ : /^data1x128:[\da-f]{32}$/)
  })
})

describe('large values', () => {
  it('are as different as small ones: one letter, one element, one byte', () => {
    const text = 'x'.repeat(100_000)
    expect(dataVersionOf(`${text}a`)).not.toBe(dataVersionOf(`${text}b`))
    expect(dataVersionOf(`${text}ä😀${text}`)).toBe(dataVersionOf([text, 'ä😀', text].join('')))
    expect(dataVersionOf(`${text}\ud800`)).not.toBe(dataVersionOf(`${text}\udc00`))
    const bytes = new Uint8Array(200_000)
    const before = dataVersionOf(bytes)
    bytes[199_999] = 1
    expect(dataVersionOf(bytes)).not.toBe(before)
    const numbers = Array.from({ length: 50_000 }, (_, at) => at / 3)
    expect(dataVersionOf(numbers)).not.toBe(dataVersionOf(numbers.with(49_999, 0)))
  })

  it('may be in memory that is shared, or can grow', () => {
    for (const algorithm of ALGORITHMS) {
      const shared = new Float64Array(new SharedArrayBuffer(80_000))
      const before = dataVersionOf(shared, { algorithm })
      shared[9999] = 1
      expect(dataVersionOf(shared, { algorithm })).not.toBe(before)
      const growing = new Uint8Array(Reflect.construct(ArrayBuffer, [80_000, { maxByteLength: 90_000 }]) as ArrayBuffer)
      const first = dataVersionOf(growing, { algorithm })
      growing[79_999] = 1
      expect(dataVersionOf(growing, { algorithm })).not.toBe(first)
    }
  })

  it('do not tear text where it is cut into pieces', () => {
    const versions = Array.from({ length: 4 }, (_, shift) =>
      dataVersionOf(`${'x'.repeat(8190 + shift)}${'😀'.repeat(9000)}`),
    )
    expect(new Set(versions).size).toBe(4)
    const long = `${'x'.repeat(8191)}😀`
    expect(dataVersionOf(long.repeat(3))).toBe(dataVersionOf(Buffer.from(long.repeat(3)).toString()))
  })

  it('may be nested a hundred thousand levels deep', () => {
    const nested = (end: unknown): unknown => {
      let value = end
      for (let level = 0; level < 100_000; level++) value = level % 2 === 0 ? [value] : { value }
      return value
    }
    expect(dataVersionOf(nested(1))).toBe(dataVersionOf(nested(1)))
    expect(dataVersionOf(nested(1))).not.toBe(dataVersionOf(nested(2)))
    expect(known(nested(1)).features & FEATURE.deep).toBe(FEATURE.deep)
  })

  it('find a circle at any depth', () => {
    const deep = (depth: number): unknown => {
      const root: Record<string, unknown> = {}
      let object = root
      for (let level = 0; level < depth; level++) object = object['next'] = { level } as Record<string, unknown>
      object['root'] = root
      return root
    }
    expect(new Set([14, 15, 16, 17, 18, 40].map((depth) => dataVersionOf(deep(depth)))).size).toBe(6)
    expect(dataVersionOf(deep(40))).toBe(dataVersionOf(deep(40)))
  })

  it('may have more sets of keys than are remembered', () => {
    const rows = (last: string): unknown => Array.from({ length: 5000 }, (_, at) => ({ [`key ${at}`]: 1, [last]: at }))
    expect(dataVersionOf(rows('a'))).toBe(dataVersionOf(rows('a')))
    expect(dataVersionOf(rows('a'))).not.toBe(dataVersionOf(rows('b')))
  })
})

describe('what was read', () => {
  it('says which kinds of things occur', () => {
    expect(known({ a: [1, 'x', null, true] }).features).toBe(0)
    expect(known([new Date(), [undefined]]).features).toBe(FEATURE.date | FEATURE.undefined)
    expect(known(-0).features).toBe(FEATURE.negativeZero)
    expect(known([1 / 0, '\ud800', 1n, new Array(1)]).features).toBe(
      FEATURE.nonFinite | FEATURE.brokenText | FEATURE.hole | FEATURE.bigint,
    )
  })

  it('says about how large the value is', () => {
    expect(known(new Float64Array(1000)).sizeBytes).toBeGreaterThanOrEqual(8000)
    expect(known(new Float64Array(1000)).sizeBytes).toBeLessThan(8100)
    expect(known(1).sizeBytes).toBeLessThan(10)
  })

  it('is the same for values of another realm', () => {
    const foreign: unknown = runInNewContext(
      "({ a: [1, new Map([['k', new Date(0)]]), new Uint8Array(3), new TypeError('m')] })",
    )
    const own = { a: [1, new Map([['k', new Date(0)]]), new Uint8Array(3), new TypeError('m')] }
    expect(dataVersionOf(foreign)).toBe(dataVersionOf(own))
  })

  it('is not changed', () => {
    const rows = [{ b: 1, a: 2 }]
    dataVersionOf(rows)
    expect(Object.keys(rows[0]!)).toEqual(['b', 'a'])
  })

  it('is thrown as an issue with its place where a version is needed', () => {
    const version = (): string => dataVersionOf({ rows: [{}, { callback: () => 1 }] })
    expect(version).toThrow('.rows[1].callback')
    expect(issueOf(version)).toBe('data/refused')
  })
})
