// A fan-out while it runs: how many items at a time, how far it reads, and what hooks are told.

import { describe, expect, it } from 'vitest'
import { type Hooks, type NodeContext, type StepLog, type StepProgress, type UntypedFlow } from '../index.ts'
import { each } from '../fan-out/index.ts'
import { untypedFlow } from '../testing/index.ts'
import { gate, settled } from './fixtures/gate.ts'

const watchedFlow = (module: object, hooks: Hooks): UntypedFlow => untypedFlow(module).with({ hooks: [hooks] })
const double = ({ x }: { x: number }): number => x * 2

describe('each, while it runs,', () => {
  describe('concurrency', () => {
    it.each([
      [undefined, 16],
      [3, 3],
      [1, 1],
      [Infinity, 40],
    ])('%s lets %d items run at a time', async (concurrency, most) => {
      const { enter, open, inside } = gate()
      const options = concurrency === undefined ? {} : { concurrency }
      const flow = untypedFlow({ ys: each({ x: 'xs' }, ({ x }: { x: number }) => enter(x), options) })
      const run = flow.execute(['ys'], { inputs: { xs: Array.from({ length: 40 }, (_, index) => index) } })
      await settled()
      expect(inside()).toEqual(Array.from({ length: most }, (_, index) => index))
      for (let item = 0; item < 40; item++) {
        await open(item)
        expect(inside().length).toBe(Math.min(most, 39 - item))
      }
      expect((await run)['ys']).toHaveLength(40)
    })

    it('is independent of that of the run', async () => {
      const { enter, open, inside } = gate()
      const flow = untypedFlow({ ys: each({ x: 'xs' }, ({ x }: { x: number }) => enter(x), { concurrency: 2 }) })
      const run = flow.execute(['ys'], { inputs: { xs: [1, 2, 3] }, concurrency: 1 })
      await settled()
      expect(inside()).toEqual([1, 2])
      for (const item of [1, 2, 3]) await open(item)
      await run
    })

    it('reads an async iterable no further ahead than it computes', async () => {
      const { enter, open, inside } = gate()
      let pulled = 0
      const flow = untypedFlow({
        async *xs() {
          for (let x = 0; x < 10; x++) {
            pulled++
            yield x
          }
        },
        ys: each({ x: 'xs' }, ({ x }: { x: number }) => enter(x), { concurrency: 3 }),
      })
      const run = flow.execute(['ys'])
      for (let done = 0; done < 10; done++) {
        await settled()
        expect(pulled).toBe(Math.min(10, done + 3))
        await open(inside()[0])
      }
      await run
    })
  })

  describe('hooks', () => {
    it('are told how far it is, and of what items say', async () => {
      const progress: StepProgress[] = []
      const logs: StepLog[] = []
      const work = ({ x }: { x: number }, { log, metric }: NodeContext): number => {
        log(`at ${x}`)
        metric('x', x)
        return x
      }
      const flow = watchedFlow(
        {
          ys: each({ x: 'xs' }, work),
          zs: each(
            { a: 'as' },
            each({ x: 'xs' }, ({ x, a }: { x: number; a: string }, { log }: NodeContext) => log(a + x)),
            {
              key: ({ a }) => a,
            },
          ),
        },
        { onStepProgress: (event) => void progress.push(event), onStepLog: (event) => void logs.push(event) },
      )
      await flow.execute(['ys'], { inputs: { xs: [1, 2] } })
      expect(progress.at(-1)).toMatchObject({ node: 'ys', done: 2, total: 2 })
      expect(logs.map(({ message, item }) => [message, item])).toEqual([
        ['at 1', { key: '0', index: 0, path: ['0'] }],
        ['at 2', { key: '1', index: 1, path: ['1'] }],
      ])
      logs.length = 0
      await flow.execute(['zs'], { inputs: { xs: [1], as: ['p', 'q'] } })
      expect(logs.map(({ item }) => item?.path)).toEqual([
        ['p', '0'],
        ['q', '0'],
      ])
    })

    it('get the inputs of the node, not of each item, and one start and end', async () => {
      const told: unknown[] = []
      const flow = watchedFlow(
        { ys: each({ x: 'xs' }, ({ x, k }: { x: number; k: number }) => x * k) },
        { onStepStart: ({ inputs }) => void told.push(inputs), onStepEnd: (event) => void told.push(event.status) },
      )
      await flow.execute(['ys'], { inputs: { xs: [1, 2], k: 3 } })
      expect(told).toEqual([{ xs: [1, 2], k: 3 }, 'succeeded'])
    })
  })

  it('lets timers have their turn in a long watched run of synchronous items', async () => {
    let ticks = 0
    const timer = setInterval(() => ticks++, 1)
    const until = performance.now() + 120
    const xs = (function* () {
      while (performance.now() < until) yield 1
    })()
    await watchedFlow({ ys: each({ x: 'xs' }, double) }, {}).execute(['ys'], { inputs: { xs } })
    clearInterval(timer)
    expect(ticks).toBeGreaterThan(1)
  })
})
