// A function for each item: order, sharing, sources, names of items, direct calls, wrong use.

import { describe, expect, it } from 'vitest'
import { hasIssue, isThroughlineError, retry, type NodeContext } from '../index.ts'
import { each } from '../fan-out/index.ts'
import { failureOf, untypedFlow } from '../testing/index.ts'
import { gate, settled } from './fixtures/gate.ts'

const codesOf = (make: () => unknown): string[] => {
  try {
    make()
  } catch (error) {
    if (isThroughlineError(error)) return error.issues.map((issue) => issue.code)
    throw error
  }
  return []
}
const double = ({ x }: { x: number }): number => x * 2
const doubleLater = async ({ x }: { x: number }): Promise<number> => x * 2

describe('each', () => {
  it('gives the results in the order of the items, whichever ends first', async () => {
    const { enter, open } = gate()
    const flow = untypedFlow({ xs: () => ['a', 'b', 'c'], ys: each({ x: 'xs' }, ({ x }: { x: string }) => enter(x)) })
    const run = flow.execute(['ys'])
    await settled()
    for (const item of ['c', 'a', 'b']) await open(item)
    expect(await run).toEqual({ ys: ['a done', 'b done', 'c done'] })
  })

  it('shares what is not mapped: the very same value for every item', async () => {
    const table = { rate: 2 }
    const seen = new Set<object>()
    const flow = untypedFlow({
      xs: () => [1, 2, 3],
      table: () => table,
      ys: each({ x: 'xs' }, ({ x, table }: { x: number; table: { rate: number } }) => {
        seen.add(table)
        return x * table.rate
      }),
    })
    expect(await flow.execute(['ys'])).toEqual({ ys: [2, 4, 6] })
    expect([...seen]).toEqual([table])
  })

  it('leaves optional dependencies optional, and lets an item be one', async () => {
    const scaled = each({ x: 'xs' }, ({ x = 7, k = 10 }: { x?: number; k?: number }) => x * k)
    const flow = untypedFlow({ scaled })
    expect(await flow.execute(['scaled'], { inputs: { xs: [1, undefined] } })).toEqual({ scaled: [10, 70] })
    expect(await flow.execute(['scaled'], { inputs: { xs: [1], k: 3 } })).toEqual({ scaled: [3] })
    expect(flow.inputs).toEqual([
      { name: 'k', optional: true, consumers: ['scaled'] },
      { name: 'xs', optional: false, consumers: ['scaled'] },
    ])
    await expect(flow.execute(['scaled'])).rejects.toThrow('No value for "xs"')
  })

  it('runs synchronous items in one go, without a promise', async () => {
    let count = 0
    const flow = untypedFlow({ ys: each({ x: 'xs' }, ({ x }: { x: number }) => (count++, x)) })
    const run = flow.execute(['ys'], { inputs: { xs: Array.from({ length: 1_000 }, (_, index) => index) } })
    expect(count).toBe(1_000)
    expect(((await run)['ys'] as number[]).at(-1)).toBe(999)
  })

  it('goes on behind synchronous items when one is asynchronous', async () => {
    const flow = untypedFlow({
      ys: each({ x: 'xs' }, ({ x }: { x: number }) => (x % 3 === 0 ? Promise.resolve(-x) : x)),
    })
    expect(await flow.execute(['ys'], { inputs: { xs: [1, 2, 3, 4, 5, 6] } })).toEqual({ ys: [1, 2, -3, 4, 5, -6] })
  })

  it.each([
    ['an array', [], []],
    ['a set', new Set([1, 2]), [2, 4]],
    ['a typed array', Float64Array.of(0.5, 1), [1, 2]],
    ['an empty set', new Set(), []],
    ['an array with holes', Array(1), [Number.NaN]],
  ])('goes through %s', async (_, xs, ys) => {
    expect(await untypedFlow({ ys: each({ x: 'xs' }, double) }).execute(['ys'], { inputs: { xs } })).toEqual({ ys })
    expect(await untypedFlow({ ys: each({ x: 'xs' }, doubleLater) }).execute(['ys'], { inputs: { xs } })).toEqual({
      ys,
    })
  })

  it('goes through generators, synchronous and asynchronous, also empty ones', async () => {
    const flow = untypedFlow({
      *odd() {
        yield* [1, 3]
      },
      async *even() {
        yield* [2, 4]
      },
      async *none() {},
      odds: each({ x: 'odd' }, double),
      evens: each({ x: 'even' }, double),
      nothing: each({ x: 'none' }, doubleLater),
    })
    expect(await flow.execute(['odds', 'evens', 'nothing'])).toEqual({ odds: [2, 6], evens: [4, 8], nothing: [] })
  })

  it('gives promises among the items as they are: they may not be wanted', async () => {
    const xs = [Promise.resolve(1), Promise.resolve(2)]
    const isPromise = each({ x: 'xs' }, ({ x }: { x: unknown }) => x instanceof Promise)
    expect(await untypedFlow({ isPromise }).execute(['isPromise'], { inputs: { xs } })).toEqual({
      isPromise: [true, true],
    })
  })

  describe('several mapped names', () => {
    const pair = ({ x, name, k }: { x: number; name: string; k: number }): string => `${name}${x * k}`

    it('go side by side', async () => {
      const flow = untypedFlow({ pairs: each({ x: 'xs', name: 'names' }, pair) })
      const inputs = { xs: [1, 2], names: new Set(['a', 'b']), k: 10 }
      expect(await flow.execute(['pairs'], { inputs })).toEqual({ pairs: ['a10', 'b20'] })
    })

    it('go side by side with an async iterable', async () => {
      const flow = untypedFlow({
        async *names() {
          yield* ['a', 'b']
        },
        pairs: each({ x: 'xs', name: 'names' }, pair),
      })
      expect(await flow.execute(['pairs'], { inputs: { xs: [1, 2], k: 1 } })).toEqual({ pairs: ['a1', 'b2'] })
    })

    it('have to end together', async () => {
      let isClosed = false
      const flow = untypedFlow({
        *endless() {
          try {
            for (;;) yield 'n'
          } finally {
            isClosed = true
          }
        },
        pairs: each({ x: 'xs', name: 'endless' }, pair),
      })
      const failure = await failureOf(flow.execute(['pairs'], { inputs: { xs: [1, 2], k: 1 } }))
      expect(hasIssue(failure, 'run/uneven-items')).toBe(true)
      expect(failure.message).toContain('xs ended after 2, endless did not.')
      expect(isClosed).toBe(true)
    })

    it('may get the items of one source, which is read once', async () => {
      let reads = 0
      const flow = untypedFlow({
        *xs() {
          reads++
          yield* [1, 2]
        },
        sums: each({ a: 'xs', b: 'xs' }, ({ a, b }: { a: number; b: number }) => a + b),
      })
      expect(await flow.execute(['sums'])).toEqual({ sums: [2, 4] })
      expect(reads).toBe(1)
    })

    it('may be read as a whole too', async () => {
      const shares = each({ x: 'xs' }, ({ x, xs }: { x: number; xs: number[] }) => x / xs.length)
      expect(await untypedFlow({ shares }).execute(['shares'], { inputs: { xs: [2, 4] } })).toEqual({ shares: [1, 2] })
    })
  })

  describe('keys', () => {
    it('name items by what is mapped, and get the index', async () => {
      const asked: unknown[] = []
      const key = (item: object, index: number): string => {
        asked.push([item, index])
        return `key ${index}`
      }
      const ys = each({ x: 'xs', name: 'names' }, ({ x, name }: { x: number; name: string }) => name + x, {
        key,
        settle: true,
      })
      const inputs = { xs: [1, 2], names: ['a', 'b'] }
      expect(await untypedFlow({ ys }).execute(['ys'], { inputs })).toEqual({
        ys: [
          { status: 'succeeded', key: 'key 0', value: 'a1' },
          { status: 'succeeded', key: 'key 1', value: 'b2' },
        ],
      })
      expect(asked).toEqual([
        [{ x: 1, name: 'a' }, 0],
        [{ x: 2, name: 'b' }, 1],
      ])
    })

    it.each([{}, { settle: true }])(
      'that come twice are an error, also when failures are kept: %o',
      async (options) => {
        const ys = each({ x: 'xs' }, double, { key: ({ x }) => x % 3, ...options })
        const failure = await failureOf(untypedFlow({ ys }).execute(['ys'], { inputs: { xs: [1, 2, 3, 4] } }))
        expect(hasIssue(failure, 'run/duplicate-key')).toBe(true)
        expect(failure.message).toContain('Two items have the key "1": those at 0 and 3.')
      },
    )

    it('that cannot be made fail the node', async () => {
      const key = (): string => {
        throw new Error('no key')
      }
      const ys = each({ x: 'xs' }, double, { key, settle: true })
      const failure = await failureOf(untypedFlow({ ys }).execute(['ys'], { inputs: { xs: [1] } }))
      expect((failure.cause as Error).message).toBe('no key')
    })
  })

  describe('a direct call', () => {
    it('gives the results, without layers', async () => {
      const pages = each(
        { url: 'urls' },
        retry(async ({ url, token }: { url: string; token: string }) => url + token, { maxAttempts: 2 }),
      )
      expect(await pages({ urls: ['a', 'b'], token: 't' })).toEqual(['at', 'bt'])
      expect(pages.name).toBe('')
      expect(each({ x: 'xs' }, double).name).toBe('double')
    })

    it('is asynchronous, bounded, and passes the context on', async () => {
      const { enter, open, inside } = gate()
      const contexts: unknown[] = []
      const ys = each(
        { x: 'xs' },
        ({ x }: { x: number }, context: NodeContext) => {
          contexts.push(context)
          return enter(x)
        },
        { concurrency: 1 },
      )
      const context = { node: 'test' } as NodeContext
      const call = ys({ xs: [1, 2] }, context)
      await settled()
      expect(inside()).toEqual([1])
      await open(1)
      await open(2)
      expect([await call, contexts]).toEqual([
        ['1 done', '2 done'],
        [context, context],
      ])
    })

    it('rejects with what an item throws, and with what is wrong with its items', async () => {
      const fail = each({ x: 'xs' }, ({ x }: { x: number }) => {
        if (x > 1) throw new RangeError('too much')
        return x
      })
      await expect(fail({ xs: [1, 2] })).rejects.toThrow(RangeError)
      await expect(fail({ xs: 3 as never })).rejects.toThrow('"xs" gives a number')
      await expect((fail as () => Promise<unknown>)()).rejects.toThrow('"xs" gives undefined')
    })

    it('nests', async () => {
      const nested = each(
        { a: 'as' },
        each({ b: 'bs' }, ({ a, b, k }: { a: number; b: number; k: number }) => a * b + k),
      )
      expect(await nested({ as: [1, 2], bs: [3, 4], k: 1 })).toEqual([
        [4, 5],
        [7, 9],
      ])
    })
  })

  it.each([
    ['over', () => each({} as never, double as never)],
    ['over', () => each(undefined as never, double as never)],
    ['over', () => each({ x: 3 } as never, double as never)],
    ['concurrency', () => each({ x: 'xs' }, double, { concurrency: 0 })],
    ['concurrency', () => each({ x: 'xs' }, double, { concurrency: 1.5 })],
    ['key', () => each({ x: 'xs' }, double, { key: 'id' } as never)],
    ['settle', () => each({ x: 'xs' }, double, { settle: 'yes' } as never)],
    ['stream', () => each({ x: 'xs' }, double, { stream: 1 } as never)],
  ])('refuses a %s that cannot be meant', (name, make) => {
    expect(codesOf(make)).toEqual(['modifier/bad-option'])
    expect(make).toThrow(`each: "${name}" is `)
  })

  it('names what the function does not read', () => {
    expect(codesOf(() => untypedFlow({ ys: each({ xx: 'urls' } as never, double as never) }))).toEqual([
      'graph/unknown-dependency',
    ])
    expect(codesOf(() => each({ x: 'xs' }, 3 as never))).toEqual(['modifier/not-a-function'])
  })
})
