// A module that uses every modifier, for the compiler alone: what its functions would read from does not exist.

import { inRange } from 'throughline/checks'
import {
  bind,
  byConfig,
  cached,
  checked,
  dataflow,
  extract,
  from,
  group,
  node,
  not,
  oneOf,
  otherwise,
  parameterize,
  parsed,
  pipe,
  positional,
  resource,
  retry,
  subflow,
  tagged,
  timeout,
  when,
  type NodeContext,
  type StandardSchema,
} from 'throughline'
import { loaded, saved, type Sink, type Source } from 'throughline/io'
import { each, gathered, tee, type SettledItem } from 'throughline/fan-out'

interface Row {
  readonly day: string
  readonly amount: number
}
interface Report {
  readonly title: string
  readonly total: number
}
declare const table: (db: { readonly url: string }) => Source<Row[]>
declare const file: (path: string) => Sink<readonly string[]>
declare const reportSchema: StandardSchema<unknown, Report>

// ---- what is read
export const db = resource(({ url }: { url: string }) => ({ url, close: () => {} }), { dispose: (one) => one.close() })
export const rows = cached(loaded(({ db }: { db: { readonly url: string } }) => table(db)))
export const amounts = retry(
  timeout(
    async ({ rows }: { rows: Row[] }, { signal }: NodeContext) => rows.map((row) => (signal.aborted ? 0 : row.amount)),
    '30s',
  ),
  { maxAttempts: 3 },
)

// ---- many nodes from one function, and one function reading other names
const lag = ({ series, days }: { series: number[]; days: number }) => series.slice(days)
export const lags = tagged(
  parameterize(lag, {
    lag1: { series: from('amounts'), days: 1 },
    lag7: { series: from('amounts'), days: 7 },
    lagged: { days: 28 },
  }),
  { owner: 'growth' },
)
const power = ({ base, exponent }: { base: number; exponent: number }) => base ** exponent
export const powers = parameterize(
  power,
  [{ exponent: 2 }, { exponent: 3 }],
  ({ exponent }) => `power${exponent}` as const,
)
const total = ({ parts, factor }: { parts: number[]; factor: number }) => parts.length * factor
export const sum = bind(total, { parts: group([from('mean'), from('tax'), 3]), factor: 2 })

// ---- variants
export const mean = byConfig(
  'method',
  {
    plain: ({ amounts }: { amounts: number[] }) => amounts.length,
    trimmed: ({ amounts, cut }: { amounts: number[]; cut: number }) => amounts.length * cut,
  },
  { default: 'plain' },
)
export const tax = oneOf(
  when({ region: 'eu' }, ({ mean, vat }: { mean: number; vat: number }) => mean * vat),
  when({ region: 'us', state: not('or') }, ({ mean, rate }: { mean: number; rate: number }) => mean * rate),
  otherwise((): number => 0),
)
export const audit = when({ debug: true }, ({ rows, tax }: { rows: Row[]; tax: number }) => `${rows.length} ${tax}`)

// ---- fields, checks, steps
export const parts = extract(
  ({ amounts }: { amounts: number[] }) => ({ train: amounts.slice(1), test: amounts.slice(0, 1) }),
  ['train', 'test'],
)
export const share = checked(
  ({ train, amounts }: { train: number[]; amounts: number[] }) => train.length / amounts.length,
  [inRange(0, 1)],
)
export const title = pipe(
  ({ name }: { name: string }) => name,
  { trim: (text: string) => text.trim() },
  { fold: when({ fold: true }, (text: string, { locale }: { locale: string }) => text.toLocaleLowerCase(locale)) },
  { words: (text: string) => text.split(' ') },
)
export const report = parsed(
  ({ title, sum }: { title: string[]; sum: number }): unknown => ({ title: title.join(' '), total: sum }),
  reportSchema,
)
export const lines = saved(
  ({ report, title }: { report: Report; title: string[] }) => [report.title, ...title],
  ({ folder }: { folder: string }) => file(folder),
)

// ---- names in words
export const score = node(
  ['share', 'weight?'],
  (values: { share: number; weight?: number }) => values.share * (values.weight ?? 1),
)
export const area = positional(['score', 'sum'], (width: number, height: number) => width * height)

// ---- namespaces
const region = {
  rate: ({ currency }: { currency: string }) => currency.length,
  net: ({ rate, sales }: { rate: number; sales: number }) => rate * sales,
  model: byConfig('algo', {
    line: ({ net }: { net: number }) => net,
    tree: ({ net, depth = 3 }: { net: number; depth?: number }) => `${net} ${depth}`,
  }),
}
export const eu = subflow(region, { inputs: { currency: 'EUR', sales: from('sum') }, config: { algo: 'line' } })
export const world = subflow(
  {
    us: subflow(region, { inputs: { currency: from('dollar') }, shared: ['sales', 'depth'] }),
    dollar: (): string => 'USD',
  },
  { shared: 'all' },
)

// ---- a call or a flow for each item, streams
export const pages = gathered(async function* ({ url }: { url: string }) {
  yield url
})
export const days = tee(function* ({ rows }: { rows: Row[] }) {
  for (const { day } of rows) yield day
})
export const sizes = each(
  { day: 'days' },
  each(
    { page: 'pages' },
    timeout(({ day, page }: { day: string; page: string }) => day.length + page.length, '5s'),
  ),
  { key: ({ day }) => day },
)
const shop = dataflow({
  rate: ({ currency }: { currency: string }) => currency.length,
  net: ({ rate, day, discount = 0 }: { rate: number; day: string; discount?: number }) => rate * day.length - discount,
})
export const nets = each({ day: 'days' }, shop, { output: 'net', settle: true, stream: true })
export const good = async ({ nets, sizes }: { nets: AsyncIterable<SettledItem<number>>; sizes: number[][] }) => {
  let count = sizes.length
  for await (const one of nets) if (one.status === 'succeeded') count += one.value
  return count
}
