// What the compiler accepts, infers and refuses where dependencies are bound. Checked by `tsc`, never run.

import { inRange } from '../checks/index.ts'
import {
  bind,
  byConfig,
  checked,
  dataflow,
  extract,
  from,
  group,
  parameterize,
  retry,
  tagged,
  type InputsOf,
  type NodeContext,
} from '../index.ts'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
declare function expectTrue<_T extends true>(): void

type Dependencies<F extends (...args: never[]) => unknown> = Parameters<F>[0]

// ---- what is left to read
interface Many {
  x: number
  k: number
  xs: readonly string[]
  pair: readonly [number, string]
  m: Record<string, number>
  point: { left: number; top: string }
  o?: boolean
}
const many = ({ x, k, xs, pair, m, point, o = true }: Many, _context: NodeContext) =>
  `${x}${k}${xs[0]}${pair[0]}${m['a']}${point.left}${o}`

const all = bind(many, {
  x: from('y'),
  k: 3,
  xs: group([from('a'), 'constant', from('b')]),
  pair: group([from('first'), from('second')]),
  m: group({ p: from('q'), r: from('s'), t: 3 }),
  point: group({ left: from('l'), top: 'top' }),
  o: from('flag'),
})
expectTrue<
  Equal<
    Dependencies<typeof all>,
    { y: number; a: string; b: string; first: number; second: string; q: number; s: number; l: number; flag?: boolean }
  >
>()
expectTrue<Equal<ReturnType<typeof all>, string>>()
all({ y: 1, a: 'a', b: 'b', first: 1, second: 's', q: 1, s: 2, l: 3 }) satisfies string

const some = bind(({ x, k = 1, far }: { x: number; k?: number; far: string }) => [x, k, far], { k: 3 })
expectTrue<Equal<Dependencies<typeof some>, { x: number; far: string }>>()
const none = bind(() => 1, {})
none({}) satisfies number
const numbers = bind(({ xs }: { xs: number[] }) => xs, { xs: group([1, 2]) })
numbers({}) satisfies number[]
const empty = bind(({ xs }: { xs: number[] }) => xs, { xs: group([]) })
empty({}) satisfies number[]
const optional = bind(({ xs = [] }: { xs?: number[] }) => xs, { xs: group([from('a')]) })
expectTrue<Equal<Dependencies<typeof optional>, { a: number }>>()

// ---- one source for two parameters fits both; needed when one of them needs it
const twice = bind(({ x, z }: { x: number | string; z: number }) => [x, z], { x: from('y'), z: from('y') })
expectTrue<Equal<Dependencies<typeof twice>['y'], number>>()
const both = bind(({ x = 1, z }: { x?: number; z: number }) => [x, z], { x: from('y'), z: from('y') })
expectTrue<Equal<Dependencies<typeof both>, { y: number }>>()
const own = bind(({ x, y }: { x: number; y: number }) => [x, y], { x: from('y') })
expectTrue<Equal<Dependencies<typeof own>, { y: number }>>()
const swapped = bind(({ x, y }: { x: number; y: string }) => [x, y], { x: from('y'), y: from('x') })
expectTrue<Equal<Dependencies<typeof swapped>, { x: string; y: number }>>()

// ---- bound twice, by the names that are read; around and inside of other modifiers
const again = bind(
  bind(({ x, k }: { x: number; k: string }) => [x, k], { x: from('y') }),
  { y: 3, k: from('name') },
)
expectTrue<Equal<Dependencies<typeof again>, { name: string }>>()
const grouped = bind(
  bind(({ xs }: { xs: number[] }) => xs, { xs: group([from('a'), from('b')]) }),
  { b: 3 },
)
expectTrue<Equal<Dependencies<typeof grouped>, { a: number }>>()
const wrapped = tagged(
  bind(
    retry(async ({ x }: { x: number[] }) => x, { maxAttempts: 2 }),
    { x: group([from('a'), 1]) },
  ),
  { t: 'v' },
)
expectTrue<Equal<Dependencies<typeof wrapped>, { a: number }>>()
checked(
  bind(({ x }: { x: number }) => x, { x: from('y') }),
  [inRange(0, 1)],
)({ y: 1 }) satisfies number
const parts = extract(
  bind(({ x }: { x: number }) => ({ a: x }), { x: from('y') }),
  ['a'],
)
expectTrue<Equal<InputsOf<ReturnType<typeof flowOfParts>, 'a'>, { y: number }>>()
declare const flowOfParts: () => ReturnType<typeof dataflow<[{ parts: typeof parts }]>>

// ---- edges of what is bound
const flow = dataflow({
  a: () => 1,
  b: ({ i }: { i: number }) => i,
  total: bind(({ xs }: { xs: number[] }) => xs.length, { xs: group([from('a'), from('b')]) }),
})
const r = await flow.execute(['total'], { inputs: { i: 1 } })
expectTrue<Equal<typeof r, { total: number }>>()
const strings = bind(({ xs }: { xs: string[] }) => xs, { xs: group([from('a')]) })
// @ts-expect-error `a` gives a number
dataflow({ a: () => 1, strings })
const renamed = bind(({ x }: { x: string }) => x, { x: from('a') })
// @ts-expect-error `a` gives a number
dataflow({ a: () => 1, renamed })

// ---- variants: what their implementations read can be bound, in all of them
const model = bind(
  byConfig('algo', {
    trees: ({ rows, depth }: { rows: number[]; depth: number }) => rows.length * depth,
    mean: ({ rows }: { rows: number[] }) => String(rows),
  }),
  { rows: from('train'), depth: 3 },
)
const chosen = dataflow({ model, train: () => [1] })
const m = await chosen.configure({ algo: 'trees' }).execute(['model'])
expectTrue<Equal<typeof m, { model: number }>>()
// @ts-expect-error the configuration has to choose; the key cannot be bound
bind(byConfig('algo', { a: () => 1 }), { algo: 'a' })

// ---- what is refused
// @ts-expect-error no such dependency
bind(many, { z: 1 })
// @ts-expect-error no such dependency, beside one that there is
bind(many, { x: 1, z: 1 })
// @ts-expect-error wrong type
bind(many, { x: 's' })
// @ts-expect-error not a list
bind(many, { x: group([from('a')]) })
// @ts-expect-error a list is no record
bind(many, { m: group([from('a')]) })
// @ts-expect-error a record is no list
bind(many, { xs: group({ a: from('a') }) })
// @ts-expect-error a member of the wrong type
bind(many, { xs: group([from('a'), 3]) })
// @ts-expect-error one value too few
bind(many, { pair: group([from('a')]) })
// @ts-expect-error `top` is missing
bind(many, { point: group({ left: from('a') }) })
// @ts-expect-error groups do not nest
bind(({ x }: { x: number[][] }) => x, { x: group([group([from('a')])]) })
const several = extract(() => ({ a: 1 }), ['a'])
// @ts-expect-error several nodes
bind(several, {})
// @ts-expect-error several nodes
bind(parameterize(many, { one: {} }), {})
// @ts-expect-error not a name
from(3)

// ---- parameterize
const lag = ({ series, days = 1 }: { series: number[]; days?: number }) => series.map((s) => s + days)
const lags = parameterize(
  lag,
  {
    plain: {},
    week: { days: 7, series: from('spend') },
    mixed: { series: group([from('one'), 2]) },
  },
  { tags: ({}, name) => ({ called: name }) },
)
const f = dataflow({ lags, spend: () => [1], one: () => 1 })
expectTrue<Equal<InputsOf<typeof f, 'plain'>, { series: number[]; days?: number }>>()
await f.execute(['week'])
expectTrue<Equal<InputsOf<typeof f, 'mixed'>, { days?: number }>>()
const listed = dataflow({
  lags: parameterize(lag, [{ days: 2 }, { days: 9, series: [1] }], ({ days }) => `lag${days}` as const, {
    tags: ({ days }, name) => ({ days: days.toFixed(), called: name satisfies string }),
  }),
})
// Which case reads `series` is not known here: it may be given for either.
expectTrue<Equal<InputsOf<typeof listed, 'lag2'>, { series?: number[] }>>()
const conditional = dataflow({ models: parameterize(model, { m1: { train: [1] }, m2: { train: from('rows') } }) })
const c = await conditional.configure({ algo: 'mean' }).execute(['m1', 'm2'], { inputs: { rows: [1] } })
expectTrue<Equal<typeof c, { m1: string; m2: string }>>()

// @ts-expect-error no such dependency
parameterize(lag, { bad: { dayz: 1 } })
// @ts-expect-error no such dependency, beside one that there is
parameterize(lag, { good: { days: 1 }, bad: { days: 1, dayz: 1 } })
// @ts-expect-error no such dependency
parameterize(lag, [{ dayz: 1 }], () => 'lag' as const)
// @ts-expect-error no such dependency, beside one that there is
parameterize(lag, [{ days: 1, dayz: 1 }], () => 'lag' as const)
// @ts-expect-error wrong type
parameterize(lag, { bad: { days: 'x' } })
// @ts-expect-error a member of the wrong type
parameterize(lag, { bad: { series: group(['x']) } })
// @ts-expect-error tags are texts
parameterize(lag, { good: { days: 1 } }, { tags: ({ days }) => ({ days }) })
// @ts-expect-error several nodes
parameterize(several, { one: {} })
// @ts-expect-error the names are not known to the compiler
void dataflow({ lags: parameterize(lag, [{ days: 2 }], ({ days }) => String(days)) }).execute(['2'])
