// Statements give what plain JavaScript gives on random tables, however the tables are handed over.
//
// THROUGHLINE_CASES sets twenty times the number of cases of each property, THROUGHLINE_SEED the seed.

import { assert, asyncProperty, constantFrom, dictionary, string, tuple, type Parameters } from 'fast-check'
import { from } from 'throughline'
import { describe, expect, it } from 'vitest'
import { sliceColumns, toColumns } from '../columns/index.ts'
import { asSet, items, rowText, text, type Item } from './fixtures/random-table.ts'
import { param, sql } from './index.ts'

const numRuns = Math.ceil(Number(process.env['THROUGHLINE_CASES'] ?? 800) / 20)
const seed = Number(process.env['THROUGHLINE_SEED'] ?? 20_261_121)
const options: Parameters<never> = { numRuns, seed }
const timeout = 3_600_000

const rows = { as: 'rows' } as const
const whole = sql(rows)`select * from ${from('items')}`
const filtered = sql(rows)`
  select count, key, day from ${from('items')} where count > ${param('least')} and key is not distinct from ${param('key')}`
const grouped = sql(rows)`
  select key, count(*)::int as rows, sum(count)::int as total, max(big) as big, min(day) as day, bool_or(flag) as flag
  from ${from('items')} group by key`
const joined = sql(rows)`
  select l.count as left, r.count as right, l.key from ${from('items')} l join ${from('others')} r on l.key = r.key`
const sorted = sql(rows)`select amount from ${from('items')} order by amount nulls last, count`

const FORMS = {
  rows: (table: readonly Item[]) => table,
  columns: (table: readonly Item[]) => toColumns(table as never),
  // Arrays and bits that do not begin where a vector begins.
  slice: (table: readonly Item[]) =>
    sliceColumns(
      toColumns([...table.slice(0, 3), ...table] as never),
      Math.min(3, table.length),
      table.length + Math.min(3, table.length),
    ),
} as const
const form = constantFrom(...(Object.keys(FORMS) as (keyof typeof FORMS)[]))
const table = tuple(items, form)

describe('a statement on a random table', () => {
  it('gives back what went in', { timeout }, async () => {
    await assert(
      asyncProperty(table, async ([given, as]) => {
        expect((await whole({ items: FORMS[as](given) })).map(rowText)).toEqual(given.map(rowText))
      }),
      options as never,
    )
  })

  it('filters', { timeout }, async () => {
    await assert(
      asyncProperty(table, constantFrom(-6, -2, 0, 2.5, 4), text, async ([given, as], least, key) => {
        const found = await filtered({ items: FORMS[as](given), least, key })
        const wanted = given.filter((one) => one.count > least && one.key === key)
        expect(asSet(found)).toEqual(asSet(wanted.map(({ count, key: own, day }) => ({ count, key: own, day }))))
      }),
      options as never,
    )
  })

  it('groups', { timeout }, async () => {
    await assert(
      asyncProperty(table, async ([given, as]) => {
        const groups = [...Map.groupBy(given, (one) => one.key)].map(([key, group]) => ({
          key,
          rows: group.length,
          total: group.reduce((sum, one) => sum + one.count, 0),
          big: most(group.map((one) => one.big)),
          day: least(group.map((one) => one.day)),
          flag: group.every((one) => one.flag === null) ? null : group.some((one) => one.flag === true),
        }))
        expect(asSet(await grouped({ items: FORMS[as](given) }))).toEqual(asSet(groups))
      }),
      options as never,
    )
  })

  it('joins', { timeout }, async () => {
    await assert(
      asyncProperty(table, table, async ([given, as], [others, otherAs]) => {
        const found = await joined({ items: FORMS[as](given), others: FORMS[otherAs](others) })
        const wanted = given.flatMap((left) =>
          others
            .filter((right) => left.key !== null && right.key === left.key)
            .map((right) => ({ left: left.count, right: right.count, key: left.key })),
        )
        expect(asSet(found)).toEqual(asSet(wanted))
      }),
      options as never,
    )
  })

  it('sorts, with NaN behind every other number', { timeout }, async () => {
    await assert(
      asyncProperty(table, async ([given, as]) => {
        const found = await sorted({ items: FORMS[as](given) })
        const wanted = given
          .map((one) => one.amount)
          .sort((a, b) => rank(a) - rank(b) || (a as number) - (b as number) || 0)
        expect(found.map((one) => rowText(one))).toEqual(wanted.map((amount) => rowText({ amount })))
      }),
      options as never,
    )
  })

  it('reads tables and values of any name', { timeout }, async () => {
    const name = string({ minLength: 1, maxLength: 8, unit: 'grapheme' }).filter((one) => !one.endsWith('?'))
    await assert(
      asyncProperty(name, name, name, text, async (first, second, value, bound) => {
        if (new Set([first, second, value]).size < 3) return
        const query = sql(rows)`
          select a.x, b.x as y, ${param(value)} as bound from ${from(first)} a, ${from(second)} as b where b.x > ${1}`
        const given = { [first]: [{ x: 1 }, { x: 2 }], [second]: { x: Int32Array.of(1, 5) }, [value]: bound }
        expect(await query(given as never)).toEqual([
          { x: 1, y: 5, bound },
          { x: 2, y: 5, bound },
        ])
      }),
      options as never,
    )
  })

  it('reads columns of any name', { timeout }, async () => {
    const name = string({ minLength: 1, maxLength: 8, unit: 'grapheme' }).filter((one) => !one.includes('\0'))
    await assert(
      asyncProperty(dictionary(name, text, { minKeys: 1, maxKeys: 4 }), async (row) => {
        const names = new Set(Object.keys(row).map((one) => one.toLowerCase()))
        if (names.size < Object.keys(row).length) return
        expect(await whole({ items: [row] })).toEqual([{ ...row }])
      }),
      options as never,
    )
  })
})

function rank(amount: number | null): number {
  return amount === null ? 2 : Number.isNaN(amount) ? 1 : 0
}

function most(values: readonly (bigint | null)[]): bigint | null {
  return values.reduce((left, right) => (left === null || (right !== null && right > left) ? right : left), null)
}

function least(values: readonly (Date | null)[]): Date | null {
  return values.reduce((left, right) => (left === null || (right !== null && right < left) ? right : left), null)
}
