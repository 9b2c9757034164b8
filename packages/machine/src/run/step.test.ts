// One step: what it may read and write, what guards do, and what is recorded of it.

import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { append, END, expects, forState, increment, memoryPersister, suspend, unset } from '../index.ts'
import { attemptsOf, failingPersister, told } from '../fixtures/gates.ts'

interface State {
  n: number
  log: string[]
  note?: string
  error?: unknown
}
const { action, machine, stream } = forState<State>()
const start = { n: 0, log: [] }
const fine = action({}, () => {})

describe('the state that an action gets', () => {
  it('refuses what it does not declare, in an action, a stream and an answer', async () => {
    const peek = (step: { state: unknown }): { log: string[] } => {
      void (step.state as State).n
      return { log: [] }
    }
    const forms = [
      action({ writes: ['log'] }, peek as never),
      stream({ writes: ['log'] }, function* (step) {
        yield 1
        return peek(step)
      }),
      action({ writes: ['log'], awaits: z.object({}), resumed: peek as never }, () => suspend()),
    ]
    for (const one of forms) {
      const app = await machine({ one, fine: action({ reads: ['n'] }, () => {}) })
        .from('one')
        .to('fine')
        .open({ entry: 'one', state: start })
      const first = await app.run()
      const outcome = first.status === 'suspended' ? await app.resume({} as never) : first
      expect(outcome).toMatchObject({ status: 'failed', error: { code: 'app/undeclared-read' } })
      expect(app.state).toEqual(start)
    }
  })

  it('refuses keys of the state that no action declares, also after an edit', async () => {
    const peek = action({}, ({ state }) => void (state as Partial<State>).note)
    const app = await machine({ peek }).open({ entry: 'peek', state: { n: 1, note: 'x' } })
    expect(await app.run()).toMatchObject({ status: 'failed', error: { code: 'app/undeclared-read' } })
    const edited = await machine({ peek }).open({ entry: 'peek' })
    await edited.edit({ state: { note: 'y' } })
    expect(await edited.run()).toMatchObject({ status: 'failed', error: { code: 'app/undeclared-read' } })
  })

  it('has what is declared, and shows no more when it is spread or listed', async () => {
    const seen: unknown[] = []
    const look = action({ reads: ['n', 'note?'] }, ({ state }) => void seen.push({ ...state }, 'note' in state))
    await (
      await machine({ look, fine: action({ writes: ['log'] }, () => ({ log: [] })) })
        .from('look')
        .to('fine')
        .open({ entry: 'look', state: start })
    ).run()
    expect(seen).toEqual([{ n: 0 }, false])
  })

  it.each([true, false])(
    'has no key that is not declared, however one asks without reading it (frozen: %s)',
    async (freeze) => {
      const ask = action({ reads: ['n', 'note?'] }, ({ state }) => {
        const every: string[] = []
        for (const key in state) every.push(key)
        const known = ['n', 'note', 'log', 'error'].filter((key) => key in state)
        const own = ['n', 'note', 'log'].filter((key) => Object.hasOwn(state, key))
        const ways = [Object.keys(state), Reflect.ownKeys(state), Object.keys({ ...state }), every, known, own]
        expect(ways).toEqual(ways.map(() => ['n']))
        expect(JSON.stringify(state)).toBe('{"n":0}')
        expect(structuredClone(state)).toEqual({ n: 0 })
        expect(() => {
          ;(state as State).log = []
        }).toThrow(TypeError)
        expect('toString' in state).toBe(true)
      })
      const app = await machine({ ask, fine: action({ reads: ['log'] }, () => {}) })
        .from('ask')
        .to('fine')
        .open({ entry: 'ask', state: { ...start, error: 1 }, freeze })
      const outcome = await app.run()
      expect(outcome.status === 'failed' ? outcome.error : outcome.status).toBe('completed')
    },
  )

  it('must have what is declared without a question mark', async () => {
    const write = action({ writes: ['note?'] }, () => ({}))
    const need = action({ reads: ['note'] }, () => {})
    const app = await machine({ write, need }).from('write').to('need').open({ entry: 'write', state: start })
    expect(await app.run()).toMatchObject({ status: 'failed', action: 'need', error: { code: 'app/absent-key' } })
  })

  it('cannot be changed in place, at any depth, and a failed action leaves nothing behind', async () => {
    const push = action({ reads: ['log'], writes: ['log'] }, ({ state }) => {
      ;(state.log as string[]).push('sneaked in')
      return { log: [] }
    })
    const app = await machine({ push }).open({ entry: 'push', state: { log: ['a'] } })
    expect((await app.run()).status).toBe('failed')
    expect(app.state.log).toEqual(['a'])
  })

  it('is not frozen deeply when that is switched off', async () => {
    const push = action({ reads: ['log'] }, ({ state }) => void (state.log as string[]).push('b'))
    const app = await machine({ push }).open({ entry: 'push', state: { log: ['a'] }, freeze: false })
    expect((await app.run()).status).toBe('completed')
  })
})

describe('what an action gives back', () => {
  it('is refused with all that is wrong, and nothing of it is kept', async () => {
    const wrong = action({ writes: ['n', 'log'] }, (() => ({ n: 1, note: 'x', error: 1 })) as never)
    const app = await machine({ wrong }).open({ entry: 'wrong', state: start })
    const outcome = await app.run()
    expect(outcome).toMatchObject({
      status: 'failed',
      error: {
        issues: [{ code: 'app/undeclared-write' }, { code: 'app/undeclared-write' }, { code: 'app/missing-write' }],
      },
    })
    expect(app.state).toEqual(start)
  })

  it('may append, add and take away', async () => {
    const all = action({ writes: ['n', 'log', 'note?'] }, () => ({ n: increment(2), log: append('x'), note: unset() }))
    const app = await machine({ all }).open({ entry: 'all', state: { n: 1, log: ['a'], note: 'gone' } })
    expect((await app.run()).state).toEqual({ n: 3, log: ['a', 'x'] })
  })

  it('is not looked at by a later change of the same object', async () => {
    const log = ['a']
    const app = await machine({ keep: action({ writes: ['log'] }, () => ({ log })) }).open({
      entry: 'keep',
      state: start,
    })
    await app.run()
    expect(() => log.push('b')).toThrow(TypeError)
  })
})

describe('a guard that throws', () => {
  it('fails the step before it counts: the state stays, and the failure is recorded', async () => {
    const persister = memoryPersister()
    const inc = action({ reads: ['n'], writes: ['n'] }, ({ state }) => ({ n: state.n + 1 }))
    const guarded = machine({ inc })
      .from('inc')
      .when(() => {
        throw new RangeError('no idea')
      }, 'inc')
    const app = await guarded.open({ id: 'a', entry: 'inc', state: start, persister })
    expect(await app.run()).toMatchObject({ status: 'failed', action: 'inc', error: { message: 'no idea' } })
    expect([app.state.n, app.sequence]).toEqual([0, 0])
    expect(await attemptsOf(persister, 'a')).toEqual(['opened', 'begun 1/1', 'failed 1/1'])
  })

  it('fails also when a route chooses what is not among its targets', async () => {
    const routed = machine({ fine })
      .from('fine')
      .route([END], () => 'elsewhere' as typeof END)
    const outcome = await (await routed.open({ entry: 'fine' })).run()
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'app/bad-route' } })
  })
})

describe('what is recorded of a step', () => {
  it('begins before the action runs, and is complete before the step can be seen', async () => {
    const persister = memoryPersister()
    const seen: string[][] = []
    const look = action({ writes: ['n'] }, async () => {
      seen.push(await attemptsOf(persister, 'a'))
      return { n: 1 }
    })
    const app = await machine({ look }).open({ id: 'a', entry: 'look', state: start, persister })
    for await (const event of app.run()) if (event.type === 'step') seen.push(await attemptsOf(persister, 'a'))
    expect(seen).toEqual([
      ['opened', 'begun 1/1'],
      ['opened', 'begun 1/1', 'committed 1/1'],
    ])
  })

  it.each(['begun', 'committed'])(
    'is not seen when the persister fails at %s, and the object says so from then on',
    async (type) => {
      const persister = failingPersister((entry) => entry.type === type, 1)
      const inc = action({ reads: ['n'], writes: ['n'] }, ({ state }) => ({ n: state.n + 1 }))
      const one = machine({ inc })
      const app = await one.open({ id: 'a', entry: 'inc', state: start, persister })
      await expect(app.run()).rejects.toThrow('the disk is full')
      expect([app.state.n, app.sequence, app.next]).toEqual([0, 0, 'inc'])
      await expect(app.run()).rejects.toThrow('the disk is full')
      await app.close()
      const again = await one.open({ resume: 'a', persister })
      expect(await again.run()).toMatchObject({ status: 'completed', state: { n: 1 }, sequence: 1 })
    },
  )

  it('is said by the run when a batch cannot be written', async () => {
    const persister = failingPersister((entry) => entry.type === 'committed')
    const app = await machine({ fine }).open({ id: 'a', entry: 'fine', persister, durability: 'batch' })
    await expect(app.run()).rejects.toThrow('the disk is full')
  })

  it('names what cannot be kept, and the state stays', async () => {
    const odd = action({ writes: ['error?'] }, () => ({ error: { deep: [new URL('http://a')] } }))
    const app = await machine({ odd }).open({ id: 'a', entry: 'odd', state: start, persister: memoryPersister() })
    const outcome = await app.run()
    expect(outcome).toMatchObject({
      status: 'failed',
      error: { code: 'app/not-storable', message: expect.stringContaining('state.error.deep[0] cannot be kept') },
    })
    expect(app.state).toEqual(start)
  })

  it('may be anything where nothing is kept', async () => {
    const socket = new URL('http://a')
    const odd = action({ reads: ['error'], writes: ['error'] }, ({ state }) => ({ error: state.error }))
    const app = await machine({ odd }).open({ entry: 'odd', state: { error: socket } })
    expect((await app.run()).state.error).toBe(socket)
  })

  it('is refused before the action runs when its inputs cannot be kept', async () => {
    let calls = 0
    const call = action({ inputs: expects<{ back: () => void }>({ back: 'required' }) }, () => void calls++)
    const app = await machine({ call }).open({ id: 'a', entry: 'call', persister: memoryPersister() })
    await expect(app.run({ inputs: { call: { back: () => {} } } })).rejects.toThrow('inputs.back cannot be kept')
    expect(calls).toBe(0)
  })

  it('has what was told on the side, with a text in place of what cannot be kept', async () => {
    const persister = memoryPersister()
    const talk = action({}, async ({ ctx }) => {
      ctx.log('connected', { to: new URL('http://a'), port: 80 })
      ctx.metric('loss', 0.5, 3)
      await ctx.span('outer', async () => ctx.span('inner', () => ctx.effect('dice', () => 4)))
    })
    const app = await machine({ talk }).open({ id: 'a', entry: 'talk', persister })
    expect((await app.run()).status).toBe('completed')
    expect((await persister.entries('a')).at(-1)!.entry).toMatchObject({
      logs: [{ message: 'connected', fields: { to: 'to cannot be kept: it is an instance of URL.', port: 80 } }],
      metrics: [{ name: 'loss', value: 0.5, step: 3 }],
      spans: [{ name: 'outer' }, { name: 'inner', parent: 0 }],
      effects: [{ name: 'dice', value: 4 }],
    })
  })

  it('fails at the effect whose value cannot be kept', async () => {
    const odd = action({}, ({ ctx }) => void ctx.effect('ask', () => () => 1))
    const app = await machine({ odd }).open({ id: 'a', entry: 'odd', persister: memoryPersister() })
    const outcome = await app.run()
    expect(outcome).toMatchObject({
      status: 'failed',
      error: { code: 'app/not-storable', message: expect.stringContaining('effect "ask" cannot be kept') },
    })
  })
})

describe('the number of a step', () => {
  it('is used up by a commit alone, and makes the idempotency key', async () => {
    const keys: string[] = []
    let fails = 1
    const once = action({}, ({ ctx }) => {
      keys.push(ctx.idempotencyKey.replace(ctx.runId, 'run'))
      if (fails-- > 0) throw new Error('no')
    })
    const app = await machine({ once, fine }).from('once').to('fine').open({ entry: 'once' })
    expect(await app.run()).toMatchObject({ status: 'failed', sequence: 0 })
    expect(await app.run()).toMatchObject({ status: 'completed', sequence: 2 })
    expect(keys).toEqual(['run/1', 'run/1'])
  })

  it('makes another key after an edit, which asks for something else', async () => {
    const keys: string[] = []
    const fails = action({}, ({ ctx }) => {
      keys.push(ctx.idempotencyKey.replace(ctx.runId, 'run'))
      throw new Error('no')
    })
    const app = await machine({ fails, fine }).from('fails').to('fine').open({ entry: 'fails' })
    await app.run()
    await app.edit({ next: 'fails' })
    await app.run()
    await app.run()
    expect(keys).toEqual(['run/1', 'run/1.1', 'run/1.1'])
  })

  it('is told with every event of its step', async () => {
    const app = await machine({ fine }).open({ entry: 'fine' })
    expect(await told(app.run())).toEqual(['begin fine', 'step fine', 'end'])
  })
})
