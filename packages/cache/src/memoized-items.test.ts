import { dataflow, from, subflow } from 'throughline'
import { each } from 'throughline/fan-out'
import { describe, expect, it } from 'vitest'
import { memoized, versionsBy } from './fixtures/memoized.ts'

describe('a fan-out', () => {
  const lengths = (memo: ReturnType<typeof memoized>, calls: string[]) =>
    memo.flow(
      dataflow({
        lengths: each({ word: 'words' }, ({ word, extra }: { word: string; extra: number }) => {
          calls.push(word)
          return word.length + extra
        }),
      }),
    )

  it('computes one item when one is added', async () => {
    const memo = memoized()
    const calls: string[] = []
    const flow = lengths(memo, calls)
    expect(await flow.execute(['lengths'], { inputs: { words: ['to', 'be'], extra: 0 } })).toEqual({ lengths: [2, 2] })
    const more = { words: ['to', 'three', 'be'], extra: 0 }
    expect(await flow.execute(['lengths'], { inputs: more })).toEqual({ lengths: [2, 5, 2] })
    expect(calls).toEqual(['to', 'be', 'three'])
    await flow.execute(['lengths'], { inputs: more })
    expect(memo.computed).toEqual(['lengths', 'lengths'])
  })

  it('computes all items when something changes that they share', async () => {
    const memo = memoized()
    const calls: string[] = []
    const flow = lengths(memo, calls)
    await flow.execute(['lengths'], { inputs: { words: ['to', 'be'], extra: 0 } })
    expect(await flow.execute(['lengths'], { inputs: { words: ['to', 'be'], extra: 1 } })).toEqual({ lengths: [3, 3] })
    expect(calls).toEqual(['to', 'be', 'to', 'be'])
  })

  it('of a flow takes the nodes of each item', async () => {
    const memo = memoized()
    const inner = dataflow({
      upper: ({ word }: { word: string }) => word.toUpperCase(),
      marked: ({ upper }: { upper: string }) => `${upper}!`,
    })
    const flow = memo.flow(dataflow({ shouted: each({ word: 'words' }, inner, { output: 'marked' }) }))
    await flow.execute(['shouted'], { inputs: { words: ['to', 'be'] } })
    memo.reset()
    expect(await flow.execute(['shouted'], { inputs: { words: ['be', 'or'] } })).toEqual({ shouted: ['BE!', 'OR!'] })
    expect(memo.computed).toEqual(['upper', 'marked', 'shouted'])
  })
})

describe('what failed', () => {
  it('in a fan-out that settles is tried again, with the items that were kept', async () => {
    const memo = memoized()
    const calls: string[] = []
    const flow = memo.flow(
      dataflow({
        lengths: each(
          { word: 'words' },
          ({ word }: { word: string }) => {
            calls.push(word)
            if (calls.length === 2) throw new Error('not now')
            return word.length
          },
          { settle: true },
        ),
      }),
    )
    const inputs = { words: ['to', 'be'] }
    await flow.execute(['lengths'], { inputs })
    const { lengths } = await flow.execute(['lengths'], { inputs })
    expect(lengths).toMatchObject([{ status: 'succeeded' }, { status: 'succeeded', value: 2 }])
    expect([calls, memo.computed]).toEqual([
      ['to', 'be', 'be'],
      ['lengths', 'lengths'],
    ])
  })
})

describe('a node of a subflow', () => {
  it('is computed every time when it was given something that cannot be compared', async () => {
    const memo = memoized()
    const inner = { shown: ({ x, format }: { x: number; format: (x: number) => string }) => format(x) }
    const make = (format: (x: number) => string) =>
      memo.flow(dataflow({ eu: subflow(inner, { inputs: { x: from('x'), format } }) }))
    expect(await make((x) => `${x} EUR`).execute(['eu.shown'], { inputs: { x: 1 } })).toEqual({ 'eu.shown': '1 EUR' })
    expect(await make((x) => `${x} USD`).execute(['eu.shown'], { inputs: { x: 1 } })).toEqual({ 'eu.shown': '1 USD' })
  })

  it('is told apart by the constants that it was given', async () => {
    const memo = memoized()
    const inner = { shown: ({ x, k }: { x: number; k: number }) => x + k }
    const make = (k: number) => memo.flow(dataflow({ eu: subflow(inner, { inputs: { x: from('x'), k } }) }))
    expect(await make(1).execute(['eu.shown'], { inputs: { x: 1 } })).toEqual({ 'eu.shown': 2 })
    expect(await make(2).execute(['eu.shown'], { inputs: { x: 1 } })).toEqual({ 'eu.shown': 3 })
    expect(await make(1).execute(['eu.shown'], { inputs: { x: 1 } })).toEqual({ 'eu.shown': 2 })
    expect(memo.computed).toHaveLength(2)
  })
})

describe('a stream', () => {
  const make = () => {
    const passed: number[] = []
    const flow = dataflow({
      async *numbers({ count }: { count: number }) {
        for (let each = 0; each < count; each++) {
          passed.push(each)
          yield each
        }
      },
      total: async ({ numbers }: { numbers: AsyncIterable<number> }) => {
        let sum = 0
        for await (const one of numbers) sum += one
        return sum
      },
      first: async ({ numbers }: { numbers: AsyncIterable<number> }) => {
        for await (const one of numbers) return one
        return -1
      },
    })
    return { flow, passed }
  }

  it.each([
    ['that reads one which is kept is kept too', [], ['numbers', 'doubled', 'all'], 2],
    ['that reads one which is computed in every run passes without being written down', ['numbers'], [], 0],
  ] as const)('%s', async (_, impure, kept, recordings) => {
    const memo = memoized({ versions: versionsBy({}, impure) })
    const flow = dataflow({
      async *numbers() {
        yield* [1, 2]
      },
      async *doubled({ numbers }: { numbers: AsyncIterable<number> }) {
        for await (const one of numbers) yield one * 2
      },
      all: ({ doubled }: { doubled: AsyncIterable<number> }) => Array.fromAsync(doubled),
    })
    expect(await memo.flow(flow).execute(['all'])).toEqual({ all: [2, 4] })
    expect([...memo.values.kept.values()].map(({ node }) => node)).toEqual(kept)
    expect(memo.values.recordings).toBe(recordings)
  })

  it('that was read to its end is kept as its items', async () => {
    const memo = memoized()
    const { flow, passed } = make()
    const run = memo.flow(flow)
    expect(await run.execute(['total'], { inputs: { count: 4 } })).toEqual({ total: 6 })
    expect(await run.execute(['total'], { inputs: { count: 4 } })).toEqual({ total: 6 })
    expect([passed, memo.cached]).toEqual([
      [0, 1, 2, 3],
      ['numbers', 'total'],
    ])
    const later = memoized({ versions: versionsBy({ total: '2' }) }, memo.values)
    expect(await later.flow(flow).execute(['total'], { inputs: { count: 4 } })).toEqual({ total: 6 })
    expect(passed).toHaveLength(4)
  })

  it('that was left is not kept, nor what read it', async () => {
    const memo = memoized()
    const { flow } = make()
    const run = memo.flow(flow)
    await run.execute(['first'], { inputs: { count: 4 } })
    await run.execute(['first'], { inputs: { count: 4 } })
    expect([memo.cached, memo.values.kept.size, memo.issues]).toEqual([[], 0, []])
  })

  it('is given to the caller from what was kept', async () => {
    const memo = memoized()
    const { flow, passed } = make()
    const run = memo.flow(flow)
    for (const _ of [1, 2]) {
      const { numbers } = await run.execute(['numbers'], { inputs: { count: 3 } })
      expect(await Array.fromAsync(numbers as AsyncIterable<number>)).toEqual([0, 1, 2])
    }
    expect(passed).toEqual([0, 1, 2])
  })
})
