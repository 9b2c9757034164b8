// Modifiers that say how a node is run: retry and timeout.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  hasIssue,
  retry,
  RunAborted,
  timeout,
  type Hooks,
  type NodeContext,
  type RetryOptions,
  type StepEnd,
  type StepRetry,
  type UntypedFlow,
} from '../index.ts'
import { failureOf, untypedFlow } from '../testing/index.ts'

const flowOf = (module: object, hooks: Hooks = {}): UntypedFlow => untypedFlow(module).with({ hooks: [hooks] })

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Fails until the given attempt; notes every attempt. */
function failingUntil(last: number, seen: number[] = []): ({}: {}, context: NodeContext) => string {
  return ({}, { attempt }) => {
    seen.push(attempt)
    if (attempt < last) throw new Error(`attempt ${attempt}`)
    return `attempt ${attempt}`
  }
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] }))
afterEach(() => void vi.useRealTimers())

describe('retry', () => {
  it('tries again, with attempts from 1, and gives the first value', async () => {
    const retries: StepRetry[] = []
    const ends: StepEnd[] = []
    const flow = flowOf(
      { a: retry(failingUntil(3), { maxAttempts: 5, backoffMs: 100 }) },
      { onStepRetry: (event) => void retries.push(event), onStepEnd: (event) => void ends.push(event) },
    )
    const run = flow.execute(['a'])
    await vi.runAllTimersAsync()
    expect(await run).toEqual({ a: 'attempt 3' })
    expect(
      retries.map(({ node, attempt, delayMs, error }) => [node, attempt, delayMs, (error as Error).message]),
    ).toEqual([
      ['a', 1, 100, 'attempt 1'],
      ['a', 2, 200, 'attempt 2'],
    ])
    expect(ends).toMatchObject([{ node: 'a', status: 'succeeded', attempts: 3 }])
  })

  it('gives up after the last attempt, with its error and its number', async () => {
    const run = failureOf(flowOf({ a: retry(failingUntil(9), { maxAttempts: 3, backoffMs: 1 }) }).execute(['a']))
    await vi.runAllTimersAsync()
    const failure = await run
    expect([failure.attempt, (failure.cause as Error).message]).toEqual([3, 'attempt 3'])
    expect(failure.message).toContain('attempts: 3')
  })

  it.each<[RetryOptions, number[]]>([
    [{ maxAttempts: 5, backoffMs: 10 }, [10, 20, 40, 80]],
    [{ maxAttempts: 4, backoffMs: 10, factor: 1 }, [10, 10, 10]],
    [{ maxAttempts: 4, backoffMs: 10, factor: 10, maxBackoffMs: 300 }, [10, 100, 300]],
    [{ maxAttempts: 2 }, [1_000]],
    [{ maxAttempts: 3, backoffMs: 0 }, [0, 0]],
  ])('waits as told: %o', async (options, expected) => {
    const delays: number[] = []
    const flow = flowOf(
      { a: retry(failingUntil(99), options) },
      { onStepRetry: ({ delayMs }) => void delays.push(delayMs) },
    )
    const startedAt = Date.now()
    const run = failureOf(flow.execute(['a']))
    await vi.runAllTimersAsync()
    await run
    expect(delays).toEqual(expected)
    expect(Date.now() - startedAt).toBe(expected.reduce((sum, delay) => sum + delay, 0))
  })

  it('waits a random part with jitter, at least half', async () => {
    const delays: number[] = []
    const options = { maxAttempts: 40, backoffMs: 100, factor: 1, jitter: true }
    const flow = flowOf(
      { a: retry(failingUntil(99), options) },
      { onStepRetry: ({ delayMs }) => void delays.push(delayMs) },
    )
    const run = failureOf(flow.execute(['a']))
    await vi.runAllTimersAsync()
    await run
    expect([Math.min(...delays) >= 50, Math.max(...delays) <= 100, new Set(delays).size > 10]).toEqual([
      true,
      true,
      true,
    ])
  })

  it('tries again only what is worth it', async () => {
    const asked: [string, number][] = []
    const retryIf = (error: unknown, attempt: number): boolean => {
      asked.push([(error as Error).message, attempt])
      return attempt < 2
    }
    const run = failureOf(
      flowOf({ a: retry(failingUntil(9), { maxAttempts: 5, backoffMs: 1, retryIf }) }).execute(['a']),
    )
    await vi.runAllTimersAsync()
    expect((await run).attempt).toBe(2)
    expect(asked).toEqual([
      ['attempt 1', 1],
      ['attempt 2', 2],
    ])
  })

  it('tries asynchronous functions again, and lazy promises once per attempt', async () => {
    let queries = 0
    const query = {
      // oxlint-disable-next-line unicorn/no-thenable -- a thenable is what is tested
      then: (resolve: (value: string) => void, reject: (error: Error) => void): void => {
        if (++queries < 3) reject(new Error('busy'))
        else resolve('rows')
      },
    }
    const run = flowOf({ a: retry(() => query, { maxAttempts: 3, backoffMs: 1 }) }).execute(['a'])
    await vi.runAllTimersAsync()
    expect([await run, queries]).toEqual([{ a: 'rows' }, 3])
  })

  it('stops waiting when the run is aborted', async () => {
    const controller = new AbortController()
    const seen: number[] = []
    const flow = flowOf({ a: retry(failingUntil(9, seen), { maxAttempts: 5, backoffMs: 60_000 }) })
    const run = flow.execute(['a'], { signal: controller.signal })
    const error = run.catch((thrown: unknown) => thrown)
    await vi.advanceTimersByTimeAsync(10)
    controller.abort()
    expect(await error).toBeInstanceOf(RunAborted)
    expect([seen, vi.getTimerCount()]).toEqual([[1], 0])
  })

  it('stops waiting when another node fails, also from inside a hook', async () => {
    const controller = new AbortController()
    const stop = (): void => controller.abort(new Error('enough'))
    const flow = flowOf({ a: retry(failingUntil(9), { maxAttempts: 5, backoffMs: 60_000 }) }, { onStepRetry: stop })
    await expect(flow.execute(['a'], { signal: controller.signal })).rejects.toBeInstanceOf(RunAborted)
    const failing = flowOf({
      a: retry(failingUntil(9), { maxAttempts: 5, backoffMs: 60_000 }),
      b: async () => {
        await sleep(5)
        throw new Error('b')
      },
    })
    const run = failureOf(failing.execute(['a', 'b']))
    await vi.advanceTimersByTimeAsync(5)
    const failure = await run
    expect([failure.node, failure.others.map((other) => other.node)]).toEqual(['b', ['a']])
  })

  it('multiplies when it stands around another, and counts the attempts of the node together', async () => {
    const seen: number[] = []
    const inner = retry(failingUntil(99, seen), { maxAttempts: 2, backoffMs: 1 })
    const outer = flowOf({ a: inner }).with({ policies: { a: { retry: { maxAttempts: 3, backoffMs: 1 } } } })
    const run = failureOf(outer.execute(['a']))
    await vi.runAllTimersAsync()
    expect((await run).attempt).toBe(6)
    expect(seen).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('does not change a direct call', () => {
    let calls = 0
    const once = retry(
      () => {
        calls++
        throw new Error('once')
      },
      { maxAttempts: 3 },
    )
    expect(once).toThrow('once')
    expect(calls).toBe(1)
  })

  it.each<[RetryOptions, string]>([
    [{ maxAttempts: 0 }, 'maxAttempts'],
    [{ maxAttempts: 1.5 }, 'maxAttempts'],
    [{ maxAttempts: 2, backoffMs: -1 }, 'backoffMs'],
    [{ maxAttempts: 2, backoffMs: Number.NaN }, 'backoffMs'],
    [{ maxAttempts: 2, factor: 0.5 }, 'factor'],
  ])('refuses options that cannot be meant: %o', (options, name) => {
    expect(() => retry(() => 1, options)).toThrow(`retry: "${name}"`)
  })
})

describe('timeout', () => {
  /** Ends when its signal aborts, with its reason; notes the reason. */
  const obedient =
    (reasons: unknown[] = []) =>
    ({}: {}, { signal }: NodeContext): Promise<never> =>
      new Promise((_, reject) =>
        signal.addEventListener('abort', () => {
          reasons.push(signal.reason)
          reject(signal.reason as Error)
        }),
      )

  it('fails a node that takes longer, and aborts its signal', async () => {
    const reasons: unknown[] = []
    const run = failureOf(flowOf({ a: timeout(obedient(reasons), '2s') }).execute(['a']))
    await vi.advanceTimersByTimeAsync(1_999)
    expect(reasons).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    const failure = await run
    expect(failure.issues.map((issue) => issue.code)).toEqual(['run/node-failed', 'run/timeout'])
    expect(reasons).toEqual([failure.cause])
    expect(failure.abandoned).toEqual([])
  })

  it('leaves what is quick enough alone, and no timer behind', async () => {
    const quick = async (): Promise<string> => {
      await sleep(5)
      return 'done'
    }
    const run = flowOf({ a: timeout(quick, 1_000), b: timeout(() => 'at once', 1_000) }).execute(['a', 'b'])
    await vi.advanceTimersByTimeAsync(5)
    expect([await run, vi.getTimerCount()]).toEqual([{ a: 'done', b: 'at once' }, 0])
  })

  it('cannot cut a synchronous function short, and takes its value', async () => {
    const busy = (): string => {
      vi.advanceTimersByTime(5_000)
      return 'late'
    }
    expect(await flowOf({ a: timeout(busy, 10) }).execute(['a'])).toEqual({ a: 'late' })
  })

  it('counts from the begin of the node, not from its first pause', async () => {
    const slow = async (): Promise<void> => {
      vi.advanceTimersByTime(900)
      await sleep(200)
    }
    const run = failureOf(flowOf({ a: timeout(slow, '1s') }).execute(['a'], { abandonAfterMs: 0 }))
    await vi.advanceTimersByTimeAsync(150)
    expect(hasIssue(await run, 'run/timeout')).toBe(true)
  })

  it('limits each attempt when it is inside of retry, and gives each its own signal', async () => {
    const signals = new Set<AbortSignal>()
    const slowAtFirst = ({}: {}, context: NodeContext): unknown => {
      signals.add(context.signal)
      return context.attempt < 3 ? obedient()({}, context) : 'third'
    }
    const ends: StepEnd[] = []
    const flow = flowOf(
      { a: retry(timeout(slowAtFirst, 100), { maxAttempts: 3, backoffMs: 10 }) },
      { onStepEnd: (event) => void ends.push(event) },
    )
    const run = flow.execute(['a'])
    await vi.runAllTimersAsync()
    expect(await run).toEqual({ a: 'third' })
    expect([[...signals].map((signal) => signal.aborted), ends[0]?.attempts]).toEqual([[true, true, false], 3])
  })

  it('limits all attempts together when it is around retry', async () => {
    const seen: number[] = []
    const flow = flowOf({
      a: timeout(retry(failingUntil(99, seen), { maxAttempts: 99, backoffMs: 100, factor: 1 }), 350),
    })
    const run = failureOf(flow.execute(['a']))
    await vi.runAllTimersAsync()
    const failure = await run
    expect([hasIssue(failure, 'run/timeout'), seen, failure.attempt]).toEqual([true, [1, 2, 3, 4], 4])
  })

  it('does not let a late attempt disturb the count of the next', async () => {
    const deaf = ({}: {}, { attempt }: NodeContext): Promise<string> =>
      attempt === 1 ? sleep(150).then(() => 'too late') : sleep(200).then(() => 'in vain')
    const retries: number[] = []
    const flow = flowOf(
      { a: retry(timeout(deaf, 100), { maxAttempts: 3, backoffMs: 0 }) },
      { onStepRetry: ({ attempt }) => void retries.push(attempt) },
    )
    const run = failureOf(flow.execute(['a']))
    await vi.runAllTimersAsync()
    expect([(await run).attempt, retries]).toEqual([3, [1, 2]])
  })

  it('names a node that does not stop at its limit as abandoned, and records what it throws later', async () => {
    const deaf = async (): Promise<never> => {
      await sleep(60_000)
      throw new Error('much later')
    }
    const run = failureOf(flowOf({ a: timeout(deaf, 10) }).execute(['a'], { abandonAfterMs: 500 }))
    await vi.advanceTimersByTimeAsync(510)
    const failure = await run
    expect([failure.abandoned, failure.late]).toEqual([['a'], []])
    expect(failure.message).toContain('still running when given up: a')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(failure.late).toEqual([{ node: 'a', error: new Error('much later') }])
  })

  it('passes the abort of the run on, also one that the node itself asked for', async () => {
    for (const when of ['outside', 'inside'] as const) {
      const controller = new AbortController()
      const reasons: unknown[] = []
      const node = ({}: {}, context: NodeContext): unknown => {
        if (when === 'inside') controller.abort(when)
        return context.signal.aborted ? void reasons.push(context.signal.reason) : obedient(reasons)({}, context)
      }
      const run = flowOf({ a: timeout(node, '1h') }).execute(['a'], { signal: controller.signal })
      const error = run.catch((thrown: unknown) => thrown)
      controller.abort(when)
      expect(await error).toBeInstanceOf(RunAborted)
      expect([reasons, vi.getTimerCount()]).toEqual([[when], 0])
    }
  })

  it('may be longer than a timer can wait', async () => {
    const run = flowOf({ a: timeout(() => sleep(1_000).then(() => 'done'), '60d') }).execute(['a'])
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await run).toEqual({ a: 'done' })
  })

  it.each(['5 s', '0s', '-1s', '1w', '', 0, -5, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses %o as a duration',
    (limit) => {
      expect(() => timeout(() => 1, limit as number)).toThrow('modifier/bad-duration')
    },
  )
})
