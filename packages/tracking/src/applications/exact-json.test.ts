import { expect, test } from 'vitest'
import { isExactJson } from './exact-json.ts'

test.each([
  ['a record of plain values', { text: 'x', n: 1.5, yes: true, none: null, list: [1, [2, { a: '' }]] }],
  ['a key that is called __proto__', JSON.parse('{"__proto__":{"a":1}}')],
  ['half a character', '\ud800'],
])('JSON keeps %s', (_, value) => {
  expect(isExactJson(value)).toBe(true)
  expect(JSON.parse(JSON.stringify(value))).toStrictEqual(value)
})

const cyclic: { self?: unknown } = {}
cyclic.self = cyclic
test.each([
  ['a key without a value', { a: undefined }],
  ['a list with a hole', Object.assign([], { 0: 1, 2: 3 })],
  ['a list with a name', Object.assign([1], { index: 0 })],
  ['a list of another class', new (class extends Array {})()],
  ['NaN', [Number.NaN]],
  ['-0', { n: -0 }],
  ['bigint', 1n],
  ['a function', { f: () => 1 }],
  ['a Date', { at: new Date(0) }],
  ['a Map', new Map()],
  ['bytes', new Uint8Array(2)],
  ['an instance', new URL('https://example.org')],
  ['a record without a prototype', Object.create(null)],
  ['a record with a toJSON', { toJSON: () => 1 }],
  ['a key that is a symbol', { [Symbol('a')]: 1 }],
  ['a key that is not shown', Object.defineProperty({}, 'a', { value: undefined })],
  ['what contains itself', cyclic],
])('JSON does not keep %s', (_, value) => {
  expect(isExactJson(value)).toBe(false)
})
