// How a run goes from step to step, and where it stops.

import { describe, expect, it } from 'vitest'
import { END, expects, forState, memoryPersister } from '../index.ts'
import { told } from '../fixtures/gates.ts'

interface Counter {
  n: number
  ok?: boolean
}
const { action, machine, stream } = forState<Counter>()
const inc = action({ reads: ['n'], writes: ['n'], tags: ['counting'] }, ({ state }) => ({ n: state.n + 1 }))
const done = action({}, () => {})
const counter = machine({ inc, done })
  .from('inc')
  .when(({ n }) => n < 3, 'inc')
  .otherwise('done')
const open = async (): ReturnType<typeof counter.open> => counter.open({ entry: 'inc', state: { n: 0 } })

describe('a run', () => {
  it('goes on to the end, and says where it is and what it has done', async () => {
    const app = await open()
    expect(await app.run()).toEqual({
      status: 'completed',
      state: { n: 3 },
      sequence: 4,
      steps: 4,
      last: 'done',
      next: null,
    })
    expect([app.status, app.sequence, app.last, app.next]).toEqual(['completed', 4, 'done', null])
  })

  it('does nothing more when it is at its end, however often it is asked', async () => {
    const app = await open()
    await app.run()
    expect(await app.run()).toMatchObject({ status: 'completed', steps: 0, sequence: 4 })
    expect(await app.step()).toMatchObject({ status: 'completed', steps: 0, sequence: 4 })
  })

  it('tells its events in their order', async () => {
    const app = await open()
    expect(await told(app.run())).toEqual([
      'begin inc',
      'step inc',
      'begin inc',
      'step inc',
      'begin inc',
      'step inc',
      'begin done',
      'step done',
      'end',
    ])
  })

  it('tells with each step what it wrote, the edge that was taken, and what is next', async () => {
    const app = await open()
    const events: unknown[] = []
    for await (const event of app.step()) events.push(event)
    const step = { action: 'inc', sequence: 1, attempt: 1 }
    const durationMs: unknown = expect.any(Number)
    expect(events).toEqual([
      { type: 'begin', ...step, inputs: {} },
      { type: 'step', ...step, result: { n: 1 }, next: 'inc', edge: 'n < 3', durationMs },
      { type: 'end', outcome: expect.objectContaining({ status: 'limit' }) },
    ])
  })

  it('ends at END', async () => {
    const app = await machine({ inc })
      .from('inc')
      .to(END)
      .open({ entry: 'inc', state: { n: 0 } })
    expect(await app.run()).toMatchObject({ status: 'completed', next: null })
  })

  it('is stuck when there are ways on and none fits, which is not the same as completed', async () => {
    const app = await machine({ inc, done })
      .from('inc')
      .when({ ok: true }, 'done')
      .open({ entry: 'inc', state: { n: 0 } })
    expect(await app.run()).toMatchObject({ status: 'stuck', last: 'inc', next: null, steps: 1 })
    expect(await app.run()).toMatchObject({ status: 'stuck', steps: 0 })
    expect(app.status).toBe('stuck')
  })

  it('tries edges in their order, and asks each guard once for a step', async () => {
    const asked: string[] = []
    const guard = (name: string, holds: boolean) => (): boolean => {
      asked.push(name)
      return holds
    }
    const ordered = machine({ inc, done })
      .from('inc')
      .when(guard('first', false), 'done')
      .when(guard('second', true), 'done')
      .when(guard('third', true), 'inc')
      .otherwise('inc')
    const app = await ordered.open({ entry: 'inc', state: { n: 0 } })
    await app.run()
    expect(asked).toEqual(['first', 'second'])
  })

  it('goes where the function of a route says, and knows all places where it may go', async () => {
    const routed = machine({ inc, done })
      .from('inc')
      .route(['inc', 'done', END], ({ n }) => (n < 2 ? 'inc' : END))
      .from('done')
      .to(END)
    const app = await routed.open({ entry: 'inc', state: { n: 0 } })
    expect(await app.run()).toMatchObject({ status: 'completed', last: 'inc', steps: 2 })
    expect(routed.validate({ entry: 'inc' })).toEqual([])
  })

  it('does one step where one is asked for', async () => {
    const app = await open()
    expect(await app.step()).toMatchObject({ status: 'limit', steps: 1, state: { n: 1 } })
    expect(app.next).toBe('inc')
  })
})

describe('until', () => {
  it('stops after an action, after a tag, and when the state says so', async () => {
    const after = await open()
    expect(await after.run({ until: { after: ['inc'] } })).toMatchObject({ status: 'halted', by: 'after', steps: 1 })
    expect(await after.run({ until: { after: ['@counting'] } })).toMatchObject({ by: 'after', steps: 1 })
    const when = await open()
    const stopped = await when.run({ until: { when: ({ n }) => n === 2, after: ['done'] } })
    expect(stopped).toMatchObject({ status: 'halted', by: 'when', state: { n: 2 }, next: 'inc' })
  })

  it('stops before an action, of a fresh application at once, of another after at least one step', async () => {
    const app = await open()
    expect(await app.run({ until: { before: ['inc'] } })).toMatchObject({ status: 'halted', by: 'before', steps: 0 })
    await app.step()
    expect(await app.run({ until: { before: ['inc'] } })).toMatchObject({ by: 'before', steps: 1, sequence: 2 })
    expect(await app.run({ until: { before: ['done'] } })).toMatchObject({ by: 'before', next: 'done' })
    expect(await app.run({ until: { before: ['done'] } })).toMatchObject({ status: 'completed', steps: 1 })
  })

  it('gives way to the end', async () => {
    const app = await open()
    expect(await app.run({ until: { after: ['done'] } })).toMatchObject({ status: 'completed', last: 'done' })
  })

  it('knows neither other names nor other tags', async () => {
    const app = await open()
    const wrong = app.run({ until: { after: ['inck' as 'inc'], before: ['@coutning' as 'inc'] } })
    const error = await Promise.resolve(wrong).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ issues: [{ code: 'machine/unknown-action' }, { code: 'machine/unknown-action' }] })
    expect(app.sequence).toBe(0)
  })
})

describe('maxSteps', () => {
  it('stops a run, and the next one goes on', async () => {
    const app = await open()
    expect(await app.run({ maxSteps: 2 })).toMatchObject({ status: 'limit', steps: 2 })
    expect(await app.run({ maxSteps: 2 })).toMatchObject({ status: 'completed', steps: 2 })
    expect(await (await open()).run({ maxSteps: 0 })).toMatchObject({ status: 'limit', steps: 0 })
  })

  it('is 10,000 when nobody says anything', async () => {
    const ever = machine({ inc }).from('inc').to('inc')
    const app = await ever.open({ entry: 'inc', state: { n: 0 } })
    expect(await app.run()).toMatchObject({ status: 'limit', steps: 10_000 })
  })

  it('is a number from 0', async () => {
    const app = await open()
    await expect(app.run({ maxSteps: Number.NaN })).rejects.toThrow('"maxSteps" is NaN')
    await expect(app.run({ maxSteps: -1 })).rejects.toThrow('expected a number from 0')
  })
})

describe('inputs', () => {
  const add = action(
    { reads: ['n'], writes: ['n'], inputs: expects<{ by: number }>({ by: 'required' }) },
    ({ state, inputs }) => ({ n: state.n + inputs.by }),
  )
  const adding = machine({ add, done })
    .from('add')
    .when(({ n }) => n < 6, 'add')
    .otherwise('done')

  it('are used for one step; then the run halts until there are others', async () => {
    const app = await adding.open({ entry: 'add', state: { n: 0 } })
    expect(await app.run({ inputs: { add: { by: 4 } } })).toMatchObject({ by: 'inputs', state: { n: 4 }, steps: 1 })
    expect(await app.run({ inputs: { add: { by: 4 } } })).toMatchObject({ status: 'completed', state: { n: 8 } })
  })

  it('come from a function that is asked before each step, until it has none', async () => {
    const app = await adding.open({ entry: 'add', state: { n: 0 } })
    const left = [1, 2]
    const outcome = await app.run({
      inputs: {
        add: async () => {
          const by = left.shift()
          return by === undefined ? undefined : { by }
        },
      },
    })
    expect(outcome).toMatchObject({ status: 'halted', by: 'inputs', state: { n: 3 }, steps: 2 })
  })

  it('are checked before the step: nothing is used up, nothing is written', async () => {
    const persister = memoryPersister()
    const app = await adding.open({ id: 'a', entry: 'add', state: { n: 0 }, persister })
    await expect(app.run({ inputs: { add: { bye: 1 } as never } })).rejects.toMatchObject({
      issues: [{ code: 'app/unknown-input' }, { code: 'app/missing-input' }],
    })
    expect([app.sequence, await persister.entries('a')]).toEqual([0, [expect.anything()]])
    expect(await app.run({ inputs: { add: { by: 9 } } })).toMatchObject({ sequence: 2, status: 'completed' })
  })

  it('are those of actions of the machine', async () => {
    const app = await adding.open({ entry: 'add', state: { n: 0 } })
    await expect(app.run({ inputs: { ad: { by: 1 } } as never })).rejects.toThrow('There is no action "ad".')
  })
})

describe('a run of synchronous steps', () => {
  it('lets timers have their turn', async () => {
    const busy = (): void => {
      for (const until = performance.now() + 5; performance.now() < until;);
    }
    const work = action({ reads: ['n'], writes: ['n'] }, ({ state }) => (busy(), { n: state.n + 1 }))
    const app = await machine({ work })
      .from('work')
      .when(({ n }) => n < 40, 'work')
      .otherwise(END)
      .open({ entry: 'work', state: { n: 0 } })
    const controller = new AbortController()
    setTimeout(() => controller.abort('enough'), 1)
    const outcome = await app.run({ signal: controller.signal })
    expect(outcome).toMatchObject({ status: 'cancelled', reason: 'enough' })
    expect(outcome.steps).toBeLessThan(40)
  })

  it('does so too when its actions give promises that wait for nothing', async () => {
    const busy = async ({ state }: { state: { n: number } }): Promise<{ n: number }> => {
      for (const until = performance.now() + 5; performance.now() < until;);
      return { n: state.n + 1 }
    }
    const app = await machine({ work: action({ reads: ['n'], writes: ['n'] }, busy) })
      .from('work')
      .when(({ n }) => n < 40, 'work')
      .otherwise(END)
      .open({ entry: 'work', state: { n: 0 } })
    const controller = new AbortController()
    setTimeout(() => controller.abort('enough'), 1)
    expect(await app.run({ signal: controller.signal })).toMatchObject({ status: 'cancelled' })
  })
})

describe('a streaming action', () => {
  const say = stream({ reads: ['n'], writes: ['ok'] }, async function* ({ state }) {
    for (let index = 0; index < state.n; index++) yield `token ${index}`
    return { ok: true }
  })

  it('tells its chunks as they come, numbered from 0, and then its step', async () => {
    const app = await machine({ say }).open({ entry: 'say', state: { n: 2 } })
    const lines: unknown[] = []
    for await (const event of app.run()) lines.push(event.type === 'chunk' ? [event.index, event.chunk] : event.type)
    expect(lines).toEqual(['begin', [0, 'token 0'], [1, 'token 1'], 'step', 'end'])
    expect(app.state).toEqual({ n: 2, ok: true })
  })

  it('may be a synchronous generator, may give no chunk, and runs the same without a reader', async () => {
    const quiet = stream({ reads: ['n'], writes: ['ok'] }, function* ({ state }) {
      if (state.n > 0) yield state.n
      return { ok: false }
    })
    const app = await machine({ quiet }).open({ entry: 'quiet', state: { n: 0 } })
    expect((await app.run()).state).toEqual({ n: 0, ok: false })
  })

  it('fails when it gives no iterator', async () => {
    const wrong = stream({ writes: ['ok'] }, (() => ({ ok: true })) as never)
    const outcome = await (await machine({ wrong }).open({ entry: 'wrong' })).run()
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'app/no-chunks' } })
  })
})
