// What the compiler accepts, infers and refuses where values are checked and parsed. Checked by `tsc`, never run.

import type { Float64, Int64, Table, Utf8, Vector } from 'apache-arrow'
import { type } from 'arktype'
import * as v from 'valibot'
import * as z from 'zod'
import {
  check,
  column,
  columns,
  compareValues,
  compareWith,
  hasColumns,
  hasDataType,
  hasType,
  includesText,
  inRange,
  isFinite,
  isIn,
  isSorted,
  lengthBetween,
  matches,
  maxFractionNaN,
  maxFractionNull,
  maxStandardDeviation,
  meanInRange,
  noNaN,
  noNulls,
  notEmpty,
  notNull,
  sameLengths,
  unique,
} from '../checks/index.ts'
import {
  byConfig,
  checked,
  dataflow,
  extract,
  parsed,
  positional,
  type Check,
  type CheckMode,
  type Hooks,
} from '../index.ts'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
declare function expectTrue<_T extends true>(): void

// ---- numbers, in whatever they are
declare const prices: Vector<Float64>
declare const counts: Vector<Int64>
declare const names: Vector<Utf8>
const numeric = [inRange(0, 1), noNaN(), isFinite(), isIn([1, 2]), unique(), isSorted(), noNulls()] as const
checked(() => [1, null], [...numeric, maxFractionNull(0.5), notEmpty(), lengthBetween(1, 3)])
checked(() => new Float32Array(2), [...numeric, maxFractionNaN(0), meanInRange(0, 1), hasDataType('Float32')])
checked(() => prices, [...numeric, maxStandardDeviation(1), hasDataType('Float64'), notEmpty()])
checked(() => counts, [inRange(0n, 10), hasType('bigint'), isIn([1n])])
checked((): number | undefined => 3, [inRange(0, 1), notNull(), hasType('integer')])
checked(() => new Set([1]), [inRange(0, 1), notEmpty(), unique()])
checked(async () => 3, [inRange(0, 9, { ignoreNaN: true })])
// @ts-expect-error text is no number
checked(() => 's', [inRange(0, 1)])
// @ts-expect-error a column of text
checked(() => names, [inRange(0, 1)])
// @ts-expect-error the second check only
checked(() => ['a'], [noNulls(), meanInRange(0, 1), unique()])
// @ts-expect-error nothing to count
checked(() => 3, [notEmpty()])
// @ts-expect-error not a list
checked(() => 3, [noNulls()])
// @ts-expect-error does not say how it is stored
checked(() => [1], [hasDataType('Float64')])

// ---- text and members
checked(() => names, [isIn(['a', 'b']), includesText('a'), matches(/a/), hasDataType('Utf8'), noNulls(), unique()])
checked((): 'a' | 'z' => 'a', [isIn(['a', 'b']), matches(/a/)])
checked(() => [true], [isIn([true]), hasType('boolean')])
// @ts-expect-error a number is none of these texts
checked(() => 1, [isIn(['a'])])
// @ts-expect-error 1n is not 1
checked(() => counts, [isIn([1])])
// @ts-expect-error numbers do not include text
checked(() => [1], [includesText('a')])
// @ts-expect-error at least one text
includesText()
// @ts-expect-error no such kind
hasType('float')
// @ts-expect-error objects are not members of anything
isIn([{ a: 1 }])

// ---- checks of one's own
interface Row {
  readonly id: string
  readonly day?: string
}
declare const rows: readonly Row[]
const sorted = check('sorted by day', (list: readonly Row[], report) => {
  report?.({ rows: list.length })
  return list.length > 0 || 'found nothing'
})
expectTrue<Equal<typeof sorted, Check<readonly Row[]>>>()
checked(() => rows, [sorted, unique((row: Row) => row.id), isSorted({ by: (row: Row) => row.day })])
checked(() => rows, [[sorted, notEmpty()], unique()])
checked(() => 4, [check('even', async (count: number) => count % 2 === 0)])
// @ts-expect-error it is about rows
checked(() => [1], [sorted])
// @ts-expect-error one of the list does not fit
checked(() => rows, [[sorted, inRange(0, 1)]])
// @ts-expect-error rows have no such property
unique((row: Row) => row.name)
// @ts-expect-error an answer is true, false or a sentence
check('even', (count: number) => count % 2)

// ---- schemas
const zodRow = z.object({ a: z.number(), list: z.array(z.string()) })
const valibotRow = v.object({ a: v.number() })
const arkRow = type({ a: 'number' })
checked(() => ({ a: 1, list: ['x'], more: 1 }), [zodRow, valibotRow, arkRow, check('a row', arkRow), notNull()])
checked((): { readonly a: number; readonly list: readonly string[] } => ({ a: 1, list: [] }), [zodRow])
checked((): any => 1, [zodRow, inRange(0, 1)])
// @ts-expect-error `a` is text
checked(() => ({ a: 's', list: ['x'] }), [zodRow])
// @ts-expect-error `a` is text
checked(() => ({ a: 's' }), [valibotRow])
// @ts-expect-error `a` is text
checked(() => ({ a: 's' }), [arkRow])
// @ts-expect-error `a` is text
checked(() => ({ a: 's' }), [check('a row', arkRow)])
// @ts-expect-error the second one
checked(() => 3, [noNaN(), zodRow])

// ---- tables
const table = (): { price: Float64Array; symbol: string[] } => ({ price: new Float64Array(1), symbol: ['a'] })
const bySymbol = { price: [inRange(0, 1), noNaN()], symbol: [isIn(['a']), unique(), notEmpty()] } as const
checked(table, [hasColumns('price'), sameLengths(), columns(bySymbol), column('price', hasDataType('Float64'))])
checked(() => [{ price: 1, symbol: 'a', more: true }], [columns(bySymbol)])
checked((): readonly { price?: number; symbol: string | null }[] => [], [columns(bySymbol)])
declare const arrow: Table<{ price: Float64; symbol: Utf8 }>
checked(() => arrow, [columns(bySymbol), hasColumns('price')])
declare const anyTable: Table
checked(() => anyTable, [columns(bySymbol)])
declare const dynamic: Record<string, number[]>
checked(() => dynamic, [column('price', inRange(0, 1))])
// @ts-expect-error a column of text
checked(table, [column('symbol', inRange(0, 1))])
// @ts-expect-error no such column
checked(table, [column('symbl', unique())])
// @ts-expect-error one of them is of text
checked(table, [columns({ price: [inRange(0, 1)], symbol: [unique(), inRange(0, 1)] })])
// @ts-expect-error no such column
checked(table, [columns({ price: [inRange(0, 1)], symbl: [unique()] })])
// @ts-expect-error a column of text
checked(() => arrow, [column('symbol', inRange(0, 1))])
// @ts-expect-error no such column
checked(() => arrow, [column('symbl', unique())])
// @ts-expect-error a column of text
checked(() => [{ symbol: 'a' }], [column('symbol', inRange(0, 1))])

// ---- golden values
checked(() => new Float64Array(2), [compareWith([1, 2], { tolerance: 0.1, relativeTolerance: 1e-6 })])
checked(table, [compareWith({ price: [1], symbol: ['a'] })])
checked(() => prices, [compareWith([1, 2])])
checked(() => 1, [compareWith(async () => 1), compareWith(Promise.resolve(2n)), compareWith(JSON.parse('1'))])
checked(() => [{ a: 1, day: new Date() }], [compareWith([{ a: 2, day: new Date() }])])
compareValues(1, 'a')[0]?.path satisfies readonly PropertyKey[] | undefined
// @ts-expect-error a number is no text
checked(() => 's', [compareWith(1)])
// @ts-expect-error `a` is text
checked(() => [{ a: 's' }], [compareWith([{ a: 2 }])])
// @ts-expect-error no such option
compareWith(1, { tolerence: 1 })

// ---- the type of a checked node stays
const stays = checked(({ x }: { x: number }) => [x], [noNaN()], { severity: 'warn' })
expectTrue<Equal<typeof stays, ({ x }: { x: number }) => number[]>>()
// @ts-expect-error no such severity
checked(() => 1, [noNaN()], { severity: 'warning' })

// ---- parsed: the output of the schema, under the same dependencies
const offer = parsed(({ body }: { body: string }): unknown => JSON.parse(body), z.object({ price: z.coerce.number() }))
expectTrue<Equal<typeof offer, (args: { body: string }) => Promise<{ price: number }>>>()
void (offer({ body: '{}' }) satisfies Promise<{ price: number }>)
const total = parsed(
  positional(['price', 'quantity?'], (price: number, quantity: number | undefined) => price * (quantity ?? 1)),
  v.pipe(v.number(), v.transform(String)),
)
const rate = parsed(
  byConfig('source', { file: () => '1', service: ({ url }: { url: string }) => url }),
  z.coerce.number(),
)
const flow = dataflow({ offer, total, rate, day: parsed(() => '2026', type('string.date.parse')) })
const values = await flow
  .configure({ source: 'file' })
  .execute(['offer', 'total', 'rate', 'day'], { inputs: { body: '{}', price: 3 } })
expectTrue<Equal<typeof values, { offer: { price: number }; total: string; rate: number; day: Date }>>()
// @ts-expect-error the service needs a `url`
void flow.configure({ source: 'service' }).execute(['rate'])
// @ts-expect-error `offer` gives an object with a price
dataflow({ offer, reader: ({ offer: one }: { offer: { price: string } }) => one })
parsed((): unknown => 1, z.number())
parsed((): { a: unknown; more: number } => ({ a: 1, more: 1 }), z.object({ a: z.number() }))
parsed((): string | number => 1, z.number())
parsed((): any => 1, z.object({}))
parsed((): never => {
  throw new Error('never')
}, z.number())
// @ts-expect-error text is never a number
parsed(() => 's', z.number())
// @ts-expect-error JSON that nobody parsed
parsed(({ body }: { body: string }) => body, z.object({ a: z.number() }))
const parts = extract(() => ({ x: 1 }), ['x'])
// @ts-expect-error a group of nodes has no one value
parsed(parts, z.object({}))
// @ts-expect-error not a schema
parsed(() => 1, noNaN())

// ---- settings
flow.with({ checks: 'off', policies: { offer: { checks: 'as-written' } } })
flow.with({ checks: ({ node, check: name, severity }) => (node === name && severity === 'warn' ? 'off' : undefined) })
// @ts-expect-error no such mode
flow.with({ checks: 'none' })
// @ts-expect-error no such node
flow.with({ policies: { ofer: { checks: 'off' } } })
const modes: readonly CheckMode[] = ['off', 'warn', 'error', 'as-written']
const hooks: Hooks = { onStepCheck: ({ facts, message }) => void [facts?.['failed'], message?.length, modes] }
flow.with({ hooks: [hooks] })
