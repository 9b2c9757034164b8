// Places where nothing can be kept: full, read-only, written by a newer program, damaged. What was reported stays.

import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { toEventLine, openSqlite } from '@throughline/store'
import { hasIssue } from 'throughline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startProgram, type StartOptions } from '../ship/fixtures/start-program.ts'
import { filePersister } from './file-persister.ts'
import { persisterOf, type Kind, type Tokens } from './fixtures/competing-machine.ts'
import { journalsIn } from './fixtures/damage.ts'
import { errorOf } from './fixtures/error-of.ts'
import { makeScratch } from './fixtures/scratch.ts'
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
      () => persister.remove('a'),
    ])
      expect(hasIssue(await errorOf(call), 'applications/newer-format')).toBe(true)
    expect(readFileSync(path!, 'utf8')).toBe(text)
    await persister.append('b', 0, journalOf(1))
    expect((await persister.load('b'))?.number).toBe(2)
    expect(await persister.list()).toMatchObject({
      applications: [{ app: 'b' }],
      unreadable: [{ issue: { code: 'applications/newer-format' } }],
    })
  })

  it('is refused as the folder of a store', async () => {
    const dir = `${makeScratch()}/.throughline`
    await filePersister({ dir }).append('a', 0, journalOf(1))
    writeFileSync(join(dir, 'format.json'), '99\n')
    const error = await errorOf(() => filePersister({ dir }).append('a', 2, [committed(2)]))
    expect(hasIssue(error, 'store/newer-format')).toBe(true)
  })
})
