// What the compiler knows about variants and conditions. Checked by `tsc`, never run.

import { inRange } from '../checks/index.ts'
import {
  bind,
  byConfig,
  checked,
  dataflow,
  extract,
  from,
  not,
  oneOf,
  otherwise,
  parameterize,
  retry,
  tagged,
  timeout,
  when,
  type ChooseWithConfigure,
  type InputsOf,
  type OutputsOf,
} from '../index.ts'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
declare function expectTrue<_T extends true>(): void

interface EuTax {
  vat: number
}
interface UsTax {
  sales: string
}

// ---- one of several, correlated readers, a conditional node
const shop = {
  raw: ({ path }: { path: string }) => path.length,
  tax: oneOf(
    when({ region: 'eu' }, ({ raw, vatRate }: { raw: number; vatRate: number }): EuTax => ({ vat: raw * vatRate })),
    when({ region: 'us' }, async ({ raw }: { raw: number }): Promise<UsTax> => ({ sales: `${raw}` })),
    otherwise((): null => null),
  ),
  report: byConfig('region', {
    eu: ({ tax }: { tax: EuTax }) => tax.vat,
    us: ({ tax }: { tax: UsTax }) => tax.sales,
  }),
  audit: when({ debug: true }, ({ raw }: { raw: number }) => ({ raw })),
  page: ({ tax, audit }: { tax: EuTax | UsTax | null; audit?: { raw: number } }) => [tax, audit],
}
const flow = dataflow(shop)
const v0 = await flow.execute(['tax'], { inputs: { path: 'x' } })
expectTrue<Equal<typeof v0, { tax: null }>>()
const eu = flow.configure({ region: 'eu' })
const v1 = await eu.execute(['tax', 'report', 'region'], { inputs: { path: 'x', vatRate: 1 } })
expectTrue<Equal<typeof v1, { tax: EuTax; report: number; region: 'eu' }>>()
const v2 = await flow.configure({ region: 'us' }).execute(['tax', 'report'], { inputs: { path: 'x' } })
expectTrue<Equal<typeof v2, { tax: UsTax; report: string }>>()
const v3 = await flow.configure({ debug: true }).execute(['audit', 'page'], { inputs: { path: 'x' } })
expectTrue<Equal<typeof v3.audit, { raw: number }>>()
// Switched off, the node is an input for those who read it.
const off = flow.configure({ debug: false })
await off.execute(['page'], { inputs: { audit: { raw: 1 } } })
await off.override({ audit: { raw: 1 } }).execute(['page'])
expectTrue<Equal<keyof OutputsOf<typeof off>, 'raw' | 'tax' | 'report' | 'page' | 'debug'>>()
// @ts-expect-error there is no such node
await flow.execute(['audit'], { inputs: { path: 'x' } })
// @ts-expect-error there is no such node
await off.execute(['audit'], { inputs: { path: 'x' } })
// @ts-expect-error an input for a node that is there
await flow.configure({ debug: true }).execute(['page'], { inputs: { path: 'x', audit: { raw: 1 } } })
// @ts-expect-error `report` waits for `region`
await flow.execute(['report'], { inputs: { path: 'x' } })
expectTrue<Equal<InputsOf<typeof flow, 'report'>['region'], ChooseWithConfigure<'eu' | 'us'>>>()
// @ts-expect-error the variant for `eu` needs `vatRate`
await eu.execute(['tax'], { inputs: { path: 'x' } })
// @ts-expect-error no variant is for it
flow.configure({ region: 'fr' })
// @ts-expect-error a boolean
flow.configure({ debug: 'yes' })
// @ts-expect-error nothing depends on it
flow.configure({ regions: 'eu' })
// @ts-expect-error under `eu` the tax is another
dataflow({ ...shop, report: byConfig('region', { eu: ({ tax }: { tax: UsTax }) => tax, us: () => 1 }) })
// A wrapped implementation can be called as it is.
shop.audit({ raw: 1 }).raw satisfies number

// ---- several keys, lists of values, numbers, what excludes values
const keys = dataflow({
  price: oneOf(
    when({ region: ['de', 'fr'], tier: 'gold' }, ({ name }: { name: string }) => name),
    when({ region: ['de', 'fr'], tier: not('gold') }, ({ base }: { base: number }) => base),
    when({ region: 'us' }, () => true),
  ),
  log: when({ env: not('prod', 'stage') }, () => 'log'),
  detail: when({ level: [1, 2] }, () => 1),
})
const k1 = await keys.configure({ region: 'de', tier: 'gold' }).execute(['price'], { inputs: { name: 'x' } })
expectTrue<Equal<typeof k1, { price: string }>>()
// What excludes a value holds as well while nothing is chosen.
const k2 = await keys.configure({ region: 'fr' }).execute(['price', 'log'], { inputs: { base: 1 } })
expectTrue<Equal<typeof k2, { price: number; log: string }>>()
const k3 = await keys.configure({ region: 'us', level: 2 }).execute(['price', 'detail'])
expectTrue<Equal<typeof k3, { price: boolean; detail: number }>>()
keys.configure({ env: 'prod' })
// @ts-expect-error the node is off
await keys.configure({ env: 'prod' }).execute(['log'])
// @ts-expect-error the configuration has to choose
await keys.execute(['price'], { inputs: { base: 1 } })
// @ts-expect-error `base` belongs to the other tier
await keys.configure({ region: 'de', tier: 'gold' }).execute(['price'], { inputs: { name: 'x', base: 1 } })
// @ts-expect-error no level
keys.configure({ level: 3 })
// @ts-expect-error not known
keys.configure({ env: 'dev' })
// A value that the compiler does not know decides nothing.
declare const tier: 'gold' | 'silver'
const tiers = dataflow({
  silver: when({ tier: 'silver' }, () => 1),
  gold: when({ tier: ['gold'] }, () => 2),
  other: when({ tier: not('silver') }, () => 3),
  either: when({ tier: ['gold', 'silver'] }, () => 4),
})
const unknownTier = tiers.configure({ tier })
expectTrue<Equal<keyof OutputsOf<typeof unknownTier>, 'either' | 'tier'>>()

// ---- a variant that no configuration leaves
const gap = dataflow({
  tax: oneOf(
    when({ region: 'eu' }, () => 1),
    when({ region: 'us' }, () => 2),
  ),
  label: byConfig('region', { eu: () => 'e', us: () => 'u', uk: () => 'k' }),
  total: ({ tax }: { tax: number }) => tax,
})
await gap.configure({ region: 'us' }).execute(['total'])
// @ts-expect-error no tax for `uk`: who reads it needs an input
await gap.configure({ region: 'uk' }).execute(['total'])
await gap.configure({ region: 'uk' }).execute(['total'], { inputs: { tax: 3 } })
// @ts-expect-error no tax for `uk`
await gap.configure({ region: 'uk' }).execute(['tax'])

// ---- readers under conditions of several values
const wide = byConfig('region', { de: () => 1, fr: () => 2, us: () => 'x' })
dataflow({ wide, sum: when({ region: ['de', 'fr'] }, ({ wide: value }: { wide: number }) => value) })
dataflow({ wide, sum: when({ region: not('us') }, ({ wide: value }: { wide: number }) => value) })
const reader = when({ region: ['de', 'us'] }, ({ wide: value }: { wide: number }) => value)
// @ts-expect-error for `us` it is a string
dataflow({ wide, reader })
const remaining = when({ region: not('de') }, ({ wide: value }: { wide: number }) => value)
// @ts-expect-error for `us` it is a string
dataflow({ wide, remaining })

// ---- defaults that go together: when none of the reader's conditions holds, none that implies one of them does
const trained = byConfig('algo', { trees: () => ({ depth: 1 }), line: () => ({ slope: 1 }) }, { default: 'line' })
const explained = byConfig(
  'algo',
  {
    trees: ({ model }: { model: { depth: number } }) => model.depth,
    line: ({ model }: { model: { slope: number } }) => model.slope,
  },
  { default: 'line' },
)
dataflow({ model: trained, explained })
dataflow({
  model: trained,
  note: oneOf(
    when({ algo: 'trees' }, ({ model }: { model: { depth: number } }) => model.depth),
    otherwise(({ model }: { model: { slope: number } }) => model.slope),
  ),
})
const unlike = oneOf(
  when({ algo: 'line' }, ({ model }: { model: { slope: number } }) => model.slope),
  otherwise(({ model }: { model: { depth: number } }) => model.depth),
)
// @ts-expect-error while nothing is chosen, the model is a line
dataflow({ model: trained, unlike })
const narrower = oneOf(
  when({ algo: 'trees', deep: true }, ({ model }: { model: { depth: number } }) => model.depth),
  otherwise(({ model }: { model: { slope: number } }) => model.slope),
)
// @ts-expect-error the model may be trees that are not deep
dataflow({ model: trained, narrower })

// ---- around and inside of other modifiers
const composed = dataflow({
  raw: () => 1,
  a: retry(
    oneOf(
      when(
        { k: 'x' },
        timeout(
          retry(({ raw }: { raw: number }) => raw, { maxAttempts: 2 }),
          '1s',
        ),
      ),
      tagged(
        when({ k: 'y' }, ({ raw }: { raw: number }) => String(raw)),
        { t: 'v' },
      ),
      otherwise(bind(({ r }: { r: number }) => r > 0, { r: from('raw') })),
    ),
    { maxAttempts: 3 },
  ),
  checkedOne: checked(
    oneOf(
      when({ k: 'x' }, () => 1),
      otherwise(() => 2),
    ),
    [inRange(0, 3)],
  ),
  b: bind(
    when({ k: 'x' }, ({ value }: { value: number }) => value),
    { value: from('raw') },
  ),
})
const c0 = await composed.execute(['a', 'checkedOne'])
expectTrue<Equal<typeof c0, { a: boolean; checkedOne: number }>>()
const c1 = await composed.configure({ k: 'x' }).execute(['a', 'b'])
expectTrue<Equal<typeof c1, { a: number; b: number }>>()
const c2 = await composed.configure({ k: 'y' }).execute(['a'])
expectTrue<Equal<typeof c2, { a: string }>>()

// ---- groups under a condition
const groups = dataflow({
  lags: when(
    { lags: true },
    parameterize(({ days, raw }: { days: number; raw: number }) => days + raw, {
      lag1: { days: 1 },
      lag2: { days: 2 },
    }),
  ),
  parts: when(
    { lags: true },
    extract(({ raw }: { raw: number }) => ({ low: raw }), ['low']),
  ),
})
const g1 = await groups.configure({ lags: true }).execute(['lag1', 'low', 'parts'], { inputs: { raw: 1 } })
expectTrue<Equal<typeof g1, { lag1: number; low: number; parts: { low: number } }>>()
// @ts-expect-error they are off
await groups.execute(['lag1'], { inputs: { raw: 1 } })

// ---- what is refused
oneOf(
  // @ts-expect-error `otherwise` is the last
  otherwise(() => 1),
  when({ a: 1 }, () => 1),
)
// @ts-expect-error no condition
oneOf(otherwise(() => 1))
// @ts-expect-error nothing to choose from
oneOf()
// @ts-expect-error not in `when`
oneOf(() => 1)
// @ts-expect-error variants of another kind
oneOf(byConfig('k', { a: () => 1 }))
oneOf(
  // @ts-expect-error both can hold
  when({ a: 1 }, () => 1),
  when({ b: 1 }, () => 1),
)
oneOf(
  // @ts-expect-error both can hold
  when({ a: 'x' }, () => 1),
  when({ a: ['x', 'y'] }, () => 1),
)
oneOf(
  // @ts-expect-error both can hold
  when({ a: not('x') }, () => 1),
  when({ a: not('y') }, () => 1),
)
// @ts-expect-error an object is no value of a key
when({ a: { b: 1 } }, () => 1)
// @ts-expect-error variants already
when({ a: 1 }, byConfig('k', { x: () => 1 }))
when(
  { a: 1 },
  // @ts-expect-error variants already
  when({ b: 1 }, () => 1),
)
// @ts-expect-error a node of the group has variants already
when({ a: 1 }, parameterize(byConfig('k', { x: () => 1 }), { one: {} }))
// @ts-expect-error nothing is excluded
not()
