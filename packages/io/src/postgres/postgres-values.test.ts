// What PostgreSQL holds, as it is read; and connections to it.

import { Client, Pool } from 'pg'
import { hasIssue, renderIssue, isThroughlineError } from 'throughline'
import { afterAll, expect, it, onTestFinished } from 'vitest'
import { toldContext } from '../fixtures/contexts.ts'
import { postgresQuery, postgresTable } from './index.ts'
import { postgresUrl } from '../databases/fixtures/places.ts'

let pool: Pool | undefined
const opened = async (): Promise<Pool> => (pool ??= new Pool({ connectionString: await postgresUrl(), max: 2 }))
afterAll(() => pool?.end())

const rows = async (sql: string, params: readonly unknown[] = []): Promise<unknown> =>
  await postgresQuery(await opened(), sql, params).read(toldContext())

it('reads values as what they are', async () => {
  const [row] = (await rows(`select
    1::int2 as small, 9007199254740993 as big, 0.1::float8 as float, 'NaN'::float8 as nan, '-Infinity'::float4 as least,
    123456789012345678901234567890.123456789 as exact, true as flag, 'é\u{1f9c0}' as text, null::text as nothing,
    date '2024-02-29' as day, date '0044-03-15 BC' as ides, timestamp '2024-02-29 12:00:00.123456' as local,
    timestamptz '2024-02-29 12:00:00+05:30' as at, '{"a": [1, null]}'::jsonb as json, '\\x00ff'::bytea as bytes,
    array[1, null, 3] as list, array[['a', 'NULL'], ['b "\\c', null]] as nested, array[9007199254740993] as bigs,
    '00000000-0000-0000-0000-000000000001'::uuid as uuid, interval '1 day' as span, 'infinity'::date as never`)) as [
    object,
  ]
  expect(row).toEqual({
    small: 1,
    big: 9007199254740993n,
    float: 0.1,
    nan: Number.NaN,
    least: -Infinity,
    exact: '123456789012345678901234567890.123456789',
    flag: true,
    text: 'é🧀',
    nothing: null,
    day: new Date('2024-02-29'),
    ides: new Date('-000043-03-15'),
    local: new Date('2024-02-29T12:00:00.123Z'),
    at: new Date('2024-02-29T06:30:00Z'),
    json: { a: [1, null] },
    bytes: new Uint8Array([0, 255]),
    list: [1, null, 3],
    nested: [
      ['a', 'NULL'],
      ['b "\\c', null],
    ],
    bigs: [9007199254740993n],
    uuid: '00000000-0000-0000-0000-000000000001',
    span: '1 day',
    never: 'infinity',
  })
})

it('makes numbers of numerics that are declared so, and types columns as the database does', async () => {
  const sql = 'select i::int4 as i, i::int8 as big, (i / 2.0)::numeric as half from generate_series(1, 3) i'
  const open = await opened()
  const columns = { half: 'float64', big: 'float64' } as const
  expect(await postgresQuery(open, sql, [], { columns }).read(toldContext())).toEqual(
    [0.5, 1, 1.5].map((half, at) => ({ half, big: at + 1 })),
  )
  expect(await postgresQuery(open, sql, [], { as: 'columns' }).read(toldContext())).toMatchObject({
    i: Int32Array.of(1, 2, 3),
    big: BigInt64Array.of(1n, 2n, 3n),
  })
})

it('binds what a query is given', async () => {
  const hostile = "'; drop table t; --"
  expect(await rows('select $1::text as a, $2::int as b -- a comment', [hostile, 2])).toEqual([{ a: hostile, b: 2 }])
})

it('binds instants as what they are, wherever this machine is', async () => {
  const zone = process.env['TZ']
  process.env['TZ'] = 'America/New_York'
  onTestFinished(() => void (zone === undefined ? delete process.env['TZ'] : (process.env['TZ'] = zone)))
  const [noon, midnight] = [new Date('2024-06-01T12:00:00.123Z'), new Date('2024-06-01')]
  const ides = new Date('-000043-03-15T00:00:00Z')
  const sql = `select timestamp '2024-06-01 12:00:00.123' = $1 as local, timestamptz '2024-06-01 12:00:00.123Z' = $2 as at,
    date '2024-06-01' = $3 as day, date '2024-06-01' = any($4) as listed, date '0044-03-15 BC' = $5 as old`
  expect(await rows(sql, [noon, noon, midnight, [midnight], ides])).toEqual([
    { local: true, at: true, day: true, listed: true, old: true },
  ])
  await expect(rows('select $1::date', [new Date(Number.NaN)])).rejects.toThrow(/params\[0\][^]*a date that is none/)
})

it('gives what no date can be as text, and says so of columns', async () => {
  const sql = `select timestamp '290000-01-01' as far, date 'infinity' as never`
  expect(await rows(sql)).toEqual([{ far: '290000-01-01 00:00:00', never: 'infinity' }])
  const reading = postgresQuery(await opened(), `${sql} from generate_series(1, 2)`, [], { as: 'columns' })
  await expect(reading.read(toldContext())).rejects.toThrow(/io\/malformed[^]*row 1, column "far"/)
})

it('keeps all digits of instants in columns', async () => {
  const sql = `select at, at at time zone 'UTC' as local from (values (timestamptz '1969-12-31 23:59:59.999999Z'), (null),
    (timestamptz '2024-01-01 00:00:00.1Z'), (timestamptz '0044-03-15 12:00:00.000001Z BC')) as t (at)`
  const reading = postgresQuery(await opened(), sql, [], { as: 'columns' })
  const values = BigInt64Array.of(
    -1n,
    0n,
    1_704_067_200_100_000n,
    BigInt(Date.parse('-000043-03-15T12:00:00Z')) * 1000n + 1n,
  )
  const column = { type: 'Timestamp', unit: 'us', length: 4, values, valid: Uint8Array.of(0b1101) }
  const found = await reading.read(toldContext())
  expect(found).toEqual({ at: column, local: column })
  const table = postgresTable(await opened(), 'fine_instants', { as: 'columns' })
  onTestFinished(async () => void (await (await opened()).query('drop table if exists fine_instants')))
  await table.write(found, toldContext())
  expect(await table.read(toldContext())).toEqual(found)
})

it('leaves alone a client that is within a transaction', async () => {
  const client = new Client({ connectionString: await postgresUrl() })
  await client.connect()
  onTestFinished(() => client.end())
  await client.query('create temporary table mine (n int)')
  const use = [
    () => postgresQuery(client, 'select 1 as n').read(toldContext()),
    () => postgresTable(client, 'mine').write([{ n: 2 }], toldContext()),
  ]
  await client.query('begin')
  await client.query('insert into mine values (1)')
  for (const one of use) await expect(one()).rejects.toThrow(/io\/locked[^]*a transaction is open/)
  expect((await client.query('select n from mine')).rows).toEqual([{ n: 1 }])
  await client.query('rollback')
  expect((await client.query('select n from mine')).rows).toEqual([])
  await client.query('begin')
  await expect(client.query('select nothing')).rejects.toThrow('nothing')
  for (const one of use) await expect(one()).rejects.toThrow(/io\/locked[^]*a transaction is open/)
  await client.query('rollback')
  for (const one of use) await one()
})

it('changes nothing by reading', async () => {
  await expect(rows('select 1 as n; commit; create table gone ()')).rejects.toThrow(/cannot insert multiple commands/)
  await expect(rows('with gone as (delete from pg_class returning 1) select * from gone')).rejects.toSatisfy((error) =>
    hasIssue(error, 'io/database'),
  )
})

it('gives back the connections of a pool, and ends what an abort leaves', async () => {
  const open = await opened()
  for (let turn = 0; turn < 4; turn++) {
    await expect(rows('selec')).rejects.toSatisfy((error) => hasIssue(error, 'io/database'))
    for await (const _ of await postgresQuery(open, 'select generate_series(1, 10000) as i', [], { as: 'stream' }).read(
      toldContext(),
    ))
      break
  }
  const context = toldContext()
  const slow = postgresQuery(open, 'select pg_sleep(30) as nothing').read(context)
  setTimeout(() => context.abort(new Error('enough')), 50)
  await expect(slow).rejects.toThrow('enough')
  expect(open.totalCount - open.idleCount).toBe(0)
  const busy =
    "select count(*)::int as n from pg_stat_activity where query like '%pg_sleep(30)%' and state = 'active' and pid <> pg_backend_pid()"
  await expect.poll(async () => await rows(busy)).toEqual([{ n: 0 }])
})

it('stops waiting for a connection, or for a lock, when it is aborted', async () => {
  const small = new Pool({ connectionString: await postgresUrl(), max: 1 })
  const holder = await small.connect()
  const waiting = toldContext()
  const reading = postgresQuery(small, 'select 1 as n').read(waiting)
  setTimeout(() => waiting.abort(new Error('enough')), 20)
  await expect(reading).rejects.toThrow('enough')
  await holder.query('drop table if exists held; create table held (n integer); insert into held values (1)')
  await holder.query('begin; lock table held')
  const blocked = toldContext()
  const writing = postgresTable(await opened(), 'held').write([{ n: 2 }], blocked)
  setTimeout(() => blocked.abort(new Error('enough')), 100)
  await expect(writing).rejects.toThrow('enough')
  await holder.query('commit')
  holder.release()
  expect(await postgresTable(small, 'held').read(toldContext())).toEqual([{ n: 1 }])
  await small.query('drop table held')
  await small.end()
})

it('says that the server has ended the connection', async () => {
  const open = await opened()
  const sql = 'select i, pg_backend_pid() as pid from generate_series(1, 100000) i'
  const stream = await postgresQuery(open, sql, [], { as: 'stream' }).read(toldContext())
  const reading = (async () => {
    let isEnded = false
    for await (const row of stream) {
      if (!isEnded) await open.query('select pg_terminate_backend($1)', [row['pid']])
      isEnded = true
    }
  })()
  await expect(reading).rejects.toSatisfy((error) => hasIssue(error, 'io/database'))
  expect(await rows('select 1 as n')).toEqual([{ n: 1 }])
})

it('uses a client that is connected, one thing at a time', async () => {
  const client = new Client(await postgresUrl())
  await client.connect()
  const both = await Promise.all(
    [1, 2].map((n) => Promise.resolve(postgresQuery(client, 'select $1::int as n', [n]).read(toldContext()))),
  )
  expect(both).toEqual([[{ n: 1 }], [{ n: 2 }]])
  expect((await client.query('select 3 as n')).rows).toEqual([{ n: 3 }])
  await client.end()
})

it('converts to the types of a table that is there, or refuses', async () => {
  const open = await opened()
  await open.query(
    'drop table if exists typed; create table typed (n integer check (n < 100), list text[], doc json, at timestamp, b bytea)',
  )
  const table = postgresTable(open, 'typed')
  const row = {
    n: 1,
    list: ['a,"b"', null, '\\'],
    doc: 'text',
    at: new Date('2024-01-01T00:00:00.5Z'),
    b: new Uint8Array([1]),
  }
  await table.write([row], toldContext())
  expect(await table.read(toldContext())).toEqual([row])
  await expect(table.write([{ n: 1 }, { n: 1.5 }], toldContext())).rejects.toThrow(
    /io\/unwritable-value[^]*row 2, column "n"/,
  )
  await expect(table.write([{ n: 1 }, { n: 100 }], toldContext())).rejects.toThrow(
    /io\/constraint[^]*typed_n_check[^]*row 2/,
  )
  await expect(table.write([{ n: 1, list: ['\0'] }], toldContext())).rejects.toThrow(/U\+0000/)
  expect(await table.read(toldContext())).toEqual([row])
  await open.query('drop table typed')
})

it('says nothing of users and passwords', async () => {
  const address = 'postgres://tom:hunter2@127.0.0.1:1/shop?password=hunter3'
  const table = postgresTable(address, 'orders')
  expect(table.describe()).toEqual({ type: 'postgres', host: '127.0.0.1:1', database: 'shop', table: 'orders' })
  const url = new URL(await postgresUrl())
  url.password = 'hunter2'
  for (const one of [
    table,
    postgresTable(url.href, 'orders'),
    postgresTable('postgres://tom:hunter2@nowhere.invalid/shop', 'orders'),
  ]) {
    const text = await Promise.resolve(one.read(toldContext())).then(
      () => 'nothing was wrong',
      (error: unknown) =>
        isThroughlineError(error) ? error.issues.map((issue) => renderIssue(issue)).join('\n') : String(error),
    )
    expect(text).toMatch(/^io\/unreachable/)
    expect(text).not.toMatch(/hunter|tom/)
  }
})

it.each([
  'postgres:/tom:hunter2@localhost/shop',
  'postgres:tom:hunter2@localhost/shop',
  'postgres://tom:1/hunter2@localhost/shop',
  'postgres://tom:1?hunter2@localhost/shop',
  'postgres://tom:1#hunter2@localhost/shop',
  'postgres://tom:a@1/hunter2@localhost/shop',
])('refuses %s, where the password would be taken for something else', (address) => {
  for (const connection of [address, { connectionString: address }]) {
    for (const make of [() => postgresTable(connection, 'orders'), () => postgresQuery(connection, 'select 1')]) {
      expect(make).toThrow(/io\/bad-option[^]*an address with an @ behind its host[^]*%40/)
      expect(make).not.toThrow(/hunter/)
    }
  }
})

it('names the package that it needs', async () => {
  const importPackage = (): never => {
    throw Object.assign(new Error('none'), { code: 'ERR_MODULE_NOT_FOUND' })
  }
  const table = postgresTable('postgres://localhost/shop', 'orders', { importPackage } as object)
  await expect(table.read(toldContext())).rejects.toThrow(/io\/missing-package[^]*npm install pg/)
})
