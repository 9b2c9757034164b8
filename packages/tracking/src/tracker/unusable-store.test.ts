// A store that cannot be written: runs give what they give without it, a user is told once why nothing is kept, and what was
// kept is brought to the record as soon as that can be written.

import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openSqlite } from '@throughline/store'
import { describe, expect, it, onTestFinished } from 'vitest'
import { newUrl, openAt } from '../record/fixtures/databases.ts'
import { openRecord } from '../record/open-record.ts'
import { makeScratch } from '../ship/fixtures/scratch-record.ts'
import { ship } from '../ship/ship.ts'
import { startProgram, type StartOptions } from '../ship/fixtures/start-program.ts'

const RUNS = 3
const NOBODY = 65_534
// Rights do not bind root, who therefore becomes somebody else.
const isRoot = process.getuid?.() === 0
const asUser: StartOptions = isRoot ? { uid: NOBODY } : {}
const done = { code: 0, signal: null, errors: '' }

/** No file may become larger: what the system says then is what a full disk makes it say. */
const filesUpTo = (blocks: number): StartOptions => ({ wrap: ['sh', '-c', `ulimit -f ${blocks}; exec "$@"`, 'sh'] })

/** @returns what a user is told when runs are recorded, all of which are right */
async function toldOf(dir: string, url: string, options: StartOptions = {}): Promise<readonly string[]> {
  const { child, lines, ended } = startProgram(
    '../../tracker/fixtures/tracked-process.ts',
    [dir, url, `${RUNS}`],
    options,
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  expect(await ended).toEqual(done)
  expect(lines.filter((line) => line.startsWith('right'))).toHaveLength(RUNS)
  expect(lines.at(-1)).toBe('done')
  return lines.filter((line) => line.startsWith('issue')).map((line) => line.slice('issue '.length))
}

/** @returns how runs ended, when all that was kept is brought to the record */
async function statusesIn(url: string, dir: string): Promise<readonly unknown[]> {
  const record = await openAt(url)
  await ship({ dir, sink: record })
  const runs = await record.query.selectFrom('run').select('status').execute()
  return runs.map(({ status }) => status)
}

const succeeded = (count: number): readonly string[] => Array.from({ length: count }, () => 'succeeded')

function protect(path: string, mode: number, after: number): void {
  chmodSync(path, mode)
  onTestFinished(() => chmodSync(path, after))
}

/** A folder of a store and a record in it, of whoever runs the programs. */
function makeStore(): { readonly dir: string; readonly url: string } {
  const parent = makeScratch()
  chmodSync(parent, 0o755)
  const dir = join(parent, '.throughline')
  mkdirSync(dir)
  if (isRoot) chownSync(dir, NOBODY, NOBODY)
  return { dir, url: `sqlite:${join(dir, 'store.db')}` }
}

describe('runs whose events cannot be written', () => {
  it('go on when the disk is full, and later ones are recorded', async () => {
    const { dir, url } = makeStore()
    const told = await toldOf(dir, url, filesUpTo(0))
    expect(told).toEqual(
      expect.arrayContaining(['spool/not-recorded', 'spool/states-lost', expect.stringMatching(/^store\/disk-/)]),
    )
    expect(told).toHaveLength(3)
    expect(await toldOf(dir, url)).toEqual([])
    expect(await statusesIn(url, dir)).toEqual(succeeded(RUNS))
  })

  it('go on in a folder that may only be read, and earlier ones stay recorded', async () => {
    const { dir, url } = makeStore()
    expect(await toldOf(dir, url, asUser)).toEqual([])
    protect(dir, 0o555, 0o755)
    protect(join(dir, 'spool'), 0o555, 0o755)
    protect(join(dir, 'store.db'), 0o444, 0o644)
    expect((await toldOf(dir, url, asUser)).toSorted()).toEqual([
      'spool/not-recorded',
      'spool/states-lost',
      'store/not-writable',
    ])
    for (const path of [dir, join(dir, 'spool')]) chmodSync(path, 0o755)
    chmodSync(join(dir, 'store.db'), 0o644)
    expect(await statusesIn(url, dir)).toEqual(succeeded(RUNS))
  })

  it('go on where no folder can be made', async () => {
    const parent = makeScratch()
    protect(parent, 0o555, 0o755)
    const dir = join(parent, '.throughline')
    const told = await toldOf(dir, `sqlite:${join(dir, 'store.db')}`, asUser)
    expect(told.toSorted()).toEqual(['spool/not-recorded', 'spool/states-lost', 'store/not-writable'])
  })

  it('go on beside the store of a newer program, and do not touch it', async () => {
    const { dir, url } = makeStore()
    writeFileSync(join(dir, 'format.json'), '99\n')
    const told = await toldOf(dir, url)
    expect(told.toSorted()).toEqual(['spool/not-recorded', 'spool/states-lost', 'store/newer-format'])
    expect(readFileSync(join(dir, 'format.json'), 'utf8')).toBe('99\n')
  })
})

describe('runs whose record cannot be written', () => {
  const cases: readonly {
    readonly name: string
    readonly says: RegExp
    /** @returns what makes it well again */
    readonly spoil: (path: string) => void | (() => void)
    readonly options?: StartOptions
  }[] = [
    { name: 'because the disk is full', says: /^store\/disk-(full|failed)$/, spoil: () => {}, options: filesUpTo(100) },
    {
      name: 'because another process keeps it locked',
      says: /^store\/locked$/,
      spoil: (path) => {
        const other = openSqlite(path)
        other.prepare('BEGIN EXCLUSIVE').run()
        return () => other.close()
      },
    },
    {
      name: 'because a newer program wrote it',
      says: /^record\/newer$/,
      spoil: (path) => {
        const version = setVersion(path, 99)
        return () => setVersion(path, version)
      },
    },
    {
      name: 'because it may only be read',
      says: /^store\/not-writable$/,
      spoil: (path) => {
        for (const one of [path, dirname(path)]) chmodSync(one, one === path ? 0o444 : 0o555)
        return () => {
          for (const one of [path, dirname(path)]) chmodSync(one, one === path ? 0o666 : 0o777)
        }
      },
      options: asUser,
    },
  ]

  it.each(cases)('go on $name, and are in it later', async ({ says, spoil, options }) => {
    const { dir } = makeStore()
    const url = await newUrl('sqlite')
    const path = url.slice('sqlite:'.length)
    await (await openRecord({ url })).close()
    chmodSync(dirname(path), 0o777)
    chmodSync(path, 0o666)
    const heal = spoil(path) ?? (() => {})
    try {
      expect(await toldOf(dir, url, options)).toEqual([expect.stringMatching(says)])
    } finally {
      heal()
    }
    expect(await statusesIn(url, dir)).toEqual(succeeded(RUNS))
  })

  it('go on when its server cannot be reached, and are in it later', async () => {
    const { dir } = makeStore()
    const url = await newUrl('postgres')
    const closed = new URL(url)
    closed.port = '1'
    expect(await toldOf(dir, closed.href)).toEqual(['record/unreachable'])
    expect(await statusesIn(url, dir)).toEqual(succeeded(RUNS))
  })
})

/** @returns the version that it had */
function setVersion(path: string, version: number): number {
  const database = openSqlite(path)
  const before = database.prepare('PRAGMA user_version').get() as { user_version: number }
  database.exec(`PRAGMA user_version = ${version}`)
  database.close()
  return before.user_version
}
