// What only an SQLite file does: what is wrong with it is said clearly, and nothing is touched.

import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { openSqlite } from '@throughline/store'
import { describe, expect, it, onTestFinished } from 'vitest'
import { newUrl, openAt } from './fixtures/databases.ts'
import { dump } from './fixtures/dump.ts'
import { richHistory, runId, Writer } from './fixtures/history.ts'
import { openRecord } from './open-record.ts'

const newPath = async (): Promise<string> => (await newUrl('sqlite')).slice('sqlite:'.length)

function hasCode(code: string): object {
  return expect.objectContaining({ issues: [expect.objectContaining({ code, severity: 'error' })] })
}

describe('a record in a file', () => {
  it('is made in the folder of the store by default, with all that belongs to one', async () => {
    const dir = dirname(await newPath())
    const record = await openAt('sqlite:.throughline/store.db', { dir })
    expect(record.url).toBe('sqlite:.throughline/store.db')
    expect(readdirSync(join(dir, '.throughline'))).toEqual(
      expect.arrayContaining(['.gitignore', 'format.json', 'store.db']),
    )
    const other = await openAt('sqlite:deep/er/x.db', { dir })
    await other.apply(richHistory())
    expect(existsSync(join(dir, 'deep/er/x.db'))).toBe(true)
  })

  it('of a newer program is refused, and not touched', async () => {
    const path = await newPath()
    await (await openRecord({ url: `sqlite:${path}` })).close()
    const database = openSqlite(path)
    database.exec('PRAGMA user_version = 99')
    database.close()
    const bytes = readFileSync(path)
    for (const access of ['write', 'read'] as const)
      await expect(openRecord({ url: `sqlite:${path}`, access })).rejects.toEqual(hasCode('record/newer'))
    expect(readFileSync(path).equals(bytes)).toBe(true)
  })

  it('of another program is refused, and not touched', async () => {
    const [foreign, text] = [await newPath(), await newPath()]
    const database = openSqlite(foreign)
    database.exec('CREATE TABLE run (id TEXT)')
    database.close()
    writeFileSync(text, 'not a database, but long enough to be looked at as one '.repeat(100))
    for (const path of [foreign, text]) {
      const bytes = readFileSync(path)
      await expect(openRecord({ url: `sqlite:${path}` })).rejects.toEqual(hasCode('record/not-a-record'))
      expect(readFileSync(path).equals(bytes)).toBe(true)
    }
  })

  it('is not made by whoever only reads', async () => {
    const path = await newPath()
    await expect(openRecord({ url: `sqlite:${path}`, access: 'read' })).rejects.toEqual(hasCode('record/missing'))
    expect(existsSync(path)).toBe(false)
    const writing = await openAt(`sqlite:${path}`)
    await writing.apply(richHistory())
    const reading = await openAt(`sqlite:${path}`, { access: 'read' })
    expect(await dump(reading)).toEqual(await dump(writing))
    const late = new Writer('late')
    await expect(reading.apply([late.start(runId(9))])).rejects.toEqual(hasCode('store/not-writable'))
    await writing.apply(late.events)
    expect(await dump(reading)).toEqual(await dump(writing))
  })

  it('is read where nothing may be written, by whoever may', async () => {
    const path = await newPath()
    const record = await openRecord({ url: `sqlite:${path}` })
    await record.apply(richHistory())
    await record.close()
    chmodSync(path, 0o444)
    chmodSync(dirname(path), 0o555)
    onTestFinished(() => chmodSync(dirname(path), 0o755))
    const program = `
      import { openRecord } from ${JSON.stringify(join(import.meta.dirname, 'open-record.ts'))}
      const record = await openRecord({ url: ${JSON.stringify(`sqlite:${path}`)}, access: 'read' })
      console.log(JSON.stringify(await record.query.selectFrom('run').select('id').orderBy('id').execute()))
      await record.close()`
    // Rights do not bind root, who therefore becomes somebody else.
    const who = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
    const flags = ['--conditions=@throughline/source', '--input-type=module', '--eval', program]
    const said = spawnSync(process.execPath, flags, { cwd: '/', encoding: 'utf8', ...who })
    expect(said.stderr).toBe('')
    expect(JSON.parse(said.stdout)).toEqual([1, 2, 3].map((number) => ({ id: runId(number) })))
    expect(readdirSync(dirname(path))).toEqual(['store.db'])
  })

  it('that another process keeps locked says so, and nothing is lost', async () => {
    const path = await newPath()
    const record = await openAt(`sqlite:${path}`, { busyTimeoutMs: 5 })
    const other = openSqlite(path)
    onTestFinished(() => other.close())
    other.prepare('BEGIN IMMEDIATE').run()
    const locked = { issues: [{ code: 'store/locked', severity: 'error', facts: { waitedMs: 5 } }] }
    await expect(record.apply(richHistory())).rejects.toMatchObject(locked)
    other.prepare('COMMIT').run()
    await record.apply(richHistory())
    expect((await record.cursors(['a'.repeat(32)])).get('a'.repeat(32))).toBe(29)
  })

  it('that is damaged says so', async () => {
    const path = await newPath()
    const record = await openRecord({ url: `sqlite:${path}` })
    await record.apply(richHistory())
    await record.close()
    const bytes = readFileSync(path)
    // Every page but the first.
    bytes.fill(7, 4096)
    writeFileSync(path, bytes)
    const failing = async (): Promise<void> => {
      const opened = await openAt(`sqlite:${path}`)
      await opened.apply([new Writer('w').start(runId(9))])
    }
    await expect(failing()).rejects.toEqual(hasCode('record/damaged'))
  })

  it('that is full takes nothing of a batch, and all of it later', async () => {
    const path = await newPath()
    const record = await openAt(`sqlite:${path}`)
    const { rows } = await record.query.executeQuery<{ max_page_count: number }>(pragma('PRAGMA max_page_count = 60'))
    expect(rows).toHaveLength(1)
    const writer = new Writer('w')
    writer.start(runId(1))
    for (let index = 0; index < 200; index++) writer.say(runId(1), { type: 'log', message: 'x'.repeat(2_000) })
    await expect(record.apply(writer.events)).rejects.toEqual(hasCode('store/disk-full'))
    expect(await record.cursors(['w'])).toEqual(new Map())
    await record.query.executeQuery(pragma('PRAGMA max_page_count = 1000000'))
    await record.apply(writer.events)
    expect(await record.cursors(['w'])).toEqual(new Map([['w', 201]]))
  })

  it('is written by threads at once', async () => {
    const path = await newPath()
    const record = await openAt(`sqlite:${path}`)
    const program = `
      const { workerData } = require('node:worker_threads')
      import(workerData.history).then(async ({ Writer, runId }) => {
        const { openRecord } = await import(workerData.record)
        const record = await openRecord({ url: workerData.url })
        const writer = new Writer('writer ' + workerData.number)
        writer.start(runId(1))
        for (let index = 0; index < 200; index++) writer.finish(runId(1), 'node ' + index, { item: [String(workerData.number)] })
        for (let from = 0; from < writer.events.length; from += 10) await record.apply(writer.events.slice(from, from + 10))
        await record.close()
      })`
    const threads = Array.from({ length: 4 }, (_, number) => {
      const workerData = {
        number,
        url: `sqlite:${path}`,
        history: new URL('./fixtures/history.ts', import.meta.url).href,
        record: new URL('./open-record.ts', import.meta.url).href,
      }
      const worker = new Worker(program, { eval: true, workerData, execArgv: ['--conditions=@throughline/source'] })
      return new Promise((resolve, reject) => worker.on('exit', resolve).on('error', reject))
    })
    expect(await Promise.all(threads)).toEqual([0, 0, 0, 0])
    const steps = await record.query
      .selectFrom('step')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .execute()
    expect(steps).toEqual([{ n: 800 }])
    expect(
      await record.query
        .selectFrom('event')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .execute(),
    ).toEqual([{ n: 804 }])
  })
})

function pragma(sql: string): never {
  return { sql, parameters: [], query: { kind: 'RawNode' }, queryId: { queryId: sql } } as never
}

describe('a record of version 1', () => {
  const golden = join(import.meta.dirname, '..', '..', 'fixtures', 'record-1')

  it('is read for ever', async () => {
    const path = await newPath()
    mkdirSync(dirname(path), { recursive: true })
    copyFileSync(join(golden, 'store.db'), path)
    chmodSync(path, 0o644)
    const record = await openAt(`sqlite:${path}`)
    const expected = JSON.parse(readFileSync(join(golden, 'tables.json'), 'utf8')) as unknown
    expect(await dump(record)).toEqual(expected)
    const lines: string[] = []
    for await (const line of record.export()) lines.push(`${line}\n`)
    expect(lines.join('')).toBe(readFileSync(join(golden, 'events.ndjson'), 'utf8'))
    await record.rebuild()
    expect(await dump(record)).toEqual(expected)
  })
})
