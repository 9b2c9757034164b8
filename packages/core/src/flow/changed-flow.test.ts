import { describe, expect, it } from 'vitest'
import {
  byConfig,
  dataflow,
  extract,
  isThroughlineError,
  tagged,
  untyped,
  type NodeContext,
  type UntypedFlow,
} from '../index.ts'

type Numbers = Record<string, number>

function codeOf(change: () => unknown): string[] {
  try {
    change()
  } catch (error) {
    if (isThroughlineError(error)) return error.issues.map((issue) => issue.code)
    throw error
  }
  return []
}
const names = (flow: UntypedFlow): string[] => flow.nodes.map((node) => node.name)

describe('override', () => {
  const flow = untyped(
    dataflow({
      raw: ({ path }: { path: string }) => path.length,
      clean: ({ raw, limit }: Numbers) => Math.min(raw!, limit!),
      total: ({ clean }: Numbers) => clean! * 2,
    }),
  )

  it('puts a value in the place of a node, and cuts off what only that needed', async () => {
    const cut = flow.override({ clean: 5 })
    expect(cut.required(['total'])).toEqual([])
    expect(await cut.execute(['total', 'clean'])).toEqual({ total: 10, clean: 5 })
    expect(cut.nodes.find((node) => node.name === 'clean')).toMatchObject({ kind: 'override', dependencies: [] })
  })

  it('leaves the flow as it was', async () => {
    flow.override({ clean: 5 })
    expect(await flow.execute(['total'], { inputs: { path: 'abc', limit: 9 } })).toEqual({ total: 6 })
  })

  it('supplies inputs too, which then cannot be given again', async () => {
    const limited = flow.override({ limit: 2 })
    expect(limited.required(['total'])).toEqual(['path'])
    expect(await limited.execute(['total'], { inputs: { path: 'abc' } })).toEqual({ total: 4 })
    const issues = limited.validate(['total'], { inputs: { path: 'abc', limit: 3 } })
    expect(issues.map(({ code, facts }) => [code, facts['overridden']])).toEqual([['graph/input-is-node', true]])
  })

  it('may be undefined, and may be overridden again', async () => {
    const twice = flow.override({ clean: undefined, limit: 1 }).override({ clean: 3 })
    expect(await flow.override({ clean: undefined }).execute(['clean'])).toEqual({ clean: undefined })
    expect(await twice.execute(['total'])).toEqual({ total: 6 })
  })

  it('tells every name that is neither node nor input', () => {
    expect(codeOf(() => flow.override({ claen: 1, limits: 2, raw: 3 }))).toEqual([
      'graph/unknown-override',
      'graph/unknown-override',
    ])
  })
})

describe('configure', () => {
  const flow = untyped(
    dataflow({
      model: byConfig('algo', { ridge: ({ x, alpha }: Numbers) => x! * alpha!, mean: ({ x }: Numbers) => x! }),
      scaled: byConfig('scale', { yes: ({ x }: Numbers) => x! / 10, no: ({ x }: Numbers) => x! }, { default: 'no' }),
      note: ({ algo = 'undecided' }: { algo?: string }) => `by ${algo}`,
    }),
  )

  it('needs a choice where there is no default, and says what can be chosen', () => {
    const [issue] = flow.validate(['model'], { inputs: { x: 1, alpha: 1 } })
    expect([issue?.code, issue?.facts['keys']]).toEqual([
      'graph/undecided-variant',
      [{ key: 'algo', values: ['ridge', 'mean'] }],
    ])
    expect(flow.config).toEqual([
      { key: 'algo', values: ['ridge', 'mean'], nodes: ['model'] },
      { key: 'scale', values: ['yes', 'no'], nodes: ['scaled'] },
    ])
  })

  it('takes the default where there is one', async () => {
    expect(await flow.execute(['scaled'], { inputs: { x: 5 } })).toEqual({ scaled: 5 })
    expect(await flow.configure({ scale: 'yes' }).execute(['scaled'], { inputs: { x: 5 } })).toEqual({ scaled: 0.5 })
  })

  it('requires only what the chosen variant needs', async () => {
    expect(flow.required(['model'])).toEqual(['alpha', 'x'])
    const mean = flow.configure({ algo: 'mean' })
    expect(mean.required(['model'])).toEqual(['x'])
    expect(await mean.execute(['model'], { inputs: { x: 3 } })).toEqual({ model: 3 })
    expect(mean.config[0]).toMatchObject({ key: 'algo', chosen: 'mean' })
  })

  it('makes the key a node that others may read', async () => {
    expect(await flow.execute(['note'])).toEqual({ note: 'by undecided' })
    const mean = flow.configure({ algo: 'mean' })
    expect(await mean.execute(['note', 'algo'])).toEqual({ note: 'by mean', algo: 'mean' })
    expect(mean.nodes.find((node) => node.name === 'algo')?.kind).toBe('config')
  })

  it('may choose again', async () => {
    const ridge = flow.configure({ algo: 'mean' }).configure({ algo: 'ridge' })
    expect(await ridge.execute(['model'], { inputs: { x: 3, alpha: 2 } })).toEqual({ model: 6 })
  })

  it('tells every key and value that nothing depends on', () => {
    expect(codeOf(() => flow.configure({ algorithm: 'mean', algo: 'men', scale: undefined }))).toEqual([
      'config/unknown-key',
      'config/unknown-value',
      'config/unknown-value',
    ])
  })

  it('refuses a key that is the name of a node', () => {
    expect(codeOf(() => dataflow({ algo: byConfig('algo', { a: () => 1 }) }))).toEqual(['config/key-is-node'])
  })

  it('finds the cycles of the chosen variants only', () => {
    const loop = untyped(
      dataflow({ a: byConfig('way', { out: ({ b }: Numbers) => b, home: () => 1 }), b: ({ a }: Numbers) => a }),
    )
    expect(codeOf(() => loop.configure({ way: 'out' }))).toEqual(['graph/cycle'])
    expect(codeOf(() => loop.configure({ way: 'home' }))).toEqual([])
  })
})

describe('replace', () => {
  const flow = untyped(
    dataflow(
      {
        load: ({ path }: { path: string }) => path.length,
        parts: extract(() => ({ train: 1, test: 2 }), ['train', 'test']),
      },
      { total: ({ load, train, test }: Numbers) => [load, train, test] },
    ),
  )

  it('takes the place of nodes of the same name, and may bring more', async () => {
    const faked = flow.replace({ load: ({ fake }: Numbers) => fake, fake: () => 7 })
    expect(faked.required(['total'])).toEqual([])
    expect(await faked.execute(['total'])).toEqual({ total: [7, 1, 2] })
  })

  it('takes the place of one of several nodes of an export', async () => {
    const faked = flow.replace({ test: () => 9 })
    expect(await faked.execute(['total'], { inputs: { path: 'ab' } })).toEqual({ total: [2, 1, 9] })
  })

  it('wins over a value that an earlier override gave', async () => {
    const replaced = flow.override({ load: 1, train: 5 }).replace({ load: () => 3 })
    expect(await replaced.execute(['total'])).toEqual({ total: [3, 5, 2] })
    expect(await replaced.override({ load: 4 }).execute(['total'])).toEqual({ total: [4, 5, 2] })
  })

  it('tells when nothing would be replaced, and links what it brings', () => {
    expect(codeOf(() => flow.replace({ laod: () => 1 }))).toEqual(['graph/replaces-nothing'])
    expect(codeOf(() => flow.replace({ load: ({ total }: Numbers) => total }))).toEqual(['graph/cycle'])
    expect(codeOf(() => flow.replace([] as never))).toEqual(['graph/not-a-module'])
  })
})

describe('with', () => {
  const contexts: NodeContext[] = []
  const flow = dataflow({
    slow: tagged(
      ({}: {}, context: NodeContext) => {
        contexts.push(context)
        if (context.attempt < 3) throw new Error(`attempt ${context.attempt}`)
        return context.attempt
      },
      { owner: 'growth' },
    ),
  })

  it('gives a name, hooks on top of hooks, and leaves the nodes alone', async () => {
    const seen: string[] = []
    const hook = (label: string) => ({
      onRunStart: ({ flow: name }: { flow?: string }) => void seen.push(`${label} ${name}`),
    })
    const a = untyped(dataflow({ a: () => 1 })).with({ name: 'mine', hooks: [hook('first')] })
    await a.with({ hooks: [hook('second')] }).execute(['a'])
    expect([a.name, seen]).toEqual(['mine', ['first mine', 'second mine']])
  })

  it('adds tags, which select finds', () => {
    const labelled = untyped(dataflow({ a: tagged(() => 1, { owner: 'growth', level: 'raw' }), b: () => 2 })).with({
      policies: { a: { tags: { level: 'clean' } }, b: { tags: { owner: 'finance' } } },
    })
    expect(labelled.nodes.map((node) => node.tags)).toEqual([{ owner: 'growth', level: 'clean' }, { owner: 'finance' }])
    expect(labelled.select({ tag: 'owner' })).toEqual(['a', 'b'])
    expect(labelled.select({ tag: { owner: 'growth', level: 'clean' } })).toEqual(['a'])
    expect(labelled.select((node) => node.dependencies.length === 0 && node.name > 'a')).toEqual(['b'])
  })

  it('adds policies by node name: each attempt is limited, then tried again', async () => {
    const untiring = untyped(flow).with({
      policies: { slow: { retry: { maxAttempts: 3, backoffMs: 0 }, timeout: '1m' } },
    })
    expect(untiring.nodes[0]?.policy).toEqual({ timeout: '1m', retry: { maxAttempts: 3, backoffMs: 0 } })
    expect(await untiring.execute(['slow'])).toEqual({ slow: 3 })
    const signals = new Set(contexts.map((context) => context.signal))
    expect(signals.size).toBe(3)
  })

  it('keeps policies when the flow changes otherwise', async () => {
    const changed = untyped(dataflow({ a: ({ x }: Numbers) => x, b: () => 1 }))
      .with({ policies: { a: { tags: { t: 'v' } } } })
      .replace({ b: () => 2 })
      .override({ x: 1 })
      .with({ policies: { a: { timeout: 5 } } })
    expect(changed.nodes[0]).toMatchObject({ name: 'a', tags: { t: 'v' }, policy: { timeout: 5 } })
  })

  it('tells policies of nodes that are not there, and policies that cannot be meant', () => {
    const any = untyped(flow)
    expect(codeOf(() => any.with({ policies: { slwo: {} } }))).toEqual(['graph/unknown-node'])
    expect(codeOf(() => any.with({ policies: { slow: { retry: { maxAttempts: 0 } } } }))).toEqual([
      'modifier/bad-option',
    ])
    expect(codeOf(() => any.with({ policies: { slow: { timeout: '5 minutes' as never } } }))).toEqual([
      'modifier/bad-duration',
    ])
  })

  it('asks the origin resolver for each node', () => {
    const module = { a: () => 1 }
    const origin = { module: 'features.ts', exportPath: 'a', line: 3, column: 1 }
    const placed = untyped(dataflow(module)).with({
      origins: (source) => (source.module === module && source.fn === module.a ? origin : undefined),
    })
    expect(placed.nodes[0]?.origin).toEqual(origin)
    expect(placed.override({ a: 1 }).nodes[0]?.origin).toEqual(origin)
  })
})

describe('loose', () => {
  it('is the same flow with easier types', async () => {
    const flow = dataflow({ a: ({ x }: Numbers) => x! })
    const loose = flow.loose()
    expect(names(untyped(loose as never))).toEqual(['a'])
    await expect(loose.execute(['a'])).rejects.toThrow('graph/missing-input')
    expect(await loose.execute(['a'], { inputs: { x: 2 } })).toEqual({ a: 2 })
  })
})
