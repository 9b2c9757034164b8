import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { dataflow, from } from 'throughline'
import { loaded } from 'throughline/io'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toldContext } from '../fixtures/contexts.ts'
import { issueText } from '../fixtures/texts-of-issues.ts'
import { fileTable, sql } from './index.ts'

let folder: string
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "throughline it's ")))
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const path = join(folder, 'flights.parquet').replaceAll("'", "''")
  await connection.run(`copy (select range::int as id, 'A' || (range % 3) as origin from range(10000)) to '${path}'`)
  connection.closeSync()
  instance.closeSync()
  writeFileSync(join(folder, 'airports.csv'), 'iata,city\nA0,Oslo\nA1,Bergen\n')
  writeFileSync(join(folder, 'people.jsonl'), '{"name":"Ada"}\n{"name":"Bo"}\n')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const byCity = sql({ as: 'rows' })`
  select city, count(*)::int as flights
  from ${from('flights')} f join ${from('airports')} on iata = f.origin
  group by city order by city`

describe('a table in a file', () => {
  it('is read by a statement, without a copy in memory', async () => {
    const flow = dataflow({
      byCity,
      flights: loaded(fileTable(join(folder, 'flights.parquet'))),
      airports: loaded(fileTable(join(folder, 'airports.csv'))),
    })
    expect(await flow.execute(['byCity'])).toEqual({
      byCity: [
        { city: 'Bergen', flights: 3333 },
        { city: 'Oslo', flights: 3334 },
      ],
    })
  })

  it('has columns that are known when one is misspelt', async () => {
    const airports = await fileTable(join(folder, 'airports.csv')).read(toldContext())
    const one = sql`select ciyt from ${from('airports')}`
    expect(await issueText(one({ airports }))).toContain('help: did you mean "city"?')
    const two = sql`select ciyt from ${from('airports')}, ${from('others')}`
    expect(await issueText(two({ airports, others: [{ x: 1 }] }))).toContain('help: did you mean "city"?')
  })

  it('is plain data, which is other data when the content is another', async () => {
    const source = fileTable(join(folder, 'people.jsonl'))
    const context = toldContext()
    const table = await source.read(context)
    expect(structuredClone(table)).toEqual({
      type: 'file-table',
      format: 'json',
      path: join(folder, 'people.jsonl'),
      sizeBytes: 29,
      modifiedAtMs: expect.any(Number) as number,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    })
    expect(context.facts).toMatchObject({ sizeBytes: 29, sha256: table.sha256 })
    expect(await source.version!(context)).toBe(`sha256:${table.sha256}`)
    expect(await sql({ as: 'rows' })`select max(name) as last from ${from('people')}`({ people: table })).toEqual([
      { last: 'Bo' },
    ])
  })

  it('is refused when the file is not any more what it was', async () => {
    const path = join(folder, 'log.csv')
    writeFileSync(path, 'a\n1\n')
    const table = await fileTable(path).read(toldContext())
    const query = sql`select * from ${from('table')}`
    utimesSync(path, 1, 1)
    expect(await query({ table })).toEqual({ a: BigInt64Array.of(1n) })
    appendFileSync(path, '2\n')
    expect(await issueText(query({ table }), folder)).toMatch(/^io\/changed\nlog.csv has changed/)
    writeFileSync(path, 'a\n3\n')
    expect(await issueText(query({ table }), folder)).toMatch(/^io\/changed/)
    rmSync(path)
    expect(await issueText(query({ table }), folder)).toMatch(/^io\/not-found/)
  })

  it('is refused when the file changes while the statement reads it', async () => {
    const path = join(folder, 'growing.csv')
    writeFileSync(path, 'a\n1\n')
    const table = await fileTable(path).read(toldContext())
    const others = [
      {
        // Asked for when the file has been looked at.
        get b() {
          writeFileSync(path, 'a\n2\n')
          return 1
        },
      },
    ]
    const query = sql`select a, b from ${from('table')}, ${from('others')}`
    expect(await issueText(query({ table, others }), folder)).toMatch(/^io\/changed/)
  })

  it('is that file, also when its name is a pattern', async () => {
    const files = { 'data[1].csv': 1, 'data1.csv': 2, 'data*.csv': 3, 'data?.csv': 4 }
    for (const [name, a] of Object.entries(files)) writeFileSync(join(folder, name), `a\n${a}\n`)
    for (const [name, a] of Object.entries(files)) {
      const table = await fileTable(join(folder, name)).read(toldContext())
      expect(await sql({ as: 'rows', columns: { a: 'int32' } })`select a from ${from('table')}`({ table })).toEqual([
        { a },
      ])
    }
  })

  it('has the columns of its content, whatever its folder is called', async () => {
    mkdirSync(join(folder, 'year=2024'))
    writeFileSync(join(folder, 'year=2024', 'a.csv'), 'a\nx\n')
    const table = await fileTable(join(folder, 'year=2024', 'a.csv')).read(toldContext())
    expect(await sql({ as: 'rows' })`select * from ${from('table')}`({ table })).toEqual([{ a: 'x' }])
  })

  it('is the only file that the statement can read', async () => {
    const table = await fileTable(join(folder, 'airports.csv')).read(toldContext())
    const other = join(folder, 'people.jsonl').replaceAll("'", "''")
    const text = `, read_text('${other}')`
    const query = sql(Object.assign(['select * from ', text], { raw: [] }) as never, from('table'))
    expect(await issueText(query({ table }))).toContain('io/sql-failed')
  })

  it('stays within its folder, also through links', async () => {
    symlinkSync('/etc/hostname', join(folder, 'link.csv'))
    expect(await issueText(() => fileTable('../x.csv', { within: folder }))).toContain('io/outside')
    expect(await issueText(() => fileTable('link.csv', { within: folder }))).toContain('io/outside')
    const later = fileTable('later.csv', { within: folder })
    symlinkSync('/etc/hostname', join(folder, 'later.csv'))
    expect(await issueText(later.read(toldContext()))).toContain('io/outside')
    expect(await issueText(Promise.resolve(later.version!(toldContext())))).toContain('io/outside')
  })

  it('has a format that is known', async () => {
    expect(await issueText(() => fileTable('flights.xlsx'))).toContain('The option "format" of fileTable is "xlsx".')
    const table = await fileTable(join(folder, 'airports.csv'), { format: 'csv' }).read(toldContext())
    expect(table.format).toBe('csv')
    expect(await issueText(fileTable(join(folder, 'none.csv')).read(toldContext()), folder)).toMatch(/^io\/not-found/)
  })
})
