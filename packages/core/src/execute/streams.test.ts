// Who reads a stream, as a plan sees it, and what becomes of streams when a run has ended.

import { describe, expect, it, vi } from 'vitest'
import { byConfig, pipe, resource, retry, when } from '../index.ts'
import { each } from '../modifiers/each.ts'
import { failureOf, untypedFlow } from '../testing/index.ts'

type Numbers = { numbers: AsyncGenerator<number> }

/** Numbers without end, and whether they were closed. */
function source(): { numbers: () => AsyncGenerator<number>; state: { isClosed: boolean } } {
  const state = { isClosed: false }
  return {
    state,
    async *numbers() {
      try {
        for (let next = 0; ; next++) yield next
      } finally {
        state.isClosed = true
      }
    },
  }
}

async function firstThree(stream: unknown): Promise<number[]> {
  const found: number[] = []
  for await (const item of stream as AsyncIterable<number>) if (found.push(item) === 3) break
  return found
}

describe('a stream that is an output', () => {
  it('goes on after the run with the stream that it is made from, and closes it', async () => {
    const makers = {
      async *generator({ numbers }: Numbers) {
        for await (const one of numbers) yield one * 2
      },
      fanOut: each({ one: 'numbers' }, ({ one }: { one: number }) => one * 2, { stream: true }),
      handed: ({ numbers }: Numbers) => numbers,
      pipe: pipe(({ numbers }: Numbers) => numbers, { none: when({ never: true }, (value: unknown) => value) }),
    }
    for (const [name, doubles] of Object.entries(makers)) {
      const { numbers, state } = source()
      const { doubles: found } = await untypedFlow({ numbers, doubles }).execute(['doubles'])
      const isDoubled = name === 'generator' || name === 'fanOut'
      expect([name, await firstThree(found)]).toEqual([name, isDoubled ? [0, 2, 4] : [0, 1, 2]])
      await vi.waitFor(() => expect([name, state.isClosed]).toEqual([name, true]))
    }
  })

  it('may be made by a pipe', async () => {
    const { numbers } = source()
    for (const p of [pipe(numbers), pipe(numbers, { half: when({ fine: true }, (value: unknown) => value) })]) {
      const { p: found } = await untypedFlow({ p }).execute(['p'])
      expect(await firstThree(found)).toEqual([0, 1, 2])
    }
  })

  it('of a run that has failed is got by nobody: what it is made from is closed', async () => {
    const { numbers, state } = source()
    const flow = untypedFlow({
      numbers,
      first: async ({ numbers }: Numbers) => (await numbers.next()).value,
      *other() {
        yield 1
      },
      fails: ({ first }: { first: number }) => {
        throw new Error(`no ${first}`)
      },
    })
    await failureOf(flow.execute(['fails', 'other']))
    await vi.waitFor(() => expect(state.isClosed).toBe(true))
  })
})

describe('the readers of a stream', () => {
  it('are counted also when something else is wrong', () => {
    const flow = untypedFlow({
      numbers: source().numbers,
      sum: ({ numbers }: Numbers) => numbers,
      model: byConfig('algo', { line: () => 1 }),
    })
    expect(flow.validate(['numbers', 'sum', 'model']).map(({ code }) => code)).toEqual([
      'graph/undecided-variant',
      'graph/shared-stream',
    ])
  })

  it('are not what only waits for it: a resource that is opened late, and tried again', async () => {
    const db = retry(
      resource(() => ({ name: 'db' })),
      { maxAttempts: 3, backoffMs: 0 },
    )
    const rows = async ({ numbers, db }: Numbers & { db: { name: string } }): Promise<unknown[]> => [
      db.name,
      ...(await firstThree(numbers)),
    ]
    const flow = untypedFlow({ numbers: source().numbers, db, rows })
    expect(await flow.execute(['rows'])).toEqual({ rows: ['db', 0, 1, 2] })
  })
})
