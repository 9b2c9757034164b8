import { expect, test } from 'vitest'
import { toJsonValue } from './to-json-value.ts'

class Point {
  readonly x = 1
  get length(): number {
    return 2
  }
}

test.each([
  [undefined, null],
  [Number.NaN, null],
  [Number.NEGATIVE_INFINITY, null],
  [10n, '10'],
  [new Date(0), '1970-01-01T00:00:00.000Z'],
  [new Date(Number.NaN), null],
  [new Map([['a', 1n]]), { a: '1' }],
  [new Map([[1, 'a']]), [[1, 'a']]],
  [new Set([1, 2]), [1, 2]],
  [Float64Array.of(1.5, Number.NaN), [1.5, null]],
  [BigInt64Array.of(1n), ['1']],
  [Uint8Array.of(1, 2), 'AQI='],
  [Uint8Array.of(1, 2).buffer, 'AQI='],
  [
    new TypeError('no', { cause: new Error('why') }),
    { name: 'TypeError', message: 'no', cause: { name: 'Error', message: 'why' } },
  ],
  [new URL('https://example.com/a'), 'https://example.com/a'],
  [/a+/g, '/a+/g'],
  [new Point(), { x: 1 }],
  [{ toJSON: () => ({ a: 1n }) }, { a: '1' }],
  [{ a: undefined, b: [undefined] }, { b: [null] }],
  [Math.max, '[Function: max]'],
  [Symbol('s'), '[Symbol(s)]'],
  [Promise.resolve(1), '[Promise]'],
  [Array.from({ length: 2 }), [null, null]],
])('%o becomes %j', (value, expected) => {
  expect(toJsonValue(value)).toEqual(expected)
  expect(() => JSON.stringify(toJsonValue(value))).not.toThrow()
})

test('what contains itself is cut there, what is shared is not', () => {
  const shared = { a: 1 }
  const value: Record<string, unknown> = { one: shared, two: shared }
  value['self'] = value
  expect(toJsonValue(value)).toEqual({ one: { a: 1 }, two: { a: 1 }, self: '[Circular]' })
})

test('a getter that throws spoils only its own object', () => {
  const bad = Object.defineProperty({}, 'a', {
    enumerable: true,
    get: () => {
      throw new Error('not now')
    },
  })
  expect(toJsonValue({ bad, good: 1 })).toEqual({ bad: '[Threw: not now]', good: 1 })
})

test('a list of a hundred thousand links ends somewhere', () => {
  let list: { next?: object } = {}
  for (let index = 0; index < 100_000; index++) list = { next: list }
  expect(JSON.stringify(toJsonValue(list))).toContain('[Too deep]')
})

test('no name reaches a prototype', () => {
  const value = toJsonValue(JSON.parse('{"__proto__":{"a":1}}')) as object
  expect(Object.keys(value)).toEqual(['__proto__'])
})
