// A fan-out with other modifiers inside and around it, and one in another.

import { describe, expect, it, vi } from 'vitest'
import { inRange } from '../checks/index.ts'
import {
  bind,
  byConfig,
  checked,
  from,
  group,
  hasIssue,
  isThroughlineError,
  node,
  parameterize,
  positional,
  resource,
  retry,
  tagged,
  timeout,
  type Hooks,
  type NodeContext,
  type StepCheck,
  type StepRetry,
  type UntypedFlow,
} from '../index.ts'
import { each, gathered, tee } from '../fan-out/index.ts'
import { failureOf, untypedFlow } from '../testing/index.ts'

const watchedFlow = (module: object, hooks: Hooks): UntypedFlow => untypedFlow(module).with({ hooks: [hooks] })
const codesOf = (make: () => unknown): string[] => {
  try {
    make()
  } catch (error) {
    if (isThroughlineError(error)) return error.issues.map((issue) => issue.code)
    throw error
  }
  return []
}
const double = ({ x }: { x: number }): number => x * 2

describe('each, with other modifiers', () => {
  describe('modifiers inside', () => {
    it('hold for each item: each is tried again on its own, and says which it is', async () => {
      const retries: StepRetry[] = []
      const tries = new Map<number, number[]>()
      const flaky = ({ x }: { x: number }, { attempt }: NodeContext): number => {
        tries.set(x, [...(tries.get(x) ?? []), attempt])
        if (attempt < x) throw new Error(`${x} at ${attempt}`)
        return x
      }
      const ys = each({ x: 'xs' }, retry(flaky, { maxAttempts: 3, backoffMs: 0 }), { key: ({ x }) => `x${x}` })
      const flow = watchedFlow({ ys }, { onStepRetry: (event) => void retries.push(event) })
      expect(await flow.execute(['ys'], { inputs: { xs: [1, 2, 3] } })).toEqual({ ys: [1, 2, 3] })
      expect([...tries]).toEqual([
        [1, [1]],
        [2, [1, 2]],
        [3, [1, 2, 3]],
      ])
      expect(retries.map(({ node, item, attempt }) => [node, item?.key, item?.index, attempt])).toEqual([
        ['ys', 'x2', 1, 1],
        ['ys', 'x3', 2, 1],
        ['ys', 'x3', 2, 2],
      ])
    })

    it('check each item, which can be switched off', async () => {
      const checks: StepCheck[] = []
      const share = checked(({ x }: { x: number }) => x, [inRange(0, 1)])
      const flow = watchedFlow({ ys: each({ x: 'xs' }, share) }, { onStepCheck: (event) => void checks.push(event) })
      expect(flow.nodes.map((one) => one.checks)).toEqual([['inRange(0, 1)']])
      const failure = await failureOf(flow.execute(['ys'], { inputs: { xs: [0.5, 3] } }))
      expect([failure.item?.index, hasIssue(failure, 'check/failed')]).toEqual([1, true])
      expect(checks.map(({ item, passed }) => [item?.key, passed])).toEqual([
        ['0', true],
        ['1', false],
      ])
      const off = flow.with({ checks: 'off' })
      expect(await off.execute(['ys'], { inputs: { xs: [0.5, 3] } })).toEqual({ ys: [0.5, 3] })
      expect(off.nodes.map((one) => one.checks)).toEqual([[]])
    })

    it('limit the time of each item', async () => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
      try {
        const aborted: number[] = []
        const work = ({ x }: { x: number }, { signal }: NodeContext): Promise<number> =>
          new Promise((resolve, reject) => {
            setTimeout(() => resolve(x), x)
            signal.addEventListener('abort', () => {
              aborted.push(x)
              reject(signal.reason as Error)
            })
          })
        const ys = each({ x: 'xs' }, timeout(work, 50), { settle: true })
        const run = untypedFlow({ ys }).execute(['ys'], { inputs: { xs: [10, 100, 20] } })
        await vi.runAllTimersAsync()
        const results = (await run)['ys'] as { status: string; error?: unknown }[]
        expect(results.map((one) => one.status)).toEqual(['succeeded', 'failed', 'succeeded'])
        expect(hasIssue(results[1]!.error, 'run/timeout')).toBe(true)
        expect(aborted).toEqual([100])
      } finally {
        vi.useRealTimers()
      }
    })

    it('bind and name as anywhere', async () => {
      const area = ({ width, height, name }: { width: number; height: number; name: string }): string =>
        `${name}: ${width * height}`
      const flow = untypedFlow({
        bound: each({ side: 'sides' }, bind(area, { width: from('side'), height: from('side'), name: 'square' })),
        grouped: each(
          { side: 'sides' },
          bind(({ sides }: { sides: number[] }) => sides.join(), { sides: group([from('side'), 0]) }),
        ),
        inOrder: each(
          { side: 'sides' },
          positional(['side', 'k?'], (side: number, k: number = 2) => side * k),
        ),
        named: each(
          { side: 'sides' },
          node(['side'], (given: { side: number }) => Object.keys(given)),
        ),
      })
      expect(await flow.execute(['bound', 'grouped', 'inOrder', 'named'], { inputs: { sides: [1, 2] } })).toEqual({
        bound: ['square: 1', 'square: 4'],
        grouped: ['1,0', '2,0'],
        inOrder: [2, 4],
        named: [['side'], ['side']],
      })
    })

    it('must make one node without variants, and no resource', () => {
      const variants = byConfig('k', { a: double, b: double })
      const open = resource(({ url }: { url: string }) => url)
      expect(codesOf(() => each({ x: 'xs' }, variants as never))).toEqual(['modifier/not-a-function'])
      expect(codesOf(() => each({ x: 'xs' }, parameterize(double, {}) as never))).toEqual(['modifier/not-a-function'])
      expect(codesOf(() => each({ url: 'urls' }, open))).toEqual(['modifier/not-a-function'])
    })
  })

  describe('modifiers around', () => {
    it('hold for the whole', async () => {
      let calls = 0
      const once = each({ x: 'xs' }, ({ x }: { x: number }) => {
        if (++calls === 2) throw new Error('once')
        return x
      })
      const flow = untypedFlow({ ys: tagged(retry(once, { maxAttempts: 2, backoffMs: 0 }), { owner: 'growth' }) })
      expect(await flow.execute(['ys'], { inputs: { xs: [1, 2, 3] } })).toEqual({ ys: [1, 2, 3] })
      expect(calls).toBe(2 + 3)
      expect(flow.nodes[0]).toMatchObject({ kind: 'each', tags: { owner: 'growth' }, dependencies: [{ name: 'xs' }] })
    })

    it('check the array', async () => {
      const ys = checked(each({ x: 'xs' }, double), [inRange(0, 10)])
      expect(await untypedFlow({ ys }).execute(['ys'], { inputs: { xs: [5] } })).toEqual({ ys: [10] })
      const failure = await failureOf(untypedFlow({ ys }).execute(['ys'], { inputs: { xs: [6] } }))
      expect([failure.item, hasIssue(failure, 'check/failed')]).toEqual([undefined, true])
    })

    it('bind the sources, also to several nodes put together', async () => {
      const doubled = each({ x: 'xs' }, double)
      const flow = untypedFlow({
        a: () => 1,
        b: () => 2,
        some: () => [3],
        many: parameterize(doubled, { one: { xs: from('some') }, two: { xs: [4, 5] } }),
        both: bind(doubled, { xs: group([from('a'), from('b')]) }),
        chosen: byConfig('k', { doubled, tripled: each({ x: 'xs' }, ({ x }: { x: number }) => x * 3) }),
      })
      expect(
        await flow.configure({ k: 'tripled' }).execute(['one', 'two', 'both', 'chosen'], { inputs: { xs: [1] } }),
      ).toEqual({ one: [6], two: [8, 10], both: [2, 4], chosen: [3] })
    })
  })

  it.each([
    [
      'a generator',
      [
        function* () {
          yield* [1, 2]
        },
      ],
    ],
    [
      'an asynchronous one',
      [
        async function* () {
          yield* [1, 2]
        },
      ],
    ],
    [
      'a stream of tee',
      [
        tee(function* () {
          yield* [1, 2]
        }),
      ],
    ],
  ])('tells when the inner items can be gone through only once: %s', async (_, [ys]) => {
    const pairs = each(
      { x: 'xs' },
      each({ y: 'ys' }, ({ x, y }: { x: string; y: number }) => x + y),
    )
    const flow = untypedFlow({ pairs, ys })
    expect(await flow.execute(['pairs'], { inputs: { xs: ['a'] } })).toEqual({ pairs: [['a1', 'a2']] })
    const failure = await failureOf(flow.execute(['pairs'], { inputs: { xs: ['a', 'b'] } }))
    expect([failure.item?.key, hasIssue(failure, 'run/stream-closed')]).toEqual(['1', true])
    expect(failure.message).toContain('"ys"')
    const whole = untypedFlow({ pairs, ys: gathered(ys as () => Iterable<number>) })
    expect(await whole.execute(['pairs'], { inputs: { xs: ['a', 'b'] } })).toEqual({
      pairs: [
        ['a1', 'a2'],
        ['b1', 'b2'],
      ],
    })
  })

  it('nests: all combinations, or lists of lists', async () => {
    const pairs = each(
      { x: 'xs' },
      each({ y: 'ys' }, ({ x, y, k }: { x: string; y: number; k: string }) => x + y + k),
    )
    const sums = each(
      { row: 'rows' },
      each({ cell: 'row' }, ({ cell, row }: { cell: number; row: number[] }) => cell * row.length),
    )
    const flow = untypedFlow({ pairs, sums })
    expect(await flow.execute(['pairs'], { inputs: { xs: ['a', 'b'], ys: [1, 2], k: '!' } })).toEqual({
      pairs: [
        ['a1!', 'a2!'],
        ['b1!', 'b2!'],
      ],
    })
    expect(await flow.execute(['sums'], { inputs: { rows: [[1, 2], [], [5]] } })).toEqual({ sums: [[2, 4], [], [5]] })
    expect(flow.required(['pairs'])).toEqual(['k', 'xs', 'ys'])
  })
})
