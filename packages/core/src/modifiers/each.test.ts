// A function for each item: order, sharing, limits, sources, names of items, and what stands inside and around.

import { describe, expect, it, vi } from 'vitest'
import { inRange } from '../checks/index.ts'
import {
  bind,
  byConfig,
  checked,
  dataflow,
  each,
  from,
  group,
  hasIssue,
  isThroughlineError,
  node,
  NodeError,
  parameterize,
  positional,
  resource,
  retry,
  tagged,
  timeout,
  untyped,
  type AnyFlow,
  type Hooks,
  type NodeContext,
  type StepCheck,
  type StepLog,
  type StepProgress,
  type StepRetry,
  type UntypedFlow,
} from '../index.ts'

const flowOf = (module: object, hooks?: Hooks): UntypedFlow => {
  const flow = untyped((dataflow as unknown as (module: object) => AnyFlow)(module))
  return hooks ? flow.with({ hooks: [hooks] }) : flow
}
const failureOf = async (run: Promise<unknown>): Promise<NodeError> =>
  run.then(
    () => expect.unreachable(),
    (error: unknown) => {
      if (error instanceof NodeError) return error
      throw error
    },
  )
const codesOf = (make: () => unknown): string[] => {
  try {
    make()
  } catch (error) {
    if (isThroughlineError(error)) return error.issues.map((issue) => issue.code)
    throw error
  }
  return []
}
/** Lets everything happen that needs no time. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

/** Items that end when told, in any order. */
function gate(): {
  enter: (item: unknown) => Promise<unknown>
  open: (item: unknown) => Promise<void>
  inside: () => unknown[]
} {
  const waiting = new Map<unknown, (value: unknown) => void>()
  return {
    enter: (item) => new Promise((resolve) => waiting.set(item, resolve)),
    open: (item) => {
      waiting.get(item)!(`${String(item)} done`)
      waiting.delete(item)
      return settled()
    },
    inside: () => [...waiting.keys()],
  }
}

const double = ({ x }: { x: number }): number => x * 2
const doubleLater = async ({ x }: { x: number }): Promise<number> => x * 2

describe('each', () => {
  it('gives the results in the order of the items, whichever ends first', async () => {
    const { enter, open } = gate()
    const flow = flowOf({ xs: () => ['a', 'b', 'c'], ys: each({ x: 'xs' }, ({ x }: { x: string }) => enter(x)) })
    const run = flow.execute(['ys'])
    await settled()
    for (const item of ['c', 'a', 'b']) await open(item)
    expect(await run).toEqual({ ys: ['a done', 'b done', 'c done'] })
  })

  it('shares what is not mapped: the very same value for every item', async () => {
    const table = { rate: 2 }
    const seen = new Set<object>()
    const flow = flowOf({
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
    const flow = flowOf({ scaled })
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
    const flow = flowOf({ ys: each({ x: 'xs' }, ({ x }: { x: number }) => (count++, x)) })
    const run = flow.execute(['ys'], { inputs: { xs: Array.from({ length: 1_000 }, (_, index) => index) } })
    expect(count).toBe(1_000)
    expect(((await run)['ys'] as number[]).at(-1)).toBe(999)
  })

  it('goes on behind synchronous items when one is asynchronous', async () => {
    const flow = flowOf({
      ys: each({ x: 'xs' }, ({ x }: { x: number }) => (x % 3 === 0 ? Promise.resolve(-x) : x)),
    })
    expect(await flow.execute(['ys'], { inputs: { xs: [1, 2, 3, 4, 5, 6] } })).toEqual({ ys: [1, 2, -3, 4, 5, -6] })
  })

  it.each([
    ['an array', [], []],
    ['a set', new Set([1, 2]), [2, 4]],
    ['a typed array', Float64Array.of(0.5, 1), [1, 2]],
    ['an empty set', new Set(), []],
    ['an array with holes', [1, , 3], [2, Number.NaN, 6]],
  ])('goes through %s', async (_, xs, ys) => {
    expect(await flowOf({ ys: each({ x: 'xs' }, double) }).execute(['ys'], { inputs: { xs } })).toEqual({ ys })
    expect(await flowOf({ ys: each({ x: 'xs' }, doubleLater) }).execute(['ys'], { inputs: { xs } })).toEqual({ ys })
  })

  it('goes through generators, synchronous and asynchronous, also empty ones', async () => {
    const flow = flowOf({
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
    expect(await flowOf({ isPromise }).execute(['isPromise'], { inputs: { xs } })).toEqual({ isPromise: [true, true] })
  })

  describe('concurrency', () => {
    it.each([
      [undefined, 16],
      [3, 3],
      [1, 1],
      [Infinity, 40],
    ])('%s lets %d items run at a time', async (concurrency, most) => {
      const { enter, open, inside } = gate()
      const options = concurrency === undefined ? {} : { concurrency }
      const flow = flowOf({ ys: each({ x: 'xs' }, ({ x }: { x: number }) => enter(x), options) })
      const run = flow.execute(['ys'], { inputs: { xs: Array.from({ length: 40 }, (_, index) => index) } })
      await settled()
      expect(inside()).toEqual(Array.from({ length: most }, (_, index) => index))
      for (let item = 0; item < 40; item++) {
        await open(item)
        expect(inside().length).toBe(Math.min(most, 39 - item))
      }
      expect((await run)['ys']).toHaveLength(40)
    })

    it('is independent of that of the run', async () => {
      const { enter, open, inside } = gate()
      const flow = flowOf({ ys: each({ x: 'xs' }, ({ x }: { x: number }) => enter(x), { concurrency: 2 }) })
      const run = flow.execute(['ys'], { inputs: { xs: [1, 2, 3] }, concurrency: 1 })
      await settled()
      expect(inside()).toEqual([1, 2])
      for (const item of [1, 2, 3]) await open(item)
      await run
    })

    it('reads an async iterable no further ahead than it computes', async () => {
      const { enter, open, inside } = gate()
      let pulled = 0
      const flow = flowOf({
        async *xs() {
          for (let x = 0; x < 10; x++) {
            pulled++
            yield x
          }
        },
        ys: each({ x: 'xs' }, ({ x }: { x: number }) => enter(x), { concurrency: 3 }),
      })
      const run = flow.execute(['ys'])
      for (let done = 0; done < 10; done++) {
        await settled()
        expect(pulled).toBe(Math.min(10, done + 3))
        await open(inside()[0])
      }
      await run
    })
  })

  describe('several mapped names', () => {
    const pair = ({ x, name, k }: { x: number; name: string; k: number }): string => `${name}${x * k}`

    it('go side by side', async () => {
      const flow = flowOf({ pairs: each({ x: 'xs', name: 'names' }, pair) })
      const inputs = { xs: [1, 2], names: new Set(['a', 'b']), k: 10 }
      expect(await flow.execute(['pairs'], { inputs })).toEqual({ pairs: ['a10', 'b20'] })
    })

    it('go side by side with an async iterable', async () => {
      const flow = flowOf({
        async *names() {
          yield* ['a', 'b']
        },
        pairs: each({ x: 'xs', name: 'names' }, pair),
      })
      expect(await flow.execute(['pairs'], { inputs: { xs: [1, 2], k: 1 } })).toEqual({ pairs: ['a1', 'b2'] })
    })

    it('have to end together', async () => {
      let isClosed = false
      const flow = flowOf({
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
      const flow = flowOf({
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
      expect(await flowOf({ shares }).execute(['shares'], { inputs: { xs: [2, 4] } })).toEqual({ shares: [1, 2] })
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
      expect(await flowOf({ ys }).execute(['ys'], { inputs })).toEqual({
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
        const failure = await failureOf(flowOf({ ys }).execute(['ys'], { inputs: { xs: [1, 2, 3, 4] } }))
        expect(hasIssue(failure, 'run/duplicate-key')).toBe(true)
        expect(failure.message).toContain('Two items have the key "1": those at 0 and 3.')
      },
    )

    it('that cannot be made fail the node', async () => {
      const key = (): string => {
        throw new Error('no key')
      }
      const ys = each({ x: 'xs' }, double, { key, settle: true })
      const failure = await failureOf(flowOf({ ys }).execute(['ys'], { inputs: { xs: [1] } }))
      expect((failure.cause as Error).message).toBe('no key')
    })
  })

  describe('modifiers inside', () => {
    it('hold for each item: each is tried again on its own, and says which it is', async () => {
      const retries: StepRetry[] = []
      const tries = new Map<number, number[]>()
      const flaky = ({ x }: { x: number }, { attempt }: NodeContext): number => {
        tries.set(x, [...(tries.get(x) ?? []), attempt])
        if (attempt < x) throw new Error(`${x} at ${attempt}`)
        return x
      }
      const ys = each({ x: 'xs' }, retry(flaky, { maxAttempts: 3, backoffMs: 0 }), { key: ({ x }) => `x${x}` })
      const flow = flowOf({ ys }, { onStepRetry: (event) => void retries.push(event) })
      expect(await flow.execute(['ys'], { inputs: { xs: [1, 2, 3] } })).toEqual({ ys: [1, 2, 3] })
      expect([...tries]).toEqual([
        [1, [1]],
        [2, [1, 2]],
        [3, [1, 2, 3]],
      ])
      expect(retries.map(({ node, item, attempt }) => [node, item?.key, item?.index, attempt])).toEqual([
        ['ys', 'x2', 1, 1],
        ['ys', 'x3', 2, 1],
        ['ys', 'x3', 2, 2],
      ])
    })

    it('check each item, which can be switched off', async () => {
      const checks: StepCheck[] = []
      const share = checked(({ x }: { x: number }) => x, [inRange(0, 1)])
      const flow = flowOf({ ys: each({ x: 'xs' }, share) }, { onStepCheck: (event) => void checks.push(event) })
      expect(flow.nodes.map((one) => one.checks)).toEqual([['inRange(0, 1)']])
      const failure = await failureOf(flow.execute(['ys'], { inputs: { xs: [0.5, 3] } }))
      expect([failure.item?.index, hasIssue(failure, 'check/failed')]).toEqual([1, true])
      expect(checks.map(({ item, passed }) => [item?.key, passed])).toEqual([
        ['0', true],
        ['1', false],
      ])
      const off = flow.with({ checks: 'off' })
      expect(await off.execute(['ys'], { inputs: { xs: [0.5, 3] } })).toEqual({ ys: [0.5, 3] })
      expect(off.nodes.map((one) => one.checks)).toEqual([[]])
    })

    it('limit the time of each item', async () => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
      try {
        const aborted: number[] = []
        const work = ({ x }: { x: number }, { signal }: NodeContext): Promise<number> =>
          new Promise((resolve, reject) => {
            setTimeout(() => resolve(x), x)
            signal.addEventListener('abort', () => {
              aborted.push(x)
              reject(signal.reason as Error)
            })
          })
        const ys = each({ x: 'xs' }, timeout(work, 50), { settle: true })
        const run = flowOf({ ys }).execute(['ys'], { inputs: { xs: [10, 100, 20] } })
        await vi.runAllTimersAsync()
        const results = (await run)['ys'] as { status: string; error?: unknown }[]
        expect(results.map((one) => one.status)).toEqual(['succeeded', 'failed', 'succeeded'])
        expect(hasIssue(results[1]!.error, 'run/timeout')).toBe(true)
        expect(aborted).toEqual([100])
      } finally {
        vi.useRealTimers()
      }
    })

    it('bind and name as anywhere', async () => {
      const area = ({ width, height, name }: { width: number; height: number; name: string }): string =>
        `${name}: ${width * height}`
      const flow = flowOf({
        bound: each({ side: 'sides' }, bind(area, { width: from('side'), height: from('side'), name: 'square' })),
        grouped: each(
          { side: 'sides' },
          bind(({ sides }: { sides: number[] }) => sides.join(), { sides: group([from('side'), 0]) }),
        ),
        inOrder: each(
          { side: 'sides' },
          positional(['side', 'k?'], (side: number, k: number = 2) => side * k),
        ),
        named: each(
          { side: 'sides' },
          node(['side'], (given: { side: number }) => Object.keys(given)),
        ),
      })
      expect(await flow.execute(['bound', 'grouped', 'inOrder', 'named'], { inputs: { sides: [1, 2] } })).toEqual({
        bound: ['square: 1', 'square: 4'],
        grouped: ['1,0', '2,0'],
        inOrder: [2, 4],
        named: [['side'], ['side']],
      })
    })

    it('must make one node without variants, and no resource', () => {
      const variants = byConfig('k', { a: double, b: double })
      const open = resource(({ url }: { url: string }) => url)
      expect(codesOf(() => each({ x: 'xs' }, variants as never))).toEqual(['modifier/not-a-function'])
      expect(codesOf(() => each({ x: 'xs' }, parameterize(double, {}) as never))).toEqual(['modifier/not-a-function'])
      expect(codesOf(() => each({ url: 'urls' }, open))).toEqual(['modifier/not-a-function'])
    })
  })

  describe('modifiers around', () => {
    it('hold for the whole', async () => {
      let calls = 0
      const once = each({ x: 'xs' }, ({ x }: { x: number }) => {
        if (++calls === 2) throw new Error('once')
        return x
      })
      const flow = flowOf({ ys: tagged(retry(once, { maxAttempts: 2, backoffMs: 0 }), { owner: 'growth' }) })
      expect(await flow.execute(['ys'], { inputs: { xs: [1, 2, 3] } })).toEqual({ ys: [1, 2, 3] })
      expect(calls).toBe(2 + 3)
      expect(flow.nodes[0]).toMatchObject({ kind: 'each', tags: { owner: 'growth' }, dependencies: [{ name: 'xs' }] })
    })

    it('check the array', async () => {
      const ys = checked(each({ x: 'xs' }, double), [inRange(0, 10)])
      expect(await flowOf({ ys }).execute(['ys'], { inputs: { xs: [5] } })).toEqual({ ys: [10] })
      const failure = await failureOf(flowOf({ ys }).execute(['ys'], { inputs: { xs: [6] } }))
      expect([failure.item, hasIssue(failure, 'check/failed')]).toEqual([undefined, true])
    })

    it('bind the sources, also to several nodes put together', async () => {
      const doubled = each({ x: 'xs' }, double)
      const flow = flowOf({
        a: () => 1,
        b: () => 2,
        some: () => [3],
        many: parameterize(doubled, { one: { xs: from('some') }, two: { xs: [4, 5] } }),
        both: bind(doubled, { xs: group([from('a'), from('b')]) }),
        chosen: byConfig('k', { doubled, tripled: each({ x: 'xs' }, ({ x }: { x: number }) => x * 3) }),
      })
      expect(
        await flow.configure({ k: 'tripled' }).execute(['one', 'two', 'both', 'chosen'], { inputs: { xs: [1] } }),
      ).toEqual({ one: [6], two: [8, 10], both: [2, 4], chosen: [3] })
    })
  })

  it('nests: all combinations, or lists of lists', async () => {
    const pairs = each(
      { x: 'xs' },
      each({ y: 'ys' }, ({ x, y, k }: { x: string; y: number; k: string }) => x + y + k),
    )
    const sums = each(
      { row: 'rows' },
      each({ cell: 'row' }, ({ cell, row }: { cell: number; row: number[] }) => cell * row.length),
    )
    const flow = flowOf({ pairs, sums })
    expect(await flow.execute(['pairs'], { inputs: { xs: ['a', 'b'], ys: [1, 2], k: '!' } })).toEqual({
      pairs: [
        ['a1!', 'a2!'],
        ['b1!', 'b2!'],
      ],
    })
    expect(await flow.execute(['sums'], { inputs: { rows: [[1, 2], [], [5]] } })).toEqual({ sums: [[2, 4], [], [5]] })
    expect(flow.required(['pairs'])).toEqual(['k', 'xs', 'ys'])
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

  describe('hooks', () => {
    it('are told how far it is, and of what items say', async () => {
      const progress: StepProgress[] = []
      const logs: StepLog[] = []
      const work = ({ x }: { x: number }, { log, metric }: NodeContext): number => {
        log(`at ${x}`)
        metric('x', x)
        return x
      }
      const flow = flowOf(
        {
          ys: each({ x: 'xs' }, work),
          zs: each(
            { a: 'as' },
            each({ x: 'xs' }, ({ x, a }: { x: number; a: string }, { log }: NodeContext) => log(a + x)),
            {
              key: ({ a }) => a,
            },
          ),
        },
        { onStepProgress: (event) => void progress.push(event), onStepLog: (event) => void logs.push(event) },
      )
      await flow.execute(['ys'], { inputs: { xs: [1, 2] } })
      expect(progress.at(-1)).toMatchObject({ node: 'ys', done: 2, total: 2 })
      expect(logs.map(({ message, item }) => [message, item])).toEqual([
        ['at 1', { key: '0', index: 0, path: ['0'] }],
        ['at 2', { key: '1', index: 1, path: ['1'] }],
      ])
      logs.length = 0
      await flow.execute(['zs'], { inputs: { xs: [1], as: ['p', 'q'] } })
      expect(logs.map(({ item }) => item?.path)).toEqual([
        ['p', '0'],
        ['q', '0'],
      ])
    })

    it('get the inputs of the node, not of each item, and one start and end', async () => {
      const told: unknown[] = []
      const flow = flowOf(
        { ys: each({ x: 'xs' }, ({ x, k }: { x: number; k: number }) => x * k) },
        { onStepStart: ({ inputs }) => void told.push(inputs), onStepEnd: (event) => void told.push(event.status) },
      )
      await flow.execute(['ys'], { inputs: { xs: [1, 2], k: 3 } })
      expect(told).toEqual([{ xs: [1, 2], k: 3 }, 'succeeded'])
    })
  })

  it('lets timers have their turn in a long watched run of synchronous items', async () => {
    let ticks = 0
    const timer = setInterval(() => ticks++, 1)
    const until = performance.now() + 120
    const xs = (function* () {
      while (performance.now() < until) yield 1
    })()
    await flowOf({ ys: each({ x: 'xs' }, double) }, {}).execute(['ys'], { inputs: { xs } })
    clearInterval(timer)
    expect(ticks).toBeGreaterThan(1)
  })

  it.each([
    ['over', () => each({} as never, double)],
    ['over', () => each(undefined as never, double)],
    ['over', () => each({ x: 3 } as never, double)],
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
    expect(codesOf(() => flowOf({ ys: each({ urll: 'urls' } as never, ({ url }: { url: string }) => url) }))).toEqual([
      'graph/unknown-dependency',
    ])
    expect(codesOf(() => each({ x: 'xs' }, 3 as never))).toEqual(['modifier/not-a-function'])
  })
})
