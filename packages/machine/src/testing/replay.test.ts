import { isThroughlineError, type StandardSchema } from 'throughline'
import { expect, test } from 'vitest'
import { append, forState, memoryPersister, suspend, unset, type Codec } from '../index.ts'
import { codecNames, formatFixture, parseFixture, replay, stepFixture, type StepFixture } from './index.ts'

async function codesOf(work: () => Promise<unknown>): Promise<string[]> {
  try {
    await work()
  } catch (error) {
    if (isThroughlineError(error)) return error.issues.map(({ code }) => code)
    throw error
  }
  return []
}

interface Draw {
  seed: number
  numbers: number[]
  at?: number
  rate?: number
}

/** @param fetch stands for the world outside */
function drawing(fetch: () => Promise<number>, ask: (names: string[]) => string[] = (names) => names) {
  const { action, machine } = forState<Draw>()
  const draw = action({ reads: ['seed'], writes: ['numbers', 'at', 'rate'] }, async ({ state, ctx }) => {
    ctx.log('drawing', { key: ctx.idempotencyKey, attempt: ctx.attempt })
    const got: Record<string, unknown> = {}
    for (const name of ask(['now', 'random', 'rate'])) {
      if (name === 'now') got['now'] = ctx.now()
      else if (name === 'random') got['random'] = ctx.random()
      else got[name] = await ctx.effect(name, fetch)
    }
    return {
      numbers: append(state.seed + ((got['random'] as number) ?? 0)),
      at: (got['now'] as number) ?? 0,
      rate: (got['rate'] as number) ?? 0,
    }
  })
  return machine({ draw })
    .from('draw')
    .when((state) => state.numbers.length < 3, 'draw')
    .otherwise('$end')
}

const offline = (): never => {
  throw new Error('a replay asks nobody')
}

async function drawn() {
  const persister = memoryPersister()
  let rate = 0
  const app = await drawing(async () => ++rate).open({
    id: 'd',
    entry: 'draw',
    state: { seed: 10, numbers: [] },
    persister,
  })
  await app.run()
  return { persister, app }
}

test.each([1, 2, 3])('step %i gives again what was recorded, without the world outside', async (sequence) => {
  const { persister, app } = await drawn()
  const fixture = await stepFixture(persister, 'd', sequence)
  const replayed = await replay(fixture, drawing(offline))
  expect(replayed.differences).toEqual([])
  expect(replayed.patch).toEqual(fixture.recorded.status === 'committed' && fixture.recorded.patch)
  expect(replayed.state['numbers']).toEqual(app.state.numbers.slice(0, sequence))
  expect(replayed.state['rate']).toBe(sequence)
  expect(replayed.logs).toEqual([{ message: 'drawing', fields: { key: `${app.runId}/${sequence}`, attempt: 1 } }])
  expect(replayed.next).toBe(sequence < 3 ? 'draw' : null)
})

test.each([
  ['another name', ['now', 'rate', 'random'], 'replay/other-effect'],
  ['one more', ['now', 'random', 'rate', 'rate'], 'replay/more-effects'],
  ['one less', ['now', 'random'], 'replay/fewer-effects'],
])('an action that asks for %s than recorded is told', async (_, asked, code) => {
  const { persister } = await drawn()
  const fixture = await stepFixture(persister, 'd', 2)
  expect(
    await codesOf(() =>
      replay(
        fixture,
        drawing(offline, () => asked),
      ),
    ),
  ).toEqual([code])
})

test('an action that catches the error of a mismatch does not hide it', async () => {
  const { action, machine } = forState<{ n: number }>()
  const of = (name: string) =>
    machine({
      ask: action({ writes: ['n'] }, ({ ctx }) => {
        try {
          return { n: ctx.effect(name, () => 1) }
        } catch {
          return { n: 1 }
        }
      }),
    })
  const persister = memoryPersister()
  await (await of('one').open({ id: 'a', entry: 'ask', persister })).run()
  const fixture = await stepFixture(persister, 'a', 1)
  expect(await codesOf(() => replay(fixture, of('other')))).toEqual(['replay/other-effect'])
})

test('what an action does otherwise now is said by key', async () => {
  const { action, machine } = forState<{ n: number; note?: string }>()
  const of = (n: number, note?: string) =>
    machine({
      set: action({ writes: ['n', 'note?'] }, () => ({ n, ...(note !== undefined && { note }) })),
      end: action({}, () => {}),
    })
      .from('set')
      .when({ n: 1 }, '$end')
      .otherwise('end')
  const persister = memoryPersister()
  await (await of(1, 'old').open({ id: 'a', entry: 'set', persister })).run()
  const { differences } = await replay(await stepFixture(persister, 'a', 1), of(2))
  expect(differences).toEqual([
    { part: 'patch.set.n', recorded: 1, replayed: 2 },
    { part: 'patch.set.note', recorded: 'old' },
    { part: 'next', recorded: null, replayed: 'end' },
    { part: 'edge', recorded: 0, replayed: 1 },
  ])
})

test('a fork begins with the state that it was given', async () => {
  const { persister } = await drawn()
  const machine = drawing(async () => 9)
  const fork = await machine.open({ fork: { id: 'd', at: 1, state: { seed: 100 } }, id: 'f', persister })
  await fork.run()
  const fixture = await stepFixture(persister, 'f', 2)
  expect(fixture.state['seed']).toBe(100)
  expect((await replay(fixture, drawing(offline))).differences).toEqual([])
})

test('inputs are part of it, and an attempt that failed can be chosen', async () => {
  const { action, machine } = forState<{ text: string }>()
  const of = (failsFirst: boolean) =>
    machine({
      ask: action(
        { writes: ['text'], inputs: anything<{ text: string }>(), retry: { maxAttempts: 2, backoffMs: 1 } },
        ({ inputs, ctx }) => {
          if (failsFirst && ctx.attempt === 1) throw new RangeError(`not yet: ${inputs.text}`)
          return { text: `${inputs.text}!` }
        },
      ),
    })
  const persister = memoryPersister()
  const app = await of(true).open({ id: 'a', entry: 'ask', persister })
  await app.run({ inputs: { ask: { text: 'hi' } } })
  const second = await replay(await stepFixture(persister, 'a', 1), of(true))
  expect(second).toMatchObject({ status: 'committed', state: { text: 'hi!' }, differences: [] })
  const first = await stepFixture(persister, 'a', 1, { attempt: 1 })
  expect(await replay(first, of(true))).toMatchObject({ status: 'failed', differences: [] })
  expect((await replay(first, of(false))).differences).toEqual([
    { part: 'status', recorded: 'failed', replayed: 'committed' },
    { part: 'error', recorded: 'RangeError: not yet: hi' },
  ])
  expect(await codesOf(() => stepFixture(persister, 'a', 1, { attempt: 3 }))).toEqual(['replay/no-attempt'])
})

test('a step that waited is done again up to the wait, or from the answer on', async () => {
  const { action, machine } = forState<{ bill: number; ok?: boolean }>()
  const approve = action(
    {
      reads: ['bill'],
      writes: ['ok'],
      awaits: anything<{ yes: boolean }>(),
      resumed: ({ payload, state, ctx }) => ({ ok: payload.yes && state.bill < 100 && ctx.now() >= 0 }),
    },
    ({ state, ctx }) => suspend({ prompt: `pay ${state.bill}, asked at ${ctx.now() >= 0}` }),
  )
  const machineOf = machine({ approve })
  const persister = memoryPersister()
  const app = await machineOf.open({ id: 'a', entry: 'approve', state: { bill: 7 }, persister })
  await app.run()
  const waiting = await stepFixture(persister, 'a', 1)
  expect(waiting.recorded).toEqual({ status: 'suspended', prompt: 'pay 7, asked at true' })
  expect(await replay(waiting, machineOf)).toMatchObject({ status: 'suspended', differences: [] })
  await app.resume({ yes: true })
  const answered = await stepFixture(persister, 'a', 1)
  expect(answered.answer).toEqual({ payload: { yes: true } })
  expect(await replay(answered, machineOf)).toMatchObject({ state: { bill: 7, ok: true }, differences: [] })
  expect(await stepFixture(persister, 'a', 1, { beforeAnswer: true })).toEqual(waiting)
})

test('a stream gives its chunks again, and another number of them is a difference', async () => {
  const { stream, machine } = forState<{ text: string }>()
  const of = (words: readonly string[]) =>
    machine({
      say: stream({ writes: ['text'] }, async function* ({ ctx }) {
        for (const word of words) yield await ctx.effect('token', async () => word)
        return { text: words.join(' ') }
      }),
    })
  const persister = memoryPersister()
  await (await of(['a', 'b']).open({ id: 'a', entry: 'say', persister })).run()
  const fixture = await stepFixture(persister, 'a', 1)
  expect(await replay(fixture, of(['a', 'b']))).toMatchObject({ chunks: ['a', 'b'], differences: [] })
  expect(await codesOf(() => replay(fixture, of(['a'])))).toEqual(['replay/fewer-effects'])
})

test('an error edge that was taken is taken again, whatever the stack', async () => {
  const { action, machine } = forState<{ why?: { name: string; message: string } }>()
  const of = () =>
    machine({
      work: action({}, () => {
        throw new TypeError('broken')
      }),
      mend: action({ reads: ['why?'] }, () => {}),
    })
      .from('work')
      .onError('TypeError', 'mend', { as: 'why' as never })
  const persister = memoryPersister()
  await (await of().open({ id: 'a', entry: 'work', persister })).run()
  const replayed = await replay(await stepFixture(persister, 'a', 1), of())
  expect(replayed).toMatchObject({ status: 'committed', next: 'mend', differences: [] })
  expect(replayed.error).toBeInstanceOf(TypeError)
})

test('a child is not run again: its outcome is recorded with the step', async () => {
  const { action, machine } = forState<{ total: number }>()
  let runs = 0
  const child = machine({ add: action({ writes: ['total'] }, () => ({ total: ++runs })) })
  const parent = machine({
    spawn: action({ writes: ['total'] }, async ({ ctx }) => {
      const { state, status } = await ctx.spawn(child, { key: 'one', entry: 'add' })
      return { total: status === 'completed' ? state.total : -1 }
    }),
  })
  const persister = memoryPersister()
  await (await parent.open({ id: 'p', entry: 'spawn', persister })).run()
  const fixture = await stepFixture(persister, 'p', 1)
  expect(await replay(fixture, parent)).toMatchObject({ state: { total: 1 }, differences: [] })
  expect(runs).toBe(1)
  expect(await codesOf(() => replay({ ...fixture, children: {} }, parent))).toEqual(['replay/unknown-child'])
})

class Money {
  readonly cents: number
  constructor(cents: number) {
    this.cents = cents
  }
}
const money: Codec<Money> = {
  name: 'Money',
  is: (value): value is Money => value instanceof Money,
  encode: ({ cents }) => cents,
  decode: (cents: number) => new Money(cents),
}

test('values of every kind come back equal from the file of a fixture', async () => {
  interface Kinds {
    values: unknown[]
    price: Money
    gone?: number
  }
  const { action, machine } = forState<Kinds>()
  const values = [
    new Date(5),
    new Date(Number.NaN),
    new Map<unknown, unknown>([[{ a: 1n }, new Set([undefined, -0])]]),
    /a+/gi,
    new RangeError('far'),
    new Uint8Array([1, 2, 255]),
    new Float64Array([1.5, Number.NaN]),
    new ArrayBuffer(3),
    { $date: 1, $$x: 2, plain: undefined },
    Number.POSITIVE_INFINITY,
    'text',
    null,
  ]
  const kinds = machine({
    keep: action({ reads: ['values', 'price'], writes: ['values', 'price', 'gone'] }, ({ state }) => ({
      values: [...state.values].reverse() as unknown[],
      price: new Money(state.price.cents + 1),
      gone: unset(),
    })),
  })
  const persister = memoryPersister()
  const app = await kinds.open({
    id: 'k',
    entry: 'keep',
    state: { values, price: new Money(5), gone: 1 },
    persister,
    codecs: [money],
    freeze: false,
  })
  await app.run()
  const fixture = await stepFixture(persister, 'k', 1)
  const read = parseFixture(formatFixture(fixture))
  expect(read).toStrictEqual(fixture)
  expect(
    Object.is(
      ([...(read.state['values'] as unknown[])][2] as Map<unknown, Set<number>>).values().next().value?.has(-0),
      true,
    ),
  ).toBe(true)
  expect((await replay(read, kinds, { codecs: [money] })).differences).toEqual([])
  expect(codecNames(read)).toEqual(['Money'])
  const recorded: StepFixture['recorded'] = { status: 'committed', patch: {}, next: null }
  expect(codecNames({ ...read, state: { values: [{ $codec: '', value: { $codec: 1 } }] }, recorded })).toEqual([])
  const deep = new Map([['a', new Set([{ $codec: '', value: { $codec: 'x', in: { $codec: 'deep', value: 1 } } }])]])
  expect(codecNames({ ...read, state: { deep }, recorded })).toEqual(['deep'])
})

test('a question with an instance of a class is the same question again', async () => {
  const { action, machine } = forState<{ paid: boolean }>()
  const spec = { writes: ['paid'], awaits: anything<{ paid: boolean }>() } as const
  const till = machine({ ask: action(spec, () => suspend({ prompt: { pay: new Money(5) } })) })
  const persister = memoryPersister()
  const app = await till.open({ id: 'a', entry: 'ask', persister, codecs: [money] })
  await app.run()
  const { differences } = await replay(await stepFixture(persister, 'a', 1), till, { codecs: [money] })
  expect(differences).toEqual([])
})

test('what is not there is told', async () => {
  const { persister } = await drawn()
  expect(await codesOf(() => stepFixture(persister, 'nobody', 1))).toEqual(['app/unknown'])
  expect(await codesOf(() => stepFixture(persister, 'd', 9))).toEqual(['app/no-such-step'])
  const fixture = await stepFixture(persister, 'd', 1)
  expect(await codesOf(() => replay(fixture, drawing(offline).named('other') as never))).toEqual(['app/other-machine'])
  expect(await codesOf(async () => parseFixture('{'))).toEqual(['replay/not-a-fixture'])
  expect(await codesOf(async () => parseFixture({ fixture: 1 }))).toEqual(['replay/not-a-fixture'])
  expect(await codesOf(async () => parseFixture({ ...fixture, fixture: 2 }))).toEqual(['replay/newer-fixture'])
})

test('a step that never ended has no fixture', async () => {
  const { persister } = await drawn()
  const number = (await persister.entries('d')).length
  await persister.append('d', number, [{ type: 'begun', atMs: 0, sequence: 4, action: 'draw', attempt: 1 }])
  expect(await codesOf(() => stepFixture(persister, 'd', 4))).toEqual(['replay/unfinished-step'])
})

function anything<Value>(): StandardSchema<any, Value> {
  return {
    '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value: value as Value }) },
  } as never
}
