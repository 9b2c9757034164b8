// Subflows: what their nodes are called, what they need, and what the compiler refuses.

import {
  byConfig,
  dataflow,
  extract,
  from,
  group,
  parameterize,
  pipe,
  retry,
  subflow,
  tagged,
  when,
  type Group,
  type InputsOf,
  type OutputsOf,
} from '../index.ts'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
declare function expectTrue<_T extends true>(): void

const region = {
  rate: async ({ currency }: { currency: string }) => currency.length,
  net: ({ rate, k, sales }: { rate: number; k: number; sales: number[] }) => rate * k + sales.length,
  model: byConfig('algo', { a: ({ net }: { net: number }) => net, b: ({ net }: { net: number }) => String(net) }),
  maybe: ({ model, opt }: { model: number | string; opt?: string }) => [model, opt],
  _private: () => 1,
  limit: 3,
}

// ---- names, outputs, exactly the inputs that are left
const flow = dataflow({
  euCurrency: ({ code }: { code: string }) => code,
  eu: subflow(region, { inputs: { currency: from('euCurrency'), k: 3 }, shared: ['sales'], config: { algo: 'a' } }),
  us: subflow(region, { inputs: { currency: 'USD', k: 4 }, shared: 'all', config: { algo: 'b' } }),
  total: ({ 'eu.net': eu, 'us.net': us }: { 'eu.net': number; 'us.net': number }) => eu + us,
})
const r = await flow.execute(['eu.model', 'us.model', 'total', 'eu.algo'], { inputs: { code: 'EUR', sales: [1] } })
expectTrue<Equal<typeof r, { 'eu.model': number; 'us.model': string; total: number; 'eu.algo': 'a' }>>()
expectTrue<Equal<InputsOf<typeof flow, 'eu.maybe'>, { code: string; sales: number[] }>>()
expectTrue<Equal<InputsOf<typeof flow, 'us.maybe'>, { sales: number[]; opt?: string }>>()
expectTrue<Equal<keyof OutputsOf<typeof flow> & `eu.${string}`, `eu.${'rate' | 'net' | 'model' | 'maybe' | 'algo'}`>>()
await flow.override({ 'eu.rate': 3 }).execute(['eu.net'], { inputs: { sales: [1] } })
flow.with({ policies: { 'eu.net': { timeout: '30s' } } })
await flow.replace({ 'eu.rate': ({ z }: { z: number }) => z }).execute(['eu.net'], { inputs: { z: 1, sales: [] } })
// @ts-expect-error a private function is not a node
await flow.execute(['eu._private'])
// @ts-expect-error a replacement has to fit the nodes inside that read it
flow.replace({ 'eu.rate': () => 'x' })
// @ts-expect-error no such node inside
flow.override({ 'eu.rat': 3 })

// ---- what may be bound
subflow(region, { inputs: { currency: 'x', k: 3, sales: [1, 2] } })
subflow(region, { inputs: { currency: from('a'), k: from('b'), sales: group([from('a'), 3]) } })
subflow({ a: () => 1, b: ({ a, x = 1 }: { a: number; x?: number }) => a + x })
subflow({ a: () => 1 }, {})
const constant = dataflow({ s: subflow(region, { inputs: { sales: [1], k: from('three') }, shared: ['currency'] }) })
expectTrue<Equal<InputsOf<typeof constant, 's.net'>, { currency: string; three: number }>>()
const deep = subflow({ d: ({ o }: { o: { xs: { a: number[] }[] } }) => o.xs }, { inputs: { o: { xs: [{ a: [1] }] } } })
const deepFlow = dataflow({ deep })
await deepFlow.execute(['deep.d'])
// @ts-expect-error deep inside a text
subflow({ d: ({ o }: { o: { xs: { a: number[] }[] } }) => o.xs }, { inputs: { o: { xs: [{ a: ['x'] }] } } })
const grouped = dataflow({
  a: () => 1,
  s: subflow(region, { inputs: { currency: 'x', k: 3, sales: group([from('a'), from('b')]) } }),
})
expectTrue<Equal<InputsOf<typeof grouped, 's.net'>, { b: number }>>()
// @ts-expect-error a misspelt input
subflow(region, { inputs: { curency: 'x', currency: 'x', k: 3 }, shared: ['sales'] })
// @ts-expect-error a node inside is not an input
subflow(region, { inputs: { rate: 3, currency: 'x', k: 3 }, shared: ['sales'] })
// @ts-expect-error a constant of the wrong type
subflow(region, { inputs: { currency: 3, k: 3 }, shared: ['sales'] })
// @ts-expect-error a list of the wrong type
subflow(region, { inputs: { currency: 'x', k: 3, sales: ['x'] } })
// @ts-expect-error nothing says where `sales` comes from
subflow(region, { inputs: { currency: 'x', k: 3 } })
// @ts-expect-error nor `currency`, `k`, `sales`
subflow(region)
// @ts-expect-error the same with empty options
subflow(region, {})
// @ts-expect-error a misspelt shared name
subflow(region, { inputs: { currency: 'x', k: 3 }, shared: ['sale'] })
// @ts-expect-error bound and shared
subflow(region, { inputs: { currency: 'x', k: 3 }, shared: ['k', 'sales'] })
// @ts-expect-error a value that is not there
subflow(region, { config: { algo: 'c' }, shared: 'all' })
// @ts-expect-error a key that is not there
subflow(region, { config: { algoo: 'a' }, shared: 'all' })
// @ts-expect-error an option that is not there
subflow(region, { share: 'all' })
// @ts-expect-error not a module
subflow(3)

// ---- types across the border are compared when the flow is made
// @ts-expect-error `currency` is a text inside, and a number outside
dataflow({ n: () => 1, eu: subflow(region, { inputs: { currency: from('n') }, shared: 'all' }) })
// @ts-expect-error `k` is a number inside, and a text outside
dataflow({ k: () => 'x', eu: subflow(region, { shared: 'all' }) })
// @ts-expect-error a reader outside wants another type
dataflow({ eu: subflow(region, { shared: 'all' }), total: ({ 'eu.net': net }: { 'eu.net': string }) => net })

// ---- configuration
const variants = {
  m: byConfig(
    'algo',
    { a: ({ x }: { x: number }) => x, b: ({ y }: { y: string }) => y, c: ({ x }: { x: number }) => [x] },
    { default: 'a' },
  ),
  n: byConfig('kind', { p: () => 1, q: () => 's' }),
  details: when({ debug: true }, ({ n }: { n: number | string }) => ({ n })),
  told: ({ kind, details }: { kind: string; details?: { n: number | string } }) => [kind, details],
}
const open = dataflow({ s: subflow(variants, { shared: 'all', config: { kind: 'q' } }) })
const o1 = await open.execute(['s.m', 's.n', 's.told', 's.kind'], { inputs: { x: 1 } })
expectTrue<Equal<(typeof o1)['s.m'], number>>()
expectTrue<Equal<(typeof o1)['s.n'], string>>()
expectTrue<Equal<(typeof o1)['s.kind'], 'q'>>()
const o2 = await open.configure({ algo: 'b', debug: true }).execute(['s.m', 's.details'], { inputs: { y: 'y' } })
expectTrue<Equal<typeof o2, { 's.m': string; 's.details': { n: number | string } }>>()
// @ts-expect-error it was chosen inside for good
open.configure({ kind: 'p' })
// @ts-expect-error `debug` is not known to hold, so there is no such node
await open.execute(['s.details'])
const closed = dataflow({ s: subflow(variants, { shared: 'all', config: { algo: 'c', kind: 'p', debug: false } }) })
const c1 = await closed.execute(['s.m', 's.n'], { inputs: { x: 1 } })
expectTrue<Equal<typeof c1, { 's.m': number[]; 's.n': number }>>()
// @ts-expect-error switched off
await closed.execute(['s.details'])
const undecided = dataflow({ s: subflow({ n: variants.n }) })
const u1 = await undecided.configure({ kind: 'p' }).execute(['s.n'])
expectTrue<Equal<typeof u1, { 's.n': number }>>()
// @ts-expect-error nothing has chosen
await undecided.execute(['s.n'])
// @ts-expect-error `b` needs `y`, whoever chooses it later
subflow(variants, { inputs: { x: 1 }, shared: ['kind'] })
subflow(variants, { inputs: { x: 1, kind: 'p' }, config: { algo: 'a' } })
// @ts-expect-error chosen and bound
subflow(variants, { inputs: { kind: 'x' }, config: { kind: 'p' }, shared: ['x', 'y'] })
// @ts-expect-error chosen and shared
subflow(variants, { config: { kind: 'p' }, shared: ['x', 'y', 'kind'] })

// ---- nested, and made of a flow
const nested = dataflow({
  w: subflow(
    {
      eu: subflow(region, { inputs: { currency: from('cur') }, shared: ['k', 'sales'], config: { algo: 'a' } }),
      cur: (): string => 'EUR',
    },
    { inputs: { k: 1 }, shared: ['sales'] },
  ),
})
const n1 = await nested.execute(['w.eu.net', 'w.cur'], { inputs: { sales: [] } })
expectTrue<Equal<typeof n1, { 'w.eu.net': number; 'w.cur': string }>>()
// @ts-expect-error an input of the innermost module
subflow({ eu: subflow(region, { shared: 'all' }) }, { inputs: { k: 1, currency: 'x' } })

const inner = dataflow(region).configure({ algo: 'b' }).override({ k: 3 })
const outer = dataflow({ eu: subflow(inner, { inputs: { currency: 'x' }, shared: ['sales'] }) })
const f1 = await outer.execute(['eu.model', 'eu.k', 'eu.algo'], { inputs: { sales: [] } })
expectTrue<Equal<typeof f1, { 'eu.model': string; 'eu.k': number; 'eu.algo': 'b' }>>()
// @ts-expect-error it was overridden, so it is not an input any more
subflow(inner, { inputs: { currency: 'x', k: 3 }, shared: ['sales'] })
// @ts-expect-error nothing says where `currency` comes from
subflow(inner, { shared: ['sales'] })
// @ts-expect-error it was chosen in the flow for good
subflow(inner, { shared: 'all', config: { algo: 'a' } })
const several = dataflow({
  s: subflow(dataflow(region, { extra: ({ net }: { net: number }) => [net] }), { shared: 'all' }),
})
expectTrue<Equal<OutputsOf<typeof several>['s.extra'], number[]>>()

// ---- modifiers inside and around
const modified = dataflow({
  s: tagged(
    retry(
      subflow(
        {
          lags: parameterize(({ rows, days }: { rows: number[]; days: number }) => rows.slice(days), {
            lag1: { days: 1 },
            lag2: { days: from('two') },
          }),
          two: () => 2,
          parts: extract(({ lag1 }: { lag1: number[] }) => ({ first: lag1[0], size: lag1.length }), ['first', 'size']),
          text: pipe(({ size }: { size: number }) => size, {
            show: (size: number, { unit }: { unit: string }) => `${size} ${unit}`,
          }),
        },
        { inputs: { unit: 'rows' }, shared: ['rows'] },
      ),
      { maxAttempts: 2 },
    ),
    { owner: 'x' },
  ),
})
expectTrue<Equal<InputsOf<typeof modified, 's.text'>, { rows: number[] }>>()
expectTrue<Equal<OutputsOf<typeof modified>['s.text'], string>>()
expectTrue<Equal<OutputsOf<typeof modified>['s.text.raw'], number>>()
expectTrue<Equal<OutputsOf<typeof modified>['s.lag2'], number[]>>()
const conditional = dataflow({ s: when({ eu: true }, subflow({ a: (): number => 1 })) }).configure({ eu: true })
expectTrue<Equal<OutputsOf<typeof conditional>['s.a'], number>>()

const made = subflow({ a: () => 1 })
expectTrue<typeof made extends Group<infer Nodes> ? Equal<keyof Nodes, '&.a'> : false>()
