// Attempts that fail: others that follow, time limits, and edges that lead on.

import { afterEach, describe, expect, it } from 'vitest'
import { fakeClock } from 'throughline/testing'
import { forState, memoryPersister } from '../index.ts'
import { attemptsOf, gate } from '../fixtures/gates.ts'

interface State {
  n: number
  error?: unknown
}
const { action, machine } = forState<State>()
const clock = fakeClock()
afterEach(() => clock.uninstall())

const start = { n: 0 }
const fine = action({}, () => {})

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
    expect(await attemptsOf(persister, 'a')).toEqual([
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
    expect(await attemptsOf(persister, 'a')).toEqual([
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
