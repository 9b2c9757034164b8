// A folder is made once, recognised for ever, and refused without being touched.

import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isThroughlineError, type Issue } from 'throughline'
import { expect, it } from 'vitest'
import type { Files } from '../files/files.ts'
import { nodeFiles } from '../files/node-files.ts'
import { failingFiles } from '../fixtures/failing-files.ts'
import { makeScratch } from '../fixtures/scratch.ts'
import { openFolder, storeFormat, type FolderMigration, type FolderOptions } from './open-folder.ts'

const options: FolderOptions = { files: nodeFiles, onTrouble: () => {} }
const contents = (path: string): Record<string, string> =>
  Object.fromEntries(readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'utf8')]))

function issueOf(call: () => unknown): Issue | undefined {
  try {
    call()
  } catch (error) {
    if (isThroughlineError(error)) return error.issues[0]
    throw error
  }
  return undefined
}

it('makes a folder, also below others, that git does not see and that says its format', () => {
  const path = join(makeScratch(), 'project', '.throughline')
  expect(openFolder(path, options)).toEqual({ path, access: 'write' })
  expect(contents(path)).toEqual({ '.gitignore': '*\n', 'format.json': `${storeFormat}\n` })
})

it('leaves nothing of a folder that it could not make', () => {
  const path = join(makeScratch(), '.throughline')
  const files = failingFiles()
  for (const call of ['write', 'sync', 'rename'] as const) {
    files.fail([call], 'ENOSPC')
    expect(issueOf(() => openFolder(path, { ...options, files }))?.code).toBe('store/disk-full')
    files.fail([call], undefined)
    expect(readdirSync(path)).toEqual([])
  }
  openFolder(path, { ...options, files })
  expect(contents(path)).toEqual({ '.gitignore': '*\n', 'format.json': `${storeFormat}\n` })
})

it('leaves the marks of a folder as they are', () => {
  const path = join(makeScratch(), '.throughline')
  openFolder(path, options)
  writeFileSync(join(path, '.gitignore'), '*\n!notes\n')
  const writtenAtMs = statSync(join(path, 'format.json')).mtimeMs
  openFolder(path, options)
  expect(contents(path)['.gitignore']).toBe('*\n!notes\n')
  expect(statSync(join(path, 'format.json')).mtimeMs).toBe(writtenAtMs)
})

it('completes a folder whose making was interrupted', () => {
  const path = join(makeScratch(), '.throughline')
  mkdirSync(path)
  writeFileSync(join(path, '.gitignore'), '*\n')
  writeFileSync(join(path, 'format.json-1-abc.new'), '')
  openFolder(path, options)
  expect(contents(path)['format.json']).toBe('1\n')
})

it('refuses a newer format and touches nothing', () => {
  const path = join(makeScratch(), '.throughline')
  mkdirSync(path)
  writeFileSync(join(path, 'format.json'), '7\n')
  const before = statSync(path).mtimeMs
  expect(issueOf(() => openFolder(path, options))).toMatchObject({
    code: 'store/newer-format',
    severity: 'error',
    facts: { path, found: 7, known: 1 },
  })
  expect(contents(path)).toEqual({ 'format.json': '7\n' })
  expect(statSync(path).mtimeMs).toBe(before)
})

it.each(['', '{}', '-1', '1.5', '0', 'one', '1\n2', '99999999999'])('refuses a format that is %j', (text) => {
  const path = join(makeScratch(), '.throughline')
  mkdirSync(path)
  writeFileSync(join(path, 'format.json'), text)
  expect(issueOf(() => openFolder(path, options))?.code).toBe('store/unreadable-format')
})

it('refuses a folder that holds other things', () => {
  const path = join(makeScratch(), 'photos')
  mkdirSync(path)
  writeFileSync(join(path, 'cat.jpg'), '')
  expect(issueOf(() => openFolder(path, options))).toMatchObject({
    code: 'store/unreadable-format',
    facts: { found: 'other things: cat.jpg' },
  })
  expect(readdirSync(path)).toEqual(['cat.jpg'])
})

it('refuses a file in the place of the folder or above it', () => {
  const path = join(makeScratch(), 'file')
  writeFileSync(path, '')
  expect(issueOf(() => openFolder(path, options))?.code).toBe('store/not-a-folder')
  expect(issueOf(() => openFolder(join(path, '.throughline'), options))?.code).toBe('store/not-a-folder')
})

it('makes nothing for who only reads', () => {
  const path = join(makeScratch(), '.throughline')
  const reading = { ...options, access: 'read-only' } as const
  expect(issueOf(() => openFolder(path, reading))).toMatchObject({ facts: { found: 'no such folder' } })
  openFolder(path, options)
  expect(openFolder(path, reading)).toEqual({ path, access: 'read-only' })
})

it.each([
  ['EACCES', 'store/not-writable'],
  ['EPERM', 'store/not-writable'],
  ['EROFS', 'store/not-writable'],
  ['ENOSPC', 'store/disk-full'],
  ['EDQUOT', 'store/disk-full'],
  ['EIO', 'store/disk-failed'],
])('says what %s means when a folder cannot be made', (code, expected) => {
  const files = failingFiles()
  files.fail(['makeFolder'], code)
  const issue = issueOf(() => openFolder(join(makeScratch(), 'a'), { ...options, files }))
  expect(issue).toMatchObject({ code: expected, severity: 'error' })
})

it('reads a folder that cannot be written, and says so', () => {
  const path = join(makeScratch(), '.throughline')
  openFolder(path, options)
  const files = failingFiles()
  files.fail(['createFile'], 'EROFS')
  const told: Issue[] = []
  const folder = openFolder(path, { files, onTrouble: (issue) => told.push(issue) })
  expect(folder.access).toBe('read-only')
  expect(told).toMatchObject([{ code: 'store/not-writable', severity: 'warning', facts: { path, readable: true } }])
})

it('refuses a network share before anything is written', () => {
  const path = join(makeScratch(), '.throughline')
  const files: Files = { ...nodeFiles, fileSystemType: () => 0x6969 }
  expect(issueOf(() => openFolder(path, { ...options, files }))).toMatchObject({
    code: 'store/network-share',
    facts: { kind: 'NFS' },
  })
  expect(readdirSync(path)).toEqual([])
})

it('leads an older folder forward, one format at a time, and goes on where it was interrupted', () => {
  const path = join(makeScratch(), '.throughline')
  openFolder(path, options)
  const steps: string[] = []
  let isBroken = true
  const migrations = new Map<number, FolderMigration>([
    [1, (folder) => void steps.push(`1 ${contents(folder)['format.json']!.trim()}`)],
    [
      2,
      (folder) => {
        if (isBroken) throw new RangeError('interrupted')
        steps.push(`2 ${contents(folder)['format.json']!.trim()}`)
      },
    ],
  ])
  const later = { ...options, migrations, format: 3 }
  expect(() => openFolder(path, later)).toThrow(RangeError)
  expect(contents(path)['format.json']).toBe('2\n')
  isBroken = false
  openFolder(path, later)
  openFolder(path, later)
  expect(steps).toEqual(['1 1', '2 2'])
  expect(contents(path)).toEqual({ '.gitignore': '*\n', 'format.json': '3\n' })
  expect(issueOf(() => openFolder(path, options))?.code).toBe('store/newer-format')
})
