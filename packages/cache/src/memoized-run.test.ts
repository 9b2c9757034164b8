import { bind, byConfig, cached, checked, dataflow, node, parameterize, when, type Hooks } from 'throughline'
import { describe, expect, it } from 'vitest'
import { memoized, versionsBy } from './fixtures/memoized.ts'

const arithmetic = {
  doubled: ({ x }: { x: number }) => x * 2,
  squared: ({ x }: { x: number }) => x * x,
  sum: ({ doubled, squared }: { doubled: number; squared: number }) => doubled + squared,
}

describe('a memoized flow', () => {
  it('computes once what does not change', async () => {
    const memo = memoized()
    const flow = memo.flow(dataflow(arithmetic))
    expect(await flow.execute(['sum'], { inputs: { x: 3 } })).toEqual({ sum: 15 })
    expect(memo.computed).toEqual(['doubled', 'squared', 'sum'])
    memo.reset()
    expect(await flow.execute(['sum'], { inputs: { x: 3 } })).toEqual({ sum: 15 })
    expect([memo.computed, memo.cached]).toEqual([[], ['doubled', 'squared', 'sum']])
  })

  it('computes what an input changes, and nothing else', async () => {
    const memo = memoized()
    const flow = memo.flow(
      dataflow({
        ...arithmetic,
        other: ({ y }: { y: number }) => y + 1,
        all: ({ sum, other }: { sum: number; other: number }) => [sum, other],
      }),
    )
    await flow.execute(['all'], { inputs: { x: 3, y: 1 } })
    memo.reset()
    await flow.execute(['all'], { inputs: { x: 3, y: 2 } })
    expect(memo.computed).toEqual(['other', 'all'])
    memo.reset()
    await flow.execute(['all'], { inputs: { x: 3, y: 1 } })
    expect(memo.computed).toEqual([])
  })

  it('stops where a changed node gives what it gave before', async () => {
    const values = memoized()
    await values.flow(dataflow(arithmetic)).execute(['sum'], { inputs: { x: 3 } })
    const later = memoized({ versions: versionsBy({ doubled: 'another way to double' }) }, values.values)
    await later.flow(dataflow(arithmetic)).execute(['sum'], { inputs: { x: 3 } })
    expect([later.computed, later.cached]).toEqual([['doubled'], ['squared', 'sum']])
  })

  it('loads only what was asked for, or what a node that runs reads', async () => {
    const memo = memoized()
    const flow = memo.flow(dataflow(arithmetic))
    await flow.execute(['sum'], { inputs: { x: 3 } })
    await flow.execute(['sum'], { inputs: { x: 3 } })
    expect(memo.values.loads).toBe(1)
    memo.values.loads = 0
    const later = memoized({ versions: versionsBy({ sum: '2' }) }, memo.values)
    await later.flow(dataflow(arithmetic)).execute(['sum'], { inputs: { x: 3 } })
    expect(memo.values.loads).toBe(2)
  })

  it('counts what it took from earlier runs', async () => {
    const memo = memoized()
    const counts: unknown[] = []
    const flow = memo.flow(dataflow(arithmetic)).with({ hooks: [{ onRunEnd: (end) => void counts.push(end.counts) }] })
    await flow.execute(['sum'], { inputs: { x: 3 } })
    await flow.execute(['sum', 'squared'], { inputs: { x: 3 } })
    expect(counts).toEqual([
      { computed: 3, cached: 0, failed: 0, skipped: 0 },
      { computed: 0, cached: 3, failed: 0, skipped: 0 },
    ])
  })

  it('tells values of different types apart', async () => {
    const memo = memoized()
    const flow = memo.flow(dataflow({ shown: ({ x }: { x: unknown }) => `${typeof x} ${String(x)}` }))
    const seen = []
    for (const x of [1, '1', true, 'true', [1, 2], 1n, null, undefined, -0, 0, Number.NaN]) {
      seen.push((await flow.execute(['shown'], { inputs: { x } }))['shown'])
    }
    expect(memo.computed).toHaveLength(11)
    expect(seen.slice(0, 4)).toEqual(['number 1', 'string 1', 'boolean true', 'string true'])
  })

  it('works with promises, and with a run that goes on after failures', async () => {
    const memo = memoized()
    const flow = memo.flow(
      dataflow({
        slow: async ({ x }: { x: number }) => x + 1,
        wrong: ({ slow }: { slow: number }) => {
          throw new Error(`no ${slow}`)
        },
        right: async ({ slow }: { slow: number }) => slow * 2,
      }),
    )
    for (const _ of [1, 2]) {
      const { values, failures } = await flow.settle(['right', 'wrong'], { inputs: { x: 1 } })
      expect([values, failures.map((one) => one.node)]).toEqual([{ right: 4 }, ['wrong']])
    }
    expect(memo.computed).toEqual(['slow', 'wrong', 'right', 'wrong'])
  })

  it('gives values one after the other', async () => {
    const memo = memoized()
    const flow = memo.flow(dataflow(arithmetic))
    const seen: unknown[] = []
    for (const _ of [1, 2])
      for await (const one of flow.iterate(['sum', 'doubled'], { inputs: { x: 2 } })) seen.push(one)
    expect(seen).toEqual([
      { node: 'doubled', value: 4 },
      { node: 'sum', value: 8 },
      { node: 'doubled', value: 4 },
      { node: 'sum', value: 8 },
    ])
  })
})

describe('what decides', () => {
  it('is the variant that was chosen', async () => {
    const memo = memoized()
    const flow = dataflow({ rate: byConfig('mode', { fast: () => 1, slow: () => 2 }) })
    const run = async (mode: 'fast' | 'slow') => (await memo.flow(flow.configure({ mode })).execute(['rate']))['rate']
    expect([await run('fast'), await run('slow'), await run('fast')]).toEqual([1, 2, 1])
    expect(memo.computed).toEqual(['rate', 'rate'])
  })

  it('is not a key of the configuration that the node does not ask for', async () => {
    const memo = memoized()
    const flow = dataflow({
      plain: () => 1,
      extra: when({ more: true }, ({ plain }: { plain: number }) => plain + 1),
    })
    await memo.flow(flow.configure({ more: true })).execute(['plain'])
    await memo.flow(flow.configure({ more: false })).execute(['plain'])
    expect(memo.computed).toEqual(['plain'])
  })

  it('is a bound constant, by its content', async () => {
    const memo = memoized()
    const add = ({ x, by }: { x: number; by: number[] }) => x + by[0]!
    const run = async (by: number[]) =>
      (await memo.flow(dataflow({ sum: bind(add, { by }) })).execute(['sum'], { inputs: { x: 1 } }))['sum']
    expect([await run([1]), await run([2]), await run([1])]).toEqual([2, 3, 2])
    expect(memo.computed).toHaveLength(2)
  })

  it('is the name of the node: two nodes of one function are two', async () => {
    const memo = memoized({ versions: versionsBy({ a: 'one', b: 'one' }) })
    const cases = { a: { by: 1 }, b: { by: 2 } }
    const flow = memo.flow(dataflow({ both: parameterize(({ by }: { by: number }) => by, cases) }))
    expect(await flow.execute(['a', 'b'])).toEqual({ a: 1, b: 2 })
    expect(await flow.execute(['a', 'b'])).toEqual({ a: 1, b: 2 })
    expect(memo.computed).toEqual(['a', 'b'])
  })

  it('is an override, which is never kept', async () => {
    const memo = memoized()
    const flow = memo.flow(dataflow(arithmetic))
    const overridden = flow.override({ squared: 100 })
    expect(await overridden.execute(['sum'], { inputs: { x: 3 } })).toEqual({ sum: 106 })
    expect([...memo.values.kept.values()].map((one) => one.node)).toEqual(['doubled', 'sum'])
    expect(await flow.execute(['sum'], { inputs: { x: 3 } })).toEqual({ sum: 15 })
    expect(await overridden.execute(['sum'], { inputs: { x: 3 } })).toEqual({ sum: 106 })
    expect(memo.computed).toEqual(['doubled', 'sum', 'squared', 'sum'])
  })

  it('is an input that was not given, where it is optional', async () => {
    const memo = memoized()
    const flow = memo.flow(dataflow({ shown: ({ x = 'none' }: { x?: string }) => x }))
    expect(await flow.execute(['shown'])).toEqual({ shown: 'none' })
    expect(await flow.execute(['shown'], { inputs: { x: 'one' } })).toEqual({ shown: 'one' })
    expect(await flow.execute(['shown'])).toEqual({ shown: 'none' })
    expect(memo.computed).toHaveLength(2)
  })
})

describe('a node', () => {
  it('is computed every time while nobody knows its code, and this is said once for all of them', async () => {
    const memo = memoized({ versions: versionsBy({ doubled: null, squared: null }) })
    const flow = memo.flow(dataflow(arithmetic))
    await flow.execute(['sum'], { inputs: { x: 3 } })
    memo.reset()
    await flow.execute(['sum'], { inputs: { x: 3 } })
    expect([memo.computed, memo.cached]).toEqual([['doubled', 'squared'], ['sum']])
    await flow.execute(['doubled'], { inputs: { x: 3 } })
    expect(memo.issues.map((one) => [one.code, one.facts])).toEqual([
      ['cache/unknown-code', { nodes: ['doubled', 'squared'], reason: 'nobody knows' }],
    ])
  })

  it('is kept by the version that it says it has', async () => {
    const memo = memoized({ versions: versionsBy({ own: null }) })
    const make = (version: string) => memo.flow(dataflow({ own: cached(() => version, { version }) }))
    await make('1').execute(['own'])
    await make('1').execute(['own'])
    expect(await make('2').execute(['own'])).toEqual({ own: '2' })
    expect(memo.computed).toHaveLength(2)
  })

  it('that reaches the outside world is computed unless it is asked to be kept', async () => {
    const memo = memoized({ versions: versionsBy({}, ['now', 'asked']) })
    let time = 0
    const flow = memo.flow(dataflow({ now: () => ++time, asked: cached(() => ++time) }))
    expect(await flow.execute(['now', 'asked'])).toEqual({ now: 1, asked: 2 })
    expect(await flow.execute(['now', 'asked'])).toEqual({ now: 3, asked: 2 })
  })

  it('can be recomputed, and readers see whether it gave the same', async () => {
    const memo = memoized()
    const fresh = cached(({ x }: { x: number }) => x % 2, { mode: 'recompute' })
    const flow = memo.flow(dataflow({ fresh, reader: ({ fresh }: { fresh: number }) => fresh + 1 }))
    await flow.execute(['reader'], { inputs: { x: 1 } })
    await flow.execute(['reader'], { inputs: { x: 1 } })
    await flow.execute(['reader'], { inputs: { x: 3 } })
    expect(memo.computed).toEqual(['fresh', 'reader', 'fresh', 'fresh'])
  })

  it('that is disabled is computed, with all that reads it', async () => {
    const memo = memoized()
    const off = cached(() => 1, { mode: 'disable' })
    const flow = memo.flow(dataflow({ off, reader: ({ off }: { off: number }) => off + 1 }))
    await flow.execute(['reader'])
    await flow.execute(['reader'])
    expect(memo.computed).toEqual(['off', 'reader', 'off', 'reader'])
  })

  it('that is ignored is computed, and has no part in what its readers are looked up by', async () => {
    const memo = memoized()
    let calls = 0
    const client = cached(() => ({ call: ++calls }), { mode: 'ignore' })
    const flow = memo.flow(dataflow({ client, reader: ({ client }: { client: { call: number } }) => client.call }))
    expect(await flow.execute(['reader'])).toEqual({ reader: 1 })
    expect(await flow.execute(['reader'])).toEqual({ reader: 1 })
    expect([calls, memo.values.kept.size]).toEqual([2, 1])
  })

  it('is computed again when its value is too old', async () => {
    let now = 0
    const memo = memoized({ nowMs: () => now })
    const flow = memo.flow(dataflow({ rates: cached(() => now, { ttl: '1h' }) }))
    expect(await flow.execute(['rates'])).toEqual({ rates: 0 })
    now = 3_600_000
    expect(await flow.execute(['rates'])).toEqual({ rates: 0 })
    now = 3_600_001
    expect(await flow.execute(['rates'])).toEqual({ rates: 3_600_001 })
  })

  it('is kept where nodes are named, whatever stands above it', async () => {
    const memo = memoized({ nodes: ['sum'] })
    const flow = memo.flow(dataflow(arithmetic))
    await flow.execute(['sum'], { inputs: { x: 3 } })
    memo.reset()
    await flow.execute(['sum'], { inputs: { x: 3 } })
    expect([memo.computed, memo.cached]).toEqual([['doubled', 'squared'], ['sum']])
  })

  it('whose value cannot be kept is computed, and this is said once', async () => {
    const memo = memoized()
    const flow = memo.flow(
      dataflow({ made: () => ({ call: () => 1 }), used: ({ made }: { made: { call(): number } }) => made.call() }),
    )
    await flow.execute(['used'])
    await flow.execute(['used'])
    expect(memo.computed).toEqual(['made', 'used', 'made', 'used'])
    expect(memo.issues.map((one) => [one.code, one.facts])).toEqual([
      ['cache/not-kept', { node: 'made', what: 'a function', path: '.call' }],
    ])
  })
})

describe('a value that is gone', () => {
  const flow = dataflow({ ...arithmetic, shown: ({ sum }: { sum: number }) => `= ${sum}` })

  it('is computed again when it was asked for', async () => {
    const memo = memoized()
    const run = memo.flow(flow)
    await run.execute(['sum'], { inputs: { x: 3 } })
    memo.values.blobs.clear()
    memo.reset()
    expect(await run.execute(['sum'], { inputs: { x: 3 } })).toEqual({ sum: 15 })
    expect(memo.issues.map((one) => one.code)).toContain('cache/damaged')
    expect(memo.computed).toEqual(['doubled', 'squared', 'sum'])
  })

  it('is computed again when a node that runs reads it, with what it read itself', async () => {
    const before = memoized()
    await before.flow(flow).execute(['shown'], { inputs: { x: 3 } })
    before.values.blobs.clear()
    const memo = memoized({ versions: versionsBy({ shown: '2' }) }, before.values)
    expect(await memo.flow(flow).execute(['shown'], { inputs: { x: 3 } })).toEqual({ shown: '= 15' })
    expect(memo.computed).toEqual(['doubled', 'squared', 'sum', 'shown'])
    memo.reset()
    expect(await memo.flow(flow).execute(['shown'], { inputs: { x: 3 } })).toEqual({ shown: '= 15' })
    expect(memo.computed).toEqual([])
  })
})

describe('what a step says', () => {
  it('is said again by a hit, as from the run that said it', async () => {
    const memo = memoized()
    const said: unknown[] = []
    const watch: Hooks = {
      onStepLog: ({ message, fields, from }) => void said.push(['log', message, fields, from?.runId]),
      onStepMetric: ({ name, value, from }) => void said.push(['metric', name, value, from?.runId]),
      onStepCheck: ({ check, passed, message, from }) => void said.push(['check', check, passed, message, from?.runId]),
    }
    const talking = (
      _: object,
      { log, metric }: { log: (m: string, f?: object) => void; metric: (n: string, v: number) => void },
    ) => {
      log('reading', { rows: 3 })
      metric('rows', 3)
      return 3
    }
    const positive = { name: 'below 2', test: (value: number) => value < 2 || 'too much' }
    const flow = memo
      .flow(dataflow({ rows: checked(node([], talking as never), [positive as never], { severity: 'warn' }) }))
      .with({ hooks: [watch] })
    await flow.execute(['rows'], { runId: 'r1' })
    await flow.execute(['rows'], { runId: 'r2' })
    expect(said).toEqual([
      ['log', 'reading', { rows: 3 }, undefined],
      ['metric', 'rows', 3, undefined],
      ['check', 'below 2', false, 'too much', undefined],
      ['log', 'reading', { rows: 3 }, 'r1'],
      ['metric', 'rows', 3, 'r1'],
      ['check', 'below 2', false, 'too much', 'r1'],
    ])
  })

  it('counts checks: a value that was not checked is not taken where it has to be', async () => {
    const memo = memoized()
    const positive = { name: 'positive', test: (value: number) => value > 0 || 'it is not' }
    const flow = dataflow({ rate: checked(({ x }: { x: number }) => x, [positive]) })
    await memo
      .flow(flow)
      .with({ checks: 'off' })
      .execute(['rate'], { inputs: { x: -1 } })
    await expect(memo.flow(flow).execute(['rate'], { inputs: { x: -1 } })).rejects.toThrow('it is not')
  })
})
