// Values in columns of another type, in a real database.

import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { toldContext } from '../fixtures/contexts.ts'
import { affinityOf } from './affinity.ts'
import { sqliteTable } from './index.ts'

/** Writes a value to a column of a type. @returns what is there then, and what SQLite calls its type */
async function kept(type: string, value: unknown): Promise<unknown> {
  const open = new DatabaseSync(':memory:')
  open.exec(`create table t (a ${type})`)
  try {
    await sqliteTable(open, 't').write([{ a: value }], toldContext())
    const read = open.prepare('select a, typeof(a) as type from t')
    read.setReadBigInts(true)
    return Object.values(read.get() ?? {})
  } finally {
    open.close()
  }
}

it.each([
  ['text', 12, '12'],
  ['varchar(9)', 0.1 + 0.2, '0.30000000000000004'],
  ['text', 2n ** 62n, '4611686018427387904'],
  ['text', true, 'true'],
  ['text', '007', '007'],
])('in a column of type %s, %s is the text %s', async (type, value, text) => {
  expect(await kept(type, value)).toEqual([text, 'text'])
})

it.each([
  ['integer', '12', [12n, 'integer']],
  ['integer', '900719925474099300', [900719925474099300n, 'integer']],
  ['numeric', '1.5', [1.5, 'real']],
  ['real', '0.30000000000000004', [0.1 + 0.2, 'real']],
  ['real', 2n ** 60n, [2 ** 60, 'real']],
  ['integer', 'late', ['late', 'text']],
  ['date', '2024-02-29', ['2024-02-29', 'text']],
  ['boolean', true, [1n, 'integer']],
  ['', '007', ['007', 'text']],
  ['blob', 1.5, [1.5, 'real']],
  ['integer', null, [null, 'null']],
])('in a column of type "%s", %s is kept as %s', async (type, value, found) => {
  expect(await kept(type, value)).toEqual(found)
})

it.each([
  ['integer', '007', 7],
  ['real', '1e3', 1000],
  ['numeric', ' 12', 12],
  ['real', '9007199254740993', 9007199254740992],
  ['integer', '-0', 0],
])('in a column of type %s, "%s" is refused: it would be %s', async (type, text, number) => {
  await expect(kept(type, text)).rejects.toThrow(/io\/unwritable-value[^]*row 1, column "a"/)
  await expect(kept(type, text)).rejects.toThrow(
    `${JSON.stringify(text)}, of which a column of numbers makes ${number}`,
  )
})

it('refuses an integer that a column of floats would round', async () => {
  await expect(kept('real', 2n ** 53n + 1n)).rejects.toThrow(/an integer that a column of floats cannot hold/)
})

it('finds the part that is replaced as its values are kept', async () => {
  const open = new DatabaseSync(':memory:')
  open.exec('create table t (zip text, n integer)')
  const table = sqliteTable(open, 't', { mode: { replaceWhere: { zip: 12 } } })
  for (const n of [1, 2]) await table.write([{ zip: 12, n }], toldContext())
  expect(open.prepare('select * from t').all()).toEqual([{ zip: '12', n: 2 }])
  open.close()
})

it('writes a column that had no value in the first rows as what its values are', async () => {
  const open = new DatabaseSync(':memory:')
  const rows = Array.from({ length: 3000 }, (_, at) => ({ id: at, late: at < 2000 ? null : at }))
  await sqliteTable(open, 't').write(rows, toldContext())
  expect(open.prepare('select late from t where id = 2500').get()).toEqual({ late: '2500' })
  open.close()
})

it.each(['INT', 'BIGINT', 'FLOATING POINT'])('%s has integers, as the rules of SQLite have it', (type) => {
  expect(affinityOf(type)).toBe('integer')
})
