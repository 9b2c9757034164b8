import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { branch, expects, forState, increment, memoryPersister, suspend, task } from '../index.ts'
import type { Application, Actions, Persister } from '../index.ts'
import type { AnyEvent } from '../run/events.ts'

interface Whole {
  out: unknown[]
  round: number
  weather: string
}
interface Part {
  n: number
  text: string
}
const whole = forState<Whole>()
const part = forState<Part>()
type Action = Actions<Whole>[string]

/** What the children have done, by their key, as their step began. */
function diary(): { readonly did: string[]; readonly fails: Set<string>; readonly work: Actions<Part>[string] } {
  const did: string[] = []
  const fails = new Set<string>()
  const work = part.action({ reads: ['text'], writes: ['n'] }, ({ state, ctx }) => {
    did.push(`${state.text} ${ctx.sequence}.${ctx.attempt}`)
    if (fails.has(state.text)) throw new Error(`${state.text} fails`)
    return { n: increment() }
  })
  return { did, fails, work }
}

function over(work: Actions<Part>[string], more: object = {}): Action {
  return whole.mapStates({
    reads: ['weather'],
    writes: ['out'],
    concurrency: 1,
    join: 'settle',
    action: work as never,
    states: ({ state }: { state: { weather: string } }) => ({
      a: { text: 'a', n: 0 },
      b: { text: state.weather, n: 0 },
      c: { text: 'c', n: 0 },
    }),
    reduce: ({ results }: { results: readonly { status: string; key: string }[] }) => {
      const bad = results.find(({ status }) => status !== 'completed')
      if (bad) throw new Error(`${bad.key} ${bad.status}`)
      return { out: results.map(({ key }) => key) }
    },
    ...more,
  } as never)
}

const start = { round: 0, weather: 'b', out: [] }

function open(action: Action, persister?: Persister): Promise<Application<Whole, { action: Action }>> {
  const machine = whole.machine({ action })
  const kept = persister ? ({ resume: 'p', persister } as const) : { id: 'p' }
  return machine.open({ ...kept, entry: 'action', state: start } as never)
}

describe('another attempt of the step', () => {
  it('goes on only with children that are not done: a retry', async () => {
    for (const persister of [memoryPersister(), undefined]) {
      const { did, fails, work } = diary()
      fails.add('b')
      const action = over(work, {
        retry: { maxAttempts: 2, backoffMs: 0, retryIf: () => fails.delete('b') },
      })
      const app = await open(action, persister)
      const outcome = await app.run()
      expect(outcome).toMatchObject({ status: 'completed', state: { out: ['a', 'b', 'c'] } })
      expect(did).toEqual(['a 1.1', 'b 1.1', 'c 1.1', 'b 1.2'])
      await app.close()
    }
  })

  it('goes on only with children that are not done: another run, another process', async () => {
    const persister = memoryPersister()
    const { did, fails, work } = diary()
    fails.add('b')
    const app = await open(over(work), persister)
    expect((await app.run()).status).toBe('failed')
    expect((await app.run()).status).toBe('failed')
    fails.clear()
    const again = await open(over(work), persister)
    expect((await again.run()).status).toBe('completed')
    expect(did).toEqual(['a 1.1', 'b 1.1', 'c 1.1', 'b 1.2', 'b 1.3'])
    expect(again.sequence).toBe(1)
  })

  it('finds children that have halted where they were to halt, and does not run them on', async () => {
    const persister = memoryPersister()
    const { did, fails, work } = diary()
    const loop = part.machine({ work }).from('work').to('work')
    fails.add('c')
    const ends = {
      after: branch({ machine: loop, entry: 'work', until: { after: ['work'] } }),
      when: branch({ machine: loop, entry: 'work', until: { when: ({ n }) => n >= 2 } }),
      limit: branch({ machine: loop, entry: 'work', maxSteps: 3 }),
      before: branch({
        machine: part.machine({ work, next: work }).from('work').to('next'),
        entry: 'work',
        until: { before: ['next'] },
      }),
    }
    const action = whole.mapActions({
      reads: ['round'],
      writes: ['out'],
      concurrency: 1,
      actions: ends,
      state: () => ({ text: 'x', n: 0 }),
      reduce: ({ results }) => {
        const out = results.map(({ key, status, steps, state }) => `${key} ${status} ${steps} ${state.n}`)
        if (fails.delete('c')) throw new Error('later')
        return { out }
      },
    })
    expect((await (await open(action, persister)).run()).status).toBe('failed')
    const steps = did.length
    const outcome = await (await open(action, persister)).run()
    expect(outcome.state.out).toEqual(['after halted 1 1', 'when halted 2 2', 'limit limit 3 3', 'before halted 1 1'])
    expect(did).toHaveLength(steps)
  })

  it('gives inputs to a child once', async () => {
    const persister = memoryPersister()
    let isBroken = true
    const asked: string[] = []
    const machine = part
      .machine({
        ask: part.action(
          { writes: ['text'], inputs: expects<{ text: string }>({ text: 'required' }) },
          ({ inputs }) => {
            asked.push(inputs.text)
            return { text: inputs.text }
          },
        ),
        fragile: part.action({ reads: ['n'], writes: ['n'] }, () => {
          if (isBroken) throw new Error('broken')
          return { n: increment() }
        }),
      })
      .from('ask')
      .to('fragile')
      .from('fragile')
      .to('ask')
    const action = whole.parallel({
      writes: ['out'],
      join: 'settle',
      tasks: () => [task({ key: 'k', machine, entry: 'ask', state: { n: 0 }, inputs: { ask: { text: 'hi' } } })],
      reduce: ({ results }) => ({
        out: results.flatMap((one) => {
          if (one.status === 'failed') throw one.error
          return [one.status, one.state.n]
        }),
      }),
    })
    expect((await (await open(action, persister)).run()).status).toBe('failed')
    isBroken = false
    expect((await (await open(action, persister)).run()).state.out).toEqual(['halted', 1])
    expect(asked).toEqual(['hi'])
  })

  it('goes on when a child that waited has got its answer', async () => {
    const persister = memoryPersister()
    const asks = part.action({ writes: ['n'], awaits: z.number(), resumed: ({ payload }) => ({ n: payload }) }, () =>
      suspend({ prompt: 'how many' }),
    )
    const machine = part.machine({ asks })
    const action = whole.parallel({
      writes: ['out'],
      tasks: () => [task({ key: 'k', machine }), task({ key: 'l', machine, state: { n: 2 } })],
      reduce: ({ results }) => ({ out: results.map(({ state }) => state.n) }),
    })
    const app = await open(action, persister)
    const outcome = await app.run()
    expect(outcome.status === 'failed' && String(outcome.error)).toContain('it waits for an answer to asks')
    const waiting = await persister.list({ parent: 'p', status: 'suspended' })
    expect(waiting.applications).toHaveLength(2)
    for (const [index, { app: id }] of waiting.applications.entries()) {
      const child = await machine.open({ resume: id, persister })
      expect((await child.resume(index)).status).toBe('completed')
      await child.close()
    }
    expect((await app.run()).state.out).toEqual(expect.arrayContaining([0, 1]))
  })

  it('waits for a child of an attempt that took too long', async () => {
    const log: string[] = []
    const slow = part.action({ writes: ['n'] }, async ({ ctx }) => {
      log.push(`begins ${ctx.attempt}`)
      if (ctx.attempt > 1) return { n: 1 }
      await new Promise<void>((resolve) => ctx.signal.addEventListener('abort', () => resolve()))
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
      log.push('ends 1')
      throw new Error('stopped')
    })
    const action = whole.mapStates({
      writes: ['out'],
      timeout: 20,
      retry: { maxAttempts: 2, backoffMs: 0 },
      action: slow,
      states: () => [{}],
      reduce: ({ results }) => ({ out: results.map(({ state }) => state.n) }),
    })
    const outcome = await (await open(action, memoryPersister())).run()
    expect(outcome).toMatchObject({ status: 'completed', state: { out: [1] } })
    expect(log).toEqual(['begins 1', 'ends 1', 'begins 2'])
  })
})

describe('a later step', () => {
  it('begins new children', async () => {
    const { did, work } = diary()
    const machine = whole
      .machine({
        action: over(work),
        turn: whole.action({ reads: ['round'], writes: ['round'] }, () => ({ round: increment() })),
      })
      .from('action')
      .to('turn')
      .from('turn')
      .when({ round: 1 }, 'action')
    const persister = memoryPersister()
    const app = await machine.open({ id: 'p', entry: 'action', state: start, persister })
    expect((await app.run()).status).toBe('stuck')
    expect(did).toEqual(['a 1.1', 'b 1.1', 'c 1.1', 'a 1.1', 'b 1.1', 'c 1.1'])
    const { applications } = await persister.list({ parent: 'p' })
    expect(applications.map(({ app: id }) => id).toSorted()).toEqual(
      ['a', 'b', 'c'].flatMap((key) => [`p/1/${key}`, `p/3/${key}`]).toSorted(),
    )
    expect(applications.every(({ parent }) => parent?.kind === 'child' && parent.runId === app.runId)).toBe(true)
  })

  it('is also the step after an edit: its children begin with what was edited', async () => {
    for (const persister of [memoryPersister(), undefined]) {
      const { did, fails, work } = diary()
      fails.add('rain')
      const app = await open(over(work), persister)
      await app.edit({ state: { weather: 'rain' } })
      expect((await app.run()).status).toBe('failed')
      await app.edit({ state: { weather: 'sun' } })
      const again = persister ? await open(over(work), persister) : app
      expect((await again.run()).status).toBe('completed')
      expect(did).toEqual(['a 1.1', 'rain 1.1', 'c 1.1', 'a 1.1', 'sun 1.1', 'c 1.1'])
    }
  })

  it.each(['batch', 'exit'] as const)(
    'never meets a child of a step that was lost with the process: %s',
    async (durability) => {
      const persister = memoryPersister()
      const { did, work } = diary()
      const rounds = ['rain', 'sun']
      const machine = whole
        .machine({
          look: whole.action({ writes: ['weather'] }, () => ({ weather: rounds.shift()! })),
          action: over(work),
        })
        .from('look')
        .to('action')
      const begin = { entry: 'look', state: start, persister, durability, resume: 'p' } as const
      // The process ends in the middle of the second step: nobody closes, and nothing is written any more.
      let isDead = false
      const dying: Persister = {
        ...persister,
        append: (...given) => (isDead ? new Promise(() => {}) : persister.append(...given)),
      }
      const killed = await machine.open({ ...begin, persister: dying })
      const reader = killed.run()[Symbol.asyncIterator]()
      for (;;) {
        const { value } = await reader.next()
        if (value?.type === 'child' && value.event.type === 'step') break
      }
      isDead = true
      const app = await machine.open(begin)
      await app.run()
      expect(app.state.weather).toBe('rain')
      expect(did.filter((line) => line.startsWith('sun'))).toEqual([])
      expect(app.state.out).toEqual(['a', 'b', 'c'])
    },
  )
})

describe('events and ends', () => {
  it('of children reach the reader with their path, also of children of children at once', async () => {
    const leaf = part.stream({ reads: ['text'], writes: ['n'] }, async function* ({ state }) {
      yield `${state.text}!`
      await new Promise((resolve) => setImmediate(resolve))
      yield `${state.text}?`
      return { n: 1 }
    })
    const inner = part.mapStates({
      reads: ['text'],
      writes: ['n'],
      action: leaf,
      states: ({ state }) => ({ x: { text: `${state.text}x` }, y: { text: `${state.text}y` } }),
      reduce: ({ results }) => ({ n: results.length }),
    })
    const action = whole.mapStates({
      writes: ['out'],
      action: inner,
      states: () => ({ a: { text: 'a' }, b: { text: 'b' } }),
      reduce: ({ results }) => ({ out: results.map(({ state }) => state.n) }),
    })
    const heard: AnyEvent[] = []
    const app = await whole
      .machine({ action })
      .open({ entry: 'action', state: start, hooks: [{ onEvent: (event) => void heard.push(event) }] })
    const chunks: string[] = []
    const types: string[] = []
    const steps = new Set<string>()
    for await (const event of app.run()) {
      types.push(event.type)
      if (event.type === 'child' && event.event.type === 'chunk')
        chunks.push(`${event.path.join('/')} ${String(event.event.chunk)}`)
      if (event.type === 'child') steps.add(`${event.action} ${event.sequence}.${event.attempt}`)
    }
    expect(chunks.toSorted()).toEqual(
      ['a', 'b'].flatMap((outer) =>
        ['x', 'y'].flatMap((key) => ['!', '?'].map((end) => `${outer}/${key} ${outer}${key}${end}`)),
      ),
    )
    // Children at once: the second begins to tell before the first has ended.
    expect(chunks.findIndex((chunk) => chunk.startsWith('b/'))).toBeLessThan(4)
    expect([...steps]).toEqual(['action 1.1'])
    expect(types[0]).toBe('begin')
    expect(types.slice(-2)).toEqual(['step', 'end'])
    expect(heard.filter(({ type }) => type === 'chunk')).toHaveLength(8)
    expect(heard.some(({ type }) => type === 'child')).toBe(false)
    expect(app.state.out).toEqual([2, 2])
  })

  it('stops children when the run is stopped, and goes on with them later', async () => {
    const persister = memoryPersister()
    const { did, work } = diary()
    const stop = new AbortController()
    let isHanging = true
    const stopBehind = (other: string): unknown =>
      setImmediate(() => (did.includes(other) ? stop.abort('enough') : stopBehind(other)))
    const hangs = part.action({ reads: ['text'], writes: ['n'] }, async ({ state, ctx }) => {
      if (isHanging && state.text === 'b') {
        stopBehind('c 1.1')
        await new Promise<void>((_, reject) => ctx.signal.addEventListener('abort', () => reject(new Error('stopped'))))
      }
      return work.run({ state, inputs: {}, ctx }) as { n: number }
    })
    const action = over(hangs as never, { concurrency: 2, join: 'all' })
    const app = await open(action, persister)
    expect(await app.run({ signal: stop.signal })).toMatchObject({ status: 'cancelled', reason: 'enough', sequence: 0 })
    expect(did).toEqual(['a 1.1', 'c 1.1'])
    isHanging = false
    const again = await open(action, persister)
    expect((await again.run()).status).toBe('completed')
    expect(did).toEqual(['a 1.1', 'c 1.1', 'b 1.2'])
  })

  it('waits for a child that does not stop no longer than its grace', async () => {
    const deaf = part.action({ writes: ['n'] }, () => new Promise<{ n: number }>(() => {}))
    const fails = part.action({ writes: ['n'] }, (): { n: number } => {
      throw new Error('no')
    })
    const action = whole.mapActions({
      writes: ['out'],
      actions: { deaf, fails },
      state: () => ({}),
      reduce: () => ({ out: [] }),
    })
    const app = await whole.machine({ action }).open({ entry: 'action', state: start, graceMs: 30 })
    const outcome = await app.run()
    expect(outcome.status === 'failed' && String(outcome.error)).toContain('The child "fails"')
  })

  it('keeps little of ten thousand children: they are open only while they run', { timeout: 60_000 }, async () => {
    let most = 0
    let opened = 0
    let ended = 0
    const one = part.action({ reads: ['n'], writes: ['n'] }, async ({ state }) => {
      await Promise.resolve()
      return { n: state.n * 2 }
    })
    const action = whole.mapStates({
      writes: ['out'],
      action: one,
      states: () => Array.from({ length: 10_000 }, (_, n) => ({ n })),
      reduce: ({ results }) => ({ out: [results.length, results[9_999]!.state.n] }),
    })
    const hooks = [
      {
        onOpen: () => void (most = Math.max(most, ++opened - ended)),
        onEvent: (event: AnyEvent) => void (ended += Number(event.type === 'end')),
      },
    ]
    const app = await whole.machine({ action }).open({ entry: 'action', state: start, hooks })
    expect((await app.run()).state.out).toEqual([10_000, 19_998])
    expect(opened).toBe(10_001)
    expect(most).toBeLessThanOrEqual(18)
  })
})
