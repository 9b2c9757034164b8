// What only a server does: it goes away, it refuses; and records move between a file and a server.

import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { sql } from '@throughline/store/tables'
import { newUrl, openAt, postgresUrl } from './fixtures/databases.ts'
import { dump } from './fixtures/dump.ts'
import { richHistory, runId, Writer } from './fixtures/history.ts'
import { linesOf } from './fixtures/record.conformance.ts'
import { openRecord, type RunRecord } from './open-record.ts'
import { derivedTables } from './tables.ts'

const codeOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'no error',
    (error: { issues?: readonly { code: string }[] }) => error.issues?.[0]?.code ?? error,
  )

describe('a record on a server', () => {
  it('lives in a schema of its own, which the address may name', async () => {
    const url = await newUrl('postgres')
    const record = await openAt(url)
    const { rows } = await sql<{ schema: string }>`SELECT current_schema() AS schema`.execute(record.query)
    expect(url.endsWith(`?schema=${rows[0]!.schema}`)).toBe(true)
    expect(record.url).not.toContain(new URL(url).password)
    expect(record.url).toContain(`?schema=${rows[0]!.schema}`)
  })

  it('is made once by many who open it at the same time', async () => {
    const url = await newUrl('postgres')
    const records = await Promise.all([1, 2, 3, 4].map(() => openAt(url)))
    await Promise.all(records.map((record) => record.apply(richHistory())))
    expect((await dump(records[0]!))['event']).toHaveLength(richHistory().length)
  })

  it('of a newer program is refused, and not touched', async () => {
    const url = await newUrl('postgres')
    const record = await openAt(url)
    await sql`UPDATE table_version SET version = 99`.execute(record.query)
    expect(await codeOf(openRecord({ url }))).toBe('record/newer')
    expect((await sql<object>`SELECT version FROM table_version`.execute(record.query)).rows).toEqual([{ version: 99 }])
  })

  it('goes on when connections break', async () => {
    const url = await newUrl('postgres')
    const told: string[] = []
    const victim = `victim ${randomBytes(8).toString('hex')}`
    const record = await openAt(`${url}&application_name=${victim}`, { onTrouble: ({ code }) => void told.push(code) })
    const killer = await openAt(url)
    await record.apply(richHistory().slice(0, 10))
    await breakConnections(killer, victim)
    await expect.poll(() => told).toEqual(expect.arrayContaining(['record/unreachable']))
    await record.apply(richHistory())
    expect((await dump(record))['event']).toHaveLength(richHistory().length)
  })

  it('says what is wrong when it cannot be reached, without the password', async () => {
    const url = new URL(await postgresUrl())
    const wrong = new URL(url)
    wrong.password = 'open-sesame'
    const closed = new URL(url)
    closed.port = '1'
    const missing = new URL(url)
    missing.pathname = '/nowhere'
    for (const bad of [wrong, closed, missing]) {
      expect(await codeOf(openRecord({ url: bad.href }))).toBe('record/unreachable')
      const error = await openRecord({ url: bad.href }).catch((found: unknown) => found)
      expect((error as Error).message).not.toContain(bad.password)
    }
    expect(await codeOf(openRecord({ url: 'mysql://host/db' }))).toBe('record/bad-url')
  })

  it('says what a server refuses', async () => {
    const url = await newUrl('postgres')
    const record = await openAt(url)
    const reader = new URL(url)
    reader.searchParams.set('options', '-c default_transaction_read_only=on')
    const reading = await openAt(reader.href)
    const writer = new Writer('w')
    expect(await codeOf(reading.apply([writer.start(runId(1))]))).toBe('record/refused')
    await record.apply(writer.events)
    expect(await dump(reading)).toEqual(await dump(record))
  })
})

async function breakConnections(record: RunRecord, name: string): Promise<void> {
  await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = ${name}`.execute(record.query)
}

describe('a record that moves', () => {
  it('is the same on a server and back in a file, and so is all that is made of it', async () => {
    const [file, server, back] = [
      await openAt(await newUrl('sqlite')),
      await openAt(await newUrl('postgres')),
      await openAt(await newUrl('sqlite')),
    ]
    await file.apply(richHistory())
    await file.delete([runId(2)])
    await server.import(file.export())
    await back.import(server.export())
    const lines = await linesOf(file)
    expect(lines.length).toBeGreaterThan(20)
    expect(await linesOf(server)).toEqual(lines)
    expect(await linesOf(back)).toEqual(lines)
    const derived = [...derivedTables]
    expect(await dump(server, derived)).toEqual(await dump(file, derived))
    expect(await dump(back, derived)).toEqual(await dump(file, derived))
  })
})
