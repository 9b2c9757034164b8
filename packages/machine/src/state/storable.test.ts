import { describe, expect, it } from 'vitest'
import { hasIssue } from 'throughline'
import type { Codec } from './codec.ts'
import { Storable } from './storable.ts'

class Money {
  readonly cents: number
  constructor(cents: number) {
    this.cents = cents
  }
}
const money: Codec<Money> = {
  name: 'money',
  is: (value) => value instanceof Money,
  encode: ({ cents }) => ({ cents }),
  decode: ({ cents }: { cents: number }) => new Money(cents),
}
const plain = new Storable([])
const rich = new Storable([money])

const pathOf = (value: unknown): string => {
  try {
    plain.toStored(value, 'state')
    return 'kept'
  } catch (error) {
    if (hasIssue(error, 'app/not-storable')) return error.issues[0]!.title
    throw error
  }
}

describe('what can be kept', () => {
  it('is given as it is when it is plain, at any depth', () => {
    const value = {
      nothing: null,
      absent: undefined,
      numbers: [1, Number.NaN, -0, Infinity],
      big: 10n,
      at: new Date(0),
      map: new Map([[{ a: 1 }, new Set(['x'])]]),
      bytes: new Uint8Array([1]),
      pattern: /a/g,
      error: new TypeError('no'),
      bare: Object.assign(Object.create(null), { x: 1 }),
    }
    expect(plain.toStored(value, 'state')).toBe(value)
    expect(plain.fromStored(value)).toEqual(value)
  })

  it('goes through a codec where it is an instance of a class, also in lists, Maps and Sets', () => {
    const value = {
      price: new Money(5),
      prices: [new Money(6)],
      by: new Map([['a', new Money(7)]]),
      all: new Set([new Money(8)]),
    }
    const stored = rich.toStored(value, 'state')
    expect(stored).toEqual({
      price: { $codec: 'money', value: { cents: 5 } },
      prices: [{ $codec: 'money', value: { cents: 6 } }],
      by: new Map([['a', { $codec: 'money', value: { cents: 7 } }]]),
      all: new Set([{ $codec: 'money', value: { cents: 8 } }]),
    })
    const back = rich.fromStored(stored) as typeof value
    expect(back).toEqual(value)
    expect(back.price).toBeInstanceOf(Money)
  })

  it('is not taken for an encoded value because it looks like one', () => {
    const value = { list: [{ $codec: 'money', value: { cents: 1 } }] }
    const stored = rich.toStored(value, 'state')
    expect(rich.fromStored(stored)).toEqual(value)
    expect((rich.fromStored(stored) as typeof value).list[0]).not.toBeInstanceOf(Money)
  })

  it('is the same value in two places', () => {
    const shared = { n: 1 }
    expect(pathOf({ a: shared, b: [shared] })).toBe('kept')
  })
})

describe('what cannot be kept', () => {
  it('is named with its path', () => {
    expect(pathOf({ a: { b: [0, () => {}] } })).toBe('state.a.b[1] cannot be kept: it is a function.')
    expect(pathOf({ s: Symbol('x') })).toBe('state.s cannot be kept: it is a symbol.')
    expect(pathOf({ price: new Money(1) })).toBe('state.price cannot be kept: it is an instance of Money.')
    expect(pathOf({ later: Promise.resolve(1) })).toBe('state.later cannot be kept: it is an instance of Promise.')
    expect(pathOf({ map: new Map([['k', new URL('http://a')]]) })).toBe(
      'state.map (a Map) cannot be kept: it is an instance of URL.',
    )
    expect(pathOf({ set: new Set([() => {}]) })).toBe('state.set (a Set) cannot be kept: it is a function.')
  })

  it('is what contains itself', () => {
    const loop: Record<string, unknown> = {}
    loop['self'] = [loop]
    expect(pathOf(loop)).toBe('state.self[0] cannot be kept: it is something that contains itself.')
  })

  it('is a value of a codec that is not given any more', () => {
    const stored = rich.toStored({ price: new Money(1) }, 'state')
    expect(() => plain.fromStored(stored)).toThrow('codec "money", which is not given')
  })

  it('becomes a text that says so where it is told on the side', () => {
    const shown = plain.toShown({ n: 1, socket: new Money(1), call: () => {} })
    expect(shown).toEqual({
      n: 1,
      socket: 'socket cannot be kept: it is an instance of Money.',
      call: 'call cannot be kept: it is a function.',
    })
  })
})
