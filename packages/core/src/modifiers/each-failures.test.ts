// What happens when an item fails, when the source does, and when the run is stopped.

import { describe, expect, it, vi } from 'vitest'
import { retry, RunAborted, timeout, type Hooks, type NodeContext } from '../index.ts'
import { each } from '../fan-out/index.ts'
import { failureOf, untypedFlow } from '../testing/index.ts'
import { settled } from './fixtures/gate.ts'
import { thrownBy } from './fixtures/thrown-by.ts'

/** Waits until it is stopped; fails with the reason. */
const untilStopped = ({ x }: { x: number }, { signal }: NodeContext): Promise<number> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: x > 0 }))

/** An endless source that says when it was closed. */
function source(): { xs: () => AsyncGenerator<number>; state: { pulled: number; isClosed: boolean } } {
  const state = { pulled: 0, isClosed: false }
  return {
    state,
    async *xs() {
      try {
        for (;;) yield state.pulled++
      } finally {
        state.isClosed = true
      }
    },
  }
}

describe('an item that fails', () => {
  it('fails the node with its error, and says which item it was', async () => {
    const error = new Error('the page is gone')
    const pages = each(
      { url: 'urls' },
      ({ url }: { url: string }) => {
        if (url === 'b') throw error
        return url
      },
      { key: ({ url }) => `page ${url}` },
    )
    const flow = untypedFlow({ pages, count: ({ pages }: { pages: string[] }) => pages.length })
    const failure = await failureOf(flow.execute(['count'], { inputs: { urls: ['a', 'b', 'c'] } }))
    expect(failure.cause).toBe(error)
    expect([failure.node, failure.path]).toEqual(['pages', ['pages', 'count']])
    expect(failure.item).toEqual({ key: 'page b', index: 1, path: ['page b'], attempt: 1 })
    expect(failure.message).toBe(
      'run/node-failed\n"pages" failed: the page is gone\n  path: pages <- count (output)\n  item: page b (index 1)',
    )
  })

  it.each([['synchronous'], ['asynchronous']])('can throw anything: %s', async (kind) => {
    for (const thrown of ['a text', 0, undefined, null, { own: 'object' }]) {
      const work = ({ x }: { x: number }): unknown => {
        if (x < 2) return x
        // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- what is not an error is tested
        if (kind === 'asynchronous') return Promise.reject(thrown)
        throw thrown // oxlint-disable-line typescript/only-throw-error -- what is not an error is tested
      }
      const failure = await failureOf(
        untypedFlow({ ys: each({ x: 'xs' }, work) }).execute(['ys'], { inputs: { xs: [1, 2] } }),
      )
      expect([failure.cause, failure.item]).toEqual([thrown, { key: '1', index: 1, path: ['1'], attempt: 1 }])
      expect(failure.message).toContain('\n  item: 1')
    }
  })

  it('is told to the hooks with its own error', async () => {
    const error = new Error('no')
    const told: unknown[] = []
    const fail = (): never => {
      throw error
    }
    const hooks: Hooks = {
      onStepEnd: (event) => void told.push(event.status === 'failed' && event.error),
      onRunEnd: ({ failures }) => void told.push(failures[0]?.item?.index),
    }
    const ys = each({ x: 'xs' }, ({ x }: { x: number }) => (x ? fail() : x))
    const flow = untypedFlow({ ys }).with({ hooks: [hooks] })
    await failureOf(flow.execute(['ys'], { inputs: { xs: [0, 1] } }))
    expect(told).toEqual([error, 1])
  })

  it('in a nest of fan-outs has a path of keys', async () => {
    const work = retry(
      ({ x, y }: { x: string; y: number }) => {
        if (x === 'b' && y === 20) throw new Error('no')
        return x
      },
      { maxAttempts: 3, backoffMs: 0 },
    )
    const nested = each({ x: 'xs' }, each({ y: 'ys' }, work, { key: ({ y }) => `y${y}` }), { key: ({ x }) => x })
    const failure = await failureOf(
      untypedFlow({ nested }).execute(['nested'], { inputs: { xs: ['a', 'b'], ys: [10, 20] } }),
    )
    expect(failure.item).toEqual({ key: 'y20', index: 1, path: ['b', 'y20'], attempt: 3 })
    expect(failure.message).toContain('  item: b > y20 (index 1)\n  attempts of the item: 3')
  })

  it('stops the others: their signal is aborted with its error, and no further item starts', async () => {
    const { xs, state } = source()
    const reasons: unknown[] = []
    const error = new Error('enough')
    const work = async ({ x }: { x: number }, { signal }: NodeContext): Promise<unknown> => {
      if (x < 2)
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            reasons.push(signal.reason)
            reject(signal.reason as Error)
          })
        })
      await settled()
      throw error
    }
    const failure = await failureOf(
      untypedFlow({ xs, ys: each({ x: 'xs' }, work, { concurrency: 3 }) }).execute(['ys']),
    )
    expect([failure.cause, failure.item?.index, failure.others, failure.abandoned]).toEqual([error, 2, [], []])
    expect(reasons).toEqual([error, error])
    expect(state).toEqual({ pulled: 3, isClosed: true })
  })

  it('gives an aborted signal to who asks for it only then', async () => {
    let isAborted: boolean | undefined
    const work = async ({ x }: { x: number }, context: NodeContext): Promise<void> => {
      if (x === 1) throw new Error('no')
      await settled()
      isAborted = context.signal.aborted
    }
    await failureOf(untypedFlow({ ys: each({ x: 'xs' }, work) }).execute(['ys'], { inputs: { xs: [0, 1] } }))
    expect(isAborted).toBe(true)
  })

  it('is waited for like any node when it does not stop, and given up by name', async () => {
    const work = ({ x }: { x: number }): Promise<number> =>
      x === 0 ? Promise.reject(new Error('no')) : new Promise((resolve) => setTimeout(() => resolve(x), 200))
    const flow = untypedFlow({ ys: each({ x: 'xs' }, work) })
    const failure = await failureOf(flow.execute(['ys'], { inputs: { xs: [1, 0, 2] }, abandonAfterMs: 10 }))
    expect([failure.item?.index, failure.abandoned]).toEqual([1, ['ys']])
  })

  it('does not hide what another item throws too late', async () => {
    const late = new Error('late')
    const work = ({ x }: { x: number }): Promise<number> =>
      x === 0 ? Promise.reject(new Error('no')) : new Promise((_, reject) => setTimeout(() => reject(late), 50))
    const flow = untypedFlow({ ys: each({ x: 'xs' }, work) })
    const failure = await failureOf(flow.execute(['ys'], { inputs: { xs: [1, 0] }, abandonAfterMs: 10 }))
    await vi.waitFor(() => expect(failure.late).toEqual([{ node: 'ys', error: late }]))
  })

  it('leaves the rest of a run that goes on alone', async () => {
    const fail = (): never => {
      throw new Error('no')
    }
    const flow = untypedFlow({ ys: each({ x: 'xs' }, ({ x }: { x: number }) => (x ? fail() : x)), other: () => 1 })
    const { values, failures } = await flow.settle(['ys', 'other'], { inputs: { xs: [0, 1] } })
    expect([values, failures.map((one) => one.item?.key)]).toEqual([{ other: 1 }, ['1']])
  })

  it('is found again by who tries the whole again', async () => {
    const keys: unknown[] = []
    const work = ({ x }: { x: number }): never => {
      throw new Error(`${x}`)
    }
    const options = { maxAttempts: 2, backoffMs: 0, retryIf: (error: unknown) => (keys.push(error), true) }
    const failure = await failureOf(
      untypedFlow({ ys: retry(each({ x: 'xs' }, work), options) }).execute(['ys'], { inputs: { xs: [7] } }),
    )
    expect([failure.attempt, failure.item?.attempt, failure.item?.index]).toEqual([2, 1, 0])
    expect(keys.map(String)).toEqual(['Error: 7'])
  })
})

describe('with { settle: true }', () => {
  it('a failed item is a result like any other, and stops nothing', async () => {
    const error = new Error('no')
    const work = async ({ x }: { x: number }): Promise<number> => {
      if (x % 2 === 1) throw error
      return x
    }
    const ys = each({ x: 'xs' }, work, { settle: true, key: ({ x }) => x, concurrency: 2 })
    expect(await untypedFlow({ ys }).execute(['ys'], { inputs: { xs: [4, 5, 6] } })).toEqual({
      ys: [
        { status: 'succeeded', key: '4', value: 4 },
        { status: 'failed', key: '5', error },
        { status: 'succeeded', key: '6', value: 6 },
      ],
    })
    expect(await ys({ xs: [5] })).toEqual([{ status: 'failed', key: '5', error }])
  })

  it('the run can still be aborted, and a source still fails the node', async () => {
    const controller = new AbortController()
    const flow = untypedFlow({ ys: each({ x: 'xs' }, untilStopped, { settle: true }) })
    const run = thrownBy(flow.execute(['ys'], { inputs: { xs: [1] }, signal: controller.signal }))
    controller.abort()
    expect(await run).toBeInstanceOf(RunAborted)
    const broken = untypedFlow({
      *xs() {
        yield 1
        throw new Error('broken')
      },
      ys: each({ x: 'xs' }, ({ x }: { x: number }) => x, { settle: true }),
    })
    expect(((await failureOf(broken.execute(['ys']))).cause as Error).message).toBe('broken')
  })
})

describe('a source', () => {
  it.each([
    ['a text', 'abc'],
    ['a number', 3],
    ['null', null],
    ['an object', { length: 2 }],
  ])('that is %s has no items', async (found, xs) => {
    const failure = await failureOf(
      untypedFlow({ ys: each({ x: 'xs' }, ({ x }: { x: number }) => x) }).execute(['ys'], { inputs: { xs } }),
    )
    expect(failure.message).toContain(`"xs" gives ${found}, which has no items to go through.`)
  })

  it('that throws fails the node, and is not closed again', async () => {
    const closed: string[] = []
    const xs = {
      [Symbol.asyncIterator]: () => ({
        count: 0,
        async next() {
          if (this.count++ === 2) throw new Error('the connection was lost')
          return { done: false, value: this.count }
        },
        async return() {
          closed.push('closed')
          return { done: true, value: undefined }
        },
      }),
    }
    const ys = each({ x: 'xs' }, async ({ x }: { x: number }) => x)
    const failure = await failureOf(untypedFlow({ ys }).execute(['ys'], { inputs: { xs } }))
    expect([(failure.cause as Error).message, failure.item, closed]).toEqual(['the connection was lost', undefined, []])
  })

  it('is closed when an item fails, also a synchronous one, and not when it was read to its end', async () => {
    const closed: string[] = []
    const flow = untypedFlow({
      *xs() {
        try {
          yield* [1, 2, 3]
        } finally {
          closed.push('xs')
        }
      },
      ys: each({ x: 'xs' }, ({ x, last }: { x: number; last: number }) => {
        if (x > last) throw new Error('no')
        return x
      }),
    })
    await failureOf(flow.execute(['ys'], { inputs: { last: 1 } }))
    expect(closed).toEqual(['xs'])
    let returns = 0
    const items = {
      [Symbol.iterator]: () => ({
        next: () => ({ done: true, value: undefined }),
        return: () => (returns++, { done: true, value: undefined }),
      }),
    }
    await untypedFlow({ ys: each({ x: 'xs' }, ({ x }: { x: number }) => x) }).execute(['ys'], { inputs: { xs: items } })
    expect(returns).toBe(0)
  })
})

describe('a run that is stopped', () => {
  it('aborts the items with its reason, closes the source, and starts nothing new', async () => {
    const { xs, state } = source()
    const controller = new AbortController()
    const reasons: unknown[] = []
    const work = ({ x }: { x: number }, { signal }: NodeContext): Promise<number> =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reasons.push([x, signal.reason])
          reject(signal.reason as Error)
        })
      })
    const flow = untypedFlow({ xs, ys: each({ x: 'xs' }, work, { concurrency: 2 }) })
    const run = thrownBy(flow.execute(['ys'], { signal: controller.signal }))
    await settled()
    const reason = new Error('the user left')
    controller.abort(reason)
    const error = (await run) as RunAborted
    expect(error).toBeInstanceOf(RunAborted)
    expect([error.cause, error.failures, error.abandoned]).toEqual([reason, [], []])
    expect(reasons).toEqual([
      [0, reason],
      [1, reason],
    ])
    expect(state).toEqual({ pulled: 2, isClosed: true })
  })

  it('stops items when another node fails', async () => {
    const flow = untypedFlow({
      ys: each({ x: 'xs' }, untilStopped),
      other: async () => {
        await settled()
        throw new Error('other')
      },
    })
    const failure = await failureOf(flow.execute(['ys', 'other'], { inputs: { xs: [1, 2] } }))
    expect([failure.node, failure.others, failure.abandoned]).toEqual(['other', [], []])
  })

  it('stops items when the time of the whole is up', async () => {
    const seen: unknown[] = []
    const work = ({ x }: { x: number }, { signal }: NodeContext): Promise<number> =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          seen.push(x)
          reject(signal.reason as Error)
        })
      })
    const failure = await failureOf(
      untypedFlow({ ys: timeout(each({ x: 'xs' }, work), 20) }).execute(['ys'], { inputs: { xs: [1, 2] } }),
    )
    expect([failure.issues.map((issue) => issue.code), seen]).toEqual([
      ['run/node-failed', 'run/timeout'],
      [1, 2],
    ])
  })

  it('does not wait for a pull that hangs longer than for any node', async () => {
    const controller = new AbortController()
    const xs = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) }
    const flow = untypedFlow({ ys: each({ x: 'xs' }, ({ x }: { x: number }) => x) })
    const run = thrownBy(flow.execute(['ys'], { inputs: { xs }, signal: controller.signal, abandonAfterMs: 10 }))
    await settled()
    controller.abort()
    expect(((await run) as RunAborted).abandoned).toEqual(['ys'])
  })

  it('lets an item abort it, also in a synchronous stretch', async () => {
    const controller = new AbortController()
    let calls = 0
    const work = ({ x }: { x: number }): number => {
      calls++
      if (x === 3) controller.abort()
      return x
    }
    const flow = untypedFlow({ ys: each({ x: 'xs' }, work) })
    const run = thrownBy(flow.execute(['ys'], { inputs: { xs: [1, 2, 3, 4, 5] }, signal: controller.signal }))
    expect([await run, calls]).toEqual([expect.any(RunAborted), 3])
  })
})
