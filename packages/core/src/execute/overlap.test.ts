// Many runs of one flow at a time: plans and argument objects are shared, values never.

import { describe, expect, it } from 'vitest'
import { extract, from, parameterize, type NodeError, type UntypedFlow } from '../index.ts'
import { untypedFlow } from '../testing/index.ts'

type Numbers = Record<string, number>

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const sync = {
  doubled: ({ x }: Numbers) => x! * 2,
  parts: extract(({ doubled, x }: Numbers) => ({ sum: doubled! + x!, pair: [doubled, x] }), ['sum', 'pair']),
  scaled: parameterize(({ sum, by }: Numbers) => sum! * by!, { times10: { by: 10 }, times100: { by: 100 } }),
  all: ({ x, pair, times10, times100, bonus = x }: Record<string, unknown>) => [x, pair, times10, times100, bonus],
}
const later = {
  ...sync,
  doubled: async ({ x }: Numbers) => {
    for (let turn = 0; turn < x! % 5; turn++) await settled()
    return x! * 2
  },
}
const mixed = {
  ...sync,
  bonus: async ({ x }: Numbers) => {
    await Promise.resolve()
    return x
  },
}
const rightFor = (x: number): unknown => ({ all: [x, [2 * x, x], 30 * x, 300 * x, x] })

describe('a thousand overlapping runs', () => {
  it.each([
    ['synchronous', sync, {}],
    ['asynchronous', later, {}],
    ['mixed', mixed, {}],
    ['asynchronous, limited', later, { concurrency: 1 }],
    ['synchronous, watched', sync, { signal: new AbortController().signal }],
  ])('never mix their values: %s', async (_, module, options) => {
    const flow = untypedFlow(module)
    const inputs = Array.from({ length: 1_000 }, (_, x) => x)
    const runs = await Promise.all(inputs.map((x) => flow.execute(['all'], { ...options, inputs: { x } })))
    expect(runs).toEqual(inputs.map(rightFor))
  })

  it('never mix their values when hooks watch them', async () => {
    const seen = new Map<string, unknown>()
    const flow = untypedFlow(later).with({
      hooks: [{ onStepStart: ({ runId, node, inputs }) => void (node === 'all' && seen.set(runId, inputs['x'])) }],
    })
    const inputs = Array.from({ length: 200 }, (_, x) => x)
    await Promise.all(inputs.map((x) => flow.execute(['all'], { inputs: { x }, runId: `${x}` })))
    expect(seen).toEqual(new Map(inputs.map((x) => [`${x}`, x])))
  })
})

describe('a node that runs its own flow', () => {
  it('sees its own values again afterwards, when it is synchronous', async () => {
    const inner: unknown[] = []
    const flow = untypedFlow({
      a: ({ x }: Numbers) => x! + 1,
      b: ({ a, x }: Numbers) => {
        if (x! > 0) inner.push(flow.execute(['b'], { inputs: { x: x! - 1 } }))
        return [a, x]
      },
    })
    expect(await flow.execute(['b'], { inputs: { x: 3 } })).toEqual({ b: [4, 3] })
    expect(await Promise.all(inner)).toEqual([{ b: [1, 0] }, { b: [2, 1] }, { b: [3, 2] }])
  })

  it('sees its own values again afterwards, when it waits for the inner run', async () => {
    const flow = untypedFlow({
      a: ({ x }: Numbers) => x! + 1,
      b: async ({ a, x }: Numbers): Promise<unknown> => {
        const below = x! > 0 ? (await flow.execute(['b'], { inputs: { x: x! - 1 } }))['b'] : 'end'
        return [a, x, below]
      },
    })
    expect(await flow.execute(['b'], { inputs: { x: 2 } })).toEqual({ b: [3, 2, [2, 1, [1, 0, 'end']]] })
  })

  it('may run it in a default, while its own arguments are being read', async () => {
    const inner: unknown[] = []
    const again = (x: number): number => {
      if (x > 0) inner.push(flow.execute(['b'], { inputs: { x: x - 1 } }))
      return x
    }
    const flow = untypedFlow({ a: ({ x }: Numbers) => x! * 10, b: ({ x, y = again(x!), a }: Numbers) => [x, y, a] })
    expect(await flow.execute(['b'], { inputs: { x: 2 } })).toEqual({ b: [2, 2, 20] })
    expect(await Promise.all(inner)).toEqual([{ b: [0, 0, 0] }, { b: [1, 1, 10] }])
  })

  it('may run it while a nested pattern is being read', async () => {
    const inner: unknown[] = []
    const flow = untypedFlow({ b: ({ x: { value }, y }: { x: { value: number }; y: number }) => [value, y] })
    const tricky = {
      get value(): number {
        inner.push(flow.execute(['b'], { inputs: { x: { value: 1 }, y: 2 } }))
        return 3
      },
    }
    expect(await flow.execute(['b'], { inputs: { x: tricky, y: 4 } })).toEqual({ b: [3, 4] })
    expect(await Promise.all(inner)).toEqual([{ b: [1, 2] }])
  })
})

describe('argument objects', () => {
  it('may be kept by a function that can, without being changed by later runs', async () => {
    const kept: unknown[] = []
    const flow = untypedFlow({
      keeper: function keeper({ x }: Numbers) {
        kept.push(arguments[0])
        return x
      },
    })
    await flow.execute(['keeper'], { inputs: { x: 1 } })
    await flow.execute(['keeper'], { inputs: { x: 2 } })
    expect(kept.map((one) => (one as Numbers)['x'])).toEqual([1, 2])
  })

  it('inherit nothing', async () => {
    const own = ({ toString: text, valueOf: value = 'none' }: { toString: unknown; valueOf?: unknown }) => [text, value]
    const flow = untypedFlow({ a: own })
    expect(await flow.execute(['a'], { inputs: { toString: 1 } })).toEqual({ a: [1, 'none'] })
  })
})

describe('large flows', () => {
  const SIZE = 100_000

  function chain(step: (values: Numbers) => unknown): UntypedFlow {
    const cases: Record<string, { value: unknown }> = { n0: { value: from('x') } }
    for (let index = 1; index < SIZE; index++) cases[`n${index}`] = { value: from(`n${index - 1}`) }
    return untypedFlow({ chain: parameterize(step, cases as never) })
  }
  const last = `n${SIZE - 1}`

  it('of a hundred thousand nodes in a chain run, synchronous and watched', async () => {
    const flow = chain(({ value }) => value! + 1)
    expect(await flow.execute([last], { inputs: { x: 0 } })).toEqual({ [last]: SIZE })
    const { signal } = new AbortController()
    expect(await flow.execute([last], { inputs: { x: 1 }, signal })).toEqual({ [last]: SIZE + 1 })
  }, 60_000)

  it('of a hundred thousand asynchronous nodes in a chain run, and say from where a failure came', async () => {
    const flow = chain(async ({ value }) => {
      if (value === -1) throw new Error('negative')
      return value! + 1
    })
    expect(await flow.execute([last], { inputs: { x: 0 } })).toEqual({ [last]: SIZE })
    const failure = (await flow.execute([last], { inputs: { x: -1 } }).catch((error: unknown) => error)) as NodeError
    expect([failure.node, failure.path.length, failure.message.length < 500]).toEqual(['n0', SIZE, true])
    expect(failure.message).toContain(`path: n0 <- n1 <- n2 <- n3 <- n4 <- n5 <- n6 <- n7 <- (${SIZE - 15} more) <- n`)
  }, 60_000)
})
