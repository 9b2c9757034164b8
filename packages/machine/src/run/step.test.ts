// One step: what it may read and write, how it fails, is tried again, and is recorded.

import { afterEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { fakeClock } from 'throughline/testing'
import { append, END, expects, forState, increment, memoryPersister, suspend, unset, type Persister } from '../index.ts'
import { failingPersister, gate, told } from '../fixtures/gates.ts'

interface State {
  n: number
  log: string[]
  note?: string
  error?: unknown
}
const { action, machine, stream } = forState<State>()
const clock = fakeClock()
afterEach(() => clock.uninstall())

const start = { n: 0, log: [] }
const fine = action({}, () => {})
const typesOf = async (persister: Persister, app: string): Promise<string[]> =>
  (await persister.entries(app)).map(({ entry }) =>
    'attempt' in entry ? `${entry.type} ${entry.sequence}/${entry.attempt}` : entry.type,
  )

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
    expect(await typesOf(persister, 'a')).toEqual(['opened', 'begun 1/1', 'failed 1/1'])
  })

  it('fails also when a route chooses what is not among its targets', async () => {
    const routed = machine({ fine })
      .from('fine')
      .route([END], () => 'elsewhere' as typeof END)
    const outcome = await (await routed.open({ entry: 'fine' })).run()
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'app/bad-route' } })
  })
})

describe('retry', () => {
  const flaky = (fails: number): { attempts: number[]; run: (step: { ctx: { attempt: number } }) => { n: number } } => {
    const attempts: number[] = []
    return {
      attempts,
      run: ({ ctx }) => {
        attempts.push(ctx.attempt)
        if (attempts.length <= fails) throw new Error(`attempt ${ctx.attempt}`)
        return { n: ctx.attempt }
      },
    }
  }

  it('tries again after its pauses, tells each failure, and counts attempts', async () => {
    clock.install()
    const { attempts, run } = flaky(2)
    const persister = memoryPersister()
    const call = action({ writes: ['n'], retry: { maxAttempts: 3, backoffMs: 100, factor: 3 } }, run)
    const app = await machine({ call }).open({ id: 'a', entry: 'call', state: start, persister })
    const events: unknown[] = []
    const reading = (async () => {
      for await (const event of app.run())
        events.push(event.type === 'retry' ? [event.attempt, event.delayMs, String(event.error)] : event.type)
    })()
    await clock.until(reading)
    expect(attempts).toEqual([1, 2, 3])
    expect(events).toEqual([
      'begin',
      [1, 100, 'Error: attempt 1'],
      'begin',
      [2, 300, 'Error: attempt 2'],
      'begin',
      'step',
      'end',
    ])
    expect(await typesOf(persister, 'a')).toEqual([
      'opened',
      'begun 1/1',
      'failed 1/1',
      'begun 1/2',
      'failed 1/2',
      'begun 1/3',
      'committed 1/3',
    ])
  })

  it('gives up after its attempts; another run, and another object, count on', async () => {
    const { attempts, run } = flaky(3)
    const persister = memoryPersister()
    const call = machine({ call: action({ writes: ['n'], retry: { maxAttempts: 2, backoffMs: 0 } }, run) })
    const app = await call.open({ id: 'a', entry: 'call', state: start, persister })
    expect(await app.run()).toMatchObject({ status: 'failed', error: { message: 'attempt 2' }, sequence: 0 })
    await app.close()
    const again = await call.open({ resume: 'a', persister })
    expect(await again.run()).toMatchObject({ status: 'completed', state: { n: 4 }, sequence: 1 })
    expect(attempts).toEqual([1, 2, 3, 4])
  })

  it('does not try again what retryIf refuses', async () => {
    const { attempts, run } = flaky(3)
    const retry = { maxAttempts: 5, backoffMs: 0, retryIf: (error: unknown) => String(error).includes('attempt 1') }
    const app = await machine({ call: action({ writes: ['n'], retry }, run) }).open({ entry: 'call', state: start })
    expect((await app.run()).status).toBe('failed')
    expect(attempts).toEqual([1, 2])
  })

  it('is not stopped by a retryIf that throws: the failure says so', async () => {
    const { run } = flaky(1)
    const retry = { maxAttempts: 2, retryIf: () => { throw new Error('cannot say') } } // prettier-ignore
    const app = await machine({ call: action({ writes: ['n'], retry }, run) }).open({ entry: 'call', state: start })
    const outcome = await app.run()
    expect(outcome).toMatchObject({
      status: 'failed',
      error: { code: 'app/cannot-judge', cause: { message: 'cannot say' } },
    })
  })

  it('ends its pause when the run is stopped', async () => {
    const { attempts, run } = flaky(9)
    const retry = { maxAttempts: 9, backoffMs: 1_000_000 }
    const app = await machine({ call: action({ writes: ['n'], retry }, run) }).open({ entry: 'call', state: start })
    const controller = new AbortController()
    for await (const event of app.run({ signal: controller.signal })) if (event.type === 'retry') controller.abort('no')
    expect([attempts, app.status]).toEqual([[1], 'open'])
  })
})

describe('a time limit', () => {
  it('fails the attempt, aborts its signal, and another attempt may follow', async () => {
    clock.install()
    const aborted: unknown[] = []
    const slow = action({ writes: ['n'], timeout: '1s', retry: { maxAttempts: 2, backoffMs: 10 } }, async ({ ctx }) => {
      if (ctx.attempt === 2) return { n: 2 }
      ctx.signal.addEventListener('abort', () => aborted.push((ctx.signal.reason as Error).message.split('\n')[1]))
      await gate().opened
      return { n: 1 }
    })
    const app = await machine({ slow }).open({ entry: 'slow', state: start })
    expect(await clock.until(app.run())).toMatchObject({ status: 'completed', state: { n: 2 } })
    expect(aborted).toEqual(['"slow" took longer than 1000 ms.'])
    expect(clock.waiting).toBe(0)
  })

  it('lets what an attempt tells too late go nowhere', async () => {
    clock.install()
    const late = gate()
    const slow = action({ timeout: '1s' }, async ({ ctx }) => {
      await late.opened
      ctx.log('too late')
      ctx.metric('late', 1)
    })
    const persister = memoryPersister()
    const events: string[] = []
    const hooks = [{ onEvent: ({ type }: { type: string }) => void events.push(type) }]
    const app = await machine({ slow }).open({ id: 'a', entry: 'slow', persister, hooks })
    await clock.until(app.run())
    late.open()
    await clock.advance(0)
    expect(events).toEqual(['begin', 'fail', 'end'])
    expect((await persister.entries('a')).at(-1)!.entry).not.toHaveProperty('logs')
  })
})

describe('an error edge', () => {
  const fail = action({}, () => {
    throw Object.assign(new TypeError('not found'), { code: 'E404' })
  })
  const base = machine({ fail, fine })

  it('takes a failure by the name of the error, by its code, by a function, or whatever it is', async () => {
    const ways = ['TypeError', 'E404', ['E500', 'E404'], '*', (error: unknown) => error instanceof TypeError] as const
    for (const match of ways) {
      const app = await base.from('fail').onError(match, 'fine').open({ entry: 'fail', state: start })
      expect(await app.run()).toMatchObject({ status: 'completed', last: 'fine', steps: 2 })
    }
  })

  it('is looked for in order: the own ones first, then those of every action; none means that the run fails', async () => {
    const other = action({}, () => {})
    const ordered = machine({ fail, fine, other })
      .from('*')
      .onError('*', 'other')
      .from('fail')
      .onError('RangeError', 'other')
      .onError('TypeError', 'fine')
    const app = await ordered.open({ entry: 'fail' })
    expect((await app.run()).last).toBe('fine')
    const none = await base.from('fail').onError('RangeError', 'fine').open({ entry: 'fail' })
    expect(await none.run()).toMatchObject({ status: 'failed', sequence: 0, next: 'fail' })
  })

  it('hands the error on as a record, uses up a number, and tells both', async () => {
    const look = action({ reads: ['error'] }, () => {})
    const persister = memoryPersister()
    const app = await machine({ fail, look })
      .from('fail')
      .onError('*', 'look', { as: 'error', label: 'lost' })
      .open({ id: 'a', entry: 'fail', persister })
    const steps: unknown[] = []
    for await (const event of app.run())
      if (event.type === 'step') steps.push([event.sequence, event.edge, event.error?.codes])
    expect(steps).toEqual([
      [1, 'lost', ['E404']],
      [2, undefined, undefined],
    ])
    expect(app.state.error).toMatchObject({ name: 'TypeError', message: 'not found', codes: ['E404'] })
    expect(await typesOf(persister, 'a')).toEqual([
      'opened',
      'begun 1/1',
      'committed 1/1',
      'begun 2/1',
      'committed 2/1',
    ])
  })

  it('comes after the attempts', async () => {
    let calls = 0
    const twice = action({ retry: { maxAttempts: 2, backoffMs: 0 } }, () => {
      calls++
      throw new Error('no')
    })
    const app = await machine({ twice, fine }).from('twice').onError('*', 'fine').open({ entry: 'twice' })
    expect((await app.run()).last).toBe('fine')
    expect(calls).toBe(2)
  })

  it('that throws fails the step instead of the run', async () => {
    const wrong = base.from('fail').onError(() => {
      throw new Error('cannot say')
    }, 'fine')
    const outcome = await (await wrong.open({ entry: 'fail' })).run()
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'app/cannot-judge' } })
  })
})

describe('what is recorded of a step', () => {
  it('begins before the action runs, and is complete before the step can be seen', async () => {
    const persister = memoryPersister()
    const seen: string[][] = []
    const look = action({ writes: ['n'] }, async () => {
      seen.push(await typesOf(persister, 'a'))
      return { n: 1 }
    })
    const app = await machine({ look }).open({ id: 'a', entry: 'look', state: start, persister })
    for await (const event of app.run()) if (event.type === 'step') seen.push(await typesOf(persister, 'a'))
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
      await expect(app.close()).rejects.toThrow('the disk is full')
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

  it('is told with every event of its step', async () => {
    const app = await machine({ fine }).open({ entry: 'fine' })
    expect(await told(app.run())).toEqual(['begin fine', 'step fine', 'end'])
  })
})
