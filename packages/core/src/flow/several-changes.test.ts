import { describe, expect, it } from 'vitest'
import {
  byConfig,
  extract,
  isThroughlineError,
  parameterize,
  retry,
  tagged,
  timeout,
  type Issue,
  type UntypedFlow,
} from '../index.ts'
import { untypedFlow } from '../testing/index.ts'

type Numbers = Record<string, number>

const flowOf = (...modules: unknown[]): UntypedFlow => untypedFlow(...(modules as object[]))

function issuesOf(change: () => unknown): readonly Issue[] {
  try {
    change()
  } catch (error) {
    if (isThroughlineError(error)) return error.issues
    throw error
  }
  return []
}
const codesOf = (change: () => unknown): string[] => issuesOf(change).map((issue) => issue.code)
const namesOf = (flow: UntypedFlow): string[] => flow.nodes.map((one) => one.name)
const kindOf = (flow: UntypedFlow, name: string): unknown => flow.nodes.find((one) => one.name === name)?.kind

const model = flowOf({
  clean: ({ raw }: Numbers) => raw! * 10,
  model: byConfig('algo', {
    ridge: ({ clean, alpha }: Numbers) => clean! + alpha!,
    mean: ({ clean }: Numbers) => clean,
  }),
  cut: byConfig('edge', { low: () => 1, high: ({ top }: Numbers) => top }, { default: 'low' }),
  report: ({ model, cut }: Numbers) => model! + cut!,
})

describe('an override', () => {
  it('stays when the configuration changes, and the other way round', async () => {
    const expected = { report: 31 }
    expect(await model.override({ clean: 30 }).configure({ algo: 'mean' }).execute(['report'])).toEqual(expected)
    expect(await model.configure({ algo: 'mean' }).override({ clean: 30 }).execute(['report'])).toEqual(expected)
  })

  it('of a node with variants leaves nothing to decide', async () => {
    const flow = model.override({ model: 5 })
    expect(flow.validate(['report'])).toEqual([])
    expect(await flow.execute(['report'])).toEqual({ report: 6 })
    expect(kindOf(flow.configure({ algo: 'ridge' }), 'model')).toBe('override')
  })

  it('of a chosen key changes what its readers see, not what was chosen', async () => {
    const flow = flowOf({
      model: byConfig('algo', { a: () => 'A', b: () => 'B' }),
      report: ({ algo, model }: { algo: string; model: string }) => algo + model,
    })
    const configured = flow.configure({ algo: 'a' })
    expect(await configured.execute(['report', 'algo'])).toEqual({ report: 'aA', algo: 'a' })
    expect(await configured.override({ algo: 'x' }).execute(['report', 'algo'])).toEqual({ report: 'xA', algo: 'x' })
  })

  it('stays when hooks, names and policies are added', async () => {
    const flow = model.override({ model: 5 }).with({ name: 'm', policies: { report: { tags: { a: 'b' } } } })
    expect([flow.name, await flow.execute(['report'])]).toEqual(['m', { report: 6 }])
  })

  it('may follow another, as one could have said it at once', async () => {
    const inTwo = model.override({ model: 5 }).override({ cut: 2 })
    const atOnce = model.override({ cut: 2, model: 5 })
    expect(await inTwo.execute(['report'])).toEqual({ report: 7 })
    expect(inTwo.nodes).toEqual(atOnce.nodes)
    expect(inTwo.toJSON()).toEqual(atOnce.toJSON())
  })

  it('cuts off names that then nobody reads: they are no inputs any more', () => {
    const flow = model.override({ clean: 1 })
    expect(flow.inputs.map((one) => one.name)).toEqual(['alpha'])
    expect(flow.validate(['clean'], { inputs: { raw: 1 } }).map((one) => one.code)).toEqual(['graph/unknown-input'])
    expect(codesOf(() => flow.override({ raw: 1 }))).toEqual(['graph/unknown-override'])
  })

  it('that gives undefined lets a default hold, and null does not', async () => {
    const flow = flowOf({ a: () => 1, b: ({ a = 7 }: { a?: number | null }) => [a] })
    expect(await flow.override({ a: undefined }).execute(['b'])).toEqual({ b: [7] })
    expect(await flow.override({ a: null }).execute(['b'])).toEqual({ b: [null] })
  })

  it('may give a promise, a function or an error: it is that very value', async () => {
    const flow = flowOf({ a: () => 1, b: ({ a }: { a: unknown }) => typeof a })
    const value = (): number => 1
    const { a, b } = await flow.override({ a: value }).execute(['a', 'b'])
    expect([a, b]).toEqual([value, 'function'])
    const error = new Error('as a value')
    expect(await flow.override({ a: error }).execute(['a'])).toEqual({ a: error })
  })
})

describe('a configuration', () => {
  it('may decide one key at a time', () => {
    const [issue] = model.validate(['report'], { inputs: { raw: 1 } })
    expect(issue).toMatchObject({ code: 'graph/undecided-variant', subject: { node: 'model' } })
    const one = model.configure({ algo: 'mean' })
    expect(one.required(['report'])).toEqual(['raw'])
    const two = one.configure({ edge: 'high' })
    expect(two.required(['report'])).toEqual(['raw', 'top'])
    expect(two.config).toEqual([
      { key: 'algo', values: ['ridge', 'mean'], chosen: 'mean', nodes: ['model'] },
      { key: 'edge', values: ['low', 'high'], chosen: 'high', nodes: ['cut'] },
    ])
  })

  it('leaves out a node that has no implementation for it, and its readers ask for an input', async () => {
    const flow = flowOf({
      a: byConfig('way', { x: () => 1 }),
      b: byConfig('way', { x: () => 1, y: () => 2 }),
      sum: ({ a, b }: Numbers) => a! + b!,
    }).configure({ way: 'y' })
    expect(namesOf(flow)).toEqual(['b', 'sum', 'way'])
    expect(flow.validate(['sum']).map(({ code, facts }) => [code, facts['name']])).toEqual([
      ['graph/missing-input', 'a'],
    ])
    expect(await flow.execute(['sum'], { inputs: { a: 5 } })).toEqual({ sum: 7 })
    expect(await flow.replace({ a: () => 10 }).execute(['sum'])).toEqual({ sum: 12 })
    expect(namesOf(flow.configure({ way: 'x' }))).toEqual(['a', 'b', 'sum', 'way'])
  })

  it.each(['constructor', 'toString', '__proto__'])('may have a key called %s', async (key) => {
    const flow = flowOf({ a: byConfig(key, { x: () => 1, y: () => 2 }) })
    expect(flow.validate(['a']).map((issue) => issue.code)).toEqual(['graph/undecided-variant'])
    expect(flow.config).toEqual([{ key, values: ['x', 'y'], nodes: ['a'] }])
    const configured = flow.configure({ [key]: 'y' })
    expect(await configured.execute(['a', key])).toEqual(Object.fromEntries([['a', 2] as const, [key, 'y'] as const]))
  })

  it('tells values that nobody meant as they are', () => {
    const messages = [undefined, null, 3, {}, 'constructor'].map(
      (algo) => issuesOf(() => model.configure({ algo }))[0]?.title,
    )
    expect(messages).toEqual(
      ['undefined', 'null', '3', 'an object', '"constructor"'].map(
        (value) => `"algo" cannot be ${value}: no implementation is for it.`,
      ),
    )
  })
})

describe('a replacement', () => {
  it('may need other things than what it replaces', () => {
    const flow = model.replace({ report: ({ day }: Numbers) => day })
    expect(flow.required(['report'])).toEqual(['day'])
    expect(kindOf(flow, 'model')).toBe('variants')
  })

  it('may close a cycle, which is told', () => {
    const issues = issuesOf(() => model.replace({ clean: ({ report }: Numbers) => report, cut: () => 1 }))
    expect(issues).toEqual([])
    const chosen = model.configure({ algo: 'mean' })
    const [issue] = issuesOf(() => chosen.replace({ clean: ({ report }: Numbers) => report }))
    expect([issue?.code, issue?.facts['cycle']]).toEqual(['graph/cycle', ['clean', 'report', 'model']])
  })

  it('may take the place of an input that was overridden', async () => {
    const flow = model.override({ raw: 1 }).replace({ raw: () => 2 })
    expect(await flow.execute(['clean'])).toEqual({ clean: 20 })
  })

  it('may be a group, which takes the place of nodes from other exports', async () => {
    const flow = flowOf({ a: () => 1, b: () => 2, sum: ({ a, b, c = 0 }: Numbers) => a! + b! + c! })
    const group = parameterize(({ k }: Numbers) => k! * 10, { a: { k: 1 }, c: { k: 3 } })
    expect(await flow.replace({ group }).execute(['sum'])).toEqual({ sum: 42 })
    const parts = extract(() => ({ a: 5, b: 6 }), ['a', 'b'])
    expect(
      await flow
        .replace({ parts })
        .replace({ b: () => 1 })
        .execute(['sum']),
    ).toEqual({ sum: 6 })
  })

  it('of a node with variants forgets what they could be', () => {
    const flow = model.replace({ model: () => 1 })
    expect(flow.config.map((one) => one.key)).toEqual(['edge'])
    expect(codesOf(() => flow.configure({ algo: 'mean' }))).toEqual(['config/unknown-key'])
  })

  it('may give the name of a key that then chooses nothing', async () => {
    const flow = model.configure({ algo: 'mean' }).replace({ model: ({ algo }: Numbers) => algo, algo: () => 8 })
    expect(await flow.execute(['model'])).toEqual({ model: 8 })
    expect(codesOf(() => model.replace({ algo: () => 8, model: () => 1 }))).toEqual([])
    expect(codesOf(() => model.replace({ algo: () => 8, clean: () => 1 }))).toEqual(['config/key-is-node'])
  })

  it('keeps policies, configuration and overrides of other names', async () => {
    const changed = model
      .with({ policies: { clean: { tags: { owner: 'growth' } } } })
      .configure({ algo: 'mean' })
      .override({ cut: 100 })
      .replace({ clean: () => 7 })
    expect(changed.select({ tag: { owner: 'growth' } })).toEqual(['clean'])
    expect(await changed.execute(['report'])).toEqual({ report: 107 })
  })

  it.each([
    [null, 'null'],
    [() => 1, 'a function'],
    [[], 'an array'],
    [model, 'a flow'],
  ])('is a module, not %o', (given, found) => {
    const [issue] = issuesOf(() => model.replace(given as object))
    expect(issue?.title).toBe(`The replacement is ${found}, not a module or an object of functions.`)
  })

  it('is refused when it is not a node, and when it would replace nothing', () => {
    expect(codesOf(() => model.replace({ clean: (a: number) => a }))).toEqual(['graph/not-destructured'])
    const [issue] = issuesOf(() => model.replace({ cleen: () => 1 }))
    expect([issue?.code, issue?.hints]).toEqual(['graph/replaces-nothing', ['did you mean "clean"?']])
    expect(codesOf(() => model.replace({ clean: 3, _raw: () => 1 }))).toEqual(['graph/replaces-nothing'])
  })
})

describe('policies', () => {
  const flow = flowOf({
    slow: tagged(
      timeout(
        retry(() => 1, { maxAttempts: 2 }),
        '5s',
      ),
      { owner: 'growth', unit: 'EUR' },
    ),
    other: ({ slow, x }: Numbers) => slow! + x!,
  })
  const slowIn = (changed: UntypedFlow): unknown => {
    const { policy, tags } = changed.nodes.find((one) => one.name === 'slow')!
    return { policy, tags }
  }

  it('show what the modifiers say, and what is said from outside in its place', () => {
    expect(slowIn(flow)).toEqual({
      policy: { timeout: '5s', retry: { maxAttempts: 2 } },
      tags: { owner: 'growth', unit: 'EUR' },
    })
    const policies = { slow: { timeout: 100, tags: { owner: 'sales' } } }
    expect(slowIn(flow.with({ policies }))).toEqual({
      policy: { timeout: 100, retry: { maxAttempts: 2 } },
      tags: { owner: 'sales', unit: 'EUR' },
    })
  })

  it('given one after the other are merged, their tags too', () => {
    const changed = flow
      .with({ policies: { slow: { timeout: 100, tags: { a: '1', b: '1' } } } })
      .with({ policies: { slow: { retry: { maxAttempts: 5 }, tags: { b: '2' } } } })
    expect(slowIn(changed)).toEqual({
      policy: { timeout: 100, retry: { maxAttempts: 5 } },
      tags: { owner: 'growth', unit: 'EUR', a: '1', b: '2' },
    })
  })

  it('wait for the implementation that is chosen', () => {
    const changed = model.with({ policies: { model: { timeout: '1s', tags: { a: 'b' } } } })
    expect(changed.select({ tag: 'a' })).toEqual([])
    expect(changed.configure({ algo: 'mean' }).select({ tag: 'a' })).toEqual(['model'])
  })

  it('are for nodes: an input has nothing to limit', () => {
    const issues = issuesOf(() => flow.with({ policies: { x: { timeout: 1 }, slwo: { timeout: 1 } } }))
    expect(issues.map(({ code, title, hints }) => [code, title, hints])).toEqual([
      ['graph/unknown-node', '"x" is an input of this flow, not a node.', ['nodes: other, slow']],
      ['graph/unknown-node', 'This flow has no node or input "slwo".', ['did you mean "slow"?']],
    ])
  })
})

describe('validation', () => {
  it.each([
    [['report', 'nothing'], {}],
    [['report'], { raw: 1, wrong: 2 }],
    [['model', 'clean'], {}],
    [['clean', 'cut'], { clean: 1 }],
  ])('of %o with %o tells what a run would throw, and runs nothing', async (outputs, inputs) => {
    const thrown = await model.execute(outputs, { inputs }).catch((error: unknown) => error)
    const issues = model.validate(outputs, { inputs })
    expect(issues.length).toBeGreaterThan(0)
    expect(isThroughlineError(thrown) && thrown.issues).toEqual(issues)
  })

  it('finds nothing where a run could start', () => {
    const flow = flowOf({
      explode: () => {
        throw new Error('it ran')
      },
    })
    expect(flow.validate(['explode'])).toEqual([])
    expect(flow.validate([])).toEqual([])
  })

  it.each([
    ['report', 'outputs', 'a list of names'],
    [undefined, 'outputs', 'a list of names'],
    [['report', undefined], 'outputs[1]', 'a name'],
    [[['report']], 'outputs[0]', 'a name'],
  ])('takes names only, not %o', async (outputs, name, expected) => {
    const given = outputs as never as string[]
    const issues = [
      ...issuesOf(() => model.validate(given)),
      ...issuesOf(() => model.required(given)),
      ...((await model.execute(given).catch((error: unknown) => error)) as { issues: readonly Issue[] }).issues,
    ]
    expect(issues.map(({ code, facts }) => [code, facts['name'], facts['expected']])).toEqual(
      [1, 2, 3].map(() => ['run/bad-option', name, expected]),
    )
  })
})
