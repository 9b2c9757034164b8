// Values come back as they were, or it is said why they are not stored.

import { serialize } from 'node:v8'
import { tableFromArrays, tableFromIPC, tableToIPC } from 'apache-arrow'
import { hasIssue } from 'throughline'
import { describe, expect, it } from 'vitest'
import { DIFFERENT, EQUAL } from '../data-version/fixtures/values.ts'
import { dataVersionOf, fingerprint, isRefusal, type ClassRule } from '../data-version/index.ts'
import {
  arrowCodec,
  classCodec,
  decodeValue,
  encodeValue,
  isDecoded,
  jsonCodec,
  type Codec,
  type CodecOptions,
} from './index.ts'

function store(value: unknown, options?: CodecOptions): { codec: string; bytes: Buffer } {
  const encoded = encodeValue(value, options)
  if (isRefusal(encoded)) throw new Error(`${encoded.refused} at ${encoded.path}`)
  const bytes = Buffer.concat(encoded.bytes)
  expect(bytes.length).toBe(encoded.sizeBytes)
  return { codec: encoded.codec, bytes }
}

function load(codec: string, bytes: Uint8Array, options?: CodecOptions): unknown {
  const decoded = decodeValue(codec, bytes, options)
  if (!isDecoded(decoded)) throw new Error(decoded.undecodable)
  return decoded.value
}

function roundTrip(value: unknown, options?: CodecOptions): unknown {
  const { codec, bytes } = store(value, options)
  return load(codec, bytes, options)
}

function refusalOf(value: unknown, options?: CodecOptions): object {
  const encoded = encodeValue(value, options)
  return isRefusal(encoded) ? encoded : { stored: encoded.codec }
}

class Money {
  readonly #amount: bigint
  constructor(amount: bigint) {
    this.#amount = amount
  }
  get amount(): bigint {
    return this.#amount
  }
}
const money: ClassRule<Money> = {
  class: Money,
  name: 'Money',
  toPlain: ({ amount }) => amount,
  fromPlain: (amount) => new Money(amount as bigint),
}

class Matrix {
  readonly cells: Float64Array
  constructor(cells: Float64Array) {
    this.cells = cells
  }
}
const matrix = classCodec({
  class: Matrix,
  name: 'acme.matrix',
  version: 2,
  encode: ({ cells }) => new Uint8Array(cells.buffer),
  decode: (bytes) => new Matrix(new Float64Array(new Uint8Array(bytes).buffer)),
})

const NOT_STORED = /class|shared|share|arguments|Temporal/

describe('a value', () => {
  const all = [...Object.values(DIFFERENT).flat(), ...Object.values(EQUAL).flat()]

  it('comes back with the version that it had, or is not stored', () => {
    const refused: string[] = []
    for (const make of all) {
      const encoded = encodeValue(make())
      if (isRefusal(encoded)) {
        refused.push(encoded.refused)
        continue
      }
      const back = load(encoded.codec, Buffer.concat(encoded.bytes))
      expect(dataVersionOf(back)).toBe(dataVersionOf(make()))
    }
    expect(refused.filter((text) => !NOT_STORED.test(text))).toEqual([])
    expect(refused.length).toBeLessThan(all.length / 8)
  })

  it.each<[string, unknown]>([
    ['raw-1', Float64Array.of(1, NaN)],
    ['raw-1', Buffer.from('ab')],
    ['raw-1', new ArrayBuffer(3)],
    ['text-1', 'text'],
    ['v8-1', { a: [1, new Map([[1n, new Date(0)]])] }],
    ['v8-1', 'broken \ud800'],
    ['data-1', { a: Float64Array.of(1) }],
    ['data-1', [Object.create(null)]],
    ['data-1', new URL('http://a/')],
    ['data-1', Object.assign([1], { extra: 1 })],
    ['data-1', new TypeError('m', { cause: 1 })],
    ['data-1', Object.assign(new Uint8Array(2), { unit: 'm' })],
  ])('is stored by %s', (codec, value) => {
    expect(store(value).codec).toBe(codec)
  })

  it('keeps the order of its keys, although its version does not depend on it', () => {
    expect(Object.keys(roundTrip({ b: 1, a: 2 }) as object)).toEqual(['b', 'a'])
    const rows = [
      { b: 1, a: new URL('http://a/') },
      { a: 1, b: 2 },
    ]
    expect((roundTrip(rows) as object[]).map((row) => Object.keys(row))).toEqual([
      ['b', 'a'],
      ['a', 'b'],
    ])
  })

  it('keeps circles, also through what is not cloned', () => {
    const value: Record<string, unknown> = { url: new URL('http://a/'), list: [] }
    ;(value['list'] as unknown[]).push(new Map([['up', value]]))
    const back = roundTrip(value) as { list: [Map<string, unknown>] }
    expect(back.list[0].get('up')).toBe(back)
  })

  it('has memory of its own when it comes back', () => {
    const { codec, bytes } = store(Float64Array.of(1, 2))
    const back = load(codec, bytes) as Float64Array
    back[0] = 9
    expect([back.byteOffset, back.buffer.byteLength]).toEqual([0, 16])
    expect(load(codec, bytes)).toEqual(Float64Array.of(1, 2))
    const nested = store({ list: [Float64Array.of(1, 2), Buffer.from('ab'), new DataView(new ArrayBuffer(3))] })
    const before = Buffer.from(nested.bytes)
    const { list } = load(nested.codec, nested.bytes) as { list: [Float64Array, Buffer, DataView] }
    list[0].fill(9)
    list[1].fill(9)
    expect(list.map(({ buffer, byteOffset }) => [buffer.byteLength, byteOffset])).toEqual([
      [16, 0],
      [2, 0],
      [3, 0],
    ])
    expect(nested.bytes).toEqual(before)
  })

  it('may be nested deeper than what recurses can go', () => {
    let value: unknown = 1
    for (let level = 0; level < 50_000; level++) value = { value }
    expect(dataVersionOf(roundTrip(value))).toBe(dataVersionOf(value))
  })

  it('keeps errors with their class, cause and code, but not the places of a run', () => {
    const error = Object.assign(new RangeError('wide', { cause: new URL('http://a/') }), { code: 'E_WIDE' })
    const back = roundTrip(error) as RangeError & { code: string }
    expect(back).toBeInstanceOf(RangeError)
    expect([back.message, back.code, String(back.cause), back.stack]).toEqual([
      'wide',
      'E_WIDE',
      'http://a/',
      'RangeError: wide',
    ])
    expect(Object.keys(back)).toEqual(['code'])
    const aborted = roundTrip(new DOMException('over', 'AbortError')) as DOMException
    expect([aborted.name, aborted.message]).toEqual(['AbortError', 'over'])
  })
})

describe('a value that is not stored', () => {
  it.each<[string, unknown, string, RegExp]>([
    ['an instance', new Matrix(new Float64Array(1)), '', /the class Matrix, for which there is no codec and no rule/],
    ['an instance inside', { a: [0, new Matrix(new Float64Array(1))] }, '.a[1]', /the class Matrix/],
    ['an error of a class', { e: new (class Odd extends Error {})('m') }, '.e', /the class Odd/],
    ['shared memory', [new Uint8Array(new SharedArrayBuffer(2))], '[0]', /threads share/],
    ['a function', { f: () => 1 }, '.f', /a function/],
    ['a table', { t: tableFromArrays({ x: [1] }) }, '.t', /table of Apache Arrow/],
  ])('says so and where: %s', (_, value, path, text) => {
    expect(refusalOf(value)).toMatchObject({ path, refused: expect.stringMatching(text) })
  })

  it('is one that its codec gives back differently', () => {
    const rounding: Codec = { ...jsonCodec, id: 'rounding-1', isFaithfulTo: () => 'check' }
    expect(refusalOf(NaN, { codecs: [rounding] })).toEqual({ stored: 'v8-1' })
    const lossy = classCodec({
      class: Matrix,
      name: 'lossy',
      version: 1,
      encode: () => Buffer.from('x'),
      decode: () => new Matrix(new Float64Array(0)),
    })
    expect(refusalOf(new Matrix(new Float64Array(1)), { codecs: [lossy] })).toMatchObject({
      refused: expect.stringContaining('lossy-1 does not give back'),
    })
  })

  it('is one whose rule has no way back', () => {
    const oneWay: ClassRule<Money> = { class: Money, name: 'Money', toPlain: ({ amount }) => amount }
    expect(refusalOf([new Money(1n)], { classes: [oneWay] })).toMatchObject({
      refused: expect.stringContaining('fromPlain'),
    })
  })
})

describe('codecs of the user', () => {
  it('store instances that are the whole value', () => {
    const back = roundTrip(new Matrix(Float64Array.of(1, 2)), { codecs: [matrix] }) as Matrix
    expect(back).toBeInstanceOf(Matrix)
    expect(back.cells).toEqual(Float64Array.of(1, 2))
  })

  it('are not needed for what has a rule with a way back, anywhere in a value', () => {
    const back = roundTrip(new Map([['price', [new Money(5n)]]]), { classes: [money] }) as Map<string, [Money]>
    expect(back.get('price')![0].amount).toBe(5n)
  })

  it('may be JSON, for what it keeps', () => {
    const options = { codecs: [jsonCodec] }
    expect(store({ a: [1, 'ä\ud800', null] }, options)).toMatchObject({ codec: 'json-1' })
    expect(roundTrip(JSON.parse('{"__proto__":[1]}'), options)).toEqual(JSON.parse('{"__proto__":[1]}'))
    for (const lost of [
      -0,
      NaN,
      undefined,
      [undefined],
      new Array(1),
      1n,
      new Date(0),
      new Map(),
      Object.create(null),
      { a: undefined },
    ]) {
      expect(store(lost, options).codec).not.toBe('json-1')
    }
  })

  it('may be for tables of Apache Arrow', () => {
    const options = { codecs: [arrowCodec({ tableFromIPC, tableToIPC })] }
    const table = tableFromArrays({ id: Int32Array.of(1, 2), word: ['a', 'b'] })
    expect(store(table, options).codec).toBe('arrow-1')
    expect(dataVersionOf(roundTrip(table, options))).toBe(dataVersionOf(table))
  })

  it('have an id of their own', () => {
    for (const codecs of [[matrix, matrix], [{ ...matrix, id: 'v8-1' }]]) {
      expect(issueOf(() => encodeValue(1, { codecs }))).toBe('data/duplicate-codec')
    }
    for (const name of ['', '.a', 'a b', 'x'.repeat(64), '../a']) {
      expect(
        issueOf(() =>
          classCodec({
            class: Matrix,
            name,
            version: 1,
            encode: () => [],
            decode: () => new Matrix(new Float64Array()),
          }),
        ),
      ).toBe('data/codec-id')
    }
  })
})

function issueOf(call: () => unknown): string {
  try {
    call()
  } catch (error) {
    return ['data/duplicate-codec', 'data/codec-id'].find((code) => hasIssue(error, code)) ?? String(error)
  }
  return 'no issue'
}

describe('bytes that cannot be read', () => {
  const reason = (codec: string, bytes: Uint8Array): string => {
    const decoded = decodeValue(codec, bytes)
    return isDecoded(decoded) ? 'a value' : decoded.undecodable
  }

  it.each<[string, Uint8Array, RegExp]>([
    ['acme.matrix-2', Buffer.alloc(8), /not registered/],
    ['v8-1', Buffer.alloc(0), /not of the structured clone/],
    ['v8-1', Buffer.from([0xff, 99, 0x30]), /version 99; this engine reads up to \d+/],
    ['v8-1', serialize({ a: 1 }).subarray(0, 5), /cannot read/],
    ['json-1', Buffer.from('{"a"'), /cannot read/],
    ['text-1', Buffer.from([0xff]), /cannot read/],
    ['raw-1', Buffer.alloc(15), /cut off/],
    ['raw-1', Buffer.alloc(16, 1), /not of this codec/],
    ['raw-1', Buffer.concat([Buffer.from([9, 1]), Buffer.alloc(17)]), /within an element/],
    ['raw-1', Buffer.concat([Buffer.from([9, 0]), Buffer.alloc(22)]), /machine/],
    ['raw-1', Buffer.concat([Buffer.from([77, 1]), Buffer.alloc(22)]), /kind/],
    ['data-1', Buffer.alloc(0), /cut off/],
    ['data-1', Buffer.from([0x02, 0x02]), /after the end/],
    ['data-1', Buffer.from([0xfe]), /nothing that is known/],
    ['data-1', Buffer.from([0x10, 0xff, 0xff, 0xff, 0xff, 0x7f]), /cut off/],
    ['data-1', Buffer.from([0x18, 0x01]), /not there/],
    ['data-1', Buffer.from([0x13, 0x00]), /refers to nothing/],
    ['data-1', Buffer.from([0x31, 0x08, 0x01, 0x41, 0x12, 0x00]), /need a rule/],
    ['data-1', Buffer.from([0x11, 0xff, 0xff, 0xff, 0xff, 0x7f, 0x00]), /too large/],
  ])('by %s, say why', (codec, bytes, text) => {
    expect(reason(codec, bytes)).toMatch(text)
  })

  it('may promise an array of any length: memory is taken for what is there', () => {
    const value = load('data-1', Buffer.from([0x11, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x00])) as unknown[]
    expect([value.length, Object.keys(value)]).toEqual([2 ** 32 - 1, []])
  })

  it('of an older version of structured cloning are read', () => {
    const version13 = Buffer.from([0xff, 0x0d, 0x6f, 0x22, 0x01, 0x61, 0x49, 0x02, 0x7b, 0x01])
    expect(load('v8-1', version13)).toEqual({ a: 1 })
  })
})

it('a fingerprint that is known is not made again', () => {
  const value = { a: 1 }
  const known = fingerprint(value, {})
  expect(encodeValue(value, {}, isRefusal(known) ? undefined : known)).toMatchObject({ codec: 'v8-1' })
})
