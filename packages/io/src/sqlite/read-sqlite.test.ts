// What SQLite holds, as it is read.

import { setTimeout as pause } from 'node:timers/promises'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { hasIssue } from 'throughline'
import { expect, it, onTestFinished } from 'vitest'
import { testFolder } from '../databases/fixtures/places.ts'
import { toldContext } from '../fixtures/contexts.ts'
import { sqliteQuery, sqliteTable } from './index.ts'

const folder = testFolder()
const path = join(folder, 'values.db')

function database(...statements: string[]): DatabaseSync {
  const open = new DatabaseSync(path)
  statements.forEach((sql) => open.exec(sql))
  onTestFinished(() => void (open.isOpen && open.close()))
  return open
}

it('refuses an integer that no number can hold, unless it is asked for as bigint', async () => {
  database('drop table if exists big', 'create table big (id integer, n integer)').exec(
    'insert into big values (1, 5), (2, 9007199254740993)',
  )
  const failed = sqliteTable(path, 'big').read(toldContext())
  await expect(failed).rejects.toThrow(/row 2, column "n": 9007199254740993 is more than a number can hold/)
  const columns = { id: 'int32', n: 'int64' } as const
  expect(await sqliteTable(path, 'big', { columns }).read(toldContext())).toEqual([
    { id: 1, n: 5n },
    { id: 2, n: 9007199254740993n },
  ])
  const swapped = sqliteTable(path, 'big', { columns: { id: 'int64', n: 'float64' } }).read(toldContext())
  await expect(swapped).rejects.toThrow(/row 2, column "n"/)
  expect(await sqliteTable(path, 'big', { columns: { id: 'int32' } }).read(toldContext())).toHaveLength(2)
})

it('binds what a query is given, by position and by name', async () => {
  const hostile = "'; drop table big; --"
  expect(await sqliteQuery(path, 'select ? as a, ? as b', [hostile, 2]).read(toldContext())).toEqual([
    { a: hostile, b: 2 },
  ])
  expect(await sqliteQuery(path, 'select :a as a', { a: hostile }).read(toldContext())).toEqual([{ a: hostile }])
})

it('refuses two columns of one name', async () => {
  await expect(sqliteQuery(path, 'select 1 as a, 2 as a').read(toldContext())).rejects.toThrow(
    /two columns are called "a"/,
  )
})

it('describes itself by path and table or query, and tells how many rows there were', async () => {
  database('drop table if exists t', 'create table t (a)', 'insert into t values (1), (null)')
  expect(sqliteTable(path, ['main', 't']).describe()).toEqual({ type: 'sqlite', path, table: 'main.t' })
  expect(sqliteQuery(path, 'select ?', ['secret']).describe()).toEqual({ type: 'sqlite', path, query: 'select ?' })
  const context = toldContext()
  expect(await sqliteTable(path, ['main', 't']).read(context)).toEqual([{ a: 1 }, { a: null }])
  expect(context.facts).toEqual({ rows: 2 })
})

it('uses a database that is open, and leaves it open', async () => {
  const open = new DatabaseSync(':memory:')
  onTestFinished(() => open.close())
  const table = sqliteTable(open, 't')
  await Promise.all([1, 2].map((a) => Promise.resolve(table.write([{ a }], toldContext()))))
  expect(await table.read(toldContext())).toHaveLength(1)
  expect(table.describe()).toEqual({ type: 'sqlite', path: ':memory:', table: 't' })
  open.exec('begin')
  await expect(table.write([{ a: 1 }], toldContext())).rejects.toThrow(/a transaction is open on this connection/)
})

it('waits for a writer that ends in time, while the event loop goes on', async () => {
  const other = database(
    'drop table if exists busy',
    'create table busy (a)',
    'begin immediate',
    'insert into busy values (1)',
  )
  const writing = sqliteTable(path, 'busy', { mode: 'append' }).write([{ a: 2 }], toldContext())
  await pause(60)
  other.exec('commit')
  await writing
  expect(await sqliteTable(path, 'busy').read(toldContext())).toEqual([{ a: 1 }, { a: 2 }])
  other.exec('begin immediate')
  const table = sqliteTable(path, 'busy', { busyTimeoutMs: 30 })
  await expect(table.write([{ a: 2 }], toldContext())).rejects.toSatisfy((error) => hasIssue(error, 'io/locked'))
})

it('refuses what SQLite would change', async () => {
  const table = sqliteTable(path, 'changed')
  for (const a of [Number.NaN, '\ud800', 2n ** 63n, new Date(Number.NaN), { n: 1n }, () => 1]) {
    await expect(table.write([{ a }], toldContext())).rejects.toThrow(/io\/unwritable-value[^]*row 1, column "a"/)
  }
  await expect(table.read(toldContext())).rejects.toSatisfy((error) => hasIssue(error, 'io/no-table'))
})

it('has the old table when there is no room for the new one', async () => {
  const open = database('drop table if exists full', 'create table full (a)', 'insert into full values (1)')
  const { page_count: pages } = open.prepare('pragma page_count').get() as { page_count: number }
  open.exec(`pragma max_page_count = ${pages + 5}`)
  const rows = Array.from({ length: 20_000 }, (_, a) => ({ a }))
  await expect(sqliteTable(open, 'full').write(rows, toldContext())).rejects.toThrow(/io\/database[^]*disk is full/)
  expect(await sqliteTable(path, 'full').read(toldContext())).toEqual([{ a: 1 }])
})

it('says which of many rows it was that a constraint refused', async () => {
  database('drop table if exists checked', 'create table checked (a integer check (a <> 150))')
  const rows = Array.from({ length: 200 }, (_, a) => ({ a }))
  const failed = sqliteTable(path, 'checked').write(rows, toldContext())
  await expect(failed).rejects.toThrow(/io\/constraint[^]*row 151: /)
  expect(await sqliteTable(path, 'checked').read(toldContext())).toEqual([])
})

it('names what is no database', async () => {
  await expect(sqliteTable(folder, 't').read(toldContext())).rejects.toSatisfy((error) =>
    hasIssue(error, 'io/unreadable'),
  )
  const missing = sqliteTable(join(folder, 'nothing.db'), 't').read(toldContext())
  await expect(missing).rejects.toSatisfy((error) => hasIssue(error, 'io/not-found'))
  const source = sqliteTable(import.meta.filename, 't').read(toldContext())
  await expect(source).rejects.toThrow(/io\/database[^]*not a database/)
})
