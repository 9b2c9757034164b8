// A fan-out that fails at once while items that it has started still run.

import { describe, expect, it } from 'vitest'
import { failureOf, untypedFlow } from '../testing/index.ts'
import { each } from './each.ts'
import { settled } from './fixtures/gate.ts'

describe('a fan-out that cannot go on', () => {
  it('is waited for: no item runs any more when the run has ended', async () => {
    let active = 0
    const work = async ({ a, b }: { a: number; b: number }): Promise<number> => {
      active++
      await settled()
      active--
      return a + b
    }
    const flow = untypedFlow({ sums: each({ a: 'as', b: 'bs' }, work) })
    const inputs = { as: [1, 2], bs: [1, 2, 3] }
    for (const options of [{ inputs }, { inputs, concurrency: 1 }]) {
      const failure = await failureOf(flow.execute(['sums'], options))
      expect([failure.cause, failure.abandoned, active]).toEqual([
        expect.objectContaining({ code: 'run/uneven-items' }),
        [],
        0,
      ])
    }
    const deaf = untypedFlow({
      sums: each({ a: 'as', b: 'bs' }, ({ a, b }: { a: number; b: number }) => new Promise<never>(() => void [a, b])),
    })
    expect((await failureOf(deaf.execute(['sums'], { inputs, abandonAfterMs: 5 }))).abandoned).toEqual(['sums'])
  })
})
