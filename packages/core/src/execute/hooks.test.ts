import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  NodeError,
  RunAborted,
  type Hooks,
  type NodeContext,
  type RunEnd,
  type Step,
  type UntypedFlow,
} from '../index.ts'
import { untypedFlow } from '../testing/index.ts'

type Numbers = Record<string, number>

const flowOf = (module: object, ...hooks: Hooks[]): UntypedFlow => untypedFlow(module).with({ hooks })

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await Promise.resolve()
}

/** Notes every event, in a line. */
function diary(label: string, lines: string[]): Hooks {
  const note = (text: string): void => void lines.push(`${label}: ${text}`)
  return {
    onRunStart: ({ outputs, nodes }) => note(`run of ${outputs.join()} with ${nodes.join()}`),
    onStepStart: ({ node }) => note(`${node} starts`),
    onStepEnd: ({ node, status }) => note(`${node} ${status}`),
    onRunEnd: ({ status }) => note(`run ${status}`),
  }
}

const chain = { a: () => 1, b: async ({ a }: Numbers) => a! + 1, c: ({ b }: Numbers) => b! + 1 }

afterEach(() => void vi.restoreAllMocks())

describe('observers', () => {
  it('are told of the run and of each step, starts in the order of registration, ends in reverse', async () => {
    const lines: string[] = []
    expect(await flowOf(chain, diary('1', lines), diary('2', lines)).execute(['c'])).toEqual({ c: 3 })
    const of = (node: string): string[] => [
      `1: ${node} starts`,
      `2: ${node} starts`,
      `2: ${node} succeeded`,
      `1: ${node} succeeded`,
    ]
    expect(lines).toEqual([
      '1: run of c with a,b,c',
      '2: run of c with a,b,c',
      ...of('a'),
      ...of('b'),
      ...of('c'),
      '2: run succeeded',
      '1: run succeeded',
    ])
  })

  it('are told what a step gets and gives, how long it took, and of which run it is', async () => {
    const starts: unknown[] = []
    const ends: unknown[] = []
    const flow = flowOf(chain, {
      onStepStart: ({ node, runId, inputs }) => void starts.push([node, runId, { ...inputs }]),
      onStepEnd: (event) => void ends.push(event),
    })
    await flow.execute(['c'], { runId: 'run 7', tags: { by: 'test' } })
    expect(starts).toEqual([
      ['a', 'run 7', {}],
      ['b', 'run 7', { a: 1 }],
      ['c', 'run 7', { b: 2 }],
    ])
    expect(ends).toMatchObject([
      { node: 'a', value: 1, status: 'succeeded', attempts: 1, runId: 'run 7' },
      { node: 'b', value: 2 },
      { node: 'c', value: 3, durationMs: expect.any(Number) as number },
    ])
  })

  it('get a run id that sorts by time when none is given, and the tags and the name of the flow', async () => {
    const seen: unknown[] = []
    const hooks: Hooks = { onRunStart: ({ runId, tags, flow }) => void seen.push([runId, tags, flow]) }
    const flow = flowOf(chain, hooks).with({ name: 'chain' })
    await flow.execute(['a'], { tags: { day: 'Monday' } })
    await flow.execute([])
    const [first, second] = seen as [string, object, string][]
    expect(first!.slice(1)).toEqual([{ day: 'Monday' }, 'chain'])
    expect([first![0], second![0]]).toEqual([expect.stringMatching(UUID_V7), expect.stringMatching(UUID_V7)])
    expect(second![0].slice(0, 13) >= first![0].slice(0, 13)).toBe(true)
  })

  it('count how the nodes ended', async () => {
    const failing = {
      ...chain,
      b: () => {
        throw new Error('b')
      },
      d: ({ a }: Numbers) => a,
    }
    const ends: RunEnd[] = []
    const flow = flowOf(failing, { onRunEnd: (event) => void ends.push(event) })
    await flow.settle(['c', 'd'])
    await expect(flow.execute(['c', 'd'])).rejects.toThrow('b')
    await flow.execute(['d'])
    expect(ends.map(({ status, counts }) => ({ status, ...counts }))).toEqual([
      { status: 'failed', computed: 2, cached: 0, failed: 1, skipped: 1 },
      { status: 'failed', computed: 0, cached: 0, failed: 1, skipped: 3 },
      { status: 'succeeded', computed: 2, cached: 0, failed: 0, skipped: 0 },
    ])
    expect(ends[0]?.failures.map((failure) => failure.node)).toEqual(['b'])
    expect(ends[0]?.error).toBeInstanceOf(NodeError)
  })

  it('are told that a node came back late when the run had given it up, which counts as failed', async () => {
    const ends: unknown[] = []
    let comeBack = (): void => {}
    const flow = flowOf(
      {
        fails: async () => Promise.reject(new Error('fails')),
        stuck: () => new Promise<void>((resolve) => (comeBack = resolve)),
        reader: ({ stuck }: Numbers) => stuck,
      },
      {
        onStepEnd: ({ node, status, late }) => void ends.push([node, status, late]),
        onRunEnd: ({ counts }) => void ends.push(counts),
      },
    )
    await expect(flow.execute(['fails', 'reader'], { abandonAfterMs: 0 })).rejects.toMatchObject({
      abandoned: ['stuck'],
    })
    comeBack()
    await turns(3)
    expect(ends).toEqual([
      ['fails', 'failed', undefined],
      ['reader', 'skipped', undefined],
      { computed: 0, cached: 0, failed: 2, skipped: 1 },
      ['stuck', 'succeeded', true],
    ])
  })

  it('are waited for before the run settles, also when it fails', async () => {
    const order: string[] = []
    const slow = async (label: string): Promise<void> => {
      await turns(20)
      order.push(label)
    }
    const flow = flowOf(
      {
        a: () => 1,
        b: () => {
          throw new Error('b')
        },
      },
      { onStepEnd: ({ node }) => slow(`${node} written`), onRunEnd: () => slow('run written') },
    )
    await flow.execute(['a']).then(() => order.push('settled'))
    expect(order).toEqual(['a written', 'run written', 'settled'])
    await flow.execute(['b']).catch(() => order.push('rejected'))
    expect(order.slice(3)).toEqual(['b written', 'run written', 'rejected'])
  })

  it('have what they give asked once, also when that is a lazy promise', async () => {
    let inserts = 0
    const insert = {
      // oxlint-disable-next-line unicorn/no-thenable -- a thenable is what is tested
      then: (resolve: () => void): void => {
        inserts++
        resolve()
      },
    }
    await flowOf({ a: () => 1 }, { onStepEnd: () => insert as never }).execute(['a'])
    expect(inserts).toBe(1)
  })

  it('may keep or change what they are told without changing the run', async () => {
    const spoil: Hooks = {
      onStepStart: ({ inputs }) => {
        for (const name of Object.keys(inputs)) delete (inputs as Numbers)[name]
      },
    }
    expect(await flowOf(chain, spoil).execute(['c'])).toEqual({ c: 3 })
  })

  it.each(['onRunStart', 'onStepStart', 'onStepEnd', 'onRunEnd'] as const)(
    'that throw in %s change nothing, and are reported to whoever listens',
    async (name) => {
      const reports: string[] = []
      const listener: Hooks = { onHookError: (error, hook) => void reports.push(`${hook} ${String(error)}`) }
      const sync: Hooks = { [name]: () => { throw new Error('sync') } } // prettier-ignore
      const later: Hooks = { [name]: async () => { await turns(3); throw new Error('later') } } // prettier-ignore
      const lines: string[] = []
      expect(await flowOf({ a: () => 1 }, sync, later, listener, diary('1', lines)).execute(['a'])).toEqual({ a: 1 })
      expect(reports.sort()).toEqual([`${name} Error: later`, `${name} Error: sync`])
      expect(lines).toHaveLength(4)
    },
  )

  it('that throw are reported to the console when nobody listens, or when the listener throws too', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {})
    const broken: Hooks = {
      onStepEnd: () => {
        throw new Error('observer')
      },
    }
    await flowOf({ a: () => 1 }, broken).execute(['a'])
    expect(printed.mock.calls).toEqual([[expect.stringContaining('onStepEnd'), new Error('observer')]])
    printed.mockClear()
    const listeners: Hooks[] = [
      {
        onHookError: () => {
          throw new Error('sync listener')
        },
      },
      { onHookError: (async () => Promise.reject(new Error('later listener'))) as () => void },
    ]
    await flowOf({ a: () => 1 }, broken, ...listeners).execute(['a'])
    await turns(5)
    expect(printed.mock.calls.map((call) => (call[1] as Error).message).sort()).toEqual([
      'later listener',
      'sync listener',
    ])
  })

  it('keep their this', async () => {
    class Counter implements Hooks {
      steps = 0
      onStepEnd(): void {
        this.steps++
      }
    }
    const counter = new Counter()
    await flowOf(chain, counter).execute(['c'])
    expect(counter.steps).toBe(3)
  })
})

describe('middleware', () => {
  it('stands around the step, the first registered outermost, between its start and its end', async () => {
    const lines: string[] = []
    const around = (label: string): Hooks => ({
      around: async (step, next) => {
        lines.push(`${label} before ${step.node}`)
        const value = await next()
        lines.push(`${label} after ${step.node}`)
        return value
      },
    })
    await flowOf({ a: () => lines.push('a') }, around('outer'), diary('d', lines), around('inner')).execute(['a'])
    expect(lines).toEqual([
      'd: run of a with a',
      'd: a starts',
      'outer before a',
      'inner before a',
      'a',
      'inner after a',
      'outer after a',
      'd: a succeeded',
      'd: run succeeded',
    ])
  })

  it('may skip, replace, and repeat', async () => {
    let calls = 0
    const flow = (around: NonNullable<Hooks['around']>): UntypedFlow =>
      flowOf({ a: () => ++calls, b: ({ a }: Numbers) => a }, { around })
    expect(await flow((step, next) => (step.node === 'a' ? 'cached' : next())).execute(['b'])).toEqual({ b: 'cached' })
    expect(calls).toBe(0)
    expect(await flow(async (_, next) => [await next()]).execute(['b'])).toEqual({ b: [[1]] })
    expect(await flow(async (_, next) => next().then(next)).execute(['a'])).toEqual({ a: 3 })
  })

  it('is told of the step', async () => {
    const steps: Step[] = []
    const flow = flowOf(chain, {
      around: (step, next) => {
        steps.push(step)
        return next()
      },
    }).with({ policies: { b: { tags: { owner: 'x' } } } })
    await flow.execute(['b'], { runId: 'r' })
    expect(steps).toMatchObject([
      { node: 'a', runId: 'r', tags: {} },
      { node: 'b', runId: 'r', tags: { owner: 'x' }, inputs: { a: 1 } },
    ])
    expect(steps[1]?.signal.aborted).toBe(false)
  })

  it('fails the node with what it throws, and sees what the node throws', async () => {
    const seen: unknown[] = []
    const own = new Error('middleware')
    const failing = flowOf({ a: () => 1 }, { around: () => { throw own } }) // prettier-ignore
    await expect(failing.execute(['a'])).rejects.toMatchObject({ node: 'a', cause: own })
    const cause = new Error('a')
    const watching = flowOf(
      { a: () => { throw cause } }, // prettier-ignore
      { around: (_, next) => next().catch((error: unknown) => { seen.push(error); throw error }) }, // prettier-ignore
    )
    await expect(watching.execute(['a'])).rejects.toMatchObject({ cause })
    expect(seen).toEqual([cause])
  })

  it('may turn its back on the step: a failure that nobody looks at is none of the process', async () => {
    const unhandled: unknown[] = []
    const note = (error: unknown): void => void unhandled.push(error)
    process.on('unhandledRejection', note)
    const flow = flowOf(
      { a: () => Promise.reject(new Error('ignored')) },
      {
        around: (_, next) => {
          void next()
          return 'instead'
        },
      },
    )
    expect(await flow.execute(['a'])).toEqual({ a: 'instead' })
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', note)
    expect(unhandled).toEqual([])
  })
})

describe('the context of a node', () => {
  it('reaches the hooks with logs, metrics and progress, also when its methods are taken out', async () => {
    const told: unknown[] = []
    const flow = flowOf(
      {
        train: ({}: {}, { log, metric, progress, node, runId, attempt }: NodeContext) => {
          log('started', { rows: 3 })
          log('bare')
          metric('loss', 0.5, 1)
          metric('loss', 0.25)
          progress(1, 2)
          progress(2)
          return `${node} ${runId} ${attempt}`
        },
      },
      {
        onStepLog: ({ message, fields, node }) => void told.push([node, message, fields]),
        onStepMetric: ({ name, value, step }) => void told.push([name, value, step]),
        onStepProgress: ({ done, total }) => void told.push([done, total]),
      },
    )
    expect(await flow.execute(['train'], { runId: 'r1' })).toEqual({ train: 'train r1 1' })
    expect(told).toEqual([
      ['train', 'started', { rows: 3 }],
      ['train', 'bare', undefined],
      ['loss', 0.5, 1],
      ['loss', 0.25, undefined],
      [1, 2],
      [2, undefined],
    ])
  })

  it('is the same without hooks, in synchronous and asynchronous nodes', async () => {
    const about = ({}: {}, context: NodeContext): unknown => {
      context.log('into the void')
      return [context.node, context.attempt, context.signal.aborted, UUID_V7.test(context.runId)]
    }
    const flow = flowOf({ sync: about, later: async ({}: {}, context: NodeContext) => about({}, context) })
    const right = (node: string): unknown[] => [node, 1, false, true]
    expect(await flow.execute(['sync', 'later'])).toEqual({ sync: right('sync'), later: right('later') })
    expect(await flow.execute(['sync'])).toEqual({ sync: right('sync') })
  })

  it('has the run id that all nodes of the run have', async () => {
    const id = ({}: {}, { runId }: NodeContext): string => runId
    const flow = flowOf({ a: id, b: id, c: async ({}: {}, { runId }: NodeContext) => runId })
    const first = await flow.execute(['a', 'b', 'c'])
    const second = await flow.execute(['a', 'b', 'c'])
    expect([new Set(Object.values(first)).size, new Set(Object.values({ ...first, ...second })).size]).toEqual([1, 1])
    expect(first['a']).not.toBe(second['a'])
  })

  it('has a signal that aborts with the run', async () => {
    const controller = new AbortController()
    const reasons: unknown[] = []
    const flow = flowOf({
      a: ({}: {}, { signal }: NodeContext) =>
        new Promise((resolve) => signal.addEventListener('abort', () => resolve(reasons.push(signal.reason)))),
    })
    const run = flow.execute(['a'], { signal: controller.signal })
    controller.abort('enough')
    await expect(run).rejects.toBeInstanceOf(RunAborted)
    expect(reasons).toEqual(['enough'])
  })
})

const UUID_V7 = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/
