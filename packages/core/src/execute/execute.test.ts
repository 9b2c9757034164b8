import { afterEach, describe, expect, it, vi } from 'vitest'
import { type NodeContext, type UntypedFlow } from '../index.ts'
import { failureOf, untypedFlow } from '../testing/index.ts'

type Numbers = Record<string, number>

/** Promises that the test settles by name. */
class Gates {
  readonly #open = new Map<string, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>()
  wait = (name: string): Promise<unknown> =>
    new Promise((resolve, reject) => void this.#open.set(name, { resolve, reject }))
  get waiting(): string[] {
    return [...this.#open.keys()]
  }
  async open(name: string, value: unknown = name): Promise<void> {
    this.#take(name).resolve(value)
    await settled()
  }
  async fail(name: string, error: unknown): Promise<void> {
    this.#take(name).reject(error)
    await settled()
  }
  #take(name: string): { resolve: (value: unknown) => void; reject: (error: unknown) => void } {
    const gate = this.#open.get(name)!
    this.#open.delete(name)
    return gate
  }
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const stateOf = async (run: Promise<unknown>): Promise<string> => {
  let state = 'pending'
  run.then(
    () => (state = 'resolved'),
    () => (state = 'rejected'),
  )
  await settled()
  return state
}

afterEach(() => void vi.useRealTimers())

describe('independent nodes', () => {
  const diamond = (gates: Gates): UntypedFlow =>
    untypedFlow({
      top: () => gates.wait('top'),
      left: ({ top }: Numbers) => gates.wait(`left of ${top}`),
      right: ({ top }: Numbers) => gates.wait(`right of ${top}`),
      bottom: ({ left, right }: Numbers) => [left, right],
    })

  it('run concurrently, each as soon as what it needs is there', async () => {
    const gates = new Gates()
    const run = diamond(gates).execute(['bottom'])
    await settled()
    expect(gates.waiting).toEqual(['top'])
    await gates.open('top')
    expect(gates.waiting).toEqual(['left of top', 'right of top'])
    await gates.open('right of top', 2)
    await gates.open('left of top', 1)
    expect(await run).toEqual({ bottom: [1, 2] })
  })

  it('run at most so many at a time when a limit is set, the earliest of the plan first', async () => {
    const gates = new Gates()
    const names = ['a', 'b', 'c', 'd', 'e']
    const flow = untypedFlow(Object.fromEntries(names.map((name) => [name, () => gates.wait(name)])))
    const run = flow.execute(names, { concurrency: 2 })
    await settled()
    expect(gates.waiting).toEqual(['a', 'b'])
    await gates.open('b')
    expect(gates.waiting).toEqual(['a', 'c'])
    await gates.open('a')
    expect(gates.waiting).toEqual(['c', 'd'])
    for (const name of ['c', 'd', 'e']) await gates.open(name)
    expect(Object.keys(await run)).toEqual(names)
  })

  it('finish a branch before the next is begun, so that values live short', async () => {
    const order: string[] = []
    const module: Record<string, unknown> = { total: (all: Numbers) => Object.keys(all) }
    for (const name of ['a', 'b', 'c']) {
      module[`${name}1`] = () => order.push(`${name}1`)
      module[`${name}2`] = new Map([
        ['a', ({ a1 }: Numbers) => order.push('a2') && a1],
        ['b', ({ b1 }: Numbers) => order.push('b2') && b1],
        ['c', ({ c1 }: Numbers) => order.push('c2') && c1],
      ]).get(name)
    }
    module['total'] = ({ a2, b2, c2 }: Numbers) => [a2, b2, c2]
    const branches = ['a1', 'a2', 'b1', 'b2', 'c1', 'c2']
    for (const options of [{}, { concurrency: 1 }, { signal: new AbortController().signal }]) {
      order.length = 0
      await untypedFlow(module).execute(['total'], options)
      expect(order).toEqual(branches)
    }
  })

  it('run at most once, however many need them', async () => {
    let calls = 0
    const flow = untypedFlow({
      shared: async () => ++calls,
      x: ({ shared }: Numbers) => shared,
      y: async ({ shared }: Numbers) => shared,
      z: ({ x, y, shared }: Numbers) => [x, y, shared],
    })
    expect(await flow.execute(['z', 'shared', 'x'])).toEqual({ z: [1, 1, 1], shared: 1, x: 1 })
  })

  it('do not run when nobody asks for them', async () => {
    const calls: string[] = []
    const flow = untypedFlow({ a: () => calls.push('a'), b: () => calls.push('b') })
    await flow.execute(['b'])
    expect(calls).toEqual(['b'])
  })
})

describe('values', () => {
  it('pass untouched: not wrapped, not copied, not awaited twice', async () => {
    const value = { deep: [Object.freeze({})] }
    const fn = (): number => 1
    const flow = untypedFlow({ a: () => value, b: async () => fn, c: ({ a, b }: { a: unknown; b: unknown }) => [a, b] })
    const { c } = (await flow.execute(['c'])) as { c: unknown[] }
    expect([c[0] === value, c[1] === fn]).toEqual([true, true])
  })

  it('are awaited when they are promises of any make, once', async () => {
    let asked = 0
    const lazy = {
      // oxlint-disable-next-line unicorn/no-thenable -- a thenable is what is tested
      then(resolve: (value: string) => void): void {
        asked++
        resolve('lazy')
      },
    }
    class OwnPromise<T> extends Promise<T> {}
    const flow = untypedFlow({ own: () => OwnPromise.resolve('own'), lazy: () => lazy })
    expect(await flow.execute(['own', 'lazy'])).toEqual({ own: 'own', lazy: 'lazy' })
    await flow.with({ hooks: [{ around: (_, next) => next() }] }).execute(['lazy'])
    expect(asked).toBe(2)
  })

  it('that throw when they are asked for a then fail the node', async () => {
    const strict = (): object =>
      new Proxy({}, { get: (_, key) => { throw new Error(`no ${String(key)}`) } }) // prettier-ignore
    const flow = untypedFlow({ a: strict })
    for (const options of [{}, { concurrency: 2 }]) {
      expect(((await failureOf(flow.execute(['a'], options))).cause as Error).message).toBe('no then')
    }
    const hooked = flow.with({ hooks: [{ onStepEnd: () => {} }] })
    expect((await failureOf(hooked.execute(['a']))).node).toBe('a')
  })
})

describe('a failure', () => {
  const boom = new Error('boom')

  it('is thrown with its node, the path to the output that asked, and the untouched error', async () => {
    for (const fail of [
      () => {
        throw boom
      },
      () => Promise.reject(boom),
    ]) {
      // prettier-ignore
      const flow = untypedFlow({ rates: fail, report: ({ rates }: Numbers) => rates, page: ({ report }: Numbers) => report })
      const failure = await failureOf(flow.execute(['page', 'report']))
      expect(failure).toMatchObject({ node: 'rates', path: ['rates', 'report'], attempt: 1, abandoned: [], others: [] })
      expect(failure.cause).toBe(boom)
      expect(failure.message).toBe('run/node-failed\n"rates" failed: boom\n  path: rates <- report (output)')
    }
  })

  it.each([
    ['text', 'text'],
    [undefined, 'undefined'],
    [null, 'null'],
    [Symbol('s'), 'Symbol(s)'],
    [{ message: 7 }, '[object Object]'],
    [Object.create(null), 'object'],
  ])('may be anything that can be thrown: %o', async (thrown, message) => {
    const flow = untypedFlow({ a: () => { throw thrown } }) // prettier-ignore
    const failure = await failureOf(flow.execute(['a']))
    expect([failure.cause, failure.issues[0]?.facts['message']]).toEqual([thrown, message])
  })

  it('stops what has not started, and aborts the signal of what has, which is then waited for', async () => {
    const gates = new Gates()
    const signals: AbortSignal[] = []
    const flow = untypedFlow({
      a: () => gates.wait('a'),
      b: ({}: {}, { signal }: NodeContext) => signals.push(signal) && gates.wait('b'),
      c: ({ b }: Numbers) => gates.wait(`c of ${b}`),
    })
    const run = flow.execute(['a', 'c'])
    await settled()
    await gates.fail('a', boom)
    expect([signals[0]?.aborted, signals[0]?.reason, await stateOf(run)]).toEqual([true, boom, 'pending'])
    await gates.open('b')
    const failure = await failureOf(run)
    expect([failure.node, failure.others, failure.abandoned, gates.waiting]).toEqual(['a', [], [], []])
  })

  it('carries the failures that came later, but not the echo of its own abort', async () => {
    const gates = new Gates()
    const flow = untypedFlow({
      a: () => gates.wait('a'),
      b: () => gates.wait('b'),
      echo: ({}: {}, { signal }: NodeContext) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
      wrapped: ({}: {}, { signal }: NodeContext) =>
        new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(new Error('AbortError', { cause: signal.reason }))),
        ),
    })
    const run = failureOf(flow.execute(['a', 'b', 'echo', 'wrapped']))
    await settled()
    await gates.fail('b', boom)
    await gates.fail('a', new Error('as well'))
    const failure = await run
    expect([failure.node, failure.others.map((other) => [other.node, other.path])]).toEqual(['b', [['a', ['a']]]])
    expect(failure.message).toContain('failed as well: a')
  })

  it('does not wait longer than asked: the nodes that are given up are named, and their late errors kept', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const gates = new Gates()
    const flow = untypedFlow({
      a: () => gates.wait('a'),
      slow: () => gates.wait('slow'),
      slower: () => gates.wait('slower'),
    })
    const run = failureOf(flow.execute(['a', 'slow', 'slower'], { abandonAfterMs: 200 }))
    await settled()
    await gates.fail('a', boom)
    await vi.advanceTimersByTimeAsync(199)
    expect(await stateOf(run)).toBe('pending')
    await vi.advanceTimersByTimeAsync(1)
    const failure = await run
    expect([failure.abandoned, failure.late]).toEqual([['slow', 'slower'], []])
    expect(failure.message).toContain('still running when given up: slow, slower')
    const late = new Error('late')
    await gates.fail('slow', late)
    await gates.open('slower')
    expect(failure.late).toEqual([{ node: 'slow', error: late }])
  })

  it('waits five seconds by default, and for ever when that is asked', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const gates = new Gates()
    const flow = untypedFlow({ a: () => gates.wait('a'), stuck: () => gates.wait('stuck') })
    for (const [options, timers, endsAfterMs] of [
      [{}, 1, 5_000],
      [{ abandonAfterMs: Infinity }, 0, Infinity],
    ] as const) {
      // prettier-ignore
      const run = failureOf(flow.execute(['a', 'stuck'], options))
      await settled()
      await gates.fail('a', boom)
      expect(vi.getTimerCount()).toBe(timers)
      await vi.advanceTimersByTimeAsync(endsAfterMs === Infinity ? 1e9 : endsAfterMs - 1)
      expect(await stateOf(run)).toBe('pending')
      if (endsAfterMs === Infinity) await gates.open('stuck')
      else await vi.advanceTimersByTimeAsync(1)
      expect((await run).abandoned).toEqual(endsAfterMs === Infinity ? [] : ['stuck'])
    }
  })

  it('of an abandoned node is no unhandled rejection', async () => {
    const unhandled: unknown[] = []
    const note = (error: unknown): void => void unhandled.push(error)
    process.on('unhandledRejection', note)
    const gates = new Gates()
    const flow = untypedFlow({ a: () => gates.wait('a'), b: () => gates.wait('b'), c: () => gates.wait('c') })
    const run = failureOf(
      flow.with({ hooks: [{ around: (_, next) => next() }] }).execute(['a', 'b', 'c'], { abandonAfterMs: 0 }),
    )
    await settled()
    await gates.fail('a', boom)
    await run
    await gates.fail('b', new Error('b'))
    await gates.fail('c', new Error('c'))
    await settled()
    process.off('unhandledRejection', note)
    expect([unhandled, (await run).late.map((one) => one.node)]).toEqual([[], ['b', 'c']])
  })

  it('aborts the signal of what a node has begun and left, also when all is synchronous', async () => {
    const contexts: NodeContext[] = []
    const flow = untypedFlow({
      begins: ({}: {}, context: NodeContext) => contexts.push(context) && context.signal,
      fails: ({ begins }: Numbers) => {
        throw begins === undefined ? begins : boom
      },
      both: ({ begins, fails }: Numbers) => [begins, fails],
    })
    await failureOf(flow.execute(['both']))
    await failureOf(flow.execute(['both'], { concurrency: 1 }))
    expect(contexts.map(({ signal }) => [signal.aborted, signal.reason])).toEqual([
      [true, boom],
      [true, boom],
    ])
  })

  it('leaves the flow as good as before', async () => {
    let fails = true
    const flow = untypedFlow({
      a: ({ x }: Numbers) => {
        if (fails) throw boom
        return x
      },
      b: ({ a, x }: Numbers) => [a, x],
    })
    await failureOf(flow.execute(['b'], { inputs: { x: 1 } }))
    fails = false
    expect(await flow.execute(['b'], { inputs: { x: 2 } })).toEqual({ b: [2, 2] })
  })
})
