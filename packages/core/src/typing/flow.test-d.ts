// What the compiler accepts, what it infers exactly, and what it refuses. Checked by `tsc`, never run.

import { inRange, noNaN } from '../checks/index.ts'
import {
  byConfig,
  checked,
  dataflow,
  extract,
  from,
  node,
  parameterize,
  positional,
  retry,
  tagged,
  timeout,
  untyped,
  type AnyFlow,
  type InputsOf,
  type NodeContext,
  type OutputsOf,
} from '../index.ts'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
declare function expectTrue<_T extends true>(): void

// ---- outputs are exact, inputs are exactly those needed
const features = {
  spendMean: ({ spend }: { spend: number[] }) => spend.length,
  spendPerSignup: ({ spend, signups }: { spend: number[]; signups: number[] }) => spend.map((s, i) => s / signups[i]!),
  spendZeroMean: ({ spend, spendMean, scale = 1 }: { spend: number[]; spendMean: number; scale?: number }) =>
    spend.map((s) => (s - spendMean) * scale),
  avg3wkSpend: async ({ spend }: { spend: number[] }) => spend.slice(3),
  now: () => 5,
  _helper: (x: number) => x,
  threshold: 3,
  Model: class {},
}
const flow = dataflow(features)
const r = await flow.execute(['spendPerSignup', 'avg3wkSpend'], { inputs: { spend: [1], signups: [2] } })
expectTrue<Equal<typeof r, { spendPerSignup: number[]; avg3wkSpend: number[] }>>()
await flow.execute(['spendMean'], { inputs: { spend: [1] } })
await flow.execute(['spendZeroMean'], { inputs: { spend: [1], scale: 3 } })
await flow.execute(['spendZeroMean'], { inputs: { spend: [1] }, concurrency: 2, signal: AbortSignal.timeout(1) })
await flow.execute(['now'])
await flow.execute(['now'], { inputs: {} })
const nothing = await flow.execute([])
expectTrue<Equal<typeof nothing, {}>>()
expectTrue<Equal<InputsOf<typeof flow, 'spendZeroMean'>, { spend: number[]; scale?: number }>>()
expectTrue<Equal<InputsOf<typeof flow>, { spend?: number[]; signups?: number[]; scale?: number }>>()
expectTrue<Equal<OutputsOf<typeof flow>['avg3wkSpend'], number[]>>()

// @ts-expect-error unknown output
await flow.execute(['spendPerSignp'], { inputs: { spend: [1], signups: [2] } })
// @ts-expect-error a private function is not a node
await flow.execute(['_helper'])
// @ts-expect-error a class is not a node
await flow.execute(['Model'])
// @ts-expect-error a missing input
await flow.execute(['spendPerSignup'], { inputs: { spend: [1] } })
// @ts-expect-error no inputs at all
await flow.execute(['spendPerSignup'])
// @ts-expect-error an input that this output does not need
await flow.execute(['spendMean'], { inputs: { spend: [1], signups: [2] } })
// @ts-expect-error an input of the wrong type
await flow.execute(['spendMean'], { inputs: { spend: 'x' } })

// ---- an input of several readers
interface Row {
  a: number
}
const shared = dataflow({
  p: ({ rows, z = 1 }: { rows: { a: number; b: { c: string }[] }; z?: number }) => rows.a + z,
  q: ({ rows, z }: { rows: { a: number; b: { c: string }[] }; z: number }) => rows.a + z,
  s: ({ p, q }: { p: number; q: number }) => p + q,
})
expectTrue<Equal<InputsOf<typeof shared, 's'>, { rows: { a: number; b: { c: string }[] }; z: number }>>()
expectTrue<Equal<InputsOf<typeof shared, 'p'>, { rows: { a: number; b: { c: string }[] }; z?: number }>>()
await shared.execute(['p', 'q'], { inputs: { rows: { a: 1, b: [] }, z: 1 } })
// @ts-expect-error required for `q`, which is reached
await shared.execute(['s'], { inputs: { rows: { a: 1, b: [] } } })
const narrowed = dataflow({ p: ({ x }: { x: number | string }) => x, q: ({ x }: { x: number }) => x })
expectTrue<Equal<InputsOf<typeof narrowed, 'p' | 'q'>, { x: number }>>()

// ---- edges
// @ts-expect-error `raw` gives strings
dataflow({ raw: () => ['a'], total: ({ raw }: { raw: number[] }) => raw.length })
dataflow({ raw: (): any => 1, total: ({ raw }: { raw: number[] }) => raw.length })
dataflow({ raw: () => true, total: ({ raw }: { raw: boolean | string }) => raw })
// @ts-expect-error two modules, one name
dataflow(features, { now: () => 3 })
// @ts-expect-error a parameter that is not a record of names
dataflow({ total: (rows: Row[]) => rows.length })

// ---- override, configure, replace, with, loose
const o = await flow.override({ spendMean: 3 }).execute(['spendMean'])
expectTrue<Equal<typeof o, { spendMean: number }>>()
await flow.override({ spend: [1] }).execute(['spendZeroMean'])
// @ts-expect-error unknown name
flow.override({ spendMeen: 3 })
// @ts-expect-error an unknown name beside a known one
flow.override({ spendMean: 3, spendMeen: 3 })
// @ts-expect-error wrong type
flow.override({ spendMean: 'x' })
// @ts-expect-error wrong type of an input
flow.override({ spend: 'x' })

// ---- lineage takes the names that it gives
flow.nodes.map((one) => flow.downstream(one.name))
flow.path('spend', 'spendZeroMean')

const models = {
  rows: ({ path }: { path: string }) => path.length,
  model: byConfig(
    'algo',
    {
      lgbm: ({ rows, trees }: { rows: number; trees: number }) => rows * trees,
      mean: ({ rows }: { rows: number }) => String(rows),
    },
    { default: 'mean' },
  ),
  region: byConfig('country', { eu: () => 1, us: ({ rate }: { rate: number }) => rate }),
  report: ({ model, region }: { model: number | string; region: number }) => `${model} ${region}`,
}
const variants = dataflow(models)
const m0 = await variants.execute(['model'], { inputs: { path: 'x' } })
expectTrue<Equal<typeof m0, { model: string }>>()
const m1 = await variants.configure({ algo: 'lgbm' }).execute(['model', 'algo'], { inputs: { path: 'x', trees: 3 } })
expectTrue<Equal<typeof m1, { model: number; algo: 'lgbm' }>>()
await variants.configure({ country: 'eu' }).execute(['report'], { inputs: { path: 'x' } })
await variants.configure({ country: 'us' }).execute(['report'], { inputs: { path: 'x', rate: 2 } })
// @ts-expect-error the configuration has to choose
await variants.execute(['region'], { inputs: {} })
// @ts-expect-error wrong value
variants.configure({ algo: 'lgmb' })
// @ts-expect-error wrong key
variants.configure({ algorithm: 'lgbm' })
// @ts-expect-error `lgbm` needs trees
await variants.configure({ algo: 'lgbm' }).execute(['model'], { inputs: { path: 'x' } })
// @ts-expect-error one implementation gives a string
dataflow({ a: byConfig('k', { x: () => 1, y: () => 's' }), b: ({ a }: { a: number }) => a })
dataflow({
  a: byConfig('k', { x: () => 1, y: () => 's' }),
  b: byConfig('k', { x: ({ a }: { a: number }) => a, y: ({ a }: { a: string }) => a }),
})
const crossed = byConfig('k', { y: ({ a }: { a: number }) => a, x: () => 1 })
// @ts-expect-error under `y`, `a` is a string
dataflow({ a: byConfig('k', { x: () => 1, y: () => 's' }), b: crossed })

const replaced = await flow
  .replace({ spendMean: ({ z }: { z: string }) => z.length })
  .execute(['spendMean'], { inputs: { z: 's' } })
expectTrue<Equal<typeof replaced, { spendMean: number }>>()
flow.replace({ spendMean: ({ h }: { h: number }) => h, h: () => 2 })
// @ts-expect-error its readers need a number
flow.replace({ spendMean: () => 's' })
// @ts-expect-error replaces nothing
flow.replace({ spendMeen: () => 1 })

const named = flow.with({ name: 'spend', policies: { spendMean: { timeout: '30s', retry: { maxAttempts: 2 } } } })
await named.execute(['spendMean'], { inputs: { spend: [1] } })
// @ts-expect-error unknown node
flow.with({ policies: { spendMeen: {} } })
// @ts-expect-error unknown policy
flow.with({ policies: { spendMean: { timeoutt: '3s' } } })
const l = await flow.loose().execute(['spendZeroMean'], { inputs: { spend: [1] } })
expectTrue<Equal<typeof l, { spendZeroMean: number[] }>>()
// @ts-expect-error outputs stay typed
await flow.loose().execute(['spendZeroMeen'])
const anyOf: AnyFlow[] = [flow, variants, named, shared]
await untyped(anyOf[0]!).execute(['x'], { inputs: { y: 1 } })

// ---- settle and iterate
const settled = await flow.settle(['spendMean', 'now'], { inputs: { spend: [1] } })
expectTrue<Equal<typeof settled.values, Partial<{ spendMean: number; now: number }>>>()
for await (const one of flow.iterate(['spendMean', 'spendPerSignup'], { inputs: { spend: [1], signups: [1] } })) {
  if (one.node === 'spendMean') expectTrue<Equal<typeof one.value, number>>()
  else expectTrue<Equal<typeof one.value, number[]>>()
}

// ---- modifiers
const lag = ({ series, days }: { series: number[]; days: number }, _context: NodeContext) => series.map((s) => s + days)
const many = dataflow({
  spend: ({ i }: { i: number }) => [i],
  lags: parameterize(lag, { lag1: { days: 1 }, lag7: { days: 7, series: from('spend') } }),
  more: parameterize(lag, [{ days: 2 }, { days: 9 }], (one) => `l${one.days}` as const),
  parts: extract(({ spend }: { spend: number[] }) => ({ train: spend, test: 't' }), ['train', 'test']),
  slow: tagged(
    timeout(
      retry(async ({ lag7 }: { lag7: number[] }) => lag7.length, { maxAttempts: 3 }),
      '30s',
    ),
    { owner: 'x' },
  ),
  share: checked(({ lag1 }: { lag1: number[] }) => lag1, [inRange(0, 1), noNaN()], { severity: 'warn' }),
  total: positional(['slow', 'quantity?'], (price: number, quantity: number | undefined) => price * (quantity ?? 1)),
  score: node(['total', 'k?'], ({ total, k }: { total: number; k?: string }) => `${total}${k}`),
})
const x = await many.execute(['lag7', 'l2', 'parts', 'test', 'slow', 'score'], { inputs: { i: 1, series: [2] } })
expectTrue<
  Equal<
    typeof x,
    {
      lag7: number[]
      l2: number[]
      parts: { train: number[]; test: string }
      test: string
      slow: number
      score: string
    }
  >
>()
await many.execute(['score'], { inputs: { i: 1, quantity: 2, k: 's' } })
models.rows({ path: 'x' }) satisfies number
extract(({ a }: { a: number }) => ({ b: a }), ['b'])({ a: 1 }).b satisfies number
// @ts-expect-error no such field
extract(() => ({ a: 1 }), ['b'])
// @ts-expect-error `a` is a number
dataflow({ parts: extract(() => ({ a: 1 }), ['a']), f: ({ a }: { a: string }) => a })
// @ts-expect-error no such dependency
parameterize(lag, { bad: { dayz: 1 } })
// @ts-expect-error wrong type
parameterize(lag, { bad: { days: 'x' } })
// @ts-expect-error the check is for numbers
checked(() => 's', [inRange(0, 1)])
// @ts-expect-error not a duration
timeout(() => 1, '30 parsecs')
// @ts-expect-error `w` is not read
node(['x', 'w'], ({ x: value }: { x: number }) => value)
// @ts-expect-error one name for two parameters
positional(['a'], (a: number, b: number) => a + b)
// @ts-expect-error `a` gives a string
dataflow({ a: () => 's', b: positional(['a'], (a: number) => a) })

const legacy = dataflow(positional({ total: (price: number, quantity: number) => price * quantity }))
const t = await legacy.execute(['total'], { inputs: { price: 1, quantity: 2 } })
expectTrue<Equal<typeof t, { total: number }>>()

const generic = dataflow({ a: () => 1, b: <T>({ a }: { a: T }): T[] => [a] })
const g = await generic.execute(['b'])
expectTrue<Equal<typeof g, { b: unknown[] }>>()
