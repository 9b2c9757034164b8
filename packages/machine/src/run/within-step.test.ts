// Code of a step that calls its own application, and the context in which it is called.

import { describe, expect, it } from 'vitest'
import { currentContext, END, expects, forState, memoryPersister, type Application } from '../index.ts'
import { codeOf, typesOf } from '../fixtures/gates.ts'

const { action, machine } = forState<{ n: number; ok?: boolean }>()
const done = action({}, () => {})

describe('an action that calls its own application', () => {
  const calling = async (call: (app: Application<any, any>) => unknown): Promise<unknown> => {
    const self = action({}, async () => void (await call(app)))
    const app: Application<any, any> = await machine({ self }).open({ id: 'me', entry: 'self' })
    const outcome = await app.run()
    return outcome.status === 'failed' ? (outcome.error as { code: string }).code : outcome.status
  }

  it.each([
    ['run', (app: Application<any, any>) => app.run()],
    ['step', (app: Application<any, any>) => app.step()],
    ['resume', (app: Application<any, any>) => app.resume({} as never)],
    ['edit', (app: Application<any, any>) => app.edit({})],
    ['close', (app: Application<any, any>) => app.close()],
  ])('by %s fails at once instead of waiting for ever', async (_, call) => {
    expect(await calling(call)).toBe('app/within-step')
  })

  it('by cancel is stopped, and the record of it comes after the step', async () => {
    const persister = memoryPersister()
    const self = action({}, async ({ ctx }) => {
      await app.cancel('from inside')
      expect(ctx.signal.aborted).toBe(true)
    })
    const app: Application<any, any> = await machine({ self, done })
      .from('self')
      .to('done')
      .open({ id: 'a', entry: 'self', persister })
    expect(await app.run()).toMatchObject({ status: 'cancelled', reason: 'from inside', sequence: 1 })
    await app.close()
    expect(await typesOf(persister, 'a')).toEqual(['opened', 'begun', 'committed', 'cancelled'])
  })

  it('from a child is found as well', async () => {
    const deep = machine({ deep: action({}, async () => void (await parent.run())) })
    const call = action({}, async ({ ctx }) => {
      const child = await ctx.spawn(deep, { key: 'c', entry: 'deep' })
      if (child.status === 'failed') throw child.error
    })
    const parent: Application<any, any> = await machine({ call }).open({ entry: 'call' })
    expect(await parent.run()).toMatchObject({ status: 'failed', error: { code: 'app/within-step' } })
  })

  it('by around, or by the function that gives inputs, is found as well', async () => {
    let app: Application<any, any> | undefined
    const ask = action({ inputs: expects<{ n: number }>({ n: 'required' }) }, () => {})
    const hooks = [{ around: () => app!.edit({}) }]
    app = await machine({ done }).open({ entry: 'done', hooks })
    expect(await app.run()).toMatchObject({ status: 'failed', error: { code: 'app/within-step' } })
    app = await machine({ ask }).open({ entry: 'ask' })
    const inputs = { ask: async () => (await app!.run(), undefined) }
    expect(await codeOf(app.run({ inputs }))).toBe('app/within-step')
  })

  it('later, when its step is over, is nothing special', async () => {
    let later: PromiseLike<unknown> | undefined
    const plan = action({}, () => {
      later = new Promise((resolve) => setTimeout(resolve, 5)).then(() => app.edit({ next: 'done' }))
    })
    const app: Application<any, any> = await machine({ plan, done })
      .from('plan')
      .when({ ok: true }, 'done')
      .otherwise(END)
      .open({ entry: 'plan' })
    await app.run()
    await later
    expect(app.next).toBe('done')
  })
})

describe('the ambient context', () => {
  it('is that of the innermost step, also after a child has run, and none outside', async () => {
    const seen: unknown[] = []
    const note = (): void => void seen.push(currentContext()?.action)
    const inner = machine({ inner: action({}, async () => (await Promise.resolve(), note())) })
    const outer = action({}, async ({ ctx }) => {
      note()
      await ctx.spawn(inner, { key: 'k', entry: 'inner' })
      note()
    })
    const app = await machine({ outer }).open({ entry: 'outer' })
    note()
    await app.run()
    note()
    expect(seen).toEqual([undefined, 'outer', 'inner', 'outer', undefined])
  })

  it('is not that of the step for hooks that are told from within it', async () => {
    const seen: unknown[] = []
    const log = action({}, ({ ctx }) => ctx.log('x'))
    const hooks = [{ onEvent: ({ type }: { type: string }) => void (type === 'log' && seen.push(currentContext())) }]
    await (await machine({ log }).open({ entry: 'log', hooks })).run()
    expect(seen).toEqual([undefined])
  })
})
