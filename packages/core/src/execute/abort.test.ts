import { describe, expect, it, vi } from 'vitest'
import { RunAborted, type NodeContext, type RunEnd } from '../index.ts'
import { untypedFlow } from '../testing/index.ts'

type Numbers = Record<string, number>

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const abortOf = async (run: Promise<unknown>): Promise<RunAborted> => {
  const error = await run.catch((thrown: unknown) => thrown)
  if (error instanceof RunAborted) return error
  throw new Error('was not aborted', { cause: error })
}

describe('an abort by the caller', () => {
  it('before the start runs nothing, not even for no outputs', async () => {
    const calls: string[] = []
    const reason = new Error('too late')
    const signal = AbortSignal.abort(reason)
    const flow = untypedFlow({ a: () => calls.push('a') })
    const aborted = await abortOf(flow.execute(['a'], { signal }))
    expect([aborted.code, aborted.cause, aborted.abandoned, calls]).toEqual(['run/aborted', reason, [], []])
    expect(aborted.message).toContain('reason: too late')
    await abortOf(flow.execute([], { signal }))
    await abortOf(flow.settle(['a'], { signal }))
  })

  it('from within a synchronous node lets that end, and starts no other', async () => {
    const controller = new AbortController()
    const calls: string[] = []
    const flow = untypedFlow({
      a: () => calls.push('a'),
      b: ({ a }: Numbers) => {
        controller.abort('enough')
        return calls.push('b') + a!
      },
      c: ({ b }: Numbers) => calls.push('c') + b!,
    })
    const ends: RunEnd[] = []
    const hooked = flow.with({ hooks: [{ onRunEnd: (event) => void ends.push(event) }] })
    const aborted = await abortOf(hooked.execute(['c'], { signal: controller.signal }))
    expect([aborted.cause, aborted.abandoned, calls]).toEqual(['enough', [], ['a', 'b']])
    expect(ends).toMatchObject([
      { status: 'aborted', counts: { computed: 2, cached: 0, failed: 0, skipped: 1 }, error: aborted },
    ])
  })

  it('from within an asynchronous node waits for that node', async () => {
    for (const hooks of [[], [{ onStepEnd: () => {} }]]) {
      const controller = new AbortController()
      let hasEnded = false
      const a = async (): Promise<void> => {
        controller.abort()
        await settled()
        hasEnded = true
      }
      const aborted = await abortOf(untypedFlow({ a }).with({ hooks }).execute(['a'], { signal: controller.signal }))
      expect([aborted.abandoned, hasEnded]).toEqual([[], true])
    }
  })

  it.each(['onRunStart', 'onStepStart', 'onStepEnd'] as const)('from within %s stops cleanly', async (name) => {
    const controller = new AbortController()
    const running = { now: 0 }
    const flow = untypedFlow({
      a: async () => {
        running.now++
        await settled()
        running.now--
      },
      b: ({ a }: Numbers) => a,
    }).with({ hooks: [{ [name]: () => controller.abort('from a hook') }] })
    const aborted = await abortOf(flow.execute(['b'], { signal: controller.signal }))
    expect([aborted.cause, aborted.abandoned, running.now]).toEqual(['from a hook', [], 0])
  })

  it('while nodes run aborts their signals, and waits for them', async () => {
    const controller = new AbortController()
    const order: string[] = []
    const flow = untypedFlow({
      polite: async ({}: {}, { signal }: NodeContext) => {
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
        await settled()
        order.push(`polite ${String(signal.reason)}`)
      },
      rude: ({}: {}, { signal }: NodeContext) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
      failing: ({}: {}, { signal }: NodeContext) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('own')))),
    })
    const run = abortOf(flow.execute(['polite', 'rude', 'failing'], { signal: controller.signal }))
    await settled()
    controller.abort('enough')
    const aborted = await run
    expect([order, aborted.failures.map((failure) => failure.node)]).toEqual([['polite enough'], ['failing']])
  })

  it('gives nodes up that do not stop, names them, and keeps what they throw later', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const controller = new AbortController()
    let failLater: (error: Error) => void = () => {}
    const flow = untypedFlow({ deaf: () => new Promise((_, reject) => void (failLater = reject)) })
    const run = abortOf(flow.execute(['deaf'], { signal: controller.signal, abandonAfterMs: 50 }))
    await settled()
    controller.abort()
    await vi.advanceTimersByTimeAsync(50)
    const aborted = await run
    expect([aborted.abandoned, aborted.late]).toEqual([['deaf'], []])
    expect(aborted.message).toContain('still running when given up: deaf')
    failLater(new Error('later'))
    await settled()
    expect(aborted.late).toEqual([{ node: 'deaf', error: new Error('later') }])
    vi.useRealTimers()
  })

  it('after the end changes nothing, and leaves no listener behind', async () => {
    const controller = new AbortController()
    const { signal } = controller
    const added = vi.spyOn(signal, 'addEventListener')
    const removed = vi.spyOn(signal, 'removeEventListener')
    const flow = untypedFlow({ a: () => 1, b: async ({ a }: Numbers) => a })
    expect(await flow.execute(['b'], { signal })).toEqual({ b: 1 })
    for await (const one of flow.iterate(['b'], { signal })) expect(one.value).toBe(1)
    controller.abort()
    expect(removed.mock.calls.length).toBeGreaterThanOrEqual(added.mock.calls.length)
    expect(added.mock.calls.length).toBeGreaterThan(0)
  })

  it('of a signal that many runs share stops each of them', async () => {
    const controller = new AbortController()
    const flow = untypedFlow({
      a: ({ x }: Numbers, { signal }: NodeContext) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))).then(
          () => x,
        ),
    })
    const runs = Array.from({ length: 20 }, (_, x) =>
      abortOf(flow.execute(['a'], { inputs: { x }, signal: controller.signal })),
    )
    await settled()
    controller.abort('all')
    expect((await Promise.all(runs)).map((aborted) => aborted.cause)).toEqual(Array.from({ length: 20 }, () => 'all'))
  })
})
