// Places where nothing can be kept: full, read-only, written by a newer program, damaged. What was reported stays.

import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { toEventLine, openSqlite } from '@throughline/store'
import { hasIssue } from 'throughline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startProgram, type StartOptions } from '../ship/fixtures/start-program.ts'
import { filePersister } from './file-persister.ts'
import { persisterOf, type Kind, type Tokens } from './fixtures/competing-machine.ts'
import { makeScratch } from './fixtures/scratch.ts'
import { nodeJournalFiles, type JournalFiles } from './journal-files.ts'
import { sqlitePersister } from './sqlite-persister.ts'
import { committed, journalOf } from './fixtures/of-machines.ts'

const NOBODY = 65_534
// Rights do not bind root, who therefore becomes somebody else.
const isRoot = process.getuid?.() === 0
const asUser: StartOptions = isRoot ? { uid: NOBODY } : {}
/** No file may become larger: what the system says then is what a full disk makes it say. */
const filesUpTo = (blocks: number): StartOptions => ({ wrap: ['sh', '-c', `ulimit -f ${blocks}; exec "$@"`, 'sh'] })
const kinds: readonly Kind[] = ['sqlite', 'file']

/** A folder of a store, of whoever runs the programs. */
function makeStore(): string {
  const parent = makeScratch()
  chmodSync(parent, 0o755)
  const dir = join(parent, '.throughline')
  mkdirSync(dir)
  if (isRoot) chownSync(dir, NOBODY, NOBODY)
  return dir
}

interface Kept {
  /** The last step that was reported. */
  readonly recorded: number
  readonly trouble: string | undefined
}

async function keep(kind: Kind, dir: string, steps: number, options: StartOptions = {}): Promise<Kept> {
  const args = [kind, dir, String(steps)]
  const { child, lines, ended } = startProgram('../../applications/fixtures/keeping-process.ts', args, options)
  onTestFinished(() => void child.kill('SIGKILL'))
  expect(await ended).toEqual({ code: 0, signal: null, errors: '' })
  expect(lines.at(-1)).toBe('done')
  const recorded = lines.filter((line) => line.startsWith('recorded')).length
  return { recorded, trouble: lines.find((line) => line.startsWith('trouble'))?.slice('trouble '.length) }
}

async function errorOf(call: () => unknown): Promise<unknown> {
  try {
    await call()
    return undefined
  } catch (error) {
    return error
  }
}

describe.each(kinds)('an application on %s', (kind) => {
  it(
    'loses nothing that was reported on a full disk, and goes on when there is space',
    { timeout: 120_000 },
    async () => {
      const dir = makeStore()
      expect(await keep(kind, dir, 2)).toEqual({ recorded: 2, trouble: undefined })
      const full = await keep(kind, dir, 20_000, filesUpTo(6_000))
      expect(full.trouble).toMatch(/^store\/disk-(full|failed)$/)
      expect(full.recorded).toBeGreaterThan(0)
      expect(await keep(kind, dir, 3)).toEqual({ recorded: 3, trouble: undefined })
      const persister = persisterOf(kind, dir)
      const { head } = (await persister.load('kept'))!
      await persister.close?.()
      // A step may have been recorded although the report did not come any more.
      expect(head.sequence).toBeGreaterThanOrEqual(full.recorded + 5)
      expect((head.state as unknown as Tokens).tokens).toHaveLength(head.sequence)
    },
  )

  it('says that a folder can only be read, and what is there can be read', { timeout: 120_000 }, async () => {
    const dir = makeStore()
    await keep(kind, dir, 4, asUser)
    const protect = (path: string, mode: number, after: number): void => {
      chmodSync(path, mode)
      onTestFinished(() => chmodSync(path, after))
    }
    for (const name of readdirSync(dir, { recursive: true, withFileTypes: true }))
      protect(join(name.parentPath, name.name), name.isDirectory() ? 0o555 : 0o444, name.isDirectory() ? 0o755 : 0o644)
    protect(dir, 0o555, 0o755)
    expect(await keep(kind, dir, 1, asUser)).toEqual({ recorded: 0, trouble: 'store/not-writable' })
    const persister = kind === 'file' ? filePersister({ dir }) : sqlitePersister({ dir, access: 'read' })
    onTestFinished(() => persister.close?.())
    expect((await persister.load('kept'))?.head.sequence).toBe(4)
    expect((await persister.list()).applications).toMatchObject([{ app: 'kept', sequence: 4 }])
  })
})

describe('what a newer program wrote', () => {
  it('is refused in an SQLite file, and not touched', async () => {
    const dir = makeScratch()
    const persister = sqlitePersister({ dir })
    await persister.append('a', 0, journalOf(1))
    await persister.close?.()
    const database = openSqlite(join(dir, 'store.db'))
    database.exec('PRAGMA user_version = 99')
    database.close()
    const error = await errorOf(() => sqlitePersister({ dir }).append('a', 2, [committed(2)]))
    expect(hasIssue(error, 'record/newer')).toBe(true)
  })

  it('is refused in a file, and not touched; other applications are kept', async () => {
    const dir = `${makeScratch()}/.throughline`
    const persister = filePersister({ dir })
    onTestFinished(() => persister.close?.())
    await persister.append('a', 0, journalOf(1))
    const [path] = journalsIn(dir)
    const head = { v: 1, writer: '', seq: 1, atMs: 0, type: '', journal: 2, app: 'a' }
    const text = `${toEventLine(head)}\nsomething new\n`
    writeFileSync(path!, text)
    for (const call of [
      () => persister.append('a', 2, [committed(2)]),
      () => persister.load('a'),
      () => persister.entries('a'),
      () => persister.list(),
    ])
      expect(hasIssue(await errorOf(call), 'applications/newer-format')).toBe(true)
    expect(readFileSync(path!, 'utf8')).toBe(text)
    await persister.append('b', 0, journalOf(1))
    expect((await persister.load('b'))?.number).toBe(2)
  })

  it('is refused as the folder of a store', async () => {
    const dir = `${makeScratch()}/.throughline`
    await filePersister({ dir }).append('a', 0, journalOf(1))
    writeFileSync(join(dir, 'format.json'), '99\n')
    const error = await errorOf(() => filePersister({ dir }).append('a', 2, [committed(2)]))
    expect(hasIssue(error, 'store/newer-format')).toBe(true)
  })
})

describe('a journal in a file', () => {
  it('ends before a line that was torn at any byte, and goes on there', async () => {
    const dir = `${makeScratch()}/.throughline`
    const persister = filePersister({ dir })
    onTestFinished(() => persister.close?.())
    const journal = journalOf(3)
    const sizes: number[] = []
    const read = (): Buffer => readFileSync(journalsIn(dir)[0]!)
    for (const [index, entry] of journal.entries()) {
      await persister.append('a', index, [entry])
      sizes.push(read().byteLength)
    }
    const whole = read()
    const [path] = journalsIn(dir)
    for (let size = 0; size < whole.byteLength; size += 7) {
      writeFileSync(path!, whole)
      truncateSync(path!, size)
      const complete = sizes.filter((end) => end <= size).length
      expect((await persister.entries('a')).map(({ entry }) => entry)).toStrictEqual(journal.slice(0, complete))
      expect((await persister.load('a'))?.number).toBe(complete === 0 ? undefined : complete)
      expect((await persister.list()).applications).toHaveLength(Math.min(1, complete))
      for (let number = complete; number < journal.length; number++)
        await persister.append('a', number, [journal[number]!])
      expect(read()).toEqual(whole)
    }
  })

  it('that is damaged in its middle says where, and is not changed', async () => {
    const dir = `${makeScratch()}/.throughline`
    const persister = filePersister({ dir })
    onTestFinished(() => persister.close?.())
    for (const [index, entry] of journalOf(3).entries()) await persister.append('a', index, [entry])
    const [path] = journalsIn(dir)
    const text = readFileSync(path!, 'utf8')
    writeFileSync(path!, text.replace('"sequence":1,"last"', '"sequence":7,"last"'))
    const damaged = readFileSync(path!)
    const error = await errorOf(() => persister.load('a'))
    expect(error).toMatchObject({ issues: [{ code: 'applications/damaged', facts: { app: 'a', number: 2 } }] })
    // What stands before it can be gone on with.
    expect((await persister.load('a', 0))?.number).toBe(1)
    expect(await persister.entries('a', { limit: 1 })).toHaveLength(1)
    expect(readFileSync(path!)).toEqual(damaged)
  })

  it('keeps nothing of an append that failed half-way', async () => {
    const dir = `${makeScratch()}/.throughline`
    let isFull = false
    const files: JournalFiles = {
      ...nodeJournalFiles,
      write: (path, offset, bytes, options) => {
        nodeJournalFiles.write(path, offset, isFull ? bytes.subarray(0, 30) : bytes, options)
        if (isFull) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
      },
    }
    const persister = filePersister({ dir, files })
    onTestFinished(() => persister.close?.())
    await persister.append('a', 0, journalOf(1))
    isFull = true
    for (let attempt = 0; attempt < 2; attempt++) {
      const error = await errorOf(() => persister.append('a', 2, [committed(2)]))
      expect(hasIssue(error, 'store/disk-full')).toBe(true)
      expect((await persister.load('a'))?.number).toBe(2)
    }
    isFull = false
    await persister.append('a', 2, [committed(2)])
    expect((await persister.load('a'))?.head.sequence).toBe(2)
  })

  it('is read from its end for a list, however long it is', async () => {
    const dir = `${makeScratch()}/.throughline`
    let readBytes = 0
    const files: JournalFiles = {
      ...nodeJournalFiles,
      open: (path) => {
        const file = nodeJournalFiles.open(path)
        return (
          file && {
            ...file,
            readAt: (...place) => {
              const bytes = file.readAt(...place)
              readBytes += bytes.byteLength
              return bytes
            },
          }
        )
      },
    }
    const persister = filePersister({ dir, files })
    onTestFinished(() => persister.close?.())
    const journal = journalOf(5_000)
    for (let from = 0; from < journal.length; from += 50)
      await persister.append('a', from, journal.slice(from, from + 50))
    const sizeBytes = readFileSync(journalsIn(dir)[0]!).byteLength
    readBytes = 0
    expect((await persister.list()).applications).toMatchObject([{ sequence: 5_000 }])
    expect(readBytes).toBeLessThan(sizeBytes / 10)
  })
})

function journalsIn(dir: string): readonly string[] {
  const folder = join(dir, 'applications')
  const names = readdirSync(folder).filter((name) => name.endsWith('.ndjson'))
  return names.map((name) => join(folder, name))
}
