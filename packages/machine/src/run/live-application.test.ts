// An application from outside: calls in turn, edits, cancelling, closing, history.

import { afterEach, describe, expect, it } from 'vitest'
import { fakeClock } from 'throughline/testing'
import { append, forState, memoryPersister, type Application, type Persister } from '../index.ts'
import { codeOf, failingPersister, gate, typesOf } from '../fixtures/gates.ts'

const { action, machine } = forState<{ n: number; ok?: boolean; log?: string[] }>()
const inc = action({ reads: ['n'], writes: ['n'] }, async ({ state }) => ({ n: state.n + 1 }))
const done = action({}, () => {})
const counter = machine({ inc, done })
  .from('inc')
  .when(({ n }) => n < 3, 'inc')
  .otherwise('done')
const start = { entry: 'inc', state: { n: 0 } } as const

const clock = fakeClock()
afterEach(() => clock.uninstall())

describe('calls', () => {
  it('that come at once wait for each other: five steps are five steps', async () => {
    const app = await machine({ inc }).from('inc').to('inc').open(start)
    const outcomes = await Promise.all([1, 2, 3, 4, 5].map(() => app.step()))
    expect(outcomes.map(({ sequence, state }) => [sequence, state.n])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 4],
      [5, 5],
    ])
  })

  it('are done in the order in which they came', async () => {
    const app = await counter.open(start)
    const run = app.run()
    const edit = app.edit({ state: { n: 100 } })
    expect((await run).state.n).toBe(3)
    await edit
    expect(app.state.n).toBe(100)
  })

  it('go on after one that failed', async () => {
    const app = await counter.open(start)
    const [wrong, right] = [app.run({ maxSteps: -1 }), app.run()]
    expect(await codeOf(wrong)).toBe('app/bad-option')
    expect((await right).status).toBe('completed')
  })
})

describe('edit', () => {
  it('changes the state and the position, and is in the journal', async () => {
    const persister = memoryPersister()
    const app = await counter.open({ ...start, id: 'a', persister })
    await app.edit({ state: { n: 2, log: append('x') }, next: 'done' })
    expect([app.state, app.next, app.sequence]).toEqual([{ n: 2, log: ['x'] }, 'done', 0])
    const again = await counter.open({ resume: 'a', persister: (await app.close(), persister) })
    expect([again.state, again.next]).toEqual([{ n: 2, log: ['x'] }, 'done'])
  })

  it('refuses an action that does not exist, and a change that cannot be', async () => {
    const app = await counter.open(start)
    expect(await codeOf(app.edit({ next: 'nowhere' as 'inc' }))).toBe('machine/unknown-action')
    expect(await codeOf(app.edit({ state: { n: append(1) as never } }))).toBe('app/bad-change')
    expect([app.state, app.next]).toEqual([{ n: 0 }, 'inc'])
  })

  it('lets one that was stuck look for its way again', async () => {
    const gated = machine({ inc, done }).from('inc').when({ ok: true }, 'done')
    const persister = memoryPersister()
    const app = await gated.open({ ...start, id: 'a', persister })
    expect((await app.run()).status).toBe('stuck')
    await app.edit({ state: { ok: false } })
    expect([app.status, (await persister.load('a'))!.head.status]).toEqual(['stuck', 'stuck'])
    await app.edit({ state: { ok: true } })
    expect([app.status, app.next, (await persister.load('a'))!.head.next]).toEqual(['open', 'done', 'done'])
    expect((await app.run()).status).toBe('completed')
  })

  it('opens one that is completed again, and ends one that is open', async () => {
    const app = await counter.open(start)
    await app.run()
    await app.edit({ state: { n: 2 }, next: 'inc' })
    expect(await app.run()).toMatchObject({ status: 'completed', steps: 2 })
    const other = await counter.open(start)
    await other.edit({ next: null })
    expect(await other.run()).toMatchObject({ status: 'completed', steps: 0 })
  })
})

describe('cancel', () => {
  it('stops the run that goes, lets its action finish, and ends the application for good', async () => {
    const [entered, leave] = [gate(), gate()]
    const slow = action({ writes: ['n'] }, async () => (entered.open(), await leave.opened, { n: 1 }))
    const persister = memoryPersister()
    const app = await machine({ slow, done }).from('slow').to('done').open({ id: 'a', entry: 'slow', persister })
    const run = app.run()
    await entered.opened
    const cancelled = app.cancel('not needed')
    leave.open()
    expect(await run).toMatchObject({ status: 'cancelled', reason: 'not needed', state: { n: 1 }, sequence: 1 })
    await cancelled
    expect([app.status, await typesOf(persister, 'a')]).toEqual([
      'cancelled',
      ['opened', 'begun', 'committed', 'cancelled'],
    ])
    expect(await app.run()).toMatchObject({ status: 'cancelled', steps: 0 })
    expect(await codeOf(app.edit({ next: 'done' }))).toBe('app/cancelled')
    await app.cancel()
    expect(await typesOf(persister, 'a')).toHaveLength(4)
  })

  it('is known to whoever opens it again', async () => {
    const persister = memoryPersister()
    const app = await counter.open({ ...start, id: 'a', persister })
    await app.cancel()
    await app.close()
    const again = await counter.open({ resume: 'a', persister })
    expect(again.status).toBe('cancelled')
    expect(await again.run()).toMatchObject({ status: 'cancelled', reason: 'the application was cancelled' })
  })

  it('of one that is closed is a mistake', async () => {
    const app = await counter.open(start)
    await app.close()
    expect(await codeOf(app.cancel())).toBe('app/closed')
  })
})

describe('a signal', () => {
  it('stops between steps; a step that is being committed is committed', async () => {
    const controller = new AbortController()
    const memory = memoryPersister()
    const persister: Persister = {
      ...memory,
      append: async (app, expected, entries) => {
        if (entries.some(({ type }) => type === 'committed')) controller.abort('now')
        await memory.append(app, expected, entries)
      },
    }
    const app = await counter.open({ ...start, id: 'a', persister })
    expect(await app.run({ signal: controller.signal })).toMatchObject({
      status: 'cancelled',
      steps: 1,
      state: { n: 1 },
    })
    expect(await typesOf(memory, 'a')).toEqual(['opened', 'begun', 'committed'])
  })

  it('that comes with the last step does not make what is completed cancelled', async () => {
    const controller = new AbortController()
    const last = action({}, () => controller.abort('too late'))
    const app = await machine({ last }).open({ entry: 'last' })
    expect((await app.run({ signal: controller.signal })).status).toBe('completed')
  })

  it('that has aborted already lets no action run', async () => {
    const app = await counter.open(start)
    expect(await app.run({ signal: AbortSignal.abort('before') })).toMatchObject({ status: 'cancelled', steps: 0 })
  })

  it('takes what an action that hears it throws for the end of the run, not for a failure', async () => {
    const persister = memoryPersister()
    const controller = new AbortController()
    const polite = action({}, async ({ ctx }) => {
      controller.abort(new Error('stop'))
      ctx.signal.throwIfAborted()
    })
    const app = await machine({ polite }).open({ id: 'a', entry: 'polite', persister })
    expect((await app.run({ signal: controller.signal })).status).toBe('cancelled')
    expect(await typesOf(persister, 'a')).toEqual(['opened', 'begun'])
  })
})

describe('close', () => {
  it('stops a run that goes, and writes what was not written', async () => {
    const persister = memoryPersister()
    const [entered, leave] = [gate(), gate()]
    const slow = action({}, async () => (entered.open(), await leave.opened))
    const slowly = machine({ slow, done }).from('slow').to('done')
    const app = await slowly.open({ id: 'a', entry: 'slow', persister, durability: 'exit' })
    const run = app.run()
    await entered.opened
    const closing = [app.close(), app.close()]
    leave.open()
    expect(await run).toMatchObject({ status: 'cancelled', reason: 'the application was closed' })
    await Promise.all(closing)
    expect(await typesOf(persister, 'a')).toEqual(['opened', 'committed'])
    expect(await codeOf(app.run())).toBe('app/closed')
    expect(await codeOf(app.edit({}))).toBe('app/closed')
  })

  it('releases the lease once, also when what is left cannot be written', async () => {
    let released = 0
    const leased: Persister = {
      ...failingPersister(({ type }) => type === 'committed'),
      lease: () => ({ renew: () => true, release: () => void released++ }),
    }
    const app = await counter.open({ ...start, id: 'a', persister: leased, durability: 'exit' })
    await expect(app.run()).rejects.toThrow('the disk is full')
    // The run has said it.
    await Promise.all([app.close(), app.close()])
    expect(released).toBe(1)
  })

  it('is what await using does', async () => {
    const persister = memoryPersister()
    let kept: Application<any, any> | undefined
    {
      await using app = await counter.open({ ...start, id: 'a', persister })
      kept = app
    }
    expect(await codeOf(kept.run())).toBe('app/closed')
  })
})

describe('history', () => {
  it('says how a key came to its values: by the start, by steps, by edits', async () => {
    const persister = memoryPersister()
    const app = await counter.open({ ...start, id: 'a', persister })
    await app.step()
    await app.edit({ state: { n: 10 } })
    await app.run()
    const changes = (await app.history('n')).map(({ sequence, action: by, value }) => [sequence, by, value])
    expect(changes).toEqual([
      [0, null, 0],
      [1, 'inc', 1],
      [1, null, 10],
      [2, 'inc', 11],
    ])
    expect(await app.history('ok')).toEqual([])
  })

  it('is not known without a persister', async () => {
    const app = await counter.open(start)
    await app.run()
    expect(await app.history('n')).toEqual([])
  })
})
