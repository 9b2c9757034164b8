// What could not be written as a whole is not written at all, also not later.

import { setImmediate as nextTurn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { DuckDBInstance } from '@duckdb/node-api'
import { expect, it } from 'vitest'
import { toldContext } from '../fixtures/contexts.ts'
import { duckdbTable } from './index.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

it('rows of a write that failed do not come when its memory is collected', async () => {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run('create table days (day timestamp_ms); create table keys (n integer primary key)')
  await connection.run('insert into keys values (3)')
  const append = async (table: string, columns: object): Promise<unknown> =>
    await duckdbTable(connection, table, { mode: 'append' }).write(columns as never, toldContext())
  const day = Array.from({ length: 5000 }, (_, index) => new Date(index === 4000 ? Number.NaN : index))
  await expect(append('days', { day })).rejects.toThrow(/row 4001/)
  await expect(append('keys', { n: Int32Array.of(1, 2, 3) })).rejects.toThrow(/key/i)
  await connection.run('delete from keys')
  for (let turn = 0; turn < 10; turn++) {
    collectGarbage()
    await nextTurn()
  }
  const left = await connection.runAndReadAll('select (select count(*) from days) + (select count(*) from keys)')
  expect(left.getRows()).toEqual([[0n]])
  connection.closeSync()
  instance.closeSync()
})
