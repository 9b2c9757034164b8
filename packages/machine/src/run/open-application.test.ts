// Starting, resuming and forking an application, and what is refused.

import { renderIssue, type ThroughlineError } from 'throughline'
import { describe, expect, it } from 'vitest'
import { END, forState, memoryPersister, type Codec, type Persister } from '../index.ts'
import { codeOf } from '../fixtures/gates.ts'

class Money {
  readonly cents: number
  constructor(cents: number) {
    this.cents = cents
  }
}
const money: Codec<Money> = {
  name: 'money',
  is: (value) => value instanceof Money,
  encode: ({ cents }) => cents,
  decode: (cents: number) => new Money(cents),
}

const { action, machine } = forState<{ n: number; ok?: boolean; price?: Money }>()
const inc = action({ reads: ['n'], writes: ['n'] }, ({ state }) => ({ n: state.n + 1 }))
const done = action({}, () => {})
const counter = machine({ inc, done })
  .from('inc')
  .when(({ n }) => n < 3, 'inc')
  .otherwise('done')

/** One that has done two steps. */
async function kept(persister: Persister, id: string = 'a'): Promise<void> {
  const app = await counter.open({ id, entry: 'inc', state: { n: 0 }, persister })
  await app.run({ maxSteps: 2 })
  await app.close()
}

describe('a new application', () => {
  it('has the id that was given, or that of its run', async () => {
    expect((await counter.open({ id: 'ü'.repeat(128), entry: 'inc', state: { n: 0 } })).id).toHaveLength(128)
    const app = await counter.open({ entry: 'inc', state: { n: 0 } })
    expect(app.id).toBe(app.runId)
    expect(app.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/)
  })

  it.each([
    [5, 'a number'],
    [{}, 'an object'],
    [['a'], 'a list'],
    [null, 'null'],
    [true, 'a boolean'],
    ['', 'empty text'],
    ['half \ud83d', 'text with half of a character'],
    ['ü'.repeat(129), 'text of 258 bytes'],
  ])('has no id such as %j, however it is opened, and nothing is kept', async (given, found) => {
    const persister = memoryPersister()
    await kept(persister)
    const id = given as string
    for (const opened of [
      counter.open({ id, entry: 'inc', state: { n: 0 }, persister }),
      counter.open({ resume: id, persister }),
      counter.open({ resume: id, entry: 'inc', state: { n: 0 }, persister }),
      counter.open({ fork: { id }, persister }),
      counter.open({ fork: { id: 'a' }, id, persister }),
    ])
      await expect(opened).rejects.toMatchObject({ issues: [{ code: 'app/bad-id', facts: { found } }] })
    expect((await persister.list()).applications).toHaveLength(1)
  })

  it('cannot have an id that is taken: nothing runs before that is known', async () => {
    const persister = memoryPersister()
    await kept(persister)
    const before = await persister.entries('a')
    expect(await codeOf(counter.open({ id: 'a', entry: 'inc', state: { n: 0 }, persister }))).toBe('app/exists')
    expect(await persister.entries('a')).toEqual(before)
  })

  it('is found by its tags and by its machine', async () => {
    const persister = memoryPersister()
    const opened = [
      { id: 'a', tags: { user: 'ada' } },
      { id: 'b', tags: { user: 'bob' } },
    ]
    for (const one of opened) await counter.open({ ...one, entry: 'inc', state: { n: 0 }, persister })
    const found = await persister.list({ tags: { user: 'bob' }, machine: 'machine' })
    expect(found.applications.map(({ app }) => app)).toEqual(['b'])
  })

  it('does not follow a later change of the object that its state was given as', async () => {
    const state = { n: 0 }
    const app = await counter.open({ entry: 'inc', state })
    state.n = 100
    expect(app.state.n).toBe(0)
  })

  it('says every option that cannot be', async () => {
    const wrong = { durability: 'often', leaseMs: 0, graceMs: -1, schemaVersion: 1.5 } as never
    await expect(counter.open({ ...(wrong as object) } as never)).rejects.toMatchObject({
      issues: [
        { facts: { name: 'entry' } },
        { facts: { name: 'durability' } },
        { facts: { name: 'leaseMs' } },
        { facts: { name: 'graceMs' } },
        { facts: { name: 'schemaVersion' } },
      ],
    })
    expect(await codeOf(counter.open({ resume: 'a', entry: 'inc', state: { n: 0 } } as never))).toBe('app/bad-option')
  })

  it('may hold anything in its state when it is kept nowhere', async () => {
    const app = await counter.open({ entry: 'inc', state: { n: 0, price: new Money(1) } })
    expect(app.state.price).toBeInstanceOf(Money)
    const persister = memoryPersister()
    const opened = counter.open({ id: 'a', entry: 'inc', state: { n: 0, price: new Money(1) }, persister })
    expect(await codeOf(opened)).toBe('app/not-storable')
    expect(await persister.load('a')).toBeUndefined()
  })
})

describe('resume', () => {
  it('goes on where the application was, with its run and its numbers', async () => {
    const persister = memoryPersister()
    await kept(persister)
    const app = await counter.open({ resume: 'a', persister })
    expect([app.state, app.sequence, app.last, app.next]).toEqual([{ n: 2 }, 2, 'inc', 'inc'])
    expect(app.runId).toBe((await persister.load('a'))!.head.runId)
    expect(await app.run()).toMatchObject({ status: 'completed', sequence: 4, steps: 2 })
  })

  it('refuses one that is not there, or begins it when it is told how', async () => {
    const persister = memoryPersister()
    expect(await codeOf(counter.open({ resume: 'a', persister }))).toBe('app/unknown')
    const app = await counter.open({ resume: 'a', persister, entry: 'inc', state: { n: 2 } })
    expect((await app.run()).sequence).toBe(2)
  })

  it('refuses one of another machine, and one that stands before an action that is gone', async () => {
    const persister = memoryPersister()
    await kept(persister)
    expect(await codeOf(counter.named('other').open({ resume: 'a', persister }))).toBe('app/other-machine')
    expect(await codeOf(machine({ done }).open({ resume: 'a', persister }))).toBe('machine/unknown-action')
  })

  it('counts an attempt that a dead process has begun', async () => {
    const persister = memoryPersister()
    await kept(persister)
    const { number } = (await persister.load('a'))!
    await persister.append('a', number, [{ type: 'begun', atMs: 0, action: 'inc', sequence: 3, attempt: 1 }])
    const app = await counter.open({ resume: 'a', persister })
    const attempts: number[] = []
    for await (const event of app.step()) if (event.type === 'step') attempts.push(event.attempt)
    expect([attempts, app.sequence]).toEqual([[2], 3])
  })

  it('says when somebody else went on with it, before the action of the next step runs', async () => {
    const persister = memoryPersister()
    await kept(persister)
    let ran = 0
    const spying = machine({
      inc: action({ reads: ['n'], writes: ['n'] }, ({ state }) => (ran++, { n: state.n })),
      done,
    })
    const [one, two] = [await spying.open({ resume: 'a', persister }), await counter.open({ resume: 'a', persister })]
    await two.step()
    expect(await codeOf(Promise.resolve(one.step()))).toBe('app/conflict')
    expect([ran, one.sequence]).toEqual([0, 2])
  })

  it('leads an older state to the shape of today, once, and refuses a newer one', async () => {
    const persister = memoryPersister()
    await kept(persister)
    const migrations = { 1: (state: object) => ({ ...state, ok: true }) }
    const options = { resume: 'a', persister, schemaVersion: 2, migrations }
    const app = await counter.open(options)
    expect(app.state).toEqual({ n: 2, ok: true })
    await app.close()
    expect((await persister.load('a'))!.head).toMatchObject({ schema: 2, state: { ok: true } })
    const again = await counter.open({ ...options, migrations: {} })
    await again.close()
    expect(await codeOf(counter.open({ resume: 'a', persister }))).toBe('app/newer-schema')
    expect(await codeOf(counter.open({ ...options, schemaVersion: 4 }))).toBe('app/no-migration')
  })

  it('gives back what codecs keep, and needs them', async () => {
    const persister = memoryPersister()
    const options = { id: 'a', entry: 'inc', state: { n: 0, price: new Money(5) }, persister, codecs: [money] } as const
    await (await counter.open(options)).close()
    const again = await counter.open({ resume: 'a', persister, codecs: [money] })
    expect(again.state.price).toEqual(new Money(5))
    expect(await codeOf(counter.open({ resume: 'a', persister }))).toBe('app/unknown-codec')
  })
})

describe('a lease', () => {
  const leasing = (answer: object): Persister => ({ ...memoryPersister(), lease: () => answer as never })

  it('that another one has keeps this one out', async () => {
    const opened = counter.open({ id: 'a', entry: 'inc', state: { n: 0 }, persister: leasing({ heldBy: 'process 7' }) })
    await expect(opened).rejects.toThrow('process 7')
  })

  it.each([
    [{ where: 'this process' }, 'close it first', 'is free'],
    [{ where: 'this machine', untilMs: 0 }, 'process 7, which is this machine', '1970'],
    [{ where: 'elsewhere', untilMs: 0 }, 'should it have died, it is free at 1970-01-01T00:00:00.000Z', 'this machine'],
    [{}, 'try again when it has closed', 'should it'],
  ])('says of %j what helps: %s', async (known, said, unsaid) => {
    const persister = leasing({ heldBy: 'process 7', ...known })
    const text = await counter.open({ id: 'a', entry: 'inc', state: { n: 0 }, persister }).then(
      () => '',
      (error: unknown) => renderIssue((error as ThroughlineError).issues[0]!),
    )
    expect(text).toContain(said)
    expect(text).not.toContain(unsaid)
  })

  it('is released when the application cannot be opened', async () => {
    let released = 0
    const persister = leasing({ renew: () => true, release: () => void released++ })
    expect(await codeOf(counter.open({ resume: 'nobody', persister }))).toBe('app/unknown')
    expect(released).toBe(1)
  })
})

describe('a fork', () => {
  it('goes on after any step of another one, which stays as it was, and says where it comes from', async () => {
    const persister = memoryPersister()
    await kept(persister)
    const before = await persister.entries('a')
    const fork = await counter.open({ fork: { id: 'a', at: 1, state: { ok: true } }, id: 'b', persister })
    expect([fork.state, fork.sequence, fork.next]).toEqual([{ n: 1, ok: true }, 1, 'inc'])
    expect(await fork.run()).toMatchObject({ status: 'completed', sequence: 4 })
    expect(await persister.entries('a')).toEqual(before)
    const [facts] = (await persister.list({ parent: 'a' })).applications
    expect(facts).toMatchObject({ app: 'b', parent: { kind: 'fork', app: 'a', sequence: 1 } })
  })

  it('begins at the end when no step is named, at the start for 0, and before another action if it is told', async () => {
    const persister = memoryPersister()
    await kept(persister)
    expect((await counter.open({ fork: { id: 'a' }, persister })).state.n).toBe(2)
    expect((await counter.open({ fork: { id: 'a', at: 0 }, persister })).state.n).toBe(0)
    expect((await counter.open({ fork: { id: 'a', next: 'done' }, persister })).next).toBe('done')
    const wrong = counter.open({ fork: { id: 'a', next: 'nowhere' as 'inc' }, persister })
    expect(await codeOf(wrong)).toBe('machine/unknown-action')
  })

  it('of what is not there is refused: of an application, of a step, into an id that is taken', async () => {
    const persister = memoryPersister()
    await kept(persister)
    expect(await codeOf(counter.open({ fork: { id: 'x' }, persister }))).toBe('app/unknown')
    // The ways to begin one do not help a fork.
    await expect(counter.open({ fork: { id: 'x' }, persister })).rejects.toMatchObject({
      issues: [{ hints: ['see which there are by  persister.list()'] }],
    })
    for (const at of ['1', 0.5, Number.NaN])
      expect(await codeOf(counter.open({ fork: { id: 'a', at: at as number }, persister }))).toBe('app/bad-option')
    expect(await codeOf(counter.open({ fork: { id: 'a', at: 3 }, persister }))).toBe('app/no-such-step')
    expect(await codeOf(counter.open({ fork: { id: 'a', at: -1 }, persister }))).toBe('app/no-such-step')
    expect(await codeOf(counter.open({ fork: { id: 'a' }, id: 'a', persister }))).toBe('app/exists')
  })

  it('of one that is stuck looks for its way again', async () => {
    const gated = machine({ inc, done }).from('inc').when({ ok: true }, 'done').from('done').to(END)
    const persister = memoryPersister()
    const app = await gated.open({ id: 'a', entry: 'inc', state: { n: 0 }, persister })
    await app.run()
    const stuck = await gated.open({ fork: { id: 'a' }, persister })
    expect([stuck.status, (await persister.load(stuck.id))!.head.status]).toEqual(['stuck', 'stuck'])
    await stuck.edit({ state: { n: 5 } })
    expect(stuck.status).toBe('stuck')
    const free = await gated.open({ fork: { id: 'a', state: { ok: true } }, persister })
    expect([free.status, free.next]).toEqual(['open', 'done'])
  })
})
