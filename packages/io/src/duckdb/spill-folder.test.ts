import { dirname, join } from 'node:path'
import { statSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'
import { expect, it } from 'vitest'
import { toldContext } from '../fixtures/contexts.ts'
import { makeScratch } from '../fixtures/scratch.ts'
import { sql } from '../sql/index.ts'
import { duckdbQuery } from './index.ts'

const asked = "select current_setting('temp_directory') as folder"

it('no two databases set their data aside in one folder, which others could read', async () => {
  const path = join(makeScratch(), 'a.duckdb')
  const instance = await DuckDBInstance.create(path)
  instance.closeSync()
  const texts = Object.assign([asked], { raw: [asked] })
  const found = await Promise.all([
    ...[1, 2].map(async (threads) => await sql({ as: 'rows', threads })(texts)({})),
    ...[':memory:', ':memory:', path].map(
      async (database) => await duckdbQuery(database, asked, [], { as: 'rows' }).read(toldContext()),
    ),
  ])
  const folders = found.map((rows) => (rows as { folder: string }[])[0]!.folder)
  expect(new Set(folders).size).toBe(5)
  expect(new Set(folders.map((folder) => dirname(folder))).size).toBe(1)
  expect(statSync(dirname(folders[0]!)).mode & 0o077).toBe(0)
})

it('queries that need more memory than they may have do not disturb each other', async () => {
  const sorted = (threads: number, factor: number): Promise<unknown> =>
    sql({ as: 'rows', threads, memoryLimitBytes: 60e6 })`
      select sum(length(t))::int as length, count(distinct t[:4])::int as beginnings
      from (select repeat(md5((range * ${factor})::varchar), 3) as t from range(400000) order by t)`({})
  const alone = [await sorted(1, 3), await sorted(2, 7)]
  expect(await Promise.all([sorted(1, 3), sorted(2, 7)])).toEqual(alone)
})
