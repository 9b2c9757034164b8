// Every issue of this room, provoked as a user would, has the text that its page in docs/errors shows.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isThroughlineError, renderIssue, type Issue } from 'throughline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openSqlite } from './database/sqlite.ts'
import { nodeFiles } from './files/node-files.ts'
import { failingFiles, type FailingFiles } from './fixtures/failing-files.ts'
import { makeScratch } from './fixtures/scratch.ts'
import { storeIssue } from './issues.ts'
import { openStore, type StoreOptions } from './open-store.ts'
import { failureIssue } from './trouble/failure.ts'

/** What a user does with a folder, by the code of what he then sees. */
const SITUATIONS: Readonly<Record<(typeof storeIssue.codes)[number], (dir: string) => Promise<readonly Issue[]>>> = {
  'store/newer-format': (dir) => open(dir, { 'format.json': '2\n' }),
  'store/unreadable-format': (dir) => open(dir, { 'cat.jpg': '', 'dog.jpg': '' }),
  'store/not-a-folder': (dir) => {
    writeFileSync(dir, '')
    return open(dir)
  },
  'store/not-writable': (dir) => open(dir, { 'format.json': '1\n' }, failing('EACCES')),
  'store/disk-full': (dir) => keep(dir, failing('ENOSPC')),
  'store/disk-failed': (dir) => keep(dir, failing('EIO')),
  'store/network-share': (dir) => open(dir, {}, { ...nodeFiles, fileSystemType: () => 0xff534d42 }),
  'store/database-damaged': (dir) => open(dir, { 'format.json': '1\n', 'local.db': 'garbage '.repeat(1000) }),
  'store/locked': async (dir) => {
    const path = join(makeScratch(), 'local.db')
    const [holder, other] = [openSqlite(path), openSqlite(path)]
    onTestFinished(() => [holder, other].forEach((database) => database.close()))
    const error = holder.transaction(() => errorOf(() => other.transaction(() => {}, { waitMs: 1 })))
    return [failureIssue(error, { path: dir })]
  },
}

function failing(code: string): FailingFiles {
  const files = failingFiles()
  files.fail(['createFile'], code)
  return files
}

function errorOf(call: () => unknown): unknown {
  try {
    return call()
  } catch (error) {
    return error
  }
}

async function open(
  dir: string,
  contents?: Record<string, string>,
  files: NonNullable<StoreOptions['files']> = nodeFiles,
): Promise<readonly Issue[]> {
  if (contents) mkdirSync(dir)
  for (const [name, text] of Object.entries(contents ?? {})) writeFileSync(join(dir, name), text)
  const told: Issue[] = []
  try {
    const store = await openStore({ dir, files, onTrouble: (issue) => told.push(issue) })
    await store.close()
  } catch (error) {
    if (!isThroughlineError(error)) throw error
    told.push(...error.issues)
  }
  return told
}

/** Keeps a large value on a disk that fails after the store was opened. */
async function keep(dir: string, later: FailingFiles): Promise<readonly Issue[]> {
  const told: Issue[] = []
  let files: NonNullable<StoreOptions['files']> = nodeFiles
  const current = new Proxy(nodeFiles, { get: (_, name) => files[name as keyof typeof files] })
  const store = await openStore({ dir, files: current, onTrouble: (issue) => told.push(issue) })
  files = later
  store.blobs.put('raw/1', new Uint8Array(100_000))
  await store.close()
  return told
}

describe('the error catalogue of stores', () => {
  it('has a page for every code, and a code for every page', () => {
    expect(storeIssue.codes).toHavePagesIn('store')
  })

  it.each(Object.entries(SITUATIONS))('%s reads as its page says', async (code, situation) => {
    const dir = join(makeScratch(), '.throughline')
    const issue = (await situation(dir)).find((one) => one.code === code)
    expect(issue).toBeDefined()
    const text = renderIssue(issue!)
      .replaceAll(dir, 'births/.throughline')
      .replaceAll(/\d+-[\w.-]+\.(tmp|new)/g, (_, ending: string) => `41-7.${ending}`)
      .replaceAll(/damaged-[\dTZ-]+/g, 'damaged-2026-11-20T08-15-00-000Z')
    expect(text).toReadAsThePageOf(code)
    expect(issue!.title.length).toBeLessThanOrEqual(110)
  })
})
