import { describe, expect, it } from 'vitest'
import { inRange } from '../checks/index.ts'
import {
  byConfig,
  checked,
  dataflow,
  extract,
  hasIssue,
  parameterize,
  retry,
  RunAborted,
  tagged,
  timeout,
  type NodeContext,
} from '../index.ts'
import { failureOf, fakeClock, nodeContext, runNode } from './index.ts'

const flaky = async (
  { url, times = 2 }: { url: string; times?: number },
  { attempt, log }: NodeContext,
): Promise<string> => {
  log('fetching', { url, attempt })
  if (attempt <= times) throw new Error(`${attempt} is not enough`)
  return `content of ${url}`
}

describe('runNode', () => {
  it('gives the value of the node, with its type', async () => {
    const price: number = await runNode(({ net, rate }: { net: number; rate: number }) => net * rate, {
      net: 2,
      rate: 3,
    })
    const text: string = await runNode(flaky, { url: 'a', times: 0 })
    const none: 7 = await runNode(() => 7 as const, {})
    expect([price, text, none]).toEqual([6, 'content of a', 7])
  })

  it('tries again as the node says, and keeps what it says at each attempt', async () => {
    const context = nodeContext({ node: 'page' })
    expect(await runNode(retry(flaky, { maxAttempts: 3, backoffMs: 0 }), { url: 'a' }, context)).toBe('content of a')
    expect(context.logs.map(({ fields }) => fields?.['attempt'])).toEqual([1, 2, 3])
  })

  it('keeps what was said before a failure, and the failure names the node', async () => {
    const context = nodeContext({ node: 'page' })
    const failure = await failureOf(runNode(flaky, { url: 'a' }, context))
    expect([failure.node, (failure.cause as Error).message]).toEqual(['page', '1 is not enough'])
    expect(context.logs).toEqual([{ message: 'fetching', fields: { url: 'a', attempt: 1 } }])
  })

  it('checks, limits, and waits in the time of a test', async () => {
    const share = checked(({ part }: { part: number }) => part, [inRange(0, 1)])
    expect(hasIssue(await failureOf(runNode(share, { part: 2 })), 'check/failed')).toBe(true)
    const clock = fakeClock()
    clock.install()
    try {
      const slow = timeout(async ({}: {}, { signal, progress, metric }: NodeContext) => {
        progress(1, 2)
        metric('speed', 3)
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))))
      }, '1h')
      const context = nodeContext()
      const failure = await clock.until(failureOf(runNode(slow, {}, context)))
      expect([hasIssue(failure, 'run/timeout'), clock.elapsedMs]).toEqual([true, 3_600_000])
      expect([context.progressed, context.metrics]).toEqual([[{ done: 1, total: 2 }], [{ name: 'speed', value: 3 }]])
    } finally {
      clock.uninstall()
    }
  })

  it('stops when its context aborts', async () => {
    const context = nodeContext()
    const wait = ({}: {}, { signal }: NodeContext): Promise<unknown> =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
    const run = runNode(wait, {}, context).catch((error: unknown) => error)
    context.abort(new Error('closed'))
    expect(await run).toBeInstanceOf(RunAborted)
  })

  it('gives the whole of a node with fields', async () => {
    const parts = extract(({ x }: { x: number }) => ({ half: x / 2, rest: 1 }), ['half', 'rest'])
    expect(await runNode(tagged(parts, { a: 'b' }), { x: 4 })).toEqual({ half: 2, rest: 1 })
  })

  it('refuses names that the function does not read, and asks for those that are missing', async () => {
    const double = ({ x }: { x: number }): number => x * 2
    // @ts-expect-error the function reads no y
    await expect(runNode(double, { x: 1, y: 2 })).rejects.toSatisfy((error) => hasIssue(error, 'graph/unknown-input'))
    // @ts-expect-error the function needs x
    await expect(runNode(double, {})).rejects.toSatisfy((error) => hasIssue(error, 'graph/missing-input'))
    // @ts-expect-error x is a number
    expect(await runNode(double, { x: '4' })).toBe(8)
  })

  it('refuses what is not one node', async () => {
    const days = ({ days: count }: { days: number }): number => count
    const group = parameterize(days, { lag1: { days: 1 } })
    const variants = byConfig('algo', { a: () => 1, b: () => 2 })
    for (const [value, found] of [
      [group, 'a group of nodes'],
      [variants, 'a node with variants'],
      [3, 'number'],
    ] as const) {
      const run = runNode(value as never, {} as never)
      await expect(run).rejects.toThrow(`runNode needs a function of one node; it was given ${found}`)
    }
  })
})

describe('failureOf', () => {
  it('gives the failure of a run', async () => {
    const cause = new Error('no')
    const flow = dataflow({ a: () => { throw cause } }) // prettier-ignore
    expect(await failureOf(flow.execute(['a']))).toMatchObject({ node: 'a', cause })
  })

  it('fails when the run succeeds, or rejects with something else', async () => {
    const flow = dataflow({ a: () => 1 })
    await expect(failureOf(flow.execute(['a']))).rejects.toSatisfy((error) => hasIssue(error, 'testing/did-not-fail'))
    const aborted = flow.execute(['a'], { signal: AbortSignal.abort() })
    await expect(failureOf(aborted)).rejects.toBeInstanceOf(RunAborted)
  })
})
