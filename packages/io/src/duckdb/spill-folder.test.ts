// What two databases set aside does not meet.

import { rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { expect, it, onTestFinished } from 'vitest'
import { toldContext } from '../fixtures/contexts.ts'
import { makeScratch } from '../fixtures/scratch.ts'
import { sql } from '../sql/index.ts'
import { duckdbQuery } from './index.ts'

const asked = "select current_setting('temp_directory') as folder"
const template = Object.assign([asked], { raw: [asked] })

async function folderOf(settings: { threads: number; memoryLimitBytes?: number }): Promise<string> {
  const rows = await sql({ as: 'rows', ...settings })(template)({})
  return String(rows[0]!['folder'])
}

it('no two databases set their data aside in one folder, which others could read', async () => {
  const path = join(makeScratch(), 'a.duckdb')
  const instance = await DuckDBInstance.create(path)
  instance.closeSync()
  const read = async (database: string): Promise<string> => {
    const rows = await duckdbQuery(database, asked, [], { as: 'rows' }).read(toldContext())
    return String(rows[0]!['folder'])
  }
  const folders = await Promise.all([
    ...[1, 2].map((threads) => folderOf({ threads })),
    ...[':memory:', ':memory:', path].map(read),
  ])
  expect(new Set(folders).size).toBe(5)
  expect(new Set(folders.map((folder) => dirname(folder))).size).toBe(1)
  expect(statSync(dirname(folders[0]!)).mode & 0o077).toBe(0)
})

it('queries that need more memory than they may have do not disturb each other', async () => {
  const settings = [1, 2].map((threads) => ({ threads, memoryLimitBytes: 60e6 }))
  onTestFinished(async () => {
    for (const one of settings) rmSync(await folderOf(one), { recursive: true, force: true })
  })
  const sorted = (factor: number): Promise<unknown> =>
    sql({ as: 'rows', ...settings[factor % 2]! })`
      select sum(length(t))::int as length, count(distinct t[:4])::int as beginnings
      from (select repeat(md5((range * ${factor})::varchar), 3) as t from range(400000) order by t)`({})
  const alone = [await sorted(3), await sorted(6)]
  expect(await Promise.all([sorted(3), sorted(6)])).toEqual(alone)
})
