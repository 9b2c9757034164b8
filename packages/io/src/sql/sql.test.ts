import { tableFromArrays } from 'apache-arrow'
import { bind, cached, checked, dataflow, extract, from, hasIssue, parameterize, retry, when } from 'throughline'
import { columns as checkedColumns, inRange } from 'throughline/checks'
import { saved } from 'throughline/io'
import { describe, expect, it } from 'vitest'
import { toColumns, toRows } from '../columns/index.ts'
import { issueText } from '../fixtures/texts-of-issues.ts'
import { param, sql, type SqlScalar } from './index.ts'

const flights = [
  { origin: 'OSL', delay: 10, distance: 400 },
  { origin: 'BGO', delay: 25, distance: 90 },
  { origin: 'OSL', delay: 30, distance: 500 },
  { origin: 'TRD', delay: null, distance: 700 },
]

const late = sql`
  select origin, avg(delay) as delay
  from ${from('flights')}
  where delay > ${param('threshold')} and distance > ${100}
  group by origin
`
const rows = { as: 'rows' } as const

describe('a statement', () => {
  it('can be called like any function', async () => {
    const found = await late({ flights, threshold: 5 })
    expect(toRows(found)).toEqual([{ origin: 'OSL', delay: 20 }])
    expect(found['delay']).toEqual(Float64Array.of(20))
  })

  it('is a node of a flow, with what stands in it as its dependencies', async () => {
    const flow = dataflow({ late, flights: () => toColumns(flights) })
    expect(flow.nodes.find((one) => one.name === 'late')?.dependencies.map((one) => one.name)).toEqual([
      'flights',
      'threshold',
    ])
    const { late: found } = await flow.execute(['late'], { inputs: { threshold: 20 } })
    expect(toRows(found)).toEqual([{ origin: 'OSL', delay: 30 }])
  })

  it('reads what another statement gave', async () => {
    const flow = dataflow({
      late,
      worst: sql(rows)`select origin from ${from('late')} order by delay desc limit 1`,
    })
    expect(await flow.execute(['worst'], { inputs: { flights, threshold: 5 } })).toEqual({ worst: [{ origin: 'OSL' }] })
  })

  it('works with other modifiers', async () => {
    const byThreshold = parameterize(late, {
      late5: { threshold: 5 },
      late20: { threshold: 20, flights: from('others') },
    })
    const strict = bind(late, { threshold: 29 })
    const sink = { write: (value: object) => ({ columns: Object.keys(value).length }), describe: () => ({}) }
    const flow = dataflow({
      byThreshold,
      strict,
      report: extract(saved(cached(retry(late, { maxAttempts: 2 })), sink as never), ['delay']),
      tested: checked(late, checkedColumns({ delay: [inRange(0, 60)] }) as never),
      perhaps: when({ wanted: 'yes' }, late),
    })
    const found = (await flow.configure({ wanted: 'yes' }).execute(
      ['late5', 'late20', 'strict', 'delay', 'report.saved', 'tested', 'perhaps'] as never,
      {
        inputs: { flights, others: [flights[1]!], threshold: 5 },
      } as never,
    )) as unknown as Record<string, Record<string, unknown>>
    expect(found['late5']!['delay']).toEqual(Float64Array.of(20))
    expect(found['late20']!['delay']).toEqual(new Float64Array(0))
    expect(found['strict']!['delay']).toEqual(Float64Array.of(30))
    expect(found['delay']).toEqual(Float64Array.of(20))
    expect(found['report.saved']).toEqual({ columns: 2 })
    expect(found['tested']).toEqual(found['perhaps'])
  })

  it('tells hooks what was run and where columns come from, and no value', async () => {
    const told: object[] = []
    const flow = dataflow({ late }).with({
      hooks: [{ onStepMetadata: (event) => void told.push(event) }],
    })
    await flow.execute(['late'], { inputs: { flights, threshold: 5 } })
    expect(told).toMatchObject([
      {
        node: 'late',
        kind: 'statement',
        description: {
          type: 'sql',
          statement: `
  select origin, avg(delay) as delay
  from \${from('flights')}
  where delay > \${param('threshold')} and distance > \${...}
  group by origin
`,
          tables: ['flights'],
        },
        metadata: {
          rows: 1,
          columns: { origin: ['flights.origin'], delay: ['flights.delay'] },
          uses: { filters: ['flights.delay', 'flights.distance'], groups: ['flights.origin'] },
        },
      },
    ])
  })

  it('is not memoized when it asks for chance or the clock', () => {
    const flow = dataflow({
      late,
      sample: sql`select * from ${from('flights')} where random() < 0.5`,
      today: sql`select current_date as day`,
      quoted: sql`select 'random()' as text -- now()`,
      files: sql({ files: true })`select 1 as one`,
    })
    const modes = flow.nodes.map(({ name, policy }) => [
      name,
      (policy as { cache?: { mode: string } } | undefined)?.cache?.mode,
    ])
    expect(Object.fromEntries(modes)).toMatchObject({ sample: 'disable', today: 'disable', files: 'disable' })
    expect(Object.fromEntries(modes)).toMatchObject({ late: undefined, quoted: undefined })
  })

  it('gives typed columns or rows, which are enforced', async () => {
    const schema = { origin: 'string', delay: 'int32', flights: 'float64' } as const
    const text = sql({
      columns: schema,
    })`select origin, 5.0 as delay, count(*) as flights, 1 as more from ${from('flights')} group by all order by 1`
    expect(await text({ flights })).toEqual({
      origin: { type: 'Utf8', length: 3, codes: Uint8Array.of(0, 1, 2), dictionary: ['BGO', 'OSL', 'TRD'] },
      delay: Int32Array.of(5, 5, 5),
      flights: Float64Array.of(1, 2, 1),
    })
    const wrong = sql({ columns: { delay: 'int32' }, as: 'rows' })`select 1.5 as delay`
    expect(await issueText(wrong({}))).toMatch(/^io\/malformed\nThe result is no SQL result/)
  })

  it('gives equal bits for equal inputs with one thread', async () => {
    const amounts = {
      amount: Float64Array.from({ length: 300_000 }, (_, index) => Math.sin(index) * 1e10),
      key: Int32Array.from({ length: 300_000 }, (_, index) => index % 1000),
    }
    const sums = sql({ threads: 1 })`select key, sum(amount) as total from ${from('amounts')} group by key`
    const first = await sums({ amounts })
    for (let time = 0; time < 3; time++) expect(await sums({ amounts })).toEqual(first)
  })

  it('keeps the order of rows that it does not change', async () => {
    const numbers = { number: Int32Array.from({ length: 50_000 }, (_, index) => index) }
    const odd = await sql`select number from ${from('numbers')} where number % 2 = 1`({ numbers })
    expect(odd['number']).toEqual(Int32Array.from({ length: 25_000 }, (_, index) => index * 2 + 1))
  })
})

describe('what stands in a statement', () => {
  it.each<[string, SqlScalar]>([
    ['a text with quotes', "'; drop table flights; --"],
    ['a text that looks like a placeholder', '$1'],
    ['a zero byte', '\u0000'],
    ['other letters', '日本 😀'],
    ['a boolean', true],
    ['a whole number', 12],
    ['a number', -0.5],
    ['no number', Number.NaN],
    ['a big integer', 2n ** 100n],
    ['nothing', null],
    ['a date', new Date('2024-02-29T12:30:00.123Z')],
  ])('is bound as a value: %s', async (_, value) => {
    const echo = sql(rows)`select ${param('value')} as bound, ${value} as written`
    expect(await echo({ value })).toEqual([{ bound: value, written: value }])
  })

  it('may be a list', async () => {
    const some = sql(
      rows,
    )`select origin from ${from('flights')} where origin = any(${param('origins')}) and delay = any(${[10, 25.5, 30]})`
    expect(await some({ flights, origins: ['OSL', 'XXX'] })).toEqual([{ origin: 'OSL' }, { origin: 'OSL' }])
    expect(await some({ flights, origins: [] })).toEqual([])
  })

  it('may be in a line that is commented out', async () => {
    const one = sql(rows)`select 1 as one -- from ${from('flights')} where x > ${param('x')}
      /* ${5} */`
    expect(await one({ flights: [], x: 1 })).toEqual([{ one: 1 }])
  })

  it('has tables apart from names of the statement, and from each other', async () => {
    const query = sql(rows)`
      with flights as (select delay * 2 as delay from ${from('flights')})
      select flights.delay, f.delay as other from flights, ${from('Flights')} f`
    expect(await query({ flights: [{ delay: 1 }], Flights: [{ delay: 5 }] })).toEqual([{ delay: 2, other: 5 }])
  })

  it.each([
    [() => sql`select '${param('x')}'`, "${param('x')} within quotes"],
    [() => sql`select * from "${from('x')}"`, "${from('x')} within quotes"],
    [() => sql`select $1, ${5}`, 'the placeholder $1'],
    [() => sql`select * from ${from('x')} where a = ${param('x')}`, '"x" both as a table and as a value'],
    [() => sql`select ${(() => 1) as never}`, 'a function as number 1'],
    [() => sql`select ${undefined as never}`, 'undefined as number 1'],
    [() => sql`select ${2n ** 127n}`, 'an integer of more than 128 bits'],
    [() => sql`select ${['a', '\ud800']}`, 'a list with a text with half of a pair of surrogates'],
    [() => sql`select ${[1, 'a']}`, 'a list of values of several types'],
    [() => sql`select ${param('')}`, 'param without the name'],
  ])('is refused when it is written: %s', async (write, found) => {
    expect(await issueText(write)).toContain(
      `io/sql-hole\nA statement of SQL has something in it that is no table and no value.\n  found: ${found}`,
    )
  })

  it.each([
    [{ as: 'stream' }, 'as'],
    [{ threads: 0 }, 'threads'],
    [{ memoryLimitBytes: -1 }, 'memoryLimitBytes'],
    [{ memoryLimitBytes: 1e300 }, 'memoryLimitBytes'],
    [{ columns: { a: 'text' } }, 'columns.a'],
  ])('is refused with the options %j', (options, name) => {
    expect(() => sql(options as never)).toThrow(`The option "${name}" of sql`)
  })
})

describe('a table of a statement', () => {
  const count = sql(rows)`select count(*)::int as rows from ${from('table')}`

  it.each([
    [[], 0],
    [{}, 0],
    [[{}, {}], 2],
    [{ a: [], b: new Float64Array(0) }, 0],
    [{ a: [null, null, null] }, 3],
  ])('may be %j', async (table, expected) => {
    expect(await count({ table })).toEqual([{ rows: expected }])
  })

  it('may be an empty list, which says nothing of its columns', async () => {
    const query = sql(rows)`
      select f.origin, sum(f.delay) as delay, a.city from ${from('flights')} f left join ${from('airports')} a using (origin)
      where f.distance > 100 group by all`
    expect(await query({ flights: [], airports: [{ origin: 'OSL', city: 'Oslo' }] })).toEqual([])
    expect(await query({ flights: flights.slice(0, 1), airports: [] })).toEqual([
      { origin: 'OSL', delay: 10, city: null },
    ])
  })

  it('may be a table of Apache Arrow', async () => {
    const table = tableFromArrays({
      origin: ['OSL', 'BGO', 'OSL'],
      delay: Float64Array.of(1, 2, 4),
      odd: [{ a: 1 }, { a: 3 }, { a: 2 }],
    })
    const query = sql(rows)`select origin, sum(delay) as delay from ${from('table')} group by origin order by origin`
    expect(await query({ table })).toEqual([
      { origin: 'BGO', delay: 2 },
      { origin: 'OSL', delay: 5 },
    ])
  })

  it('may have lists and records in it', async () => {
    const table = [
      { tags: ['a', 'b'], about: { size: 3 } },
      { tags: [], about: null },
    ]
    const query = sql(
      rows,
    )`select tags, len(tags)::int as count, (about->>'size')::int as size, about from ${from('table')}`
    expect(await query({ table })).toEqual([
      { tags: ['a', 'b'], count: 2, size: 3, about: { size: 3 } },
      { tags: [], count: 0, size: null, about: null },
    ])
  })

  it.each([
    [new Map(), 'an object'],
    ['text', '"text"'],
    [[1, 2], 'a list with 1 in it'],
    [(async function* () {})(), 'a stream'],
    [[{ a: 1, A: 2 }], 'the columns "a" and "A", which SQL cannot tell apart'],
    [[{ '': 1 }], 'the column "", which is no name in SQL'],
  ])('is refused when it is %j', async (table, found) => {
    const text = await issueText(sql`select * from ${from('table')}`({ table } as never))
    expect(text).toContain(`io/sql-not-a-table\nThe SQL reads "table" as a table, which it is not.`)
    expect(text).toContain(`found: ${found}`)
  })

  it('is refused when a value in it is none that SQL knows', async () => {
    const query = sql`select max(day) as last from ${from('table')}`
    const days = Array.from({ length: 3000 }, () => new Date(0))
    expect(await issueText(query({ table: { day: [...days, new Date(Number.NaN)] } }))).toContain(
      'A value cannot be written to SQL as the table "table".\n  row 3001, column "day": a date that is none',
    )
    expect(await issueText(query({ table: { day: [() => 1] } }))).toContain('row 1, column "day": a function')
  })

  it('is refused when its columns are not of one length', async () => {
    const refused = count({ table: { a: [1], b: [1, 2] } })
    await expect(refused).rejects.toSatisfy((error) => hasIssue(error, 'io/uneven-columns'))
  })
})
