import { describe, expect, it, vi } from 'vitest'
import { inRange } from '../checks/index.ts'
import {
  byConfig,
  cached,
  checked,
  dataflow,
  extract,
  from,
  group,
  hasIssue,
  isThroughlineError,
  node,
  parameterize,
  positional,
  resource,
  retry,
  subflow,
  tagged,
  untyped,
  type Issue,
  type NodeContext,
} from '../index.ts'
import { diagram } from '../diagram/index.ts'
import { loaded, saved } from '../io/index.ts'
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

describe('a subflow', () => {
  it('puts the nodes of a module under the name of the export', async () => {
    const flow = dataflow({
      euCurrency: () => 'EUR',
      eu: subflow(region, { inputs: { currency: from('euCurrency'), sales: 10 } }),
      us: subflow(region, { inputs: { currency: 'USD' }, shared: ['sales', 'label'] }),
      total: ({ 'eu.net': eu, 'us.net': us }: { 'eu.net': number; 'us.net': number }) => eu + us,
    })
    const inputs = { sales: 5, label: 'US' }
    expect(await flow.execute(['total', 'us.note', 'eu.note'], { inputs })).toEqual({
      total: 35,
      'us.note': 'US 15',
      'eu.note': 'net 20',
    })
    expect(flow.nodes.map(({ name, kind, module, exportPath }) => [name, kind, module, exportPath])).toEqual([
      ['eu.net', 'function', 0, 'eu'],
      ['eu.note', 'function', 0, 'eu'],
      ['eu.rate', 'function', 0, 'eu'],
      ['euCurrency', 'function', 0, 'euCurrency'],
      ['total', 'function', 0, 'total'],
      ['us.net', 'function', 0, 'us'],
      ['us.note', 'function', 0, 'us'],
      ['us.rate', 'function', 0, 'us'],
    ])
  })

  it('reads nothing outside but what it was told', async () => {
    const outside = { rate: () => 100, label: () => 'outside' }
    const flow = dataflow(outside, { eu: subflow(region, { inputs: { currency: 'EUR', sales: 1 } }) })
    expect(flow.inputs).toEqual([])
    expect(await flow.execute(['eu.note'])).toEqual({ 'eu.note': 'net 2' })
    expect(flow.upstream('eu.note')).toEqual(['eu.net', 'eu.rate'])
  })

  it('shares all that is not bound, and only what is read', () => {
    const flow = dataflow({ eu: subflow(region, { inputs: { currency: 'EUR' }, shared: 'all' }) })
    expect(flow.inputs).toEqual([
      { name: 'label', optional: true, consumers: ['eu.note'] },
      { name: 'sales', optional: false, consumers: ['eu.net'] },
    ])
  })

  it('binds to a name outside that is also a name inside', async () => {
    const flow = dataflow({
      rate: () => 'EUR',
      eu: subflow(region, { inputs: { currency: from('rate'), sales: 1 } }),
    })
    expect(await flow.execute(['eu.rate'])).toEqual({ 'eu.rate': 2 })
  })

  it('puts groups of outer values together', async () => {
    const inner = { sum: ({ parts }: { parts: number[] }) => parts.reduce((sum, one) => sum + one, 0) }
    const flow = dataflow({
      a: () => 1,
      s: subflow(inner, { inputs: { parts: group([from('a'), from('b'), 10]) } }),
    })
    expect(await flow.execute(['s.sum'], { inputs: { b: 5 } })).toEqual({ 's.sum': 16 })
    expect(flow.upstream('s.sum')).toEqual(['a', 'b'])
  })

  it('leaves out what functions can do without, also those that take values one by one', async () => {
    const inner = {
      area: positional(['width?', 'height?'], (width: number = 2, height: number = 3) => width * height),
      keys: node(['a?', 'b'], (given: { a?: number; b: number }) => Object.keys(given)),
    }
    const flow = dataflow({ s: subflow(inner, { inputs: { height: 5, b: 1 } }) })
    expect(await flow.execute(['s.area', 's.keys'])).toEqual({ 's.area': 10, 's.keys': ['b'] })
  })

  it('nests', async () => {
    const continent = {
      de: subflow(region, { inputs: { currency: from('money'), sales: from('deSales') } }),
      fr: subflow(region, { inputs: { currency: from('money'), sales: 3 } }),
      money: () => 'EUR',
      all: ({ 'de.net': de, 'fr.net': fr }: { 'de.net': number; 'fr.net': number }) => de + fr,
    }
    const world = { europe: subflow(continent, { shared: ['deSales'] }) }
    const flow = dataflow({ world: subflow(world, { inputs: { deSales: from('sales') } }), sales: () => 7 })
    expect(await flow.execute(['world.europe.all'])).toEqual({ 'world.europe.all': 20 })
    expect(flow.upstream('world.europe.de.net')).toEqual(['sales', 'world.europe.de.rate', 'world.europe.money'])
    expect(flow.nodes.every(({ name, exportPath }) => exportPath === name.split('.')[0])).toBe(true)
  })

  it('runs each node once, and tells the context its whole name', async () => {
    const seen: string[] = []
    const inner = {
      a: ({}: {}, { node }: NodeContext) => seen.push(node),
      b: ({ a }: { a: number }) => a,
      c: ({ a }: { a: number }) => a,
    }
    const flow = dataflow({ s: subflow(inner), t: subflow(inner) })
    await flow.execute(['s.b', 's.c', 't.c'])
    expect(seen).toEqual(['s.a', 't.a'])
  })

  it('leaves the module as it was', async () => {
    subflow(region, { inputs: { currency: 'EUR', sales: 1 } })
    expect(await dataflow(region).execute(['net'], { inputs: { currency: 'USD', sales: 2 } })).toEqual({ net: 6 })
  })
})

describe('a subflow made of a flow', () => {
  const flow = dataflow(region)

  it('has what was overridden, replaced and configured in it', async () => {
    const changed = flow.override({ sales: 4 }).replace({ rate: ({ bonus }: { bonus: number }) => bonus })
    const outer = dataflow({ eu: subflow(changed, { inputs: { bonus: 5 } }) })
    expect(await outer.execute(['eu.net', 'eu.sales'])).toEqual({ 'eu.net': 20, 'eu.sales': 4 })
    const variants = dataflow({ m: byConfig('algo', { a: () => 1, b: () => 2 }, { default: 'a' }) })
    const chosen = dataflow({ s: subflow(variants.configure({ algo: 'b' })), t: subflow(variants) })
    expect(await chosen.execute(['s.m', 't.m'])).toEqual({ 's.m': 2, 't.m': 1 })
    expect(await chosen.configure({ algo: 'b' }).execute(['t.m'])).toEqual({ 't.m': 2 })
  })

  it('keeps its policies; its hooks stay behind', async () => {
    let tries = 0
    const onRunStart = vi.fn<() => void>()
    const flaky = dataflow({
      a: () => {
        if (++tries < 2) throw new Error('again')
        return tries
      },
    }).with({ policies: { a: { retry: { maxAttempts: 2, backoffMs: 0 } } }, hooks: [{ onRunStart }] })
    const outer = dataflow({ s: subflow(flaky) })
    expect(await outer.execute(['s.a'])).toEqual({ 's.a': 2 })
    expect(outer.nodes[0]!.policy).toEqual({ retry: { maxAttempts: 2, backoffMs: 0 } })
    expect(onRunStart).not.toHaveBeenCalled()
  })

  it('joins several modules', async () => {
    const two = dataflow({ a: () => 1 }, { b: ({ a }: { a: number }) => a + 1 })
    expect(await dataflow({ s: subflow(two) }).execute(['s.b'])).toEqual({ 's.b': 2 })
  })
})

describe('modifiers and a subflow', () => {
  it('work inside', async () => {
    const inner = {
      lags: parameterize(({ rows, days }: Numbers) => rows! - days!, {
        lag1: { days: 1 },
        lag2: { days: from('two') },
      }),
      parts: extract(({ lag1, lag2 }: { lag1: number; lag2: number }) => ({ low: lag2, high: lag1 }), ['low', 'high']),
      two: () => 2,
      share: checked(({ low }: { low: number }) => low / 10, [inRange(0, 1)]),
    }
    const flow = dataflow({ s: subflow(inner, { inputs: { rows: from('count') } }) })
    const inputs = { count: 8 }
    expect(await flow.execute(['s.lag1', 's.low', 's.parts', 's.share'], { inputs })).toEqual({
      's.lag1': 7,
      's.low': 6,
      's.parts': { low: 6, high: 7 },
      's.share': 0.6,
    })
    await expect(flow.execute(['s.share'], { inputs: { count: 80 } })).rejects.toSatisfy((error) =>
      hasIssue(error, 'check/failed'),
    )
  })

  it('open resources, load, save and cache inside', async () => {
    const told: string[] = []
    const inner = {
      db: resource(({ url }: { url: string }) => ({ url }), { dispose: ({ url }) => void told.push(`close ${url}`) }),
      rows: loaded(({ db }: { db: { url: string } }) => ({ read: () => [db.url], describe: () => ({}) })),
      out: saved(
        cached(({ rows }: { rows: string[] }) => rows.length),
        ({ file }: { file: string }) => ({
          write: (value: number) => void told.push(`${file} ${value}`),
          describe: () => ({}),
        }),
      ),
    }
    const flow = dataflow({ s: subflow(inner, { inputs: { url: 'a', file: from('path') } }) })
    await flow.execute(['s.out.saved'], { inputs: { path: 'f' } })
    expect(told).toEqual(['f 1', 'close a'])
    await expect(untyped(flow).execute(['s.db'])).rejects.toSatisfy((error) =>
      hasIssue(error, 'graph/resource-as-output'),
    )
    expect(flow.nodes.map(({ name, kind, dependencies }) => [name, kind, dependencies.map((one) => one.name)])).toEqual(
      [
        ['s.db', 'resource', []],
        ['s.out', 'function', ['s.rows']],
        ['s.out.saved', 'sink', ['path', 's.out']],
        ['s.rows', 'source', ['s.db']],
      ],
    )
  })

  it('work around it, for every node of it', async () => {
    let tries = 0
    const inner = {
      a: () => {
        if (++tries < 3) throw new Error('again')
        return 1
      },
      b: ({ a }: { a: number }) => a + 1,
    }
    const flow = dataflow({ s: tagged(retry(subflow(inner), { maxAttempts: 3, backoffMs: 0 }), { owner: 'x' }) })
    expect(await flow.execute(['s.b'])).toEqual({ 's.b': 2 })
    expect(flow.select({ tag: { owner: 'x' } })).toEqual(['s.a', 's.b'])
    const given = retry(subflow(dataflow(region).override({ rate: 2 }), { shared: 'all' }), { maxAttempts: 3 })
    expect(dataflow({ given }).nodes.map(({ name, policy }) => [name, policy.retry?.maxAttempts])).toEqual([
      ['given.net', 3],
      ['given.note', 3],
      ['given.rate', undefined],
    ])
  })
})

describe('a flow with a subflow', () => {
  const flow = dataflow({ eu: subflow(region, { inputs: { currency: from('money') }, shared: ['sales'] }) })

  it('is overridden, replaced and given policies by whole names', async () => {
    expect(await flow.override({ 'eu.rate': 7 }).execute(['eu.net'], { inputs: { sales: 2 } })).toEqual({
      'eu.net': 14,
    })
    const replaced = flow.replace({ 'eu.rate': ({ sales }: { sales: number }) => sales + 1 })
    expect(await replaced.execute(['eu.net'], { inputs: { sales: 2 } })).toEqual({ 'eu.net': 6 })
    const limited = flow.with({ policies: { 'eu.net': { timeout: '30s' } } })
    expect(limited.nodes.find(({ name }) => name === 'eu.net')?.policy).toEqual({ timeout: '30s' })
    const other = { rate: () => 1, net: () => 'another' }
    const outer = untyped(flow).replace({ eu: subflow(other) })
    expect(await outer.execute(['eu.net'])).toEqual({ 'eu.net': 'another' })
  })

  it('knows lineage, is drawn, and is plain data', () => {
    expect(flow.required(['eu.note'])).toEqual(['money', 'sales'])
    expect(flow.path('money', 'eu.note')).toEqual(['money', 'eu.rate', 'eu.net', 'eu.note'])
    expect(flow.toJSON().nodes.map(({ name, exportPath }) => [name, exportPath])).toEqual([
      ['eu.net', 'eu'],
      ['eu.note', 'eu'],
      ['eu.rate', 'eu'],
    ])
    expect(diagram(flow, { collapse: true })).toBe(
      ['flowchart LR', '  n0(["money"])', '  n1(["sales"])', '  n2["eu (3)"]', '  n1 --> n2', '  n0 --> n2', ''].join(
        '\n',
      ),
    )
  })

  it('collapses with what it was configured with', () => {
    const inner = { m: byConfig('algo', { a: () => 1, b: () => 2 }), told: ({ algo }: { algo: string }) => algo }
    const configured = dataflow({ s: subflow(inner, { config: { algo: 'a' } }) })
    expect(diagram(configured, { collapse: true })).toContain('["s (3)"]')
  })

  it('fails with the whole name, and with the function inside as its source', async () => {
    const inner = {
      boom: ({ x }: { x: number }): number => {
        throw new Error(`no ${x}`)
      },
      after: ({ boom }: { boom: number }) => boom,
    }
    const failing = dataflow({ s: subflow(inner, { inputs: { x: 1 } }) })
    const error = await failing.execute(['s.after']).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ node: 's.boom', path: ['s.boom', 's.after'] })
    const [issue] = isThroughlineError(error) ? error.issues : []
    expect(issue?.subject.source).toMatchObject({ module: inner, exportPath: 'boom', fn: inner.boom })
  })

  it('tells what is wrong inside under the whole name, with its place in the inner module', () => {
    const inner = {
      rest: ({ ...all }: Numbers) => all,
      a: ({ b }: Numbers) => b,
      b: ({ a }: Numbers) => a,
      lags: parameterize(({ days }: Numbers) => days, { rest: { days: 1 } }),
    }
    const issues = issuesOf(() => untypedFlow({ s: loosely({ t: loosely(inner) }) }))
    const found = issues.map(({ code, subject, facts }) => [code, subject.node, subject.source?.exportPath, facts])
    expect(found).toEqual([
      ['graph/rest-pattern', 's.t.rest', 'rest', { node: 's.t.rest', parameters: [] }],
      [
        'graph/duplicate-node',
        's.t.rest',
        undefined,
        { name: 's.t.rest', exports: ['export "lags" of module 1', 'export "rest" of module 1'] },
      ],
      ['graph/cycle', 's.t.a', undefined, { cycle: ['s.t.a', 's.t.b'] }],
    ])
    expect(issues[0]!.subject.source).toMatchObject({ module: inner, fn: inner.rest })
  })

  it('asks an origin resolver about the module inside', () => {
    const asked: unknown[] = []
    const origins = (source: object): undefined => void asked.push(source)
    void flow.with({ origins }).nodes
    const place = { module: region, exportPath: 'net', fn: region.net }
    expect(asked[0]).toEqual({ ...place, flowModule: { eu: expect.anything() } })
  })
})
