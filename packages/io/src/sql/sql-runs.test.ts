// How statements run: what they may not do, what goes wrong, how they end.

import { dataflow, from, renderIssue } from 'throughline'
import { describe, expect, it } from 'vitest'
import { issuesOf, issueText } from '../fixtures/texts-of-issues.ts'
import { contextOfLate } from './fixtures/context-of-late.ts'
import { param, sql } from './index.ts'

const flights = [{ origin: 'OSL', delay: 10 }]

describe('a statement that is wrong', () => {
  it.each([
    ['a misspelt column', sql`select orgin from ${from('flights')}`, 'help: did you mean "origin"?'],
    ['a misspelt column of a table', sql`select f.dealy from ${from('flights')} f`, 'help: did you mean "delay"?'],
    ['a misspelt function', sql`select avrage(delay) from ${from('flights')}`, 'help: did you mean "avg"?'],
    [
      'a table that is no reference',
      sql`select * from flightz`,
      "help: name what another node gives, or an input, as  ${from('flightz')}",
    ],
    [
      'a file',
      sql`select * from ${from('flights')}, '/data/planes'`,
      'help: a statement reads its dependencies alone: load the file in a node of its own, or allow files:',
    ],
  ])('is told with its cure: %s', async (_, node, help) => {
    const text = await issueText(node({ flights } as never))
    expect(text.split('\n')[0]).toBe('io/sql-unknown')
    expect(text).toContain(help)
  })

  it('is shown as it was written, with a mark at the place', async () => {
    const node = sql`
  select 'ü', origin
  from ${from('flights')}
  where delay > ${param('least')} and orgin = ${'OSL'}`
    expect(await issueText(node({ flights, least: 5 }, contextOfLate()))).toBe(`io/sql-unknown
The SQL of "late" does not fit what it reads.
  Referenced column "orgin" not found in FROM clause
  4 |   where delay > \${param('least')} and orgin = \${...}
    |                                       ^
help: did you mean "origin"?`)
  })

  it('names the types that do not fit, and which would when there are few', async () => {
    expect(await issueText(sql`select origin + 1 as x from ${from('flights')}`({ flights }, contextOfLate())))
      .toBe(`io/sql-unknown
The SQL of "late" does not fit what it reads.
  No function matches the given name and argument types '+(VARCHAR, INTEGER)'
  1 | select origin + 1 as x from \${from('flights')}
    |               ^
help: cast what has another type, as  cast(x as double)`)
    const few = await issueText(sql`select lower(origin, 1) as x from ${from('flights')}`({ flights }))
    expect(few).toContain(
      'help: cast what has another type, as  cast(x as double): there is  lower(VARCHAR) -> VARCHAR',
    )
  })

  it('is shown in part when its line is long', async () => {
    const text = await issueText(
      sql`select ${1} as a${'b'.repeat(3) as never}, ${'x'.repeat(5)} ${'y' as never}, 1 from from`({}),
    )
    expect(text).toContain('io/sql-syntax')
    const long = `select ${Array.from({ length: 60 }, (_, index) => `1 as column${index}`).join(', ')}, orgin`
    const shown = await issueText(sql(Object.assign([long], { raw: [long] }) as never)({}))
    expect(shown.split('\n').every((line) => line.length < 130)).toBe(true)
    const [line, mark] = shown.split('\n').slice(3, 5) as [string, string]
    expect(line.slice(mark.indexOf('^'))).toMatch(/^orgin/)
  })

  it('is told by the node of the flow', async () => {
    const flow = dataflow({ late: sql`select orgin from ${from('flights')}` })
    const failed = flow.execute(['late'], { inputs: { flights } })
    await expect(failed).rejects.toThrow('The SQL of "late" does not fit what it reads.')
  })

  it.each([
    'insert into x values (1)',
    'create table x (a int)',
    'select 1; select 2',
    "attach 'x.db'",
    'set threads = 1',
    'install httpfs',
    "copy (select 1) to 'x.csv'",
    'pragma version',
    'call pragma_version()',
    '',
    '-- nothing',
    "from enable_logging(storage := 'file', storage_config := { path: 'logs' })",
    'with a as (from main."ENABLE_PROFILING"()) select 1 where exists (from a)',
    "select (from query('select random()'))",
    "from json_execute_serialized_sql(json_serialize_sql('select 1'))",
    'from arrow_scan(1::bigint, 2::bigint, 3::bigint)',
  ])('is no query: %s', async (text) => {
    const node = sql(Object.assign([text], { raw: [text] }) as never)
    const [issue] = await issuesOf(node({}))
    expect(['io/sql-not-a-query', 'io/sql-syntax']).toContain(issue!.code)
  })

  it.each([
    "select * from '/etc/passwd'",
    "select * from read_text('/etc/passwd')",
    "select * from read_csv('/etc/passwd')",
    "select * from read_parquet('http://localhost/x.parquet')",
    "select * from glob('/etc/*')",
    "select content from read_blob('/etc/hostname')",
  ])('reads no file: %s', async (text) => {
    const node = sql(Object.assign([text], { raw: [text] }) as never)
    const [issue] = await issuesOf(node({}))
    expect(['io/sql-failed', 'io/sql-unknown']).toContain(issue!.code)
  })

  it('reads files when it may', async () => {
    const text = `select count(*)::int as files from glob('${import.meta.filename}')`
    const node = sql({ files: true, as: 'rows' })(Object.assign([text], { raw: [text] }) as never)
    expect(await node({})).toEqual([{ files: 1 }])
  })
})

describe('a statement that fails', () => {
  it('says where, and is told apart from one that is wrong', async () => {
    expect(await issueText(sql`select cast(origin as int) as code from ${from('flights')}`({ flights })))
      .toBe(`io/sql-failed
The SQL has failed.
  Could not convert string 'OSL' to INT32 when casting from source column origin
  1 | select cast(origin as int) as code from \${from('flights')}
    |        ^
help: look at the values at this place; try_cast gives null where a value does not fit.`)
  })

  it('may not use more memory than it was given', async () => {
    const node = sql({ memoryLimitBytes: 40e6 })`select list(range) as all from range(50_000_000)`
    const [issue] = await issuesOf(node({}))
    expect(renderIssue(issue!)).toContain('io/sql-memory\nThe SQL needs more memory than it may use.')
  })

  it('refuses a value that is none', async () => {
    expect(await issueText(sql`select ${param('limit')}`({ limit: {} as never }))).toContain(
      'io/sql-parameter\nThe SQL cannot bind "limit".',
    )
    expect(await issueText(sql`select ${param('limit')}`({} as never))).toContain('found: undefined')
  })
})

describe('a run with statements', () => {
  it('ends promptly when it is aborted', async () => {
    const controller = new AbortController()
    const endless = sql`select sum(sin(a.range) * b.range) as total from range(10_000_000) a, range(1_000_000) b`
    const running = endless({}, contextOfLate(controller.signal))
    setTimeout(() => controller.abort(new Error('enough')), 50)
    await expect(running).rejects.toThrow('enough')
    // The database is as usable as before.
    expect(await sql({ as: 'rows' })`select 1 as one`({})).toEqual([{ one: 1 }])
  })

  it('ends while a table in memory is read', async () => {
    const controller = new AbortController()
    const table = { number: new Float64Array(5_000_000) }
    const running = sql`select sum(a.number * b.number) as total from ${from('table')} a, ${from('table')} b`(
      { table },
      contextOfLate(controller.signal),
    )
    setTimeout(() => controller.abort(new Error('enough')), 20)
    await expect(running).rejects.toThrow('enough')
  })

  it('does not begin when it was aborted before', async () => {
    const context = contextOfLate(AbortSignal.abort(new Error('before')))
    await expect(sql`select 1`({}, context)).rejects.toThrow('before')
  })

  it('may have many of them at once, also with other settings, each with its own tables', async () => {
    const node = sql({ as: 'rows' })`select sum(n)::int as total, ${param('add')}::int as added from ${from('numbers')}`
    const slow = sql({
      as: 'rows',
      threads: 1,
      memoryLimitBytes: 500e6,
    })`select count(*)::int as total from ${from('numbers')} a, ${from('numbers')} b`
    const numbers = (count: number): object => ({ n: Int32Array.from({ length: count }, () => 1) })
    const all = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => [
        ...(await node({ numbers: numbers(index * 1000) as never, add: index })),
        ...(await slow({ numbers: numbers(index * 10) as never })),
      ]),
    )
    expect(all).toEqual(
      Array.from({ length: 20 }, (_, index) => [
        { total: index === 0 ? null : index * 1000, added: index },
        { total: (index * 10) ** 2 },
      ]),
    )
  })
})
