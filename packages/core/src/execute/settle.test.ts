// The other ways to run: as much as possible, and one output after the other.

import { describe, expect, it } from 'vitest'
import { NodeError, RunAborted, type Hooks, type NodeContext } from '../index.ts'
import { each } from '../modifiers/each.ts'
import { untypedFlow } from '../testing/index.ts'

type Numbers = Record<string, number>

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const fail = (message: string) => (): never => {
  throw new Error(message)
}

describe('settle', () => {
  const partly = {
    a: () => 1,
    b: fail('b'),
    c: async () => fail('c')(),
    ofA: async ({ a }: Numbers) => a! + 1,
    ofB: ({ b }: Numbers) => b,
    ofAll: ({ ofA, ofB, c }: Numbers) => [ofA, ofB, c],
    end: ({ ofAll }: Numbers) => ofAll,
  }

  it('goes on with what does not depend on a failure, and explains the rest', async () => {
    const { values, failures, skipped } = await untypedFlow(partly).settle(['end', 'ofA', 'a', 'b'])
    expect(values).toEqual({ a: 1, ofA: 2 })
    expect(failures.map(({ node, path, cause }) => [node, path, (cause as Error).message])).toEqual([
      ['b', ['b'], 'b'],
      ['c', ['c', 'ofAll', 'end'], 'c'],
    ])
    expect(skipped).toEqual([
      { node: 'end', because: ['b', 'c'] },
      { node: 'ofAll', because: ['b', 'c'] },
      { node: 'ofB', because: ['b'] },
    ])
  })

  it('gives all values when nothing fails, given ones too', async () => {
    const flow = untypedFlow(partly).override({ b: 5, c: 6 })
    expect(await flow.settle(['end', 'b'])).toEqual({ values: { end: [2, 5, 6], b: 5 }, failures: [], skipped: [] })
  })

  it('has undefined among the values, and nothing for what failed', async () => {
    const flow = untypedFlow({ nothing: () => undefined, broken: fail('x') })
    const { values } = await flow.settle(['nothing', 'broken'])
    expect(Object.keys(values)).toEqual(['nothing'])
  })

  it('does not abort the signal of others when a node fails', async () => {
    const signals: AbortSignal[] = []
    const watch = async ({}: {}, { signal }: NodeContext): Promise<void> => {
      await settled()
      signals.push(signal)
    }
    await untypedFlow({ a: fail('a'), watch }).settle(['a', 'watch'])
    expect(signals.map((signal) => signal.aborted)).toEqual([false])
  })

  it('waits for items that another item has stopped, and names only those that do not end', async () => {
    let release = (): void => {}
    const wait = new Promise<void>((resolve) => (release = resolve))
    let hasEnded = false
    const work = async ({ x }: { x: number }): Promise<void> => {
      if (x === 1) return fail('item 1')()
      await wait
      hasEnded = true
    }
    const flow = untypedFlow({ ys: each({ x: 'xs' }, work) })
    const inputs = { xs: [0, 1] }
    const run = flow.settle(['ys'], { inputs })
    await settled()
    expect(await Promise.race([run.then(() => 'over'), settled().then(() => 'waits')])).toBe('waits')
    release()
    expect([(await run).failures[0]!.abandoned, hasEnded]).toEqual([[], true])
    const deaf = untypedFlow({
      ys: each({ x: 'xs' }, ({ x }: Numbers) => (x === 1 ? fail('no')() : new Promise(() => {}))),
    })
    const { failures } = await deaf.settle(['ys'], { inputs, abandonAfterMs: 5 })
    expect(failures[0]!.abandoned).toEqual(['ys'])
  })

  it('names nothing as given up after an item that has stopped no other', async () => {
    const sources = { list: [1, 2], set: new Set([1, 2]), stream: [1, 2].values() }
    for (const xs of Object.values(sources)) {
      const flow = untypedFlow({ ys: each({ x: 'xs' }, ({ x }: Numbers) => fail(`no ${x}`)(), { concurrency: 1 }) })
      const { failures } = await flow.settle(['ys'], { inputs: { xs }, abandonAfterMs: 0 })
      expect(failures.map(({ node, abandoned }) => [node, abandoned])).toEqual([['ys', []]])
    }
  })

  it('rejects when the caller aborts, with the failures so far', async () => {
    const controller = new AbortController()
    const flow = untypedFlow({
      a: fail('a'),
      b: async () => {
        controller.abort('enough')
        await settled()
      },
      c: ({ b }: Numbers) => b,
    })
    const error = await flow.settle(['a', 'c'], { signal: controller.signal }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(RunAborted)
    expect((error as RunAborted).failures.map((failure) => failure.node)).toEqual(['a'])
  })
})

describe('iterate', () => {
  const delayed = (turns: number, value: number) => async (): Promise<number> => {
    for (let turn = 0; turn < turns; turn++) await settled()
    return value
  }
  const race = {
    slow: delayed(6, 1),
    quick: delayed(2, 2),
    sum: ({ slow, quick }: Numbers) => slow! + quick!,
    now: () => 0,
  }

  it('gives each output as soon as it is there, and then the record', async () => {
    const seen: string[] = []
    const run = untypedFlow(race).iterate(['sum', 'slow', 'quick', 'now', 'now'])
    let next = await run.next()
    for (; !next.done; next = await run.next()) seen.push(`${next.value.node} ${String(next.value.value)}`)
    expect(next.value).toEqual({ sum: 3, slow: 1, quick: 2, now: 0 })
    expect(seen).toEqual(['now 0', 'quick 2', 'slow 1', 'sum 3'])
  })

  it('gives given values first, and nothing when nothing is asked', async () => {
    const seen: string[] = []
    for await (const { node } of untypedFlow(race).override({ slow: 7 }).iterate(['sum', 'slow'])) seen.push(node)
    expect(seen).toEqual(['slow', 'sum'])
    expect(await untypedFlow(race).iterate([]).next()).toEqual({ done: true, value: {} })
  })

  it('does not begin before the first value is asked for', async () => {
    let calls = 0
    const run = untypedFlow({ a: () => calls++ }).iterate(['a'])
    await settled()
    expect(calls).toBe(0)
    await run.next()
    expect(calls).toBe(1)
  })

  it('goes on while the loop is busy with a value', async () => {
    const order: string[] = []
    const flow = untypedFlow({
      a: () => 1,
      b: async ({ a }: Numbers) => {
        await settled()
        order.push('b done')
        return a
      },
    })
    for await (const { node } of flow.iterate(['a', 'b'])) {
      for (let turn = 0; turn < 5; turn++) await settled()
      order.push(`${node} taken`)
    }
    expect(order).toEqual(['b done', 'a taken', 'b taken'])
  })

  it('aborts the run when the loop is left, and waits until what has started has settled', async () => {
    const order: string[] = []
    const ends: unknown[] = []
    const hooks: Hooks = { onRunEnd: ({ status, error }) => void ends.push(status, (error as RunAborted).cause) }
    const flow = untypedFlow({
      quick: () => 1,
      slow: async ({}: {}, { signal }: NodeContext) => {
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
        order.push('stopping')
        await settled()
        order.push('stopped')
      },
      never: ({ slow }: Numbers) => order.push('never') && slow,
    }).with({ hooks: [hooks] })
    for await (const { node } of flow.iterate(['quick', 'never'])) {
      order.push(node)
      break
    }
    expect([order, ends]).toEqual([
      ['quick', 'stopping', 'stopped'],
      ['aborted', new Error('the loop was left')],
    ])
  })

  it('gives what there is before it throws', async () => {
    const seen: string[] = []
    const flow = untypedFlow({
      a: () => 1,
      b: delayed(2, 2),
      c: fail('c'),
      d: async ({ b }: Numbers) => fail(`d ${b}`)(),
    })
    const take = async (outputs: string[]): Promise<void> => {
      for await (const { node } of flow.iterate(outputs)) seen.push(node)
    }
    await expect(take(['a', 'b', 'd'])).rejects.toBeInstanceOf(NodeError)
    expect(seen).toEqual(['a', 'b'])
    await expect(take(['a', 'c'])).rejects.toMatchObject({ node: 'c' })
  })

  it('throws when the caller aborts, before or while it runs', async () => {
    const controller = new AbortController()
    const seen: string[] = []
    const take = async (): Promise<void> => {
      for await (const { node } of untypedFlow(race)
        .override({ now: 0 })
        .iterate(['now', 'quick', 'slow'], { signal: controller.signal })) {
        seen.push(node)
        if (node === 'quick') controller.abort('enough')
      }
    }
    await expect(take()).rejects.toMatchObject({ code: 'run/aborted', cause: 'enough' })
    // What had started is waited for, and given.
    expect(seen).toEqual(['now', 'quick', 'slow'])
    await expect(take()).rejects.toMatchObject({ code: 'run/aborted', cause: 'enough' })
    expect(seen).toEqual(['now', 'quick', 'slow'])
  })

  it('takes as many outputs as there are nodes without looking at each for each', async () => {
    const module: Record<string, unknown> = {}
    for (let index = 0; index < 3_000; index++) module[`n${index}`] = () => index
    const names = Object.keys(module)
    const { values } = await untypedFlow(module).settle(names)
    expect(Object.keys(values)).toEqual(names)
  })
})
