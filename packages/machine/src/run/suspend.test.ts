// Waiting for somebody outside, and going on after it.

import { afterEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { fakeClock } from 'throughline/testing'
import { forState, memoryPersister, suspend, type Persister } from '../index.ts'
import { codeOf } from '../fixtures/gates.ts'

interface State {
  draft: string
  ok?: boolean
  note?: string
}
const { action, machine } = forState<State>()
const schema = z.object({ ok: z.boolean() })
let bodies = 0
const approve = action(
  {
    reads: ['draft'],
    writes: ['ok', 'note?'],
    awaits: schema,
    resumed: ({ state, payload, ctx }) => ({ ok: payload.ok, note: `${state.draft} ${ctx.sequence}` }),
  },
  ({ state }) => (bodies++, suspend({ prompt: { text: state.draft } })),
)
const send = action({ reads: ['ok'] }, () => {})
const mail = machine({ approve, send }).from('approve').when({ ok: true }, 'send').otherwise('approve')
const start = { entry: 'approve', state: { draft: 'Hi' } } as const

const clock = fakeClock()
afterEach(() => clock.uninstall())

async function suspended(persister: Persister): ReturnType<typeof mail.open> {
  const app = await mail.open({ ...start, id: 'a', persister })
  await app.run()
  return app
}

describe('an action that suspends', () => {
  it('stops the run, and says what is waited for', async () => {
    const app = await mail.open(start)
    const outcome = await app.run()
    expect(outcome).toMatchObject({
      status: 'suspended',
      sequence: 0,
      steps: 0,
      next: 'approve',
      awaiting: { action: 'approve', sequence: 1, prompt: { text: 'Hi' }, schema },
    })
    expect([app.status, app.awaiting]).toEqual(['suspended', { action: 'approve', prompt: { text: 'Hi' }, schema }])
    expect(await app.run()).toMatchObject({ status: 'suspended', steps: 0 })
  })

  it('goes on after itself when it is answered: its body is not run again', async () => {
    bodies = 0
    const app = await suspended(memoryPersister())
    expect(await app.resume({ ok: true })).toMatchObject({ status: 'completed', steps: 2, sequence: 2 })
    expect(app.state).toEqual({ draft: 'Hi', ok: true, note: 'Hi 1' })
    expect([bodies, app.awaiting]).toEqual([1, undefined])
  })

  it('waits without a process, and goes on in another one', async () => {
    const persister = memoryPersister()
    await (await suspended(persister)).close()
    const again = await mail.open({ resume: 'a', persister })
    expect(again.awaiting).toMatchObject({ action: 'approve', prompt: { text: 'Hi' } })
    expect(await again.resume({ ok: false })).toMatchObject({ status: 'suspended', sequence: 1, steps: 1 })
    expect(again.state.ok).toBe(false)
  })

  it('has the payload for a patch when it does not say what to make of it', async () => {
    const ask = action({ writes: ['ok'], awaits: schema }, () => suspend())
    const app = await machine({ ask }).open({ entry: 'ask' })
    await app.run()
    expect((await app.resume({ ok: true })).state).toEqual({ ok: true })
  })

  it('fails when it does not declare what it waits for', async () => {
    const ask = action({ writes: ['ok?'] }, () => suspend())
    const outcome = await (await machine({ ask }).open({ entry: 'ask' })).run()
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'app/no-awaits' } })
  })

  it('gives back a prompt that codecs keep', async () => {
    const codec = {
      name: 'url',
      is: (value: object) => value instanceof URL,
      encode: String,
      decode: (text: string) => new URL(text),
    }
    const ask = machine({
      ask: action({ writes: ['ok'], awaits: schema }, () => suspend({ prompt: new URL('http://a/') })),
    })
    const persister = memoryPersister()
    const app = await ask.open({ id: 'a', entry: 'ask', persister, codecs: [codec as never] })
    await app.run()
    await app.close()
    const again = await ask.open({ resume: 'a', persister, codecs: [codec as never] })
    expect(again.awaiting!.prompt).toEqual(new URL('http://a/'))
  })
})

describe('an answer', () => {
  it('that does not fit is refused, and the application waits on', async () => {
    const app = await suspended(memoryPersister())
    expect(await codeOf(app.resume({ ok: 'yes' } as never))).toBe('app/bad-payload')
    expect(app.status).toBe('suspended')
    expect((await app.resume({ ok: true })).status).toBe('completed')
  })

  it('to one that does not wait is refused', async () => {
    const app = await mail.open(start)
    expect(await codeOf(app.resume({ ok: true }))).toBe('app/not-suspended')
    await app.run()
    await app.resume({ ok: true })
    await expect(app.resume({ ok: true })).rejects.toThrow('it is completed')
  })

  it('of two that come at once is taken once', async () => {
    const app = await suspended(memoryPersister())
    const answers = await Promise.allSettled([app.resume({ ok: true }), app.resume({ ok: true })])
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  })

  it('comes in time, or not at all; edit moves on', async () => {
    clock.install()
    const ask = action({ writes: ['ok'], awaits: schema }, () => suspend({ expiresAtMs: Date.now() + 1_000 }))
    const app = await machine({ ask, send }).from('ask').to('send').open({ entry: 'ask' })
    await clock.until(app.run())
    await clock.advance(1_001)
    expect(await codeOf(app.resume({ ok: true }))).toBe('app/expired')
    expect(await app.run()).toMatchObject({ status: 'suspended', awaiting: { expiresAtMs: Date.now() - 1 } })
    await app.edit({ state: { ok: false }, next: 'send' })
    expect(await app.run()).toMatchObject({ status: 'completed', last: 'send' })
  })

  it('is a step of its run: for until, for maxSteps, and for who reads it', async () => {
    const app = await suspended(memoryPersister())
    expect(await app.resume({ ok: true }, { until: { after: ['approve'] } })).toMatchObject({ by: 'after', steps: 1 })
    const other = await suspended(memoryPersister())
    expect(await other.resume({ ok: true }, { maxSteps: 1 })).toMatchObject({ status: 'limit', steps: 1 })
    const read = await suspended(memoryPersister())
    const seen: unknown[] = []
    for await (const event of read.resume({ ok: true }))
      seen.push('action' in event ? [event.type, event.action] : event.type)
    expect(seen).toEqual([['step', 'approve'], ['begin', 'send'], ['step', 'send'], 'end'])
  })

  it('that makes the action fail is an outcome, and another answer can be given', async () => {
    const persister = memoryPersister()
    let fails = true
    const ask = action(
      {
        writes: ['ok'],
        awaits: schema,
        resumed: ({ payload }) => {
          if (fails) throw new Error('the service is down')
          return { ok: payload.ok }
        },
      },
      () => suspend(),
    )
    const asking = machine({ ask })
    const app = await asking.open({ id: 'a', entry: 'ask', persister })
    await app.run()
    expect(await app.resume({ ok: true })).toMatchObject({ status: 'failed', action: 'ask', sequence: 0 })
    expect([app.status, (await persister.load('a'))!.head.status]).toEqual(['suspended', 'suspended'])
    fails = false
    expect((await app.resume({ ok: true })).status).toBe('completed')
  })

  it('that makes the action fail takes an error edge, when there is one', async () => {
    const wrong = (): never => { throw new Error('no') } // prettier-ignore
    const ask = action({ writes: ['ok'], awaits: schema, resumed: wrong }, () => suspend())
    const rescue = action({}, () => {})
    const app = await machine({ ask, rescue }).from('ask').onError('*', 'rescue').open({ entry: 'ask' })
    await app.run()
    expect(await app.resume({ ok: true })).toMatchObject({ status: 'completed', last: 'rescue', sequence: 2 })
  })

  it('that is being taken when the run is stopped leaves the application waiting, or ends it for good', async () => {
    const entered: (() => void)[] = []
    const slow = action(
      {
        writes: ['ok'],
        awaits: schema,
        resumed: async ({ ctx, payload }) => {
          const stopped = new Promise((_, reject) =>
            ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason as Error)),
          )
          entered.shift()?.()
          await stopped
          return payload
        },
      },
      () => suspend(),
    )
    const app = await machine({ slow }).open({ entry: 'slow' })
    await app.run()
    const controller = new AbortController()
    entered.push(() => controller.abort('later'))
    expect((await app.resume({ ok: true }, { signal: controller.signal })).status).toBe('cancelled')
    expect(app.status).toBe('suspended')
    entered.push(() => void app.cancel('never'))
    expect(await app.resume({ ok: true })).toMatchObject({ status: 'cancelled', reason: 'never' })
    await app.cancel()
    expect(app.status).toBe('cancelled')
  })

  it('that the run is stopped before is not taken', async () => {
    const app = await suspended(memoryPersister())
    expect((await app.resume({ ok: true }, { signal: AbortSignal.abort() })).status).toBe('cancelled')
    expect(app.status).toBe('suspended')
  })
})

it('an application that waits can be cancelled', async () => {
  const persister = memoryPersister()
  const app = await suspended(persister)
  await app.cancel('nobody answers')
  expect([app.status, app.awaiting]).toEqual(['cancelled', undefined])
  expect(await codeOf(app.resume({ ok: true }))).toBe('app/not-suspended')
  expect((await persister.load('a'))!.head).not.toHaveProperty('suspension')
})

it('a fork of one that waits asks again', async () => {
  bodies = 0
  const persister = memoryPersister()
  await suspended(persister)
  const fork = await mail.open({ fork: { id: 'a', state: { draft: 'Hello' } }, persister })
  expect(await fork.run()).toMatchObject({ status: 'suspended', awaiting: { prompt: { text: 'Hello' } } })
  expect(bodies).toBe(2)
})
