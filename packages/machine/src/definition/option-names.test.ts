// Without a compiler: misspelt and missing options are issues, never nothing and never a TypeError.

import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { dataflow, ThroughlineError } from 'throughline'
import { branch, expects, forState, memoryPersister, suspend, task } from '../index.ts'

const { action, flowAction, machine, mapActions, mapStates, parallel, stream, todo } = forState<any>() as any
const flow = dataflow({ one: () => 1 })
const stay = action({}, () => {})
const stays = machine({ stay })
const open = async (options?: unknown): Promise<any> => stays.open(options)

/** The issues of what is thrown, now or later, as code and title. */
async function said(work: () => unknown): Promise<string[]> {
  try {
    await work()
    return []
  } catch (error) {
    if (error instanceof ThroughlineError) return error.issues.map(({ code, title }) => `${code} ${title}`)
    throw error
  }
}

describe('open', () => {
  it('without options, or with something else, says what is expected', async () => {
    expect(await said(() => open())).toEqual([
      'app/bad-option "entry" is undefined; expected the name of the first action.',
    ])
    expect(await said(() => open({ entry: Object.create(null) }))).toEqual([
      'app/bad-option "entry" is an object; expected the name of the first action.',
    ])
    for (const wrong of [null, 'stay', ['stay'], () => {}])
      expect(await said(() => open(wrong))).toEqual([
        expect.stringMatching(/^app\/bad-option "options of open\(\)" is /),
      ])
  })

  it('refuses misspelt options with a suggestion, those of a fork too, all at once', async () => {
    const wrong = { entry: 'stay', persistor: memoryPersister(), leaseMS: 1, fork: { id: 'a', stat: {} } }
    expect(await said(() => open(wrong))).toEqual([
      'app/unknown-option open() has no option "persistor".',
      'app/unknown-option open() has no option "leaseMS".',
      'app/unknown-option open({ fork }) has no option "stat".',
      expect.stringContaining('app/bad-option "persister" is undefined'),
    ])
    await expect(open({ entry: 'stay', persistor: 1 })).rejects.toMatchObject({
      issues: [{ hints: ['did you mean "persister"?'] }],
    })
  })

  it('says that a persister was not made', async () => {
    expect(await said(() => open({ entry: 'stay', persister: memoryPersister }))).toEqual([
      'app/bad-option "persister" is a function; expected what filePersister() gives, or another one.',
    ])
  })
})

describe('run, step and resume', () => {
  it('refuse misspelt options, and what is no object', async () => {
    const app = await open({ entry: 'stay' })
    expect(await said(() => app.run({ untill: {}, maxStep: 1 }))).toEqual([
      'app/unknown-option run() has no option "untill".',
      'app/unknown-option run() has no option "maxStep".',
    ])
    expect(await said(() => app.run({ until: { befor: ['stay'] } }))).toEqual([
      'app/unknown-option until has no option "befor".',
    ])
    expect(await said(() => app.run(null))).toEqual([expect.stringContaining('"options of run()" is null')])
    expect(await said(() => app.step({ maxSteps: 1 }))).toEqual(['app/unknown-option step() has no option "maxSteps".'])
    expect(await said(() => app.resume({}, { maxstep: 1 }))).toEqual([
      'app/unknown-option resume() has no option "maxstep".',
    ])
    expect((await app.run({ maxSteps: 5, until: undefined, signal: undefined, inputs: undefined })).status).toBe(
      'completed',
    )
  })
})

describe('definitions', () => {
  it.each([
    ['action', () => action({ read: ['a'], write: ['b'] }, () => {}), ['"read"', '"write"']],
    ['action', () => action({ retry: { maxAttempts: 2, backofMs: 1 } }, () => {}), ['retry has no option "backofMs"']],
    ['stream', () => stream({ timout: 1 }, function* () {}), ['stream() has no option "timout"']],
    ['todo', () => todo({ docs: '' }), ['todo() has no option "docs"']],
    [
      'parallel',
      () => parallel({ tasks: () => [], reduce: () => {}, joins: 'all' }),
      ['parallel() has no option "joins"'],
    ],
    ['parallel', () => parallel({ task: () => [] }), ['"task"', '"reduce" is undefined', '"tasks" is undefined']],
    ['parallel', () => parallel(), ['"options of parallel()" is null; expected an object']],
    ['mapStates', () => mapStates({ action: stay, states: () => [], tasks: 1, reduce: () => {} }), ['"tasks"']],
    [
      'mapStates',
      () => mapStates({ action: 'stay', states: [], reduce: () => {} }),
      ['"action" is "stay"', '"states" is a list'],
    ],
    ['mapActions', () => mapActions({ actions: { stay }, state: {}, reduce: () => {} }), ['"state" is an object']],
    ['flowAction', () => flowAction(flow, { outputs: {}, reads: [] }), ['flowAction() has no option "reads"']],
    ['flowAction', () => flowAction(flow, { inputs: {} }), ['"outputs" is undefined; expected an object']],
    ['flowAction', () => flowAction(flow), ['"options of flowAction()" is null; expected an object']],
    ['task', () => task({ key: 'a', machine: stays, stat: {} } as never), ['task() has no option "stat"']],
    ['branch', () => branch({ machine: stays, key: 'a' } as never), ['branch() has no option "key"']],
    ['when', () => stays.from('stay').when({}, 'stay', { lable: 'x' }), ['when() has no option "lable"']],
    ['otherwise', () => stays.from('stay').otherwise('stay', { lable: 'x' }), ['otherwise() has no option "lable"']],
    ['onError', () => stays.from('stay').onError('*', 'stay', { key: 'x' }), ['onError() has no option "key"']],
    ['machine', () => machine(), ['machine/no-actions']],
    ['machine', () => machine(null), ['machine/no-actions']],
    [
      'action',
      () => action(() => {}),
      ['"options of action()" is a function', '"the function of action()" is undefined'],
    ],
    ['action', () => action({ reads: 'count' }, () => {}), ['"reads" is "count"; expected a list of names']],
    ['action', () => action({ inputs: { text: 'required' } }, () => {}), ['"inputs" is an object; expected a schema']],
    ['action', () => action({ awaits: {} }, () => suspend()), ['"awaits" is an object; expected a schema']],
    [
      'action',
      () => action({ awaits: expects<{ a: number }>({ a: 'required' }) }, () => suspend()),
      ['"awaits" is what expects() gives; expected a schema: an answer is checked'],
    ],
  ])('of %s are refused when they are misspelt or no such thing (%#)', async (_, define, wanted) => {
    const found = await said(define)
    expect(found).toHaveLength(wanted.length)
    for (const [index, part] of wanted.entries()) expect(found[index]).toContain(part)
  })

  it.each([
    ['parallel()', () => parallel({ tasks: () => [], reduce: () => {}, concurency: 2 })],
    ['mapStates()', () => mapStates({ action: stay, states: () => [], reduce: () => {}, concurency: 2 })],
    ['mapActions()', () => mapActions({ actions: {}, state: () => ({}), reduce: () => {}, concurency: 2 })],
    ['flowAction()', () => flowAction(flow, { outputs: {}, concurency: 2 })],
  ])('of %s are suggested as they are called there', async (place, define) => {
    const error = await Promise.resolve()
      .then(define)
      .catch((thrown: unknown) => thrown)
    const [title, hints] = [`${place} has no option "concurency".`, ['did you mean "concurrency"?']]
    expect(error).toMatchObject({ issues: [{ title, hints }] })
  })

  it('take what belongs there', async () => {
    const all = {
      reads: ['a?'],
      writes: ['b?'],
      inputs: expects<{ text?: string }>({ text: 'optional' }),
      tags: ['human'],
      retry: { maxAttempts: 2, backoffMs: 0, factor: 1, maxBackoffMs: 1, jitter: true, retryIf: () => true },
      timeout: '1s',
      awaits: z.object({}),
      resumed: () => ({}),
      doc: 'All of it.',
    }
    expect(await said(() => action(all, () => ({})))).toEqual([])
  })

  it('of a child are refused in the step', async () => {
    const parent = action(
      {},
      async ({ ctx }: any) => void (await ctx.spawn(stays, { key: 'a', entry: 'stay', states: {} })),
    )
    const app = await machine({ parent }).open({ entry: 'parent' })
    const { status, error } = await app.run()
    expect([status, error.issues[0].title]).toEqual(['failed', 'spawn() has no option "states".'])
  })
})
