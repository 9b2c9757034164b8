// A watched run of synchronous nodes lets the event loop breathe; an unwatched one goes through at once.

import { afterEach, describe, expect, it, vi } from 'vitest'
import { from, parameterize, RunAborted, type UntypedFlow } from '../index.ts'
import { untypedFlow } from '../testing/index.ts'
import { yieldToHost } from './yield-to-host.ts'

/** `count` nodes in a row, each busy for a time, and the name of the last. */
function chainOf(count: number, ms: number, note: () => void): { flow: UntypedFlow; last: string } {
  const step = ({ value }: { value: number }): number => {
    for (const until = performance.now() + ms; performance.now() < until;);
    note()
    return value + 1
  }
  const cases: Record<string, { value: unknown }> = { n0: { value: 0 } }
  for (let index = 1; index < count; index++) cases[`n${index}`] = { value: from(`n${index - 1}`) }
  const module = { chain: parameterize(step, cases as never) }
  return { flow: untypedFlow(module), last: `n${count - 1}` }
}

afterEach(() => void vi.unstubAllGlobals())

describe('forty synchronous nodes of 50 ms', () => {
  it('let timers in between the events of a hook, and stop when a timer aborts them', async () => {
    const order: string[] = []
    const controller = new AbortController()
    const ticking = setInterval(() => order.push('tick'), 5)
    setTimeout(() => controller.abort('enough'), 300)
    const { flow, last } = chainOf(40, 50, () => {})
    const hooked = flow.with({ hooks: [{ onStepEnd: ({ status }) => void order.push(status) }] })
    await expect(hooked.execute([last], { signal: controller.signal })).rejects.toBeInstanceOf(RunAborted)
    clearInterval(ticking)
    const ends = order.flatMap((line, index) => (line === 'succeeded' ? [index] : []))
    expect(ends.length).toBeGreaterThan(1)
    expect(ends.length).toBeLessThan(40)
    // Between two nodes that ended there was always a tick.
    for (const [nth, index] of ends.slice(1).entries()) expect(order.slice(ends[nth], index)).toContain('tick')
    expect(order.filter((line) => line === 'skipped')).toHaveLength(40 - ends.length)
  })
})

describe('a synchronous stretch', () => {
  const ways: [string, (flow: UntypedFlow, last: string) => Promise<unknown>, boolean][] = [
    ['without anybody watching', (flow, last) => flow.execute([last]), false],
    ['that settles', (flow, last) => flow.settle([last]), false],
    ['with a signal', (flow, last) => flow.execute([last], { signal: new AbortController().signal }), true],
    ['with a hook', (flow, last) => flow.with({ hooks: [{}] }).execute([last]), true],
    ['with a limit of concurrency', (flow, last) => flow.execute([last], { concurrency: 4 }), true],
    ['with a time limit', (flow, last) => flow.with({ policies: { n0: { timeout: '1m' } } }).execute([last]), true],
    ['that is iterated', (flow, last) => flow.iterate([last]).next(), true],
  ]
  it.each(ways)('%s yields as it should', async (_, run, yields) => {
    let isIn = false
    let sawIt = false
    const { flow, last } = chainOf(4, 15, () => (sawIt ||= isIn))
    const immediate = setImmediate(() => (isIn = true))
    await run(flow, last)
    clearImmediate(immediate)
    expect(sawIt).toBe(yields)
  })

  it('that is short never yields, however it is watched', async () => {
    let calls = 0
    const { flow, last } = chainOf(10, 0, () => calls++)
    const run = flow.with({ hooks: [{ onStepEnd: () => {} }] }).execute([last], { concurrency: 1 })
    expect(calls).toBe(10)
    await run
  })
})

describe('yielding to the host', () => {
  const before = (): Promise<string[]> =>
    new Promise((resolve) => {
      const order: string[] = []
      setTimeout(() => order.push('timer'), 0)
      for (const until = performance.now() + 3; performance.now() < until;);
      yieldToHost(() => resolve(order))
    })

  it('lets due timers go first in Node', async () => {
    for (let times = 0; times < 20; times++) expect(await before()).toEqual(['timer'])
  })

  it('posts a message where there is no setImmediate, and closes its port', async () => {
    const ports = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'MessagePort').length
    const portsBefore = ports()
    vi.stubGlobal('setImmediate', undefined)
    for (let times = 0; times < 5; times++) await before()
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(ports()).toBe(portsBefore)
  })

  it('waits for a timer where there is neither', async () => {
    vi.stubGlobal('setImmediate', undefined)
    vi.stubGlobal('MessageChannel', undefined)
    expect(await before()).toEqual(['timer'])
  })
})
