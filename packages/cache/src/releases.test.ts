// A run with a cache lets values go as one without it does, and loads what somebody needs and nothing else.

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { dataflow, node, untyped, type UntypedFlow } from 'throughline'
import { describe, expect, it } from 'vitest'
import { cache } from './cache.ts'
import { memoized, versionsBy } from './fixtures/memoized.ts'
import { makeScratch } from './fixtures/scratch.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const LENGTH = 30

/** A chain of values, and how many of them were alive at most while it ran. */
function chain(): { flow: UntypedFlow; most: () => number } {
  const made: WeakRef<object>[] = []
  let most = 0
  const make = (values: Float64Array): Float64Array => {
    made.push(new WeakRef(values))
    return values
  }
  const nodes: Record<string, unknown> = { v0: () => make(new Float64Array(10_000).fill(0)) }
  for (let at = 1; at < LENGTH; at++) {
    nodes[`v${at}`] = node([`v${at - 1}`], async (args: Record<string, Float64Array>) => {
      await new Promise((resolve) => setImmediate(resolve))
      collectGarbage()
      most = Math.max(most, made.filter((one) => one.deref() !== undefined).length)
      return make(args[`v${at - 1}`]!.map((one) => one + 1))
    })
  }
  nodes['sum'] = node([`v${LENGTH - 1}`], (args: Record<string, Float64Array>) => Object.values(args)[0]!.at(-1))
  return { flow: untyped(dataflow(nodes as never)), most: () => most }
}

describe('a run with a cache', () => {
  it('lets values go that nobody needs any more, while it keeps them', async () => {
    const plain = chain()
    await plain.flow.execute(['sum'])
    const kept = chain()
    const store = cache({ dir: `${makeScratch()}/store`, versions: versionsBy() })
    expect(await kept.flow.with({ cache: store }).execute(['sum'])).toEqual({ sum: LENGTH - 1 })
    await store.close()
    expect(plain.most()).toBeLessThanOrEqual(3)
    expect(kept.most()).toBeLessThanOrEqual(plain.most() + 1)
  })

  it('loads what a node reads that is computed, and none of what stands before it', async () => {
    const memo = memoized()
    const { flow } = chain()
    await memo.flow(flow).execute(['sum'])
    const later = memoized({ versions: versionsBy({ v20: 'another way' }) }, memo.values)
    memo.values.loads = 0
    await later.flow(flow).execute(['sum'])
    // The value that "v20" reads, and the sum: what "v20" gives is what it gave before.
    expect([later.computed, memo.values.loads]).toEqual([['v20'], 2])
  })
})
