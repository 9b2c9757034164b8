// Defects of Burr that we have verified there, and that must not be here. Their numbers are those of docs/burr.md.

import { describe, expect, it } from 'vitest'
import {
  END,
  expects,
  forState,
  memoryPersister,
  unset,
  type Application,
  type Codec,
  type Persister,
} from './index.ts'
import { codeOf } from './fixtures/gates.ts'

interface State {
  n: number
  log: string[]
  name?: string
  when?: Date
  tags?: Set<string>
}
const { action, machine, stream } = forState<State>()
const inc = action({ reads: ['n'], writes: ['n'] }, ({ state }) => ({ n: state.n + 1 }))
const slowInc = action({ reads: ['n'], writes: ['n'] }, async ({ state }) => {
  const seen = state.n
  await new Promise((resolve) => setImmediate(resolve))
  return { n: seen + 1 }
})
const done = action({}, () => {})
const counter = machine({ inc, done })
  .from('inc')
  .when(({ n }) => n < 3, 'inc')
  .otherwise('done')
const start = { entry: 'inc', state: { n: 0, log: [] } } as const

const sequences = async (persister: Persister, app: string): Promise<number[]> =>
  (await persister.entries(app)).flatMap(({ entry }) => (entry.type === 'committed' ? [entry.sequence] : []))

describe('1: what is kept of a step', () => {
  it('is the state after the step, for synchronous and asynchronous actions in one run', async () => {
    const mixed = machine({ inc, slowInc, done }).from('inc').to('slowInc').from('slowInc').to('done')
    const persister = memoryPersister()
    const app = await mixed.open({ ...start, id: 'a', persister })
    const pairs: unknown[] = []
    for await (const event of app.run())
      if (event.type === 'step') pairs.push([(await persister.load('a'))!.head.state, app.state])
    expect(pairs).toHaveLength(3)
    for (const pair of pairs as [unknown, unknown][]) expect(pair[0]).toEqual(pair[1])
    await app.close()
    expect((await mixed.open({ resume: 'a', persister })).state.n).toBe(2)
  })
})

describe('2: where an application begins', () => {
  it('can be chosen again when it is resumed, by an edit of its position or by a fork', async () => {
    const persister = memoryPersister()
    const app = await counter.open({ ...start, id: 'a', persister })
    await app.run({ maxSteps: 2 })
    await app.edit({ next: 'done' })
    await app.close()
    expect((await counter.open({ resume: 'a', persister })).next).toBe('done')
    expect((await counter.open({ fork: { id: 'a', next: 'inc' }, persister })).next).toBe('inc')
  })
})

describe('3: children of a step', () => {
  it('are begun anew by each step, and gone on with by another attempt of the same step', async () => {
    let runs = 0
    let fails = true
    const work = machine({ inc: action({ reads: ['n'], writes: ['n'] }, ({ state }) => (runs++, { n: state.n + 1 })) })
    const map = action({ reads: ['n'], writes: ['n'] }, async ({ state, ctx }) => {
      const child = await ctx.spawn(work, { key: 'only', entry: 'inc', state: { n: state.n } })
      if (state.n === 1 && fails) throw new Error('after the child')
      return { n: child.state.n }
    })
    const app = await machine({ map })
      .from('map')
      .when(({ n }) => n < 2, 'map')
      .otherwise(END)
      .open({ id: 'a', entry: 'map', state: { n: 0 }, persister: memoryPersister() })
    expect((await app.run()).status).toBe('failed')
    fails = false
    expect((await app.run()).state.n).toBe(2)
    expect(runs).toBe(2)
  })
})

describe('4: a machine as data', () => {
  it('says which inputs must be given and which may be', () => {
    const ask = action({ inputs: expects<{ a: 1; b?: 2 }>({ a: 'required', b: 'optional' }) }, () => {})
    expect(machine({ ask }).toJSON().actions[0]!.inputs).toEqual({ required: ['a'], optional: ['b'] })
  })
})

describe('5: hooks of a whole run', () => {
  it('hear the failure, and hear begin and end when the work begins and ends', async () => {
    const fail = action({}, () => {
      throw new RangeError('no')
    })
    const heard: unknown[] = []
    const hooks = [
      {
        onEvent: (event: { type: string; outcome?: { status: string; error?: unknown } }) =>
          void heard.push(event.outcome ? [event.outcome.status, String(event.outcome.error)] : event.type),
      },
    ]
    const app = await machine({ fail }).open({ entry: 'fail', hooks })
    const run = app.run()
    expect(heard).toEqual([])
    await run
    expect(heard).toEqual(['begin', 'fail', ['failed', 'RangeError: no']])
  })
})

describe('6: inputs', () => {
  it('are used for one step, and not again for the next step of the same run', async () => {
    const add = action({ reads: ['n'], writes: ['n'], inputs: expects<{ d: number }>({ d: 'required' }) }, (step) => ({
      n: step.state.n + step.inputs.d,
    }))
    const app = await machine({ add })
      .from('add')
      .to('add')
      .open({ entry: 'add', state: { n: 0 } })
    expect(await app.run({ inputs: { add: { d: 4 } } })).toMatchObject({ by: 'inputs', steps: 1, state: { n: 4 } })
  })
})

describe('7: reads and writes that are not declared', () => {
  it('are refused in plain actions as in all others', async () => {
    const read = action({ writes: ['log'] }, ((step: { state: State }) => ({ log: [String(step.state.n)] })) as never)
    const write = action({ writes: ['n'] }, (() => ({ n: 1, log: [] })) as never)
    const streamed = stream({ writes: ['n'] }, function* () {
      yield 'chunk'
      return { n: 1, log: [] } as never
    })
    const errorOf = async (one: typeof read | typeof write | typeof streamed): Promise<unknown> => {
      const app = await machine({ one, inc })
        .from('one')
        .to('inc')
        .open({ entry: 'one', state: { n: 0, log: [] } })
      const outcome = await app.run()
      expect(app.state).toEqual({ n: 0, log: [] })
      return outcome.status === 'failed' && (outcome.error as { code: string }).code
    }
    expect(await Promise.all([read, write, streamed].map(errorOf))).toEqual([
      'app/undeclared-read',
      'app/undeclared-write',
      'app/undeclared-write',
    ])
  })
})

describe('8: a stream that is waited for and never reached', () => {
  it('ends in an outcome that says so, and no action runs twice', async () => {
    let calls = 0
    const say = stream({ reads: ['n'] }, async function* ({ state }) {
      yield state.n
    })
    const once = action({}, () => void calls++)
    const away = machine({ once, say }).from('once').when({ n: 99 }, 'say')
    const app = await away.open({ entry: 'once', state: { n: 0 } })
    const events: string[] = []
    for await (const { type } of app.run({ until: { after: ['say'] } })) events.push(type)
    expect(events).toEqual(['begin', 'step', 'end'])
    expect([app.status, calls]).toEqual(['stuck', 1])
  })
})

describe('9: numbers of steps', () => {
  it('are not used up by runs that do nothing, by missing inputs, or by failures', async () => {
    let fails = true
    const add = action({ inputs: expects<{ d: number }>({ d: 'required' }) }, () => {
      if (fails) throw new Error('no')
    })
    const persister = memoryPersister()
    const app = await machine({ inc, add })
      .from('inc')
      .to('add')
      .open({ ...start, id: 'a', persister })
    await app.run()
    await app.run()
    expect(await codeOf(app.run({ inputs: { add: {} as never } }))).toBe('app/missing-input')
    await app.run({ inputs: { add: { d: 1 } } })
    fails = false
    await app.run({ inputs: { add: { d: 1 } } })
    await app.run()
    expect([app.sequence, await sequences(persister, 'a')]).toEqual([2, [1, 2]])
  })
})

describe('10: chunks', () => {
  it('are numbered from 0 and told in one order, from synchronous and asynchronous generators alike', async () => {
    const forms = [
      stream({}, function* () {
        yield 'a'
        yield 'b'
      }),
      stream({}, async function* () {
        yield 'a'
        yield 'b'
      }),
    ]
    const heard = forms.map(async (say) => {
      const lines: string[] = []
      const onEvent = (event: { type: string; index?: number }): void =>
        void lines.push(event.index === undefined ? event.type : `${event.type} ${event.index}`)
      await (await machine({ say }).open({ entry: 'say', hooks: [{ onEvent }] })).run()
      return lines
    })
    const [first, second] = await Promise.all(heard)
    expect(first).toEqual(['begin', 'chunk 0', 'chunk 1', 'step', 'end'])
    expect(second).toEqual(first)
  })
})

describe('11: conditions', () => {
  it('are functions that may do anything, and an alternative needs only the keys that it looks at', async () => {
    const either = machine({ inc, done })
      .from('inc')
      .when(({ log, name }) => name === 'x' || [1, 2].map((x) => x * 2).some((x) => log.length + x > 3), 'done')
      .otherwise('inc')
    const app = await either.open(start)
    expect(await app.run()).toMatchObject({ status: 'completed', last: 'done', steps: 2 })
  })
})

describe('12: taking keys away', () => {
  it('is said for each key, and there is no call whose missing argument means everything', async () => {
    const forget = action({ writes: ['name?'] }, () => ({ name: unset() }))
    const app = await machine({ forget }).open({ entry: 'forget', state: { n: 1, name: 'x' } })
    expect((await app.run()).state).toEqual({ n: 1 })
    expect((await app.run()).state).toEqual({ n: 1 })
  })
})

describe('13: the message about inputs', () => {
  it('names the action, what is missing and what is too much, together', async () => {
    const add = action({ inputs: expects<{ by: number }>({ by: 'required' }) }, () => {})
    const app = await machine({ add }).open({ entry: 'add' })
    const messageOf = async (inputs: object): Promise<string> =>
      Promise.resolve(app.run({ inputs: { add: inputs as never } })).then(() => '', (error: Error) => error.message) // prettier-ignore
    expect(await messageOf({ bye: 1 })).toBe(
      [
        'app/unknown-input\n"add" takes no input "bye".\nhelp: did you mean "by"?',
        'app/missing-input\n"add" needs "by".\nhelp: run({ inputs: { \'add\': { by: ... } } })',
      ].join('\n\n'),
    )
    expect(await messageOf({ by: 1, more: 1 })).toContain('"add" takes no input "more".')
  })
})

describe('14: a change in place', () => {
  it('of what an action reads fails the action, and does not get into the state', async () => {
    const sneak = action({ reads: ['log'], writes: ['log'] }, ({ state }) => {
      ;(state.log as string[]).push('sneaked in')
      throw new Error('and then it fails')
    })
    const app = await machine({ sneak }).open({ entry: 'sneak', state: { log: ['a'] } })
    expect(await app.run()).toMatchObject({ status: 'failed', error: expect.any(TypeError) as unknown })
    expect(app.state.log).toEqual(['a'])
  })
})

describe('15: steps that are asked for at once', () => {
  it('are done one after the other: no update is lost', async () => {
    const app = await machine({ slowInc })
      .from('slowInc')
      .to('slowInc')
      .open({ entry: 'slowInc', state: { n: 0 } })
    await Promise.all(Array.from({ length: 5 }, () => app.step()))
    expect([app.state.n, app.sequence]).toEqual([5, 5])
  })
})

describe('16: an id that is taken', () => {
  it('is refused before any action runs, and its journal stays as it was', async () => {
    let calls = 0
    const effect = machine({ effect: action({}, () => void calls++) })
    const persister = memoryPersister()
    await (await effect.open({ id: 'a', entry: 'effect', persister })).run()
    const before = await persister.entries('a')
    expect(await codeOf(effect.open({ id: 'a', entry: 'effect', persister }))).toBe('app/exists')
    expect([calls, await persister.entries('a')]).toEqual([1, before])
  })
})

describe('17: values of other types', () => {
  it('are kept as what they are, or refused with their path; never made into text', async () => {
    const persister = memoryPersister()
    const state = { n: Number.NaN, when: new Date(5), tags: new Set(['x']) }
    await (await machine({ done }).open({ id: 'a', entry: 'done', state, persister })).close()
    expect((await machine({ done }).open({ resume: 'a', persister })).state).toEqual(state)
    const odd = { n: (() => 1) as never }
    const refused = machine({ done }).open({ id: 'b', entry: 'done', state: odd, persister })
    await expect(refused).rejects.toThrow('state.n cannot be kept: it is a function.')
  })
})

describe('18: what is read back', () => {
  class Frame {
    readonly rows: readonly number[]
    constructor(rows: readonly number[]) {
      this.rows = rows
    }
  }
  const frames: Codec<Frame> = {
    name: 'frame',
    is: (value) => value instanceof Frame,
    encode: ({ rows }) => rows,
    decode: (rows: number[]) => new Frame(rows),
  }
  const boxes = forState<{ one: unknown; two: unknown }>()
  const idle = boxes.machine({ idle: boxes.action({}, () => {}) })

  it('is each value itself, also where two look alike, and no class is loaded because the data name it', async () => {
    const persister = memoryPersister()
    const state = { one: new Frame([1, 2]), two: new Frame([3, 4]) }
    await (await idle.open({ id: 'a', entry: 'idle', state, persister, codecs: [frames] })).close()
    expect((await idle.open({ resume: 'a', persister, codecs: [frames] })).state).toEqual(state)
    expect(await codeOf(idle.open({ resume: 'a', persister }))).toBe('app/unknown-codec')
  })

  it('is listed once for each application', async () => {
    const persister = memoryPersister()
    const app = await counter.open({ ...start, id: 'a', persister })
    await app.run()
    expect((await persister.list()).applications.map((facts) => facts.app)).toEqual(['a'])
  })
})

describe('19: no edge that fits', () => {
  it('is an outcome of its own, and not the end', async () => {
    const gated = machine({ inc, done }).from('inc').when({ name: 'never' }, 'done')
    const app: Application<any, any> = await gated.open(start)
    expect((await app.run()).status).toBe('stuck')
    expect((await (await machine({ inc }).open(start)).run()).status).toBe('completed')
  })
})

describe('20: a fork of what is not there', () => {
  it('is refused: of an application, and of a step', async () => {
    const persister = memoryPersister()
    expect(await codeOf(counter.open({ fork: { id: 'a' }, persister }))).toBe('app/unknown')
    await (await counter.open({ ...start, id: 'a', persister })).close()
    expect(await codeOf(counter.open({ fork: { id: 'a', at: 9 }, persister }))).toBe('app/no-such-step')
    expect((await persister.list()).applications).toHaveLength(1)
  })
})
