// Streams that go through a pipe.

import { describe, expect, it } from 'vitest'
import { hasIssue, pipe, when } from '../index.ts'
import { failureOf, untypedFlow } from '../testing/index.ts'
import { tee } from './tee.ts'

type Stream = AsyncIterable<number>

async function* numbers(): AsyncGenerator<number> {
  yield* [1, 2, 3]
}
const all = async ({ p }: { p: Stream }): Promise<number[]> => Array.fromAsync(p)
const skipped = { skipped: when({ never: true }, (stream: Stream) => stream) }

describe('a stream for several readers that a pipe passes on', () => {
  it('is read by each of them', async () => {
    for (const p of [pipe(tee(numbers)), pipe(tee(numbers), skipped)]) {
      const flow = untypedFlow({ p, a: all, b: all, c: all })
      expect(await flow.execute(['a', 'b', 'c'])).toEqual({ a: [1, 2, 3], b: [1, 2, 3], c: [1, 2, 3] })
      expect(await flow.execute(['a'])).toEqual({ a: [1, 2, 3] })
      const { p: stream, a } = await flow.execute(['p', 'a'], { concurrency: 1 })
      expect([a, await Array.fromAsync(stream as Stream)]).toEqual([
        [1, 2, 3],
        [1, 2, 3],
      ])
    }
  })

  it('is read by those of each step', async () => {
    const raw = async (read: { 'p.raw': Stream }): Promise<number[]> => Array.fromAsync(read['p.raw'])
    const between = async (read: { 'p.skipped': Stream }): Promise<number[]> => Array.fromAsync(read['p.skipped'])
    const flow = untypedFlow({
      p: pipe(tee(numbers), skipped),
      a: all,
      b: all,
      raw: ({ 'p.raw': stream }: { 'p.raw': Stream }) => raw({ 'p.raw': stream }),
      between: ({ 'p.skipped': stream }: { 'p.skipped': Stream }) => between({ 'p.skipped': stream }),
    })
    expect(await flow.execute(['raw', 'a', 'between', 'b'])).toEqual({
      raw: [1, 2, 3],
      a: [1, 2, 3],
      between: [1, 2, 3],
      b: [1, 2, 3],
    })
  })

  it('still lets go of what all have read', async () => {
    const twice = async ({ p }: { p: Stream }): Promise<unknown> => [await Array.fromAsync(p), await Array.fromAsync(p)]
    const failure = await failureOf(untypedFlow({ p: pipe(tee(numbers)), a: all, twice }).execute(['a', 'twice']))
    expect([failure.node, hasIssue(failure, 'run/stream-closed')]).toEqual(['twice', true])
  })
})
