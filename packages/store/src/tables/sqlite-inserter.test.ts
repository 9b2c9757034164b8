import { expect, test } from 'vitest'
import { openSqlite } from '../database/sqlite.ts'
import { Inserter } from './sqlite-inserter.ts'
import type { Table, TableRow } from './table.ts'

const table: Table = { name: 'told', columns: { writer: 'text', seq: 'integer', body: 'text' }, key: ['writer', 'seq'] }

function opened(of = table): { readonly inserter: Inserter; readonly all: () => readonly unknown[] } {
  const database = openSqlite(':memory:')
  database.exec(
    'CREATE TABLE told (writer TEXT NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (writer, seq))',
  )
  const rows = database.prepare('SELECT seq, body FROM told ORDER BY seq')
  return {
    inserter: new Inserter(database, of),
    all: () => rows.all().map(({ seq, body }) => [seq, body].join(' ')),
  }
}

function rowsOf(from: number, until: number, body: string): readonly TableRow[] {
  return Array.from({ length: until - from }, (_, index) => ({ writer: 'w', seq: from + index, body }))
}

test.each([0, 1, 19, 20, 21, 45])('%i rows that are new are inserted, and said to be new', (count) => {
  const { inserter, all } = opened()
  expect(inserter.insertNew(rowsOf(0, count, 'a'))).toEqual(Array.from({ length: count }, () => true))
  expect(all()).toEqual(Array.from({ length: count }, (_, seq) => `${seq} a`))
})

test('rows that are there stay as they are, among others that are new', () => {
  const { inserter, all } = opened()
  inserter.insertNew([...rowsOf(5, 7, 'a'), ...rowsOf(39, 41, 'a')])
  const isNew = inserter.insertNew(rowsOf(0, 65, 'b'))
  const there = [5, 6, 39, 40]
  expect(isNew).toEqual(Array.from({ length: 65 }, (_, seq) => !there.includes(seq)))
  expect(all()).toEqual(Array.from({ length: 65 }, (_, seq) => `${seq} ${there.includes(seq) ? 'a' : 'b'}`))
})

test('a row that a table refuses is no row that is there', () => {
  const { inserter, all } = opened()
  const rows = [...rowsOf(0, 19, 'a'), { writer: 'w', seq: 19, body: null }]
  expect(() => inserter.insertNew(rows)).toThrow('NOT NULL')
  expect(all()).toEqual([])
})

test.each([1, 20, 45])('%i rows that are merged are written, and replace those that are there', (count) => {
  const { inserter, all } = opened({ ...table, isReplaced: true })
  inserter.merge([...rowsOf(0, 1, 'a'), ...rowsOf(50, 51, 'a')])
  inserter.merge(rowsOf(0, count, 'b'))
  expect(all()).toEqual([...Array.from({ length: count }, (_, seq) => `${seq} b`), '50 a'])
})
