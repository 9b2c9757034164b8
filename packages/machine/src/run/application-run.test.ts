// Who reads a run, at which pace, and what happens when he leaves.

import { describe, expect, it } from 'vitest'
import { END, forState, memoryPersister, type AnyEvent } from '../index.ts'
import { told } from '../fixtures/gates.ts'

const { action, machine, stream } = forState<{ n: number }>()
const inc = action({ reads: ['n'], writes: ['n'] }, ({ state }) => ({ n: state.n + 1 }))
const counter = machine({ inc })
  .from('inc')
  .when(({ n }) => n < 5, 'inc')
  .otherwise(END)
const open = async (): ReturnType<typeof counter.open> => counter.open({ entry: 'inc', state: { n: 0 } })

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('a run', () => {
  it('goes on by itself when nobody reads it', async () => {
    const app = await open()
    const run = app.run()
    await turn()
    expect(app.state.n).toBe(5)
    expect((await run).status).toBe('completed')
    expect((await run).status).toBe('completed')
  })

  it('waits for its reader', async () => {
    const app = await open()
    const events = app.run()[Symbol.asyncIterator]()
    await events.next()
    await turn()
    const before = app.state.n
    expect(before).toBeLessThanOrEqual(1)
    await turn()
    expect(app.state.n).toBe(before)
    while (!(await events.next()).done);
    expect(app.state.n).toBe(5)
  })

  it('lets a slow reader hold a stream back', async () => {
    let made = 0
    const flood = stream({}, async function* () {
      for (; made < 100; made++) yield made
    })
    const app = await machine({ flood }).open({ entry: 'flood' })
    let read = 0
    for await (const event of app.run()) {
      if (event.type !== 'chunk') continue
      read++
      await turn()
      expect(made - read).toBeLessThanOrEqual(2)
    }
    expect(read).toBe(100)
  })

  it('is cancelled when its reader leaves, and its outcome says why; the application goes on with the next run', async () => {
    const app = await open()
    const run = app.run()
    for await (const event of run) if (event.type === 'step' && event.sequence === 2) break
    const outcome = await run
    expect(outcome).toMatchObject({ status: 'cancelled', reason: { message: expect.stringContaining('nobody reads') } })
    expect(app.state.n).toBeLessThan(5)
    expect(await app.run()).toMatchObject({ status: 'completed', state: { n: 5 } })
  })

  it('ends the generator of a stream whose reader leaves', async () => {
    const ends: string[] = []
    const endless = stream({}, async function* ({ ctx }) {
      try {
        for (let index = 0; ; index++) yield index
      } finally {
        ends.push(`aborted: ${ctx.signal.aborted}`)
      }
    })
    const app = await machine({ endless }).open({ entry: 'endless' })
    for await (const event of app.run()) if (event.type === 'chunk' && event.index === 3) break
    expect(ends).toEqual(['aborted: true'])
    expect(app.sequence).toBe(0)
  })

  it('stays what it came to when its reader leaves at the end', async () => {
    const run = (await open()).run()
    for await (const event of run) if (event.type === 'end') break
    expect((await run).status).toBe('completed')
  })

  it('cannot be read late, nor twice', async () => {
    const app = await open()
    const run = app.run()
    await turn()
    expect(() => run[Symbol.asyncIterator]()).toThrow('have begun without a reader')
    const other = app.run()
    other[Symbol.asyncIterator]()
    expect(() => other[Symbol.asyncIterator]()).toThrow('have begun without a reader')
    await app.close()
  })

  it('tells its reader the mistake of the caller, once, and then that it is over', async () => {
    const app = await open()
    const events = app.run({ maxSteps: -1 })[Symbol.asyncIterator]()
    await expect(events.next()).rejects.toThrow('"maxSteps" is -1')
    expect(await events.next()).toEqual({ done: true, value: undefined })
  })

  it('tells what came before a failure of the persister, and then the failure', async () => {
    const memory = memoryPersister()
    const app = await counter.open({
      id: 'a',
      entry: 'inc',
      state: { n: 0 },
      persister: {
        ...memory,
        append: async (id, expected, entries) => {
          if (expected > 3) throw new Error('the disk is full')
          await memory.append(id, expected, entries)
        },
      },
    })
    const seen: AnyEvent['type'][] = []
    const reading = async (): Promise<void> => {
      for await (const event of app.run()) seen.push(event.type)
    }
    await expect(reading()).rejects.toThrow('the disk is full')
    expect(seen).toEqual(['begin', 'step', 'begin'])
  })
})

describe('a reader who calls the application', () => {
  it('can cancel it in the middle of its events', async () => {
    const app = await open()
    const seen: string[] = []
    for await (const event of app.run()) {
      seen.push(event.type)
      if (event.type === 'step' && event.sequence === 1) await app.cancel('enough')
    }
    expect(seen.at(-1)).toBe('end')
    expect([app.status, app.state.n < 5]).toEqual(['cancelled', true])
  })

  it('can close it, edit it and run it again: nobody waits for himself', async () => {
    const app = await open()
    for await (const event of app.run()) {
      if (event.type !== 'step' || event.sequence !== 1) continue
      await app.edit({ state: { n: 0 }, next: 'inc' })
      expect((await app.run()).status).toBe('completed')
    }
    expect(app.sequence).toBe(10)
    const closing = await open()
    for await (const event of closing.run()) if (event.type === 'step') await closing.close()
    await expect(closing.run()).rejects.toThrow('was closed')
  })

  it('still gets every event of the run that did not wait', async () => {
    const app = await open()
    const events = told(app.run())
    const next = app.run()
    expect(await events).toHaveLength(11)
    expect((await next).steps).toBe(0)
  })
})
