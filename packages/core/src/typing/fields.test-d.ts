// What the compiler knows about fields that are nodes of their own. Checked by `tsc`, never run.

import { tableFromArrays } from 'apache-arrow'
import {
  bind,
  byConfig,
  dataflow,
  extract,
  from,
  oneOf,
  otherwise,
  retry,
  tagged,
  when,
  type OutputsOf,
} from '../index.ts'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
declare function expectTrue<_T extends true>(): void

// ---- records
const split = async ({ rows }: { rows: number[] }) => ({ train: rows, test: 'x', maybe: 1 as number | undefined })
const parts = dataflow({ parts: extract(split, ['train', 'test']), fit: ({ train }: { train: number[] }) => train[0] })
const whole = await parts.execute(['parts', 'train', 'test'], { inputs: { rows: [1] } })
expectTrue<
  Equal<
    typeof whole,
    { parts: { train: number[]; test: string; maybe: number | undefined }; train: number[]; test: string }
  >
>()
await parts.override({ parts: { train: [1], test: 'x', maybe: 1 } }).execute(['fit'])
const direct = await extract(split, ['train'])({ rows: [1] })
direct.train satisfies number[]
const renamed = dataflow({ parts: extract(split, { train: 'trainSet', 'maybe?': 'limit' }) })
const r = await renamed.execute(['trainSet', 'limit'], { inputs: { rows: [1] } })
expectTrue<Equal<typeof r, { trainSet: number[]; limit: number | undefined }>>()
const lacking = dataflow({ parts: extract((): { a: number; b?: string } => ({ a: 1 }), ['a', 'b?', 'b']) })
expectTrue<Equal<OutputsOf<typeof lacking>['b'], string | undefined>>()
const columns: { readonly [name: string]: Float64Array } = {}
const free = dataflow({ table: extract(() => columns, ['price', 'sold?']) })
const c = await free.execute(['price', 'sold'])
expectTrue<Equal<typeof c, { price: Float64Array; sold: Float64Array | undefined }>>()

// ---- tuples and lists
const pair = ({ n }: { n: number }) => [n, 'x', true] as const
const named = dataflow({ pair: extract(pair, ['count', 'label']) })
const p = await named.execute(['count', 'label'], { inputs: { n: 1 } })
expectTrue<Equal<typeof p, { count: number; label: 'x' }>>()
const second = dataflow({ pair: extract(pair, { 1: 'label' }) })
expectTrue<Equal<OutputsOf<typeof second>['label'], 'x'>>()
const shorter = dataflow({ pair: extract((): [number, string?] => [1], ['count', 'label?']) })
expectTrue<Equal<OutputsOf<typeof shorter>['label'], string | undefined>>()
const list = dataflow({ all: extract(() => [1, 2, 3], ['a', 'b']) })
expectTrue<Equal<OutputsOf<typeof list>['b'], number>>()

// ---- maps and tables
const map = dataflow({ rates: extract(() => new Map<'eu' | 'us', number>(), ['eu']) })
expectTrue<Equal<OutputsOf<typeof map>['eu'], number>>()
interface Vector<T> {
  get(index: number): T
}
declare class ArrowTable<Columns extends Record<string, unknown>> {
  readonly numRows: number
  getChild<Name extends keyof Columns>(name: Name): Vector<Columns[Name]> | null
}
const table = dataflow({ table: extract(() => new ArrowTable<{ price: number; day: string }>(), ['price', 'day']) })
expectTrue<Equal<OutputsOf<typeof table>['price'], Vector<string | number>>>()

const arrow = dataflow({
  table: extract(() => tableFromArrays({ price: Float64Array.of(1), day: ['mon'] }), ['price']),
})
const { price } = await arrow.execute(['price'])
price satisfies Iterable<unknown>
const loose = dataflow({ any: extract((): any => 1, ['a', 'b?']) })
expectTrue<Equal<OutputsOf<typeof loose>['a'], any>>()

// ---- of variants, and around them
const either = dataflow({
  parts: extract(byConfig('way', { x: () => ({ a: 1 }), y: () => ({ a: 's', b: 1 }) }), ['a']),
  some: tagged(
    extract(
      when({ debug: true }, ({ k }: { k: number }) => ({ level: k })),
      ['level'],
    ),
    { t: 'v' },
  ),
  chosen: extract(
    retry(
      oneOf(
        when({ way: 'x' }, () => [1] as const),
        otherwise(() => ['z', 2] as const),
      ),
      { maxAttempts: 2 },
    ),
    { 0: 'first' },
  ),
})
const x = await either.configure({ way: 'x', debug: true }).execute(['a', 'level', 'first'], { inputs: { k: 1 } })
expectTrue<Equal<typeof x, { a: number; level: number; first: 1 }>>()
const y = await either.configure({ way: 'y' }).execute(['a', 'first'])
expectTrue<Equal<typeof y, { a: string; first: 'z' }>>()
// @ts-expect-error the whole is off, and its fields with it
await either.configure({ way: 'y' }).execute(['level'], { inputs: { k: 1 } })
const bound = dataflow({
  parts: extract(
    bind(({ n }: { n: number }) => ({ a: n }), { n: from('m') }),
    ['a'],
  ),
})
await bound.execute(['a'], { inputs: { m: 1 } })

// ---- what is refused
// @ts-expect-error no such field
extract(() => ({ a: 1 }), ['b'])
// @ts-expect-error no such field, beside one that there is
extract(() => ({ a: 1 }), ['a', 'b?'])
// @ts-expect-error no such field
extract(() => ({ a: 1 }), { b: 'c' })
// @ts-expect-error no such field, beside one that there is
extract(() => ({ a: 1 }), { a: 'c', b: 'd' })
// @ts-expect-error more names than items
extract(pair, ['a', 'b', 'c', 'd'])
// @ts-expect-error no such item
extract(pair, { 3: 'd' })
// @ts-expect-error not a column
extract(() => new ArrowTable<{ price: number }>(), ['numRows'])
// @ts-expect-error not a column
extract(() => tableFromArrays({ price: [1] }), ['prize'])
// @ts-expect-error nothing is known of it
extract((): unknown => 1, ['a'])
// @ts-expect-error not a key of the map
extract(() => new Map<'eu', number>(), ['us'])
// @ts-expect-error `a` is a number
dataflow({ parts: extract(() => ({ a: 1 }), ['a']), f: ({ a }: { a: string }) => a })
// @ts-expect-error `n` is a number
dataflow({ pair: extract(pair, ['n']), f: ({ n }: { n: string }) => n })
