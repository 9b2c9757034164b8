// One stream, several readers.

import { describe, expect, it, vi } from 'vitest'
import { dataflow, hasIssue, isThroughlineError, RunAborted, type NodeError } from '../index.ts'
import { tee } from '../fan-out/index.ts'
import { untypedFlow } from '../testing/index.ts'
import { settled } from './fixtures/gate.ts'
import { thrownBy } from './fixtures/thrown-by.ts'

const all = async <Item>(stream: AsyncIterable<Item>): Promise<Item[]> => {
  const items: Item[] = []
  for await (const item of stream) items.push(item)
  return items
}
const first = async (stream: AsyncIterable<number>): Promise<number | undefined> => {
  for await (const item of stream) return item
  return undefined
}
type Numbers = { numbers: AsyncIterable<number> }

/** Numbers up to a last one, and what became of them. */
function counted(last = Infinity): {
  numbers: () => AsyncGenerator<number>
  state: { begun: number; pulled: number; isClosed: boolean }
} {
  const state = { begun: 0, pulled: 0, isClosed: false }
  return {
    state,
    async *numbers() {
      state.begun++
      try {
        while (state.pulled < last) {
          // Now and then it lets others have their turn, as anything that waits for the world does.
          if (state.pulled % 10 === 9) await settled()
          yield state.pulled++
        }
      } finally {
        state.isClosed = true
      }
    },
  }
}

describe('tee', () => {
  it('gives all of a stream to each of its readers, and reads it once', async () => {
    const { numbers, state } = counted(5)
    const flow = dataflow({
      numbers: tee(numbers),
      sum: async ({ numbers }: Numbers) => (await all(numbers)).reduce((sum, one) => sum + one, 0),
      list: async ({ numbers }: Numbers) => all(numbers),
    })
    expect(await flow.execute(['sum', 'list'])).toEqual({ sum: 10, list: [0, 1, 2, 3, 4] })
    expect(state).toEqual({ begun: 1, pulled: 5, isClosed: true })
  })

  it('lets a reader begin late: one after the other, or one that needs the other', async () => {
    const reader = async ({ numbers }: Numbers): Promise<number> => (await all(numbers)).length
    const flow = untypedFlow({ numbers: tee(counted(3).numbers), a: reader, b: reader })
    expect(await flow.execute(['a', 'b'], { concurrency: 1 })).toEqual({ a: 3, b: 3 })
    const dependent = untypedFlow({
      numbers: tee(counted(5_000).numbers),
      mean: async ({ numbers }: Numbers) => (await all(numbers)).length,
      rest: async ({ numbers, mean }: Numbers & { mean: number }) => (await all(numbers)).length - mean,
    })
    expect(await dependent.execute(['rest'])).toEqual({ rest: 0 })
  })

  it('lets the fastest reader wait for the slowest, and lets go of what all have read', async () => {
    const { numbers, state } = counted(100)
    let slow = 0
    const lead: number[] = []
    const flow = untypedFlow({
      numbers: tee(numbers, { maxAhead: 10 }),
      fast: async ({ numbers }: Numbers) => {
        for await (const one of numbers) lead.push(one - slow)
      },
      slow: async ({ numbers }: Numbers) => {
        for await (const _ of numbers) {
          await settled()
          slow++
        }
      },
    })
    await flow.execute(['fast', 'slow'])
    expect([Math.max(...lead) <= 10, slow, state.pulled]).toEqual([true, 100, 100])
  })

  it('does not wait for a reader that has left, and closes the source when all have', async () => {
    const { numbers, state } = counted()
    const flow = untypedFlow({
      numbers: tee(numbers, { maxAhead: 5 }),
      first: async ({ numbers }: Numbers) => first(numbers),
      later: async ({ numbers }: Numbers) => {
        for await (const one of numbers) if (one === 50) return one
        return undefined
      },
      closed: ({ first, later }: { first: number; later: number }) => [first, later, state.isClosed],
    })
    expect(await flow.execute(['closed'])).toEqual({ closed: [0, 50, true] })
  })

  it('lets no reader wait for one that took an item by hand and went away, unless a limit is set', async () => {
    const flow = untypedFlow({
      numbers: tee(counted(3_000).numbers),
      one: async ({ numbers }: Numbers) => (await numbers[Symbol.asyncIterator]().next()).value,
      all: async ({ numbers }: Numbers) => (await all(numbers)).length,
    })
    expect(await flow.execute(['one', 'all'])).toEqual({ one: 0, all: 3_000 })
  })

  it('throws an error of the stream in every reader, and the failure names both nodes', async () => {
    const error = new Error('lost')
    const seen: number[] = []
    const reader = async ({ numbers }: Numbers): Promise<void> => {
      for await (const one of numbers) seen.push(one)
    }
    const flow = untypedFlow({
      numbers: tee(async function* () {
        yield 1
        throw error
      }),
      a: reader,
      b: reader,
    })
    const { failures } = await flow.settle(['a', 'b'])
    expect(failures.map(({ node, stream, cause }) => [node, stream, cause])).toEqual([
      ['a', 'numbers', error],
      ['b', 'numbers', error],
    ])
    expect(seen).toEqual([1, 1])
    expect(failures[0]!.message).toContain('"a" failed: lost\n  in the stream: numbers')
  })

  it('is closed at the end of the run, however it ends', async () => {
    const half = counted()
    const flow = untypedFlow({
      numbers: tee(half.numbers),
      one: async ({ numbers }: Numbers) => (numbers[Symbol.asyncIterator]() as AsyncGenerator<number>).next(),
    })
    await flow.execute(['one'])
    expect(half.state.isClosed).toBe(true)

    const failed = counted()
    const failing = untypedFlow({
      numbers: tee(failed.numbers),
      a: async ({ numbers }: Numbers) => all(numbers),
      b: async () => {
        await settled()
        throw new Error('b')
      },
    })
    expect(((await thrownBy(failing.execute(['a', 'b']))) as NodeError).node).toBe('b')
    await vi.waitFor(() => expect(failed.state.isClosed).toBe(true))

    const aborted = counted()
    const controller = new AbortController()
    const reader = async ({ numbers }: Numbers): Promise<void> => {
      for await (const one of numbers) if (one === 3) controller.abort()
    }
    const stopped = untypedFlow({ numbers: tee(aborted.numbers), a: reader, b: reader })
    expect(await thrownBy(stopped.execute(['a', 'b'], { signal: controller.signal }))).toBeInstanceOf(RunAborted)
    await vi.waitFor(() => expect(aborted.state.isClosed).toBe(true))
  })

  it('does not hang with a source that hangs', async () => {
    const controller = new AbortController()
    const hanging = async function* (): AsyncGenerator<number> {
      yield 1
      await new Promise(() => {})
    }
    const reader = async ({ numbers }: Numbers): Promise<number[]> => all(numbers)
    const flow = untypedFlow({ numbers: tee(hanging), a: reader, b: reader })
    const run = thrownBy(flow.execute(['a', 'b'], { signal: controller.signal }))
    await settled()
    controller.abort()
    expect(((await run) as RunAborted).abandoned).toEqual([])
  })

  it('can be an output beside its readers, which the caller reads when the run is over', async () => {
    const flow = dataflow({
      numbers: tee(counted(3).numbers),
      count: async ({ numbers }: Numbers) => (await all(numbers)).length,
    })
    const { numbers, count } = await flow.execute(['numbers', 'count'])
    expect([count, await all(numbers)]).toEqual([3, [0, 1, 2]])
    const alone = await dataflow({ numbers: tee(counted(3).numbers) }).execute(['numbers'])
    expect(await first(alone.numbers)).toBe(0)
  })

  it('does not cut off the caller in silence when the run has closed it', async () => {
    const flow = dataflow({ numbers: tee(counted().numbers), one: async ({ numbers }: Numbers) => first(numbers) })
    const { numbers } = await flow.execute(['numbers', 'one'])
    const failure = await thrownBy(all(numbers))
    expect(hasIssue(failure, 'run/stream-closed')).toBe(true)
    expect((failure as Error).message).toContain('The stream "numbers" is closed: its run has ended.')
  })

  it('says so when its beginning is gone', async () => {
    const twice = async ({ numbers }: Numbers): Promise<number> =>
      (await all(numbers)).length + (await all(numbers)).length
    const once = async ({ numbers }: Numbers): Promise<number> => (await all(numbers)).length
    const flow = untypedFlow({ numbers: tee(counted(3).numbers), twice, once })
    const failure = (await thrownBy(flow.execute(['twice', 'once']))) as NodeError
    expect([failure.node, hasIssue(failure, 'run/stream-closed')]).toEqual(['twice', true])
    expect(failure.message).toContain('each of its readers can go through it once')
  })

  it('takes synchronous streams, and promises of streams', async () => {
    const reader = async ({ numbers }: Numbers): Promise<number[]> => all(numbers)
    const syncFlow = untypedFlow({ numbers: tee(() => [1, 2]), a: reader, b: reader })
    expect(await syncFlow.execute(['a', 'b'])).toEqual({ a: [1, 2], b: [1, 2] })
    const later = untypedFlow({ numbers: tee(async () => counted(2).numbers()), a: reader, b: reader })
    expect(await later.execute(['a', 'b'])).toEqual({ a: [0, 1], b: [0, 1] })
    const broken = untypedFlow({
      numbers: tee((): Iterable<number> => ({
        [Symbol.iterator]: () => ({
          next: () => {
            throw new Error('no')
          },
        }),
      })),
      a: reader,
    })
    expect(((await thrownBy(broken.execute(['a']))) as NodeError).stream).toBe('numbers')
  })

  it('gives such a stream in a direct call', async () => {
    const numbers = tee(counted(3).numbers)()
    expect(await Promise.all([all(numbers), first(numbers), all(numbers)])).toEqual([[0, 1, 2], 0, [0, 1, 2]])
    expect(await all(await tee(async () => new Set([1]))())).toEqual([1])
  })

  it('tells what has no items, and what cannot be meant', async () => {
    const failure = (await thrownBy(
      untypedFlow({ numbers: tee((() => null) as never), a: async ({ numbers }: Numbers) => all(numbers) }).execute([
        'a',
      ]),
    )) as NodeError
    expect([failure.node, hasIssue(failure, 'run/not-iterable')]).toEqual(['numbers', true])
    for (const maxAhead of [0, 1.5, 'all']) {
      expect(() => tee(counted().numbers, { maxAhead } as never)).toThrow('tee: "maxAhead" is')
    }
    expect(() => tee(3 as never)).toThrow(expect.toSatisfy(isThroughlineError))
  })
})
