// What has no data version, what is said about it, and where it is found.

import { createHash, createSecretKey } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { Readable, Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { Compiled, disguised, Feed, LikeTable, Pager, Secret, Thenable } from './fixtures/unreadable.ts'
import { fingerprint, isRefusal } from './index.ts'
import { ValueWriter } from './value-writer.ts'

function refusalOf(value: unknown): string {
  const outcome = fingerprint(value)
  return isRefusal(outcome) ? outcome.refused : `the version ${outcome.version}`
}

function pathOf(value: unknown): string {
  const outcome = fingerprint(value)
  return isRefusal(outcome) ? outcome.path : 'nowhere'
}

const detached = new ArrayBuffer(8)
const view = new Uint8Array(detached)
structuredClone(detached, { transfer: [detached] })

const REFUSED: readonly (readonly [string, unknown, RegExp])[] = [
  ['a function', () => 1, /^a function$/],
  ['a class', Secret, /^a function$/],
  ['a generator function', function* () {}, /^a function$/],
  ['a unique symbol', Symbol('a'), /^a unique symbol$/],
  ['a unique symbol as a key', { [Symbol('a')]: 1 }, /unique symbol/],
  ['a promise', Promise.resolve(1), /^a promise$/],
  ['a thenable', new Thenable(), /^a promise$/],
  ['an object with a method then', Object.fromEntries(['then'].map((key) => [key, () => 1])), /^a function$/],
  ['a generator', (function* () {})(), /^an iterator$/],
  ['an async generator', (async function* () {})(), /^an iterator$/],
  ['the iterator of an array', [1][Symbol.iterator](), /^an iterator$/],
  ['the iterator of a map', new Map().entries(), /^an iterator$/],
  ['an iterator by a class', new Pager(), /^an iterator$/],
  ['what is read once', new Feed(), /^a stream$/],
  ['a stream of the web', new ReadableStream(), /^a stream$/],
  ['a stream to write, of the web', new WritableStream(), /^a stream$/],
  ['a stream of Node', Readable.from([1]), /^a stream$/],
  ['a stream to write, of Node', new Writable(), /^a stream$/],
  ['a hash', createHash('sha256'), /^a stream$/],
  ['a WeakMap', new WeakMap(), /^a WeakMap$/],
  ['a WeakSet', new WeakSet(), /^a WeakSet$/],
  ['a WeakRef', new WeakRef({}), /^a WeakRef$/],
  ['a WeakMap in disguise', disguised(new WeakMap()), /weak/],
  ['a promise in disguise', disguised(Promise.resolve()), /promise/],
  ['private fields', new Secret(), /class Secret, that has private fields/],
  ['private fields of an older target', new Compiled(), /class Compiled, that has private fields/],
  [
    'a property with a getter',
    {
      get now() {
        return 1
      },
    },
    /getter or setter/,
  ],
  ['a property with a setter', { set now(_: number) {} }, /getter or setter/],
  ['a hidden getter', Object.defineProperty({}, 'a', { get: () => 1 }), /getter or setter/],
  ['a getter of a list', Object.defineProperty([], 'a', { get: () => 1 }), /getter or setter/],
  ['a proxy', new Proxy({}, {}), /^a proxy$/],
  ['a revoked proxy', revoked(), /^a proxy$/],
  ['a prototype that is no class', Object.create({ a: 1 }), /prototype is of no class/],
  ['a URL by its prototype alone', Object.create(URL.prototype), /URL/],
  ['a Map without its prototype', Object.setPrototypeOf(new Map(), null), /prototype was taken away/],
  ['a date of Temporal by its prototype alone', lone('Temporal.PlainDate'), /Temporal by its prototype alone/],
  ['what looks like a table', new LikeTable(), /Apache Arrow that cannot be read/],
  ['a Blob', new Blob([]), /Blob, of the host/],
  ['Headers', new Headers(), /Headers, of the host/],
  ['a Response', new Response(), /Response, of the host/],
  ['a formatter', new Intl.NumberFormat('en'), /NumberFormat, of the host/],
  ['a finalization registry', new FinalizationRegistry(() => {}), /FinalizationRegistry, of the host/],
  ['the memory of WebAssembly', new WebAssembly.Memory({ initial: 1 }), /Memory, of the host/],
  ['a key', createSecretKey(Buffer.from('a')), /KeyObject/],
  ['an abort signal', new AbortController().signal, /AbortSignal, of the host/],
  ['an event emitter', new EventEmitter(), /./],
  ['a message port', new MessageChannel().port1, /MessagePort/],
  ['the process', process, /./],
  ['a buffer that was given away', detached, /given away/],
  ['a view of a buffer that was given away', view, /given away/],
  ['a module', await import('./index.ts'), /./],
]

function lone(tag: string): unknown {
  const toString = (): string => {
    throw new TypeError('not one of them')
  }
  return Object.create({ [Symbol.toStringTag]: tag, toString }) as unknown
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

describe('a value without a version', () => {
  it.each(REFUSED)('is %s', (_, value, text) => {
    expect(refusalOf(value)).toMatch(text)
    expect(refusalOf([{ deep: value }])).toMatch(text)
  })

  it.each([
    ['', () => 1],
    ['.rows[3].callback', { rows: [1, 2, 3, { callback: () => 1 }] }],
    ['["odd key"]', { 'odd key': () => 1 }],
    ['.get("k").f', new Map([['k', { f: () => 1 }]])],
    ['.keys()[0].f', new Map([[{ f: () => 1 }, 1]])],
    [
      '.values()[1]',
      new Map<unknown, unknown>([
        ['k', 1],
        [1, () => 1],
      ]),
    ],
    ['.values()[1]', new Set([1, () => 1])],
    ['[1000]', Object.assign([1], { 1000: () => 1 })],
    ['.extra', Object.assign([1], { extra: () => 1 })],
    ['[Symbol(a)]', { [Symbol.for('a')]: () => 1 }],
    ['.cause.f', new Error('a', { cause: { f: () => 1 } })],
    [
      '.a.now',
      {
        a: {
          get now() {
            return 1
          },
        },
      },
    ],
    ['.a[1].list.now', { a: [0, { list: Object.defineProperty([], 'now', { get: () => 1 }) }] }],
  ])('is found at %s', (path, value) => {
    expect(pathOf(value)).toBe(path)
  })

  it('does not call anything of what it reads', () => {
    let calls = 0
    const count = (): number => calls++
    class Loud {
      toJSON = undefined
      get [Symbol.toStringTag](): string {
        return String(count())
      }
      valueOf(): number {
        return count()
      }
      toString(): string {
        return String(count())
      }
    }
    fingerprint([
      new Loud(),
      { a: new Loud() },
      Object.defineProperty({}, 'a', { get: count }),
      new Proxy({}, { ownKeys: () => (count(), []) }),
    ])
    expect(calls).toBe(0)
  })

  it('is one whose shared parts would go on for ever', () => {
    let value: unknown = [1]
    for (let level = 0; level < 60; level++) value = [value, value]
    const writer = new ValueWriter({ isSorted: true, mostObjects: 10_000 })
    writer.begin(() => {}, undefined)
    expect(writer.write(value)?.refused).toMatch(/16 million/)
  })
})
