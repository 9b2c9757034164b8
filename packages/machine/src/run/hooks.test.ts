// What hooks are told, what they may do, and what they cannot break.

import { afterEach, describe, expect, it, vi } from 'vitest'
import { forState, type Application } from '../index.ts'
import { failingPersister } from '../fixtures/gates.ts'

const { action, machine } = forState<{ n: number; ok?: boolean }>()
const inc = action({ reads: ['n'], writes: ['n'] }, async ({ state }) => ({ n: state.n + 1 }))
const done = action({}, () => {})
const counter = machine({ inc, done })
  .from('inc')
  .when(({ n }) => n < 3, 'inc')
  .otherwise('done')
const start = { entry: 'inc', state: { n: 0 } } as const

afterEach(() => void vi.restoreAllMocks())

describe('a hook', () => {
  it('may call methods of the application, which then wait for their turn', async () => {
    const calls: PromiseLike<unknown>[] = []
    const chatty = action({ reads: ['n'], writes: ['n'] }, ({ state, ctx }) => (ctx.log('hello'), { n: state.n + 1 }))
    const onEvent = ({ type }: { type: string }): void => {
      if (type === 'log') calls.push(app.edit({ state: { ok: true } }))
    }
    const app: Application<any, any> = await machine({ chatty }).open({
      entry: 'chatty',
      state: { n: 0 },
      hooks: [{ onEvent }],
    })
    await app.run()
    await Promise.all(calls)
    expect(app.state).toEqual({ n: 1, ok: true })
  })

  it('that throws or rejects changes nothing, and is told to those who listen for that', async () => {
    const failures: unknown[] = []
    const hooks = [
      { onOpen: () => { throw new Error('open') } }, // prettier-ignore
      { onEvent: async ({ type }: { type: string }) => { if (type === 'end') throw new Error('event') } }, // prettier-ignore
      { onHookError: (error: unknown, hook: string) => void failures.push([hook, (error as Error).message]) },
    ]
    const app = await counter.open({ ...start, hooks })
    expect((await app.run()).status).toBe('completed')
    await Promise.resolve()
    expect(failures).toEqual([
      ['onOpen', 'open'],
      ['onEvent', 'event'],
    ])
  })

  it('whose error nobody listens for is told to the console', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {})
    const onHookError = async (): Promise<never> => Promise.reject(new Error('this one too'))
    const onOpen = (): never => { throw new Error('open') } // prettier-ignore
    await counter.open({ ...start, hooks: [{ onOpen }] })
    await counter.open({ ...start, hooks: [{ onOpen, onHookError: onHookError as never }] })
    await new Promise((resolve) => setImmediate(resolve))
    expect(printed.mock.calls.map(([text]) => text)).toEqual([
      'The hook onOpen failed:',
      'The hook onHookError failed:',
    ])
  })

  it('around an action may replace what it gives, skip it, or fail it; the first is the outermost', async () => {
    const order: string[] = []
    const around = (name: string) => ({
      around: async (step: { action: string; state: object }, next: () => Promise<unknown>) => {
        order.push(`${name} before ${step.action} ${JSON.stringify(step.state)}`)
        const patch = (await next()) as { n: number }
        order.push(`${name} after`)
        return { n: patch.n * 10 }
      },
    })
    const app = await machine({ inc }).open({ ...start, hooks: [around('outer'), around('inner')] })
    expect((await app.run()).state.n).toBe(100)
    expect(order).toEqual(['outer before inc {"n":0}', 'inner before inc {"n":0}', 'inner after', 'outer after'])
    const cached = await machine({ inc }).open({ ...start, hooks: [{ around: () => ({ n: 7 }) }] })
    expect((await cached.run()).state.n).toBe(7)
    const veto = (): never => { throw new Error('not today') } // prettier-ignore
    const vetoed = await machine({ inc }).open({ ...start, hooks: [{ around: veto }] })
    expect(await vetoed.run()).toMatchObject({ status: 'failed', error: { message: 'not today' } })
  })

  it('is told that an application is open when it is, with what it is', async () => {
    const opened: unknown[] = []
    const hooks = [{ onOpen: (app: unknown) => void opened.push(app) }]
    const failing = failingPersister(() => true)
    await expect(counter.open({ ...start, id: 'a', persister: failing, hooks })).rejects.toThrow('the disk is full')
    expect(opened).toEqual([])
    const app = await counter.named('count').open({ ...start, id: 'b', hooks, tags: { user: 'x' } })
    expect(opened).toEqual([{ app: 'b', runId: app.runId, machine: 'count', tags: { user: 'x' } }])
  })
})
