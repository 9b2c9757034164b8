// What files are as values, and what may be written to them, as the compiler sees it.

import { dataflow } from 'throughline'
import { loaded, saved } from 'throughline/io'
import {
  csv,
  csvFile,
  http,
  jsonFile,
  jsonLinesFile,
  textFile,
  type Columns,
  type Row,
  type WrittenBytes,
} from './index.ts'
import type { ColumnsOf, TextColumn } from './columns/index.ts'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
declare function expectType<Expected>(): <Actual>(value: Actual, equal: Equal<Actual, Expected>) => void
type ValueOf<S> = S extends { read: (...args: never[]) => infer Value } ? Awaited<Value> : never
declare function valueOf<S>(source: S): ValueOf<S>

// Without a schema, rows are records of anything.
expectType<Row[]>()(valueOf(csvFile('a.csv')), true)
expectType<AsyncIterable<Row>>()(valueOf(csvFile('a.csv', { as: 'stream' })), true)
expectType<Columns>()(valueOf(csvFile('a.csv', { as: 'columns', columns: 'infer' })), true)

// A schema types them.
const schema = { day: 'date', amount: 'float64?', id: 'int64', note: 'string' } as const
type Sale = { readonly day: Date; readonly amount: number | null; readonly id: bigint; readonly note: string }
expectType<Sale[]>()(valueOf(csvFile('a.csv', { columns: schema })), true)
expectType<AsyncIterable<Sale>>()(valueOf(jsonLinesFile('a.jsonl', { columns: schema, as: 'stream' })), true)
expectType<ColumnsOf<typeof schema>>()(valueOf(http('https://a.b/c', csv({ columns: schema, as: 'columns' }))), true)
expectType<TextColumn>()(valueOf(csvFile('a.csv', { as: 'columns', columns: { note: 'string' } })).note, true)
expectType<{ a: number }>()(valueOf(jsonFile<{ a: number }>('a.json')), true)
expectType<AsyncIterable<string>>()(valueOf(textFile('a.txt', { as: 'lines' })), true)

// A node of it has that type, and a reader is checked.
const flow = dataflow({
  sales: loaded(csvFile('a.csv', { columns: { amount: 'float64?' } })),
  total: ({ sales }: { sales: readonly { amount: number | null }[] }) => sales.length,
})
void (flow.execute(['total']) satisfies Promise<{ total: number }>)
dataflow({
  // @ts-expect-error: what may be null is no number
  sales: loaded(csvFile('a.csv', { columns: { amount: 'float64?' } })),
  total: ({ sales }: { sales: readonly { amount: number }[] }) => sales.length,
})

// Rows of an interface, columns and streams can be written; what is no table cannot.
interface Person {
  readonly name: string
}
saved((): Person[] => [], csvFile('a.csv'))
saved((): Columns => ({}), csvFile('a.csv'))
saved(async function* (): AsyncGenerator<Person> {}, jsonLinesFile('a.jsonl'))
saved(() => 5, jsonFile('a.json'))
// @ts-expect-error: a number is no table
saved(() => 5, csvFile('a.csv'))
// @ts-expect-error: neither is a text
saved(() => 'text', csvFile('a.csv'))

// @ts-expect-error: there is no such type
csvFile('a.csv', { columns: { a: 'number' } })
// @ts-expect-error: nor such a form
csvFile('a.csv', { as: 'row' })

// What was written is known.
const writing = dataflow({ people: saved((): Person[] => [], csvFile('a.csv')) }).execute(['people.saved'])
void writing.then(({ 'people.saved': written }) => {
  expectType<WrittenBytes>()(written, true)
})
