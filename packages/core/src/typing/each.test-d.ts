// Fan-outs: what they read and give, and what the compiler refuses.

import { inRange } from '../checks/index.ts'
import {
  bind,
  byConfig,
  checked,
  dataflow,
  extract,
  from,
  group,
  node,
  parameterize,
  positional,
  retry,
  tagged,
  timeout,
  type Group,
  type InputsOf,
  type NodeContext,
  type OutputsOf,
} from '../index.ts'
import { each, type Items, type SettledItem } from '../fan-out/index.ts'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
declare function expectTrue<_T extends true>(): void
declare function lengthOf(stream: AsyncIterable<unknown>): Promise<number>
type Reads<F extends (...args: never[]) => unknown> = Parameters<F>[0]

interface Page {
  readonly url: string
  readonly size: number
}
const fetchPage = async ({ url, token }: { url: string; token: string }): Promise<Page> => ({
  url,
  size: url.length + token.length,
})

// ---- the mapped name is replaced by that of the source, the others stay
const pages = each({ url: 'urls' }, fetchPage, { concurrency: 8, key: ({ url }) => url })
expectTrue<Equal<Reads<typeof pages>, { token: string; urls: Items<string> }>>()
expectTrue<Equal<ReturnType<typeof pages>, Promise<Page[]>>>()
const called: Page[] = await pages({ urls: new Set(['a']), token: 't' })

const flow = dataflow({
  urls: () => ['a', 'b'],
  pages,
  sizes: each({ page: 'pages' }, ({ page }: { page: Page }) => page.size),
  total: ({ sizes }: { sizes: number[] }) => sizes.length,
})
const r = await flow.execute(['pages', 'sizes', 'total'], { inputs: { token: 't' } })
expectTrue<Equal<typeof r, { pages: Page[]; sizes: number[]; total: number }>>()
expectTrue<Equal<InputsOf<typeof flow, 'total'>, { token: string }>>()
// @ts-expect-error `token` is shared by all items, and needed
await flow.execute(['pages'])

// ---- a source is anything with items of the type, from a node or from an input
const alone = dataflow({ pages })
expectTrue<Equal<InputsOf<typeof alone, 'pages'>, { token: string; urls: Items<string> }>>()
await alone.execute(['pages'], { inputs: { token: 't', urls: ['a'] } })
await alone.execute(['pages'], { inputs: { token: 't', urls: new Set<string>() } })
dataflow({ pages, urls: async () => new Set(['a']) })
dataflow({ pages, urls: () => new Map<string, number>().keys() })
dataflow({
  pages,
  async *urls() {
    yield 'a'
  },
})
dataflow({
  pages,
  *urls() {
    yield 'a'
  },
})
dataflow({ xs: () => new Float64Array(3), ys: each({ x: 'xs' }, ({ x }: { x: number }) => x) })
dataflow({ xs: () => new Map([['a', 1]]), ys: each({ x: 'xs' }, ({ x: [key] }: { x: [string, number] }) => key) })
// @ts-expect-error the items are numbers, and the function reads texts
dataflow({ pages, urls: () => [1, 2] })
const ones = async function* (): AsyncGenerator<number> {
  yield 1
}
// @ts-expect-error the same, as a stream
dataflow({ pages, urls: ones })
// @ts-expect-error a text is one value, not many
dataflow({ pages, urls: () => 'abc' })
// @ts-expect-error nothing to go through
dataflow({ pages, urls: () => ({ a: 'x' }) })
// @ts-expect-error the items of an input
await alone.execute(['pages'], { inputs: { token: 't', urls: [1] } })
// @ts-expect-error a reader gets an array, not one value
dataflow({ pages, read: ({ pages }: { pages: Page }) => pages.url })
// @ts-expect-error items may be absent, and the function does not take that
dataflow({ pages, urls: () => ['a', undefined] })

// ---- what the function does not read
// @ts-expect-error misspelt
each({ urll: 'urls' }, fetchPage)
// @ts-expect-error one of two is misspelt
each({ url: 'urls', tokn: 'tokens' }, fetchPage)
// @ts-expect-error the name of a node is a text
each({ url: 3 }, fetchPage)
// @ts-expect-error not a function
each({ url: 'urls' }, 3)
// @ts-expect-error an option that is not there
each({ url: 'urls' }, fetchPage, { concurency: 3 })
// @ts-expect-error a number is wanted
each({ url: 'urls' }, fetchPage, { concurrency: '3' })
// @ts-expect-error a key names what is mapped, and `token` is not
each({ url: 'urls' }, fetchPage, { key: ({ token }) => token })
// @ts-expect-error a key is a text or a number
each({ url: 'urls' }, fetchPage, { key: ({ url }) => ({ url }) })
// @ts-expect-error an output is that of a flow
each({ url: 'urls' }, fetchPage, { output: 'url' })

// ---- several names go side by side; several names may have one source
const areas = each({ w: 'widths', h: 'heights' }, ({ w, h }: { w: number; h: number }) => w * h, {
  key: ({ w, h }, index) => {
    expectTrue<Equal<[typeof w, typeof h, typeof index], [number, number, number]>>()
    return index
  },
})
expectTrue<Equal<Reads<typeof areas>, { widths: Items<number>; heights: Items<number> }>>()
const squares = each({ w: 'sides', h: 'sides' }, ({ w, h }: { w: number; h: number }) => w * h)
expectTrue<Equal<Reads<typeof squares>, { sides: Items<number> }>>()
const both = each({ a: 'xs', b: 'xs' }, ({ a, b }: { a: number | string; b: number | null }) => [a, b])
expectTrue<Equal<Reads<typeof both>, { xs: Items<number> }>>()
// @ts-expect-error what suits one of the two only
dataflow({ both, xs: () => ['x'] })

// ---- what is optional stays optional; an item is never missing
const scaled = each({ x: 'xs' }, ({ x = 1, k = 10 }: { x?: number; k?: number }) => x * k)
expectTrue<Equal<Reads<typeof scaled>, { k?: number; xs: Items<number> }>>()
await dataflow({ scaled }).execute(['scaled'], { inputs: { xs: [1] } })
// @ts-expect-error the source is needed
await dataflow({ scaled }).execute(['scaled'])
const lone = each({ x: 'xs' }, ({ x }: { x: number }) => x)
expectTrue<Equal<Reads<typeof lone>, { xs: Items<number> }>>()

// ---- settled, streamed, both
const settled = each({ x: 'xs' }, ({ x }: { x: number }) => String(x), { settle: true })
expectTrue<Equal<ReturnType<typeof settled>, Promise<SettledItem<string>[]>>>()
for (const one of (await dataflow({ settled }).execute(['settled'], { inputs: { xs: [1] } })).settled) {
  if (one.status === 'succeeded') expectTrue<Equal<typeof one.value, string>>()
  else expectTrue<Equal<typeof one.error, unknown>>()
  expectTrue<Equal<typeof one.key, string>>()
  // @ts-expect-error only after a look at the status
  void one.value
}
const streamed = each({ x: 'xs' }, async ({ x }: { x: number }) => String(x), { stream: true, concurrency: 2 })
expectTrue<Equal<ReturnType<typeof streamed>, AsyncIterable<string>>>()
const streaming = dataflow({
  streamed,
  count: async ({ streamed }: { streamed: AsyncIterable<string> }) => lengthOf(streamed),
})
const s = await streaming.execute(['count'], { inputs: { xs: [1] } })
expectTrue<Equal<typeof s, { count: number }>>()
// @ts-expect-error a stream is not an array
dataflow({ streamed, count: ({ streamed }: { streamed: string[] }) => streamed.length })
const kept = each({ x: 'xs' }, ({ x }: { x: number }) => x, { stream: true, settle: true })
expectTrue<Equal<ReturnType<typeof kept>, AsyncIterable<SettledItem<number>>>>()
dataflow({ streamed, again: each({ text: 'streamed' }, ({ text }: { text: string }) => text.length) })
// @ts-expect-error the stream has texts
dataflow({ streamed, again: each({ n: 'streamed' }, ({ n }: { n: number }) => n) })
const off = each({ x: 'xs' }, ({ x }: { x: number }) => x, { stream: false, settle: false })
expectTrue<Equal<ReturnType<typeof off>, Promise<number[]>>>()

// ---- one in another
const pairs = each(
  { x: 'xs' },
  each({ y: 'ys' }, ({ x, y, k }: { x: string; y: number; k: boolean }) => ({ x, y, k })),
)
expectTrue<Equal<Reads<typeof pairs>, { k: boolean; ys: Items<number>; xs: Items<string> }>>()
expectTrue<Equal<ReturnType<typeof pairs>, Promise<{ x: string; y: number; k: boolean }[][]>>>()
const sums = each(
  { row: 'rows' },
  each({ cell: 'row' }, ({ cell }: { cell: number }) => cell * 2),
)
expectTrue<Equal<Reads<typeof sums>, { rows: Items<Items<number>> }>>()
dataflow({ sums, rows: () => [[1], [2, 3]] })
// @ts-expect-error the items of the items are texts
dataflow({ sums, rows: () => [['a']] })

// ---- other modifiers, inside and around
const inside = each({ url: 'urls' }, retry(timeout(fetchPage, '5s'), { maxAttempts: 3 }))
expectTrue<Equal<Reads<typeof inside>, { token: string; urls: Items<string> }>>()
const around = tagged(retry(each({ url: 'urls' }, fetchPage), { maxAttempts: 2 }), { owner: 'growth' })
expectTrue<Equal<ReturnType<typeof around>, Promise<Page[]>>>()
each(
  { x: 'xs' },
  checked(({ x }: { x: number }) => x, [inRange(0, 1)]),
)
checked(
  each({ x: 'xs' }, ({ x }: { x: number }) => x),
  [inRange(0, 1)],
)
each(
  { x: 'xs' },
  // @ts-expect-error the check is for numbers
  checked(({ x }: { x: number }) => String(x), [inRange(0, 1)]),
)
const bound = bind(pages, { urls: from('links'), token: 't' })
expectTrue<Equal<Reads<typeof bound>, { links: Items<string> }>>()
// @ts-expect-error the items of a constant are compared too
bind(pages, { urls: [1] })
const listed = dataflow({
  a: () => 'x',
  listed: bind(pages, { urls: group([from('a'), from('b'), 'c']), token: 't' }),
})
expectTrue<Equal<InputsOf<typeof listed, 'listed'>, { b: string }>>()
// @ts-expect-error a member of another type
bind(pages, { urls: group([from('a'), 3]) })
// @ts-expect-error the same, given by a node
dataflow({ a: () => 3, listed: bind(pages, { urls: group([from('a')]), token: 't' }) })
const many = dataflow({ many: parameterize(pages, { first: { urls: from('a') }, second: { urls: ['x'] } }) })
expectTrue<Equal<OutputsOf<typeof many>['first' | 'second'], Page[]>>()
expectTrue<Equal<InputsOf<typeof many, 'first'>, { token: string; a: Items<string> }>>()
const named = each(
  { side: 'sides' },
  node(['side', 'k?'], (given: { side: number; k?: string }) => given.side),
)
expectTrue<Equal<Reads<typeof named>, { k?: string; sides: Items<number> }>>()
const inOrder = each(
  { side: 'sides' },
  positional(['side', 'k'], (side: number, k: string) => side + k.length),
)
expectTrue<Equal<Reads<typeof inOrder>, { k: string; sides: Items<number> }>>()
const fields = dataflow({
  fields: extract(
    each({ x: 'xs' }, ({ x }: { x: number }) => x),
    { 0: 'first' },
  ),
})
expectTrue<Equal<OutputsOf<typeof fields>['first'], number>>()
const chosen = dataflow({ chosen: byConfig('k', { pages, lone }) })
expectTrue<Equal<OutputsOf<typeof chosen>['chosen'], Page[] | number[]>>()
each({ x: 'xs' }, ({ x }: { x: number }, { signal, item }: NodeContext & { item?: never }) => [x, signal, item])
const variants = byConfig('k', { a: fetchPage, b: fetchPage })
// @ts-expect-error a node with variants: put `each` inside
each({ url: 'urls' }, variants)
const several: Group<{ one: (d: { url: string }) => string }> = parameterize(({ url }: { url: string }) => url, {
  one: {},
})
// @ts-expect-error a group is not one node
each({ url: 'urls' }, several)
void called

// ---- a flow for each item
const region = dataflow({
  sales: async ({ region, rate }: { region: string; rate: number }) => region.length * rate,
  label: ({ sales, unit = 'EUR' }: { sales: number; unit?: string }) => `${sales} ${unit}`,
  model: byConfig('algo', { a: ({ sales }: { sales: number }) => [sales], b: ({ depth }: { depth: number }) => depth }),
})
const labels = each({ region: 'regions' }, region, { output: 'label', key: ({ region: name }) => name })
expectTrue<Equal<Reads<typeof labels>, { rate: number; unit?: string; regions: Items<string> }>>()
expectTrue<Equal<ReturnType<typeof labels>, Promise<string[]>>>()
const regional = dataflow({ labels, rate: () => 2, regions: () => ['eu'] })
expectTrue<Equal<InputsOf<typeof regional, 'labels'>, { unit?: string }>>()
const models = each({ region: 'regions' }, region.configure({ algo: 'a' }), { output: 'model', settle: true })
expectTrue<Equal<ReturnType<typeof models>, Promise<SettledItem<number[]>[]>>>()
expectTrue<Equal<Reads<typeof models>, { rate: number; regions: Items<string> }>>()
const overridden = each({ unit: 'units' }, region.override({ sales: 3 }), { output: 'label' })
expectTrue<Equal<Reads<typeof overridden>, { units: Items<string> }>>()
const streamedFlow = each({ region: 'regions' }, region, { output: 'sales', stream: true })
expectTrue<Equal<ReturnType<typeof streamedFlow>, AsyncIterable<number>>>()
// @ts-expect-error no such node
each({ region: 'regions' }, region, { output: 'lable' })
// @ts-expect-error say which node is computed
each({ region: 'regions' }, region)
// @ts-expect-error an input that this output does not need
each({ depth: 'depths' }, region, { output: 'label' })
// @ts-expect-error a node of the flow is not an input
each({ sales: 'all' }, region, { output: 'label' })
// @ts-expect-error the items are numbers, and the flow takes texts
dataflow({ labels, regions: () => [1] })
// @ts-expect-error what all items share is compared too
dataflow({ labels, rate: () => 'two' })
