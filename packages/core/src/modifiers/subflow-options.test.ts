import { describe, expect, it } from 'vitest'
import { byConfig, dataflow, isThroughlineError, subflow, type Issue } from '../index.ts'
import { untypedFlow } from '../testing/index.ts'

type Numbers = Record<string, number>
/** For definitions that the compiler would refuse. */
const loosely = subflow as unknown as (inner: unknown, options?: unknown) => object

const region = {
  rate: ({ currency }: { currency: string }): number => (currency === 'EUR' ? 2 : 3),
  net: ({ rate, sales }: { rate: number; sales: number }) => rate * sales,
  note: ({ net, label = 'net' }: { net: number; label?: string }) => `${label} ${net}`,
}

function issuesOf(act: () => unknown): readonly Issue[] {
  try {
    act()
  } catch (error) {
    if (isThroughlineError(error)) return error.issues
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('the configuration of a subflow', () => {
  const inner = {
    model: byConfig('algo', {
      line: ({ rows }: { rows: number }) => rows,
      tree: ({ rows, depth }: { rows: number; depth: number }) => `${rows} ${depth}`,
    }),
    scale: byConfig('unit', { one: () => 1, ten: () => 10 }, { default: 'one' }),
    told: ({ algo }: { algo: string }) => algo,
  }

  it('decides inside, and can be read and asked for under its key', async () => {
    const flow = dataflow({
      a: subflow(inner, { config: { algo: 'line' }, inputs: { rows: 4 } }),
      b: subflow(inner, { config: { algo: 'tree' }, inputs: { rows: 4, depth: 2 } }),
    })
    expect(await flow.execute(['a.model', 'b.model', 'a.told', 'b.algo'])).toEqual({
      'a.model': 4,
      'b.model': '4 2',
      'a.told': 'line',
      'b.algo': 'tree',
    })
    expect(flow.nodes.find(({ name }) => name === 'a.algo')?.kind).toBe('config')
    expect(flow.config.map(({ key, nodes }) => [key, nodes])).toEqual([['unit', ['a.scale', 'b.scale']]])
  })

  it('stays open outside where it does not choose, with a default too', async () => {
    const flow = dataflow({
      a: subflow(inner, { config: { algo: 'line' }, inputs: { rows: 4 } }),
      open: subflow(inner, { inputs: { rows: 1, depth: 2 }, shared: ['algo'] }),
    })
    expect(await flow.execute(['a.scale'])).toEqual({ 'a.scale': 1 })
    const chosen = flow.configure({ unit: 'ten', algo: 'tree' })
    expect(await chosen.execute(['a.scale', 'open.model', 'open.told', 'a.told'])).toEqual({
      'a.scale': 10,
      'open.model': '1 2',
      'open.told': 'tree',
      'a.told': 'line',
    })
  })

  it('is that of the outer subflow when nested', async () => {
    const world = { eu: subflow(inner, { inputs: { rows: 3, depth: 1 }, shared: ['algo'] }) }
    const flow = dataflow({ w: subflow(world, { config: { algo: 'line' } }) })
    expect(await flow.execute(['w.eu.model', 'w.eu.told'])).toEqual({ 'w.eu.model': 3, 'w.eu.told': 'line' })
  })

  it('switches nodes off, and makes what only others needed superfluous', () => {
    const flow = dataflow({ a: subflow(inner, { config: { algo: 'line' }, inputs: { rows: 4 } }) })
    expect(flow.nodes.find(({ name }) => name === 'a.model')?.dependencies).toEqual([])
  })
})

describe('wrong options of a subflow', () => {
  const inner = {
    ...region,
    model: byConfig('algo', { a: () => 1, b: () => 2 }),
    told: ({ algo }: { algo: string }) => algo,
    _helper: () => 1,
    Model: class {
      readonly id = 1
    },
    limit: 3,
    asks: ({ _helper, Model, limit }: Record<string, unknown>) => [_helper, Model, limit],
  }
  const facts = (options?: unknown, module: unknown = inner): unknown[] =>
    issuesOf(() => loosely(module, options)).map((issue) => [issue.code, issue.facts])

  it('leave needed inputs unsaid', () => {
    expect(facts({ shared: ['_helper', 'Model'] })).toEqual([
      [
        'modifier/unmapped-input',
        {
          names: [
            { name: 'algo', neededBy: ['told'], notANode: 'config' },
            { name: 'currency', neededBy: ['rate'] },
            { name: 'limit', neededBy: ['asks'], notANode: 'value' },
            { name: 'sales', neededBy: ['net'] },
          ],
        },
      ],
    ])
    const [only] = facts({ inputs: { currency: 'EUR' } }, { ...region, asks: inner.asks, _helper: 1 }) as [
      unknown,
      any,
    ][]
    expect(only![1].names).toContainEqual({ name: '_helper', neededBy: ['asks'], notANode: 'private' })
    expect(facts(undefined, region)).toHaveLength(1)
  })

  it('ask for a variant that nothing has chosen, in its own words', () => {
    expect(
      facts({ inputs: { y: 1 } }, { m: byConfig('algo', { a: ({ x }: Numbers) => x, b: ({ y }: Numbers) => y }) }),
    ).toEqual([['modifier/unmapped-input', { names: [{ name: 'x', neededBy: ['m'] }] }]])
  })

  it('name what nothing inside reads, or what is a node', () => {
    const known = ['currency', 'label', 'sales']
    expect(facts({ inputs: { currency: 'EUR', sales: 1, rate: 2 }, shared: ['lable'] }, region)).toEqual([
      ['modifier/unknown-input', { name: 'rate', known, isNode: true }],
      ['modifier/unknown-input', { name: 'lable', known, isNode: false }],
    ])
  })

  it('say it twice', () => {
    const options = { inputs: { currency: 'EUR', sales: 1, algo: 'x' }, shared: ['sales'], config: { algo: 'a' } }
    const module = { ...region, model: inner.model, told: inner.told }
    expect(facts(options, module)).toEqual([
      ['modifier/mapped-twice', { name: 'sales', places: ['inputs', 'shared'] }],
      ['modifier/mapped-twice', { name: 'algo', places: ['inputs', 'config'] }],
    ])
  })

  it('choose what there is not', () => {
    const module = { model: inner.model }
    expect(facts({ config: { algo: 'c', alog: 'a' } }, module)).toEqual([
      ['config/unknown-value', { key: 'algo', given: 'c', values: ['a', 'b'] }],
      ['config/unknown-key', { name: 'alog', known: ['algo'] }],
    ])
    const clash = { algo: () => 1, model: inner.model }
    expect(facts({ config: { algo: 'a' } }, clash)).toEqual([['config/key-is-node', { key: 'algo', nodes: ['model'] }]])
  })

  it('are not options at all', () => {
    const wrong = (options: unknown): unknown[] =>
      issuesOf(() => loosely(region, options)).map((issue) => [issue.code, (issue.facts as { name: string }).name])
    expect(wrong(3)).toEqual([['modifier/bad-option', 'options']])
    expect(wrong(null)).toEqual([['modifier/bad-option', 'options']])
    expect(wrong({ inputs: 3 })).toEqual([['modifier/bad-option', 'inputs']])
    expect(wrong({ config: [] })).toEqual([['modifier/bad-option', 'config']])
    expect(wrong({ shared: 'some' })).toEqual([['modifier/bad-option', 'shared']])
    expect(wrong({ shared: [3] })).toEqual([['modifier/bad-option', 'shared']])
    for (const module of [undefined, null, 3, () => 1, [], {}, { limit: 3 }, subflow({ a: () => 1 })]) {
      expect(issuesOf(() => loosely(module)).map((issue) => issue.facts)).toMatchObject([{ name: 'inner' }])
    }
  })

  it('say nothing of names that an unreadable function may read', () => {
    const module = { native: Math.max, a: ({ x }: Numbers) => x }
    const group = loosely(module, { inputs: { x: 1, y: 2 } })
    expect(
      issuesOf(() => untypedFlow({ s: group })).map(({ code, subject }) => [code, subject.source?.exportPath]),
    ).toEqual([['graph/unreadable-function', 'native']])
  })
})

describe('a value that a flow inside was given', () => {
  it('is overridden by its whole name, and replaced', async () => {
    const inner = untypedFlow({ rate: () => 1, net: ({ rate, sales }: Numbers) => rate! * sales! }).override({
      rate: 2,
      sales: 3,
    })
    const flow = untypedFlow({ eu: subflow(inner), world: subflow({ eu: subflow(inner) }) })
    expect(await flow.execute(['eu.net', 'world.eu.net'])).toEqual({ 'eu.net': 6, 'world.eu.net': 6 })
    const changed = flow.override({ 'eu.rate': 5, 'world.eu.sales': 7 })
    expect(await changed.execute(['eu.net', 'world.eu.net'])).toEqual({ 'eu.net': 15, 'world.eu.net': 14 })
    const replaced = flow.replace({ 'eu.rate': () => 9 })
    expect(await replaced.execute(['eu.net'])).toEqual({ 'eu.net': 27 })
  })
})
