import { hasIssue, type ThroughlineError } from 'throughline'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { branch, expects, forState, increment, memoryPersister, suspend, task } from '../index.ts'
import type { Actions, Application, Persister } from '../index.ts'
import type { Join } from './task.ts'

interface Report {
  docs: string[]
  out: unknown[]
}
type Part = Actions<Report>[string]
interface Doc {
  text: string
  summary: string
  n: number
}
const report = forState<Report>()
const doc = forState<Doc>()
const { parallel, mapStates, mapActions, mapActionsAndStates } = report

const upper = doc.action({ reads: ['text'], writes: ['summary'] }, ({ state }) => ({
  summary: state.text.toUpperCase(),
}))
const later = doc.action({ reads: ['n', 'text'], writes: ['summary'] }, async ({ state }) => {
  for (let turn = 0; turn < state.n; turn++) await Promise.resolve()
  return { summary: `${state.text} after ${state.n}` }
})
/** Counts its steps, 1 to `n`. */
const counting = doc
  .machine({
    count: doc.action({ reads: ['n'], writes: ['n'] }, () => ({ n: increment() })),
    done: doc.action({}, () => {}),
  })
  .from('count')
  .when(({ n }) => n < 3, 'count')
  .otherwise('done')

/** An application of one parallel action. */
function openWith(action: Part, more: { persister?: Persister } = {}): Promise<Application<Report, { action: Part }>> {
  const machine = report.machine({ action })
  return machine.open({ id: 'parent', entry: 'action', state: { docs: ['a', 'b', 'c'], out: [] }, ...more })
}
const outOf = async (action: Part): Promise<unknown> => {
  const outcome = await (await openWith(action)).run()
  if (outcome.status === 'failed') throw outcome.error
  expect(outcome.status).toBe('completed')
  return outcome.state.out
}

describe('the ways to write it', () => {
  it('runs any tasks: machines and actions, each with its own state', async () => {
    const action = parallel({
      reads: ['docs'],
      writes: ['out'],
      tasks: ({ state }) => [
        task({ key: 'one', machine: upper, state: { text: state.docs[0]! } }),
        task({ key: 'two', machine: counting, entry: 'count', state: { n: 0 } }),
      ],
      reduce: ({ results, state }) => ({
        out: [state.docs.length, ...results.map(({ key, state: ended }) => [key, ended])],
      }),
    })
    expect(await outOf(action)).toEqual([3, ['one', { text: 'a', summary: 'A' }], ['two', { n: 3 }]])
  })

  it('runs one action over many states, which are named or numbered', async () => {
    const action = mapStates({
      reads: ['docs'],
      writes: ['out'],
      action: upper,
      states: ({ state }) => state.docs.map((text) => ({ text })),
      reduce: ({ results }) => ({ out: results.map(({ key, state }) => `${key} ${state.summary}`) }),
    })
    expect(await outOf(action)).toEqual(['0 A', '1 B', '2 C'])
    const named = mapStates({
      writes: ['out'],
      action: branch({ machine: counting, entry: 'count', until: { after: ['count'] } }),
      states: () => ({ x: { n: 0 }, y: { n: 5 } }),
      reduce: ({ results }) => ({ out: results.map(({ key, state, status }) => [key, state.n, status]) }),
    })
    expect(await outOf(named)).toEqual([
      ['x', 1, 'halted'],
      ['y', 6, 'halted'],
    ])
  })

  it('runs many actions over one state', async () => {
    const action = mapActions({
      reads: ['docs'],
      writes: ['out'],
      actions: { upper, later, again: branch({ machine: doc.machine({ upper }) }) },
      state: async ({ state }) => ({ text: state.docs[0]!, n: 2 }),
      reduce: async ({ results }) => ({ out: results.map(({ key, state }) => [key, state.summary]) }),
    })
    expect(await outOf(action)).toEqual([
      ['upper', 'A'],
      ['later', 'a after 2'],
      ['again', 'A'],
    ])
  })

  it('runs every action with every state', async () => {
    const action = mapActionsAndStates({
      reads: ['docs'],
      writes: ['out'],
      actions: { upper, later },
      states: ({ state }) => state.docs.slice(0, 2).map((text) => ({ text, n: 1 })),
      reduce: ({ results }) => ({ out: results.map(({ key, state }) => [key, state.summary]) }),
    })
    expect(await outOf(action)).toEqual([
      ['upper/0', 'A'],
      ['upper/1', 'B'],
      ['later/0', 'a after 1'],
      ['later/1', 'b after 1'],
    ])
  })

  it('is an action as any other: inputs, tags, kind', async () => {
    const action = parallel({
      reads: ['docs'],
      writes: ['out'],
      tags: ['wide'],
      inputs: expects<{ many: number }>({ many: 'required' }),
      tasks: ({ inputs }) =>
        Array.from({ length: inputs.many }, (_, index) =>
          task({ key: String(index), machine: upper, state: { text: 'x' } }),
        ),
      reduce: ({ results, inputs }) => ({ out: [results.length, inputs.many] }),
    })
    expect(action).toMatchObject({ kind: 'parallel', reads: ['docs'], writes: ['out'], tags: ['wide'] })
    const app = await openWith(action)
    expect((await app.run({ inputs: { action: { many: 4 } as never } })).state).toMatchObject({ out: [4, 4] })
  })
})

describe('results', () => {
  it('come in the order of the tasks, whatever ends first', async () => {
    const action = mapStates({
      writes: ['out'],
      action: later,
      states: () => [50, 3, 20, 0, 7].map((n) => ({ text: 't', n })),
      reduce: ({ results }) => ({ out: results.map(({ state }) => state.n) }),
    })
    expect(await outOf(action)).toEqual([50, 3, 20, 0, 7])
  })

  it('are none when there are no tasks', async () => {
    const reduce = ({ results }: { results: readonly unknown[] }): { out: unknown[] } => ({ out: ['none', ...results] })
    for (const join of ['all', 'settle'] as const)
      expect(await outOf(parallel({ writes: ['out'], join, tasks: () => [], reduce }))).toEqual(['none'])
  })

  it('keeps within its concurrency, and opens a child only when it is its turn', async () => {
    let open = 0
    let most = 0
    const action = mapStates({
      writes: ['out'],
      concurrency: 3,
      action: doc.action({ writes: ['n'] }, async () => {
        most = Math.max(most, ++open)
        await new Promise((resolve) => setImmediate(resolve))
        open--
        return { n: 1 }
      }),
      states: () => Array.from({ length: 20 }, () => ({})),
      reduce: ({ results }) => ({ out: [results.length] }),
    })
    expect(await outOf(action)).toEqual([20])
    expect(most).toBe(3)
  })
})

/** Fails, or ends at once or some turns later, or never before it is stopped. */
const worker = doc.action({ reads: ['text', 'n'], writes: ['summary'] }, async ({ state, ctx }) => {
  for (let turn = 0; turn < state.n; turn++) await new Promise((resolve) => setImmediate(resolve))
  if (state.text === 'fail') throw new RangeError(`no ${state.n}`)
  if (state.text === 'hang')
    await new Promise((_, reject) => ctx.signal.addEventListener('abort', () => reject(new Error('stopped'))))
  return { summary: `${state.text} ${state.n}` }
})
const joined = (join: Join, states: readonly [string, number][], concurrency = 16): Part =>
  mapStates({
    writes: ['out'],
    action: worker,
    join,
    concurrency,
    states: () => states.map(([text, n]) => ({ text, n })),
    reduce: ({ results }) => ({
      out: results.map(({ key, status, state }) => `${key} ${status} ${state.summary}`),
    }),
  })

describe('join', () => {
  it('all: the first failure stops the others, and the step fails with it', async () => {
    const app = await openWith(
      joined('all', [
        ['hang', 0],
        ['fail', 2],
        ['ok', 0],
        ['hang', 1],
      ]),
    )
    const outcome = await app.run()
    if (outcome.status !== 'failed') throw new Error(outcome.status)
    const { error } = outcome as { error: ThroughlineError }
    expect(error.issues).toMatchObject([{ code: 'app/child-failed', facts: { action: 'action', key: '1' } }])
    expect(error.message).toContain('no 2')
    expect(error.cause).toBeInstanceOf(RangeError)
    expect(outcome.sequence).toBe(0)
  })

  it('all: what waits for its turn does not begin any more', async () => {
    const persister = memoryPersister()
    const app = await openWith(
      joined(
        'all',
        [
          ['ok', 0],
          ['fail', 0],
          ['ok', 1],
          ['ok', 2],
        ],
        1,
      ),
      { persister },
    )
    expect((await app.run()).status).toBe('failed')
    const children = await persister.list({ parent: 'parent' })
    expect(children.applications.map(({ app: id }) => id).toSorted()).toEqual(['parent/1/0', 'parent/1/1'])
  })

  it('settle: gives every outcome', async () => {
    const action = joined('settle', [
      ['ok', 3],
      ['fail', 0],
      ['ok', 0],
    ])
    expect(await outOf(action)).toEqual(['0 completed ok 3', '1 failed undefined', '2 completed ok 0'])
  })

  it('quorum: stops the others when there are enough', async () => {
    const action = joined({ quorum: 2 }, [
      ['hang', 0],
      ['ok', 1],
      ['fail', 0],
      ['ok', 4],
      ['hang', 2],
    ])
    expect(await outOf(action)).toEqual(['1 completed ok 1', '3 completed ok 4'])
  })

  it('quorum: the step fails as soon as there cannot be enough', async () => {
    const app = await openWith(
      joined({ quorum: 2 }, [
        ['hang', 0],
        ['fail', 3],
        ['fail', 1],
      ]),
    )
    const outcome = await app.run()
    if (outcome.status !== 'failed') throw new Error(outcome.status)
    const { issues, cause } = outcome.error as ThroughlineError
    expect(issues.map(({ code }) => code)).toEqual(['app/no-quorum', 'app/child-failed', 'app/child-failed'])
    expect(issues.map(({ facts }) => (facts as { key?: string }).key)).toEqual([undefined, '1', '2'])
    expect(cause).toMatchObject({ message: 'no 1' })
    const few = await (await openWith(joined({ quorum: 2 }, [['ok', 0]]))).run()
    expect(few.status === 'failed' && hasIssue(few.error, 'app/no-quorum')).toBe(true)
  })

  it('takes what stops where it was to stop as a good end, and what is stuck or waits as none', async () => {
    const stuck = doc.machine({ upper, worker }).from('upper').when({ n: 9 }, 'worker')
    const asks = doc.action({ writes: ['n'], awaits: z.object({ n: z.number() }) }, () => suspend())
    const needs = doc
      .machine({ ask: doc.input('text'), upper })
      .from('ask')
      .to('upper')
    const run = (join: Join): Promise<unknown> =>
      outOf(
        parallel({
          writes: ['out'],
          join,
          concurrency: 1,
          tasks: () => [
            task({ key: 'limit', machine: counting, entry: 'count', state: { n: -100 }, maxSteps: 5 }),
            task({ key: 'halted', machine: counting, entry: 'count', state: { n: 0 }, until: { before: ['done'] } }),
            task({ key: 'stuck', machine: stuck, entry: 'upper', state: { text: '', n: 0 } }),
            task({ key: 'waits', machine: asks }),
            task({ key: 'inputs', machine: needs, entry: 'ask' }),
          ],
          reduce: ({ results }) => ({ out: results.map(({ key, status }) => `${key} ${status}`) }),
        }),
      )
    const good = ['limit limit', 'halted halted']
    expect(await run('settle')).toEqual([...good, 'stuck stuck', 'waits suspended', 'inputs halted'])
    expect(await run({ quorum: 2 })).toEqual(good)
    await expect(run('all')).rejects.toThrow('The child "stuck" of "action" did not come to its end.')
    const failure = await run({ quorum: 3 }).then(undefined, (error: unknown) => error)
    expect(String(failure)).toContain('it is stuck after upper')
    expect((failure as ThroughlineError).issues.map(({ facts }) => (facts as { key?: string }).key)).toEqual([
      undefined,
      'stuck',
      'waits',
      'inputs',
    ])
  })
})

describe('what is wrong', () => {
  it('with its options is said when it is defined', () => {
    const spec = { writes: ['out'], tasks: () => [], reduce: () => ({ out: [] }) } as const
    for (const concurrency of [0, -1, 1.5, Number.NaN])
      expect(() => parallel({ ...spec, concurrency })).toThrow('a whole number from 1')
    for (const quorum of [0, 2.5])
      expect(() => parallel({ ...spec, join: { quorum } })).toThrow('a whole number from 1')
    expect(() => parallel({ ...spec, join: 'any' as 'all' })).toThrow('all, settle or a quorum')
    expect(() => parallel({ ...spec, retry: { maxAttempts: 0 } })).toThrow('maxAttempts')
    expect(parallel({ ...spec, concurrency: Number.POSITIVE_INFINITY }).kind).toBe('parallel')
  })

  it('with its tasks is said before a child begins, all at once', async () => {
    const persister = memoryPersister()
    const action = parallel({
      writes: ['out'],
      tasks: () => [
        task({ key: 'a', machine: upper, state: { text: '' } }),
        task({ key: 'b', machine: counting }),
        ...['a', 'a', 'b'].map((key) => task({ key, machine: upper, state: { text: '' } })),
      ],
      reduce: () => ({ out: [] }),
    })
    const outcome = await (await openWith(action, { persister })).run()
    if (outcome.status !== 'failed') throw new Error(outcome.status)
    expect((outcome.error as ThroughlineError).issues.map(({ code, facts }) => [code, facts])).toMatchObject([
      ['app/duplicate-key', { key: 'a' }],
      ['app/duplicate-key', { key: 'b' }],
      ['app/no-entry', { key: 'b', names: ['count', 'done'] }],
    ])
    expect((await persister.list({ parent: 'parent' })).applications).toEqual([])
  })

  it('with a child before it begins fails the step whatever the join, and stops the others', async () => {
    const action = parallel({
      writes: ['out'],
      join: 'settle',
      tasks: () => [
        task({ key: 'hang', machine: worker, state: { text: 'hang', n: 0 } }),
        task({ key: 'no text', machine: upper }),
      ],
      reduce: () => ({ out: [] }),
    })
    const outcome = await (await openWith(action)).run()
    expect(outcome.status === 'failed' && hasIssue(outcome.error, 'machine/never-written')).toBe(true)
  })
})
