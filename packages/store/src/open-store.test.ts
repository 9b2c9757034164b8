// A store as a program has it: opened by anybody, on disks that are full, read-only or somebody else's.

import { execFile, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { hasIssue } from 'throughline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { isDamaged } from './blobs/blob-port.ts'
import { localMark } from './database/local-tables.ts'
import { openSqlite } from './database/sqlite.ts'
import { fakeClock } from './fixtures/fake-clock.ts'
import { openScratchStore } from './fixtures/open-scratch-store.ts'
import { makeScratch } from './fixtures/scratch.ts'
import { startWriter } from './fixtures/start-writer.ts'
import { isHeld } from './leases/lease-port.ts'
import { openStore } from './open-store.ts'

const run = promisify(execFile)
const large = (fill: number): Uint8Array => new Uint8Array(100_000).fill(fill)
const small = (fill: number): Uint8Array => new Uint8Array(10).fill(fill)
const nothingElse = { blob: undefined, madeByRun: undefined, durationMs: undefined, facts: {} }
const storeSource = pathToFileURL(join(import.meta.dirname, 'open-store.ts')).href

describe('an open store', () => {
  it('is a folder with few files, and keeps everything when it is closed', async () => {
    const { store, dir } = await openScratchStore()
    const ids = [store.blobs.put('raw/1', small(1)), store.blobs.put('raw/1', large(1))]
    expect(store.path).toBe(dir)
    await store.close()
    await store.close()
    expect(readdirSync(dir).sort()).toEqual(['.gitignore', 'blobs', 'format.json', 'local.db'])
    const { store: later } = await openScratchStore({ dir })
    expect(ids.map((id) => isDamaged(later.blobs.get(id)))).toEqual([false, false])
  })

  it('is closed by the one who disposes of it', async () => {
    const { store, dir } = await openScratchStore()
    store.blobs.put('raw/1', small(1))
    await store[Symbol.asyncDispose]()
    expect(existsSync(join(dir, 'local.db-wal'))).toBe(false)
  })

  it('writes what waits before a program ends that forgot to close it', async () => {
    const dir = join(makeScratch(), '.throughline')
    const script = `
      import { openStore } from '${storeSource}'
      const store = await openStore({ dir: ${JSON.stringify(dir)} })
      store.blobs.put('raw/1', new Uint8Array(10).fill(3))
    `
    const { stderr } = await run(process.execPath, [
      '--conditions=@throughline/source',
      '--input-type=module',
      '-e',
      script,
    ])
    expect(stderr.replaceAll(/.*(Type Stripping|trace-warnings).*\n/g, '')).toBe('')
    const { store } = await openScratchStore({ dir })
    expect([...store.blobs.list()]).toHaveLength(1)
    expect(store.sessions.live()).toHaveLength(1)
  })

  it('takes and gives nothing after it was closed, without an error', async () => {
    const clock = fakeClock()
    const { store, told } = await openScratchStore({ clock })
    const id = store.blobs.put('raw/1', small(1))
    const file = store.blobs.put('raw/1', large(1))
    const lease = store.leases.acquire('a', { ttlMs: 1000 })
    await store.close()
    store.blobs.put('raw/1', small(2))
    store.blobs.put('raw/1', large(2))
    store.entries.put({ key: 'k', node: 'n', flow: 'f', dataVersion: '', madeAtMs: 1, sizeBytes: 1, ...nothingElse })
    expect(isHeld(lease) || lease.renew()).toBe(true)
    if (!isHeld(lease)) lease.release()
    store.flush()
    clock.advance(1e6)
    expect(store.blobs.get(id)).toEqual({ damaged: 'missing' })
    expect(isDamaged(store.blobs.get(file))).toBe(false)
    expect(store.entries.get('k')).toBeUndefined()
    expect(store.entries.list()).toEqual([])
    expect(store.sessions.live()).toEqual([])
    expect(store.evict({ maxBytes: 0 }).blobs).toBe(0)
    expect(store.blobs.pinsOf(id)).toEqual([])
    expect([...store.blobs.list()].map((blob) => blob.id)).toEqual([file])
    await store.leases.waitFor('a')
    expect(told).toEqual([])
  })

  it('that is removed under a program is told once, and not made again in parts', async () => {
    const { store, dir, told } = await openScratchStore()
    store.blobs.put('raw/1', small(1))
    store.flush()
    rmSync(dir, { recursive: true })
    store.blobs.put('raw/1', large(1))
    store.blobs.put('raw/1', small(2))
    await store.close()
    expect(told).toMatchObject([{ code: 'store/disk-failed' }])
    expect(existsSync(dir)).toBe(false)
    const { store: anew } = await openScratchStore({ dir })
    expect([...anew.blobs.list()]).toEqual([])
  })

  it('commits in a program that never lets timers run', async () => {
    const clock = fakeClock()
    const { store, dir } = await openScratchStore({ clock: { ...clock, later: () => () => {} } })
    const { store: other } = await openScratchStore({ dir })
    const ids = Array.from({ length: 40 }, (_, n) => {
      clock.advance(2)
      return store.blobs.put('raw/1', small(n))
    })
    expect(other.blobs.has(ids[0]!)).toBe(true)
    expect(other.blobs.has(ids[39]!)).toBe(false)
  })
})

describe('a database that others hold', () => {
  it('delays what is written, and loses nothing', async () => {
    const clock = fakeClock()
    const { store, dir, told } = await openScratchStore({ clock })
    const other = openSqlite(join(dir, 'local.db'))
    onTestFinished(() => other.close())
    const ids: string[] = []
    other.transaction(() => {
      for (let n = 0; n < 50; n++) {
        ids.push(store.blobs.put('raw/1', small(n)))
        clock.advance(30)
      }
      expect(store.blobs.has(ids[0]!)).toBe(true)
      expect(other.prepare('SELECT count(*) AS n FROM blob').get()?.['n']).toBe(0)
    })
    clock.advance(500)
    expect(other.prepare('SELECT count(*) AS n FROM blob').get()?.['n']).toBe(50)
    expect(told).toEqual([])
    expect(store.isStoring).toBe(true)
  })
})

describe('a damaged database', () => {
  it('is set aside with one message, on opening and in the middle of work', async () => {
    const { store, dir } = await openScratchStore()
    for (let n = 0; n < 2000; n++) store.blobs.put('raw/1', new Uint8Array(500).fill(n).fill(n >> 8, 0, 1))
    await store.close()
    const path = join(dir, 'local.db')
    writeFileSync(path, readFileSync(path).fill(0x55, 8192))
    const { store: second, told } = await openScratchStore({ dir })
    expect([...second.blobs.list()]).toEqual([])
    const id = second.blobs.put('raw/1', small(1))
    second.flush()
    expect(second.blobs.has(id)).toBe(true)
    expect(second.isStoring).toBe(true)
    expect(told).toMatchObject([
      { code: 'store/database-damaged', facts: { path: dir, aside: expect.stringMatching(/^local\.db\.damaged-/) } },
    ])
    await second.close()
    writeFileSync(path, '')
    const { store: third, told: nothing } = await openScratchStore({ dir })
    expect(third.blobs.has(id)).toBe(false)
    expect(nothing).toEqual([])
  })

  it('with numbers that nobody can have written is set aside as well', async () => {
    const { store, told } = await openScratchStore()
    const id = store.blobs.put('raw/1', small(1))
    store.flush()
    store.database.exec('UPDATE blob SET used_at_ms = 9223372036854775807')
    expect(store.blobs.get(id)).toEqual({ damaged: 'missing' })
    expect(store.blobs.get(store.blobs.put('raw/1', small(1)))).toMatchObject({ bytes: small(1) })
    expect(told).toMatchObject([{ code: 'store/database-damaged' }])
  })

  it('is not believed to be damaged because of a statement that is wrong', async () => {
    const { store, told } = await openScratchStore()
    const id = store.blobs.put('raw/1', small(1))
    store.flush()
    expect(() => store.database.prepare('SELECT * FROM nowhere').all()).toThrow('no such table')
    expect(isDamaged(store.blobs.get(id))).toBe(false)
    store.database.exec('DROP TABLE cache_entry')
    expect(store.entries.get('k')).toBeUndefined()
    expect(told).toMatchObject([{ code: 'store/database-damaged' }])
  })

  it('does not make others believe that this process has ended', async () => {
    const clock = fakeClock()
    const { store, dir } = await openScratchStore({ clock })
    store.database.exec('DELETE FROM session')
    clock.advance(120_000)
    const { store: other } = await openScratchStore({ dir, clock })
    expect(other.sessions.live().map(({ id }) => id)).toEqual([store.sessions.id, other.sessions.id])
  })

  it('of a newer program is refused, and left as it is', async () => {
    const { store, dir } = await openScratchStore()
    store.database.exec(`PRAGMA user_version = 99; PRAGMA application_id = ${localMark + 99}`)
    await store.close()
    const before = readFileSync(join(dir, 'local.db'))
    const opening = openStore({ dir })
    await expect(opening).rejects.toSatisfy((error) => hasIssue(error, 'store/newer-format'))
    expect(readFileSync(join(dir, 'local.db')).equals(before)).toBe(true)
  })
})

describe('a full disk', () => {
  it('is told once when the database cannot grow, and reading goes on', async () => {
    const { store, told } = await openScratchStore()
    const before = store.blobs.put('raw/1', small(1))
    store.flush()
    const pages = store.database.prepare('PRAGMA page_count').get()?.['page_count']
    store.database.exec(`PRAGMA max_page_count = ${String(pages)}`)
    for (let n = 0; n < 10; n++) {
      store.blobs.put('raw/1', new Uint8Array(60_000).fill(n))
      store.flush()
    }
    expect(told).toMatchObject([{ code: 'store/disk-full', severity: 'warning' }])
    expect(store.isStoring).toBe(false)
    expect(isDamaged(store.blobs.get(before))).toBe(false)
    await store.close()
    expect(told).toHaveLength(1)
  })

  it('lets a program end well that writes more than there is space', async () => {
    const dir = join(makeScratch(), '.throughline')
    const limited = startWriter(
      { dir, name: 'limited', count: 400, different: 400 },
      // No file may become larger than 300 blocks: what the system says then is what a full disk makes it say.
      { wrap: ['sh', '-c', 'ulimit -f 300; exec "$@"', 'sh'] },
    )
    expect(await limited.ended).toEqual({ signal: null, errors: '' })
    expect(limited.lines.at(-1)).toBe('done')
    // SQLite does not tell this limit from a broken disk.
    expect(limited.lines.filter((line) => line.startsWith('trouble'))).toEqual([
      expect.stringMatching(/^trouble store\/disk-(full|failed)$/),
    ])
    const { store, told } = await openScratchStore({ dir })
    for (const { id } of store.blobs.list()) expect(isDamaged(store.blobs.get(id))).toBe(false)
    expect(store.isStoring).toBe(true)
    expect(told).toEqual([])
  })
})

describe('a folder that may only be read', () => {
  it('gives what is in it, without adding anything', async () => {
    const { store, dir } = await openScratchStore()
    const ids = [store.blobs.put('raw/1', small(1)), store.blobs.put('raw/1', large(1))]
    await store.close()
    const before = readdirSync(dir).sort()
    const { store: reader, told } = await openScratchStore({ dir, access: 'read-only' })
    expect(ids.map((id) => isDamaged(reader.blobs.get(id)))).toEqual([false, false])
    const other = reader.blobs.put('raw/1', small(2))
    reader.flush()
    expect(reader.blobs.has(other)).toBe(false)
    expect(reader.blobs.pin(ids[0]!, 'run')).toBe(false)
    expect(reader.evict({ maxBytes: 0 }).blobs).toBe(0)
    await reader.close()
    expect(readdirSync(dir).sort()).toEqual(before)
    expect(told).toEqual([])
  })

  it('gives what another process is just writing into it', async () => {
    const { store, dir } = await openScratchStore()
    const id = store.blobs.put('raw/1', small(1))
    store.flush()
    const { store: reader } = await openScratchStore({ dir, access: 'read-only' })
    expect(isDamaged(reader.blobs.get(id))).toBe(false)
  })

  // Rights do not bind root, who therefore becomes somebody else.
  const isRoot = process.getuid?.() === 0
  it.each([
    { of: 'a folder', folderMode: 0o555, fileMode: 0o644, expected: { codes: ['store/not-writable'], found: true } },
    { of: 'a database', folderMode: 0o777, fileMode: 0o444, expected: { codes: ['store/not-writable'], found: true } },
    { of: 'a secret', folderMode: isRoot ? 0o700 : 0, fileMode: 0o600, expected: { refused: 'store/not-writable' } },
  ])('or has $of of another user is told once, and a program ends well', async ({ folderMode, fileMode, expected }) => {
    const { store, dir } = await openScratchStore()
    const id = store.blobs.put('raw/1', small(1))
    await store.close()
    chmodSync(join(dir, '..'), 0o755)
    chmodSync(join(dir, 'local.db'), fileMode)
    chmodSync(dir, folderMode)
    onTestFinished(() => chmodSync(dir, 0o755))
    const script = `
      import { openStore } from '${storeSource}'
      const codes = []
      try {
        const store = await openStore({ dir: ${JSON.stringify(dir)}, onTrouble: ({ code }) => codes.push(code) })
        const found = store.blobs.get('${id}')
        store.blobs.put('raw/1', new Uint8Array(5))
        store.blobs.put('raw/1', new Uint8Array(100000))
        await store.close()
        console.log(JSON.stringify({ codes, found: 'bytes' in found }))
      } catch (error) {
        console.log(JSON.stringify({ refused: error.issues[0].code }))
      }
    `
    const args = ['--conditions=@throughline/source', '--input-type=module', '-e', script]
    const child = spawnSync(process.execPath, args, {
      encoding: 'utf8',
      cwd: '/',
      ...(isRoot && { uid: 65_534, gid: 65_534 }),
    })
    expect(JSON.parse(child.stdout || child.stderr)).toEqual(expected)
  })
})
