// Results as a stream: order, how far ahead it runs, who closes what, and errors.

import { describe, expect, it, vi } from 'vitest'
import {
  bind,
  dataflow,
  from,
  hasIssue,
  node,
  RunAborted,
  timeout,
  type NodeContext,
  type NodeError,
} from '../index.ts'
import { each, type SettledItem } from '../fan-out/index.ts'
import { untypedFlow } from '../testing/index.ts'
import { settled } from './fixtures/gate.ts'
import { thrownBy } from './fixtures/thrown-by.ts'

const all = async <Item>(stream: AsyncIterable<Item>): Promise<Item[]> => {
  const items: Item[] = []
  for await (const item of stream) items.push(item)
  return items
}

/** Numbers without end, and what became of them. */
function numbers(): { xs: () => AsyncGenerator<number>; state: { pulled: number; isClosed: boolean } } {
  const state = { pulled: 0, isClosed: false }
  return {
    state,
    async *xs() {
      try {
        for (;;) yield state.pulled++
      } finally {
        await settled()
        state.isClosed = true
      }
    },
  }
}
const double = each({ x: 'xs' }, async ({ x }: { x: number }) => x * 2, { stream: true })

describe('each with { stream: true }', () => {
  it('gives the results in order, to a reader in the run', async () => {
    const flow = dataflow({
      *xs() {
        yield* [1, 2, 3]
      },
      results: each(
        { x: 'xs' },
        ({ x, k }: { x: number; k: number }) => (x === 1 ? settled().then(() => x * k) : x * k),
        {
          stream: true,
        },
      ),
      text: async ({ results }: { results: AsyncIterable<number> }) => (await all(results)).join(),
    })
    expect(await flow.execute(['text'], { inputs: { k: 10 } })).toEqual({ text: '10,20,30' })
  })

  it('is computed no further ahead of its reader than the limit, so memory stays bounded', async () => {
    const { xs, state } = numbers()
    let computed = 0
    const ahead: number[] = []
    const flow = untypedFlow({
      xs,
      results: each({ x: 'xs' }, async ({ x }: { x: number }) => (computed++, x), { stream: true, concurrency: 4 }),
      sum: async ({ results }: { results: AsyncIterable<number> }) => {
        let count = 0
        for await (const x of results) {
          await settled()
          ahead.push(state.pulled - x - 1)
          if (++count === 50) break
        }
        return count
      },
    })
    expect(await flow.execute(['sum'])).toEqual({ sum: 50 })
    expect([Math.max(...ahead), computed]).toEqual([4, 54])
    await vi.waitFor(() => expect(state.isClosed).toBe(true))
  })

  it('begins when it is read, not before', async () => {
    let computed = 0
    const flow = untypedFlow({
      results: each({ x: 'xs' }, ({ x }: { x: number }) => (computed++, x), { stream: true }),
      reader: async ({ results }: { results: AsyncIterable<number> }) => {
        await settled()
        const before = computed
        return [before, await all(results)]
      },
      ignorant: ({ results }: { results: AsyncIterable<number> }) => typeof results,
    })
    expect(await flow.execute(['reader'], { inputs: { xs: [1, 2] } })).toEqual({ reader: [0, [1, 2]] })
    expect(await flow.execute(['ignorant'], { inputs: { xs: [1, 2] } })).toEqual({ ignorant: 'object' })
    expect(computed).toBe(2)
  })

  it('closes its source when its reader leaves the loop', async () => {
    const { xs, state } = numbers()
    const flow = untypedFlow({
      xs,
      double,
      first: async ({ double }: { double: AsyncIterable<number> }) => {
        for await (const one of double) return one
        return undefined
      },
    })
    expect(await flow.execute(['first'])).toEqual({ first: 0 })
    await vi.waitFor(() => expect(state.isClosed).toBe(true))
  })

  it('does not wait for a source that hangs when its reader leaves the loop', async () => {
    const xs = (async function* () {
      yield 1
      await new Promise(() => {})
    })()
    const flow = untypedFlow({
      double,
      first: async ({ double }: { double: AsyncIterable<number> }) => {
        for await (const one of double) return one
        return undefined
      },
    })
    expect(await flow.execute(['first'], { inputs: { xs } })).toEqual({ first: 2 })
  })

  it('aborts the items that run when its reader leaves the loop', async () => {
    const stopped: number[] = []
    const work = ({ x }: { x: number }, { signal }: NodeContext): Promise<number> =>
      x === 0
        ? Promise.resolve(x)
        : new Promise((_, reject) =>
            signal.addEventListener('abort', () => {
              stopped.push(x)
              reject(signal.reason as Error)
            }),
          )
    const flow = untypedFlow({
      results: each({ x: 'xs' }, work, { stream: true, concurrency: 3 }),
      first: async ({ results }: { results: AsyncIterable<number> }) => {
        for await (const one of results) return one
        return undefined
      },
    })
    expect(await flow.execute(['first'], { inputs: { xs: [0, 1, 2, 3, 4] } })).toEqual({ first: 0 })
    expect(stopped).toEqual([1, 2, 3])
  })

  it('throws in its reader, after what was computed before; the error names both nodes, and the item', async () => {
    const error = new Error('no 2')
    const seen: number[] = []
    const caught: unknown[] = []
    const flow = untypedFlow({
      results: each(
        { x: 'xs' },
        async ({ x }: { x: number }) => {
          if (x === 2) throw error
          return x
        },
        { stream: true, key: ({ x }) => `x${x}` },
      ),
      reader: async ({ results }: { results: AsyncIterable<number> }) => {
        try {
          for await (const one of results) seen.push(one)
        } catch (thrown) {
          caught.push(thrown)
          throw thrown
        }
      },
    })
    const failure = (await thrownBy(flow.execute(['reader'], { inputs: { xs: [0, 1, 2, 3] } }))) as NodeError
    expect([seen, caught]).toEqual([[0, 1], [error]])
    expect([failure.node, failure.stream, failure.item, failure.cause]).toEqual([
      'reader',
      'results',
      { key: 'x2', index: 2, path: ['x2'], attempt: 1 },
      error,
    ])
    expect(failure.message).toContain('"reader" failed: no 2\n  in the stream: results\n  item: x2 (index 2)')
  })

  it('names itself when its source fails', async () => {
    const flow = untypedFlow({
      async *xs() {
        yield 1
        throw new Error('lost')
      },
      double,
      reader: async ({ double }: { double: AsyncIterable<number> }) => all(double),
    })
    const failure = (await thrownBy(flow.execute(['reader']))) as NodeError
    expect([failure.node, failure.stream, failure.item]).toEqual(['reader', 'double', undefined])
  })

  it('is told at once when there is nothing to go through', async () => {
    const flow = untypedFlow({ double, reader: async ({ double }: { double: AsyncIterable<number> }) => all(double) })
    const failure = (await thrownBy(flow.execute(['reader'], { inputs: { xs: 'text' } }))) as NodeError
    expect([failure.node, hasIssue(failure, 'run/not-iterable')]).toEqual(['double', true])
  })

  it('ends with the run that is aborted, and its items too', async () => {
    const { xs, state } = numbers()
    const controller = new AbortController()
    const flow = untypedFlow({
      xs,
      double,
      reader: async ({ double }: { double: AsyncIterable<number> }) => {
        for await (const one of double) if (one > 20) controller.abort()
      },
    })
    expect(await thrownBy(flow.execute(['reader'], { signal: controller.signal }))).toBeInstanceOf(RunAborted)
    await vi.waitFor(() => expect(state.isClosed).toBe(true))
  })

  it('is closed at the end of the run when its reader has left it half read', async () => {
    const { xs, state } = numbers()
    const flow = untypedFlow({
      xs,
      double,
      two: async ({ double }: { double: AsyncGenerator<number> }) => [await double.next(), await double.next()],
    })
    expect(await flow.execute(['two'])).toEqual({
      two: [
        { done: false, value: 0 },
        { done: false, value: 2 },
      ],
    })
    await vi.waitFor(() => expect(state.isClosed).toBe(true))
  })

  it('with { settle: true } gives failures as results', async () => {
    const flow = dataflow({
      results: each(
        { x: 'xs' },
        ({ x }: { x: number }) => {
          if (x === 2) throw new Error('no')
          return x
        },
        { stream: true, settle: true },
      ),
      statuses: async ({ results }: { results: AsyncIterable<SettledItem<number>> }) =>
        (await all(results)).map((one) => one.status),
    })
    expect(await flow.execute(['statuses'], { inputs: { xs: [1, 2, 3] } })).toEqual({
      statuses: ['succeeded', 'failed', 'succeeded'],
    })
  })

  it('goes through a chain of streams item by item', async () => {
    const order: string[] = []
    const step =
      (name: string) =>
      async ({ x }: { x: number }) => (order.push(name + x), x)
    const flow = untypedFlow({
      async *xs() {
        for (const x of [0, 1, 2]) {
          order.push(`pull${x}`)
          yield x
        }
      },
      as: each({ x: 'xs' }, step('a'), { stream: true, concurrency: 1 }),
      bs: each({ x: 'as' }, step('b'), { stream: true, concurrency: 1 }),
      out: async ({ bs }: { bs: AsyncIterable<number> }) => all(bs),
    })
    expect(await flow.execute(['out'])).toEqual({ out: [0, 1, 2] })
    expect(order.indexOf('b0')).toBeLessThan(order.indexOf('pull2'))
  })

  it('as an output is read by the caller, when the run is over', async () => {
    const results = dataflow({ double })
    const { double: stream } = await results.execute(['double'], { inputs: { xs: [1, 2] } })
    expect(await all(stream)).toEqual([2, 4])
  })

  it('in a direct call is a stream too', async () => {
    expect(await all(double({ xs: [1, 2, 3] }))).toEqual([2, 4, 6])
    const { xs, state } = numbers()
    for await (const one of double({ xs: xs() })) if (one > 4) break
    await vi.waitFor(() => expect(state.isClosed).toBe(true))
  })

  it('has one reader: more are told before anything runs', async () => {
    const reader = async ({ double }: { double: AsyncIterable<number> }) => all(double)
    const flow = untypedFlow({ double, a: reader, b: reader })
    expect(flow.validate(['a', 'b'], { inputs: { xs: [] } }).map((issue) => issue.code)).toEqual([
      'graph/shared-stream',
    ])
    expect(flow.validate(['a'], { inputs: { xs: [] } })).toEqual([])
  })

  it('is not read twice by one node either', () => {
    const both = async (read: Record<'p' | 'q', AsyncIterable<number>>): Promise<unknown> => [read.p, read.q]
    const twice = bind(node(['p', 'q'], both), { p: from('double'), q: from('double') })
    const flow = untypedFlow({ double, twice })
    expect(flow.validate(['twice'], { inputs: { xs: [] } }).map((issue) => issue.code)).toEqual(['graph/shared-stream'])
  })

  it('is limited by a timeout only until it is there', async () => {
    const flow = untypedFlow({
      results: timeout(
        each(
          { x: 'xs' },
          async ({ x }: { x: number }) => {
            await new Promise((resolve) => setTimeout(resolve, 15))
            return x
          },
          { stream: true, concurrency: 1 },
        ),
        10,
      ),
      reader: async ({ results }: { results: AsyncIterable<number> }) => all(results),
    })
    expect(await flow.execute(['reader'], { inputs: { xs: [1, 2] } })).toEqual({ reader: [1, 2] })
  })
})
