// A stream as an array.

import { describe, expect, it, vi } from 'vitest'
import { lengthBetween } from '../checks/index.ts'
import {
  checked,
  dataflow,
  hasIssue,
  isThroughlineError,
  parameterize,
  retry,
  RunAborted,
  type NodeError,
} from '../index.ts'
import { gathered, tee } from '../fan-out/index.ts'
import { untypedFlow } from '../testing/index.ts'
import { thrownBy } from './fixtures/thrown-by.ts'

async function* upTo({ last }: { last: number }): AsyncGenerator<number> {
  for (let number = 1; number <= last; number++) yield number
}

describe('gathered', () => {
  it('gives the items as an array, which several nodes can read', async () => {
    const flow = dataflow({
      numbers: gathered(upTo),
      count: ({ numbers }: { numbers: number[] }) => numbers.length,
      sum: ({ numbers }: { numbers: number[] }) => numbers.reduce((sum, number) => sum + number, 0),
    })
    expect(await flow.execute(['numbers', 'count', 'sum'], { inputs: { last: 3 } })).toEqual({
      numbers: [1, 2, 3],
      count: 3,
      sum: 6,
    })
    expect(flow.nodes[1]).toMatchObject({ name: 'numbers', kind: 'function', dependencies: [{ name: 'last' }] })
  })

  it.each([
    [
      'a synchronous generator',
      gathered(function* () {
        yield* [1, 2]
      }),
    ],
    ['a promise of a stream', gathered(async () => upTo({ last: 2 }))],
    ['an iterable', gathered(() => new Set([1, 2]))],
    ['another stream', gathered(tee(() => upTo({ last: 2 })))],
  ])('takes %s', async (_, numbers) => {
    expect(await untypedFlow({ numbers }).execute(['numbers'])).toEqual({ numbers: [1, 2] })
    expect(await (numbers as () => Promise<number[]>)()).toEqual([1, 2])
  })

  it('stays synchronous when its items are', () => {
    let isRead = false
    const flow = untypedFlow({
      numbers: gathered(() => [1]),
      seen: ({ numbers }: { numbers: number[] }) => (isRead = numbers.length === 1),
    })
    void flow.execute(['seen'])
    expect(isRead).toBe(true)
  })

  it('begins again with the attempts around it; inside, they hold for the start only', async () => {
    let begun = 0
    const broken = async function* (): AsyncGenerator<number> {
      begun++
      yield 1
      if (begun < 2) throw new Error('lost')
      yield 2
    }
    const options = { maxAttempts: 2, backoffMs: 0 }
    expect(await untypedFlow({ numbers: retry(gathered(broken), options) }).execute(['numbers'])).toEqual({
      numbers: [1, 2],
    })
    begun = 0
    const failure = await thrownBy(untypedFlow({ numbers: gathered(retry(broken, options)) }).execute(['numbers']))
    expect([(failure as NodeError).node, ((failure as NodeError).cause as Error).message]).toEqual(['numbers', 'lost'])
  })

  it('closes the stream when the run is stopped', async () => {
    const controller = new AbortController()
    let isClosed = false
    const endless = async function* (): AsyncGenerator<number> {
      try {
        for (let number = 0; ; number++) {
          if (number === 5) controller.abort()
          yield number
        }
      } finally {
        isClosed = true
      }
    }
    const run = untypedFlow({ numbers: gathered(endless) }).execute(['numbers'], { signal: controller.signal })
    expect(await thrownBy(run)).toBeInstanceOf(RunAborted)
    await vi.waitFor(() => expect(isClosed).toBe(true))
  })

  it('is checked as a whole, and made for many nodes', async () => {
    const flow = untypedFlow({
      many: parameterize(checked(gathered(upTo), [lengthBetween(1, 2)]), { two: { last: 2 }, three: { last: 3 } }),
    })
    expect(await flow.execute(['two'])).toEqual({ two: [1, 2] })
    expect(hasIssue(await thrownBy(flow.execute(['three'])), 'check/failed')).toBe(true)
  })

  it('tells what has no items', async () => {
    const failure = await thrownBy(untypedFlow({ numbers: gathered((() => 'text') as never) }).execute(['numbers']))
    expect((failure as NodeError).message).toContain('"numbers" gives a text, which has no items')
    await expect(gathered((() => 3) as never as () => number[])()).rejects.toSatisfy((error) =>
      hasIssue(error, 'run/not-iterable'),
    )
    expect(() => gathered(3 as never)).toThrow(expect.toSatisfy(isThroughlineError))
  })

  it('can be called directly', async () => {
    const numbers = gathered(upTo)
    expect(await numbers({ last: 2 })).toEqual([1, 2])
    expect(numbers.name).toBe('upTo')
  })
})
