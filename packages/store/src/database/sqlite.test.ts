// SQLite does what the port says, tells nobody that it is an experiment, and is shared by processes.

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { describeDatabase } from '../fixtures/database-suite.ts'
import { makeScratch } from '../fixtures/scratch.ts'
import type { Database } from './database.ts'
import { migrate, NewerTables } from './migrate.ts'
import { openSqlite } from './sqlite.ts'

const run = promisify(execFile)
const source = (file: string): string => pathToFileURL(join(import.meta.dirname, file)).href

function open(path: string): Database {
  const database = openSqlite(path)
  onTestFinished(() => database.close())
  return database
}

describeDatabase('SQLite', () => {
  const path = join(makeScratch(), 'test.db')
  return [open(path), open(path)]
})

it('does not show the warning of an experiment, and shows others', async () => {
  const script = `
    import { openSqlite } from '${source('sqlite.ts')}'
    const { emitWarning } = process
    openSqlite(':memory:').close()
    if (process.emitWarning !== emitWarning) throw new Error('left something behind')
    process.emitWarning('SQLite is an experimental feature', 'Other')
  `
  const { stderr } = await run(process.execPath, ['--input-type=module', '-e', script])
  expect(stderr).toContain('Other: SQLite is an experimental feature')
  expect(stderr).not.toContain('ExperimentalWarning: SQLite')
})

it('makes one database of a new file that many processes open at once', async () => {
  const path = join(makeScratch(), 'new.db')
  const script = `
    import { openSqlite } from '${source('sqlite.ts')}'
    import { migrate } from '${source('migrate.ts')}'
    const database = openSqlite(${JSON.stringify(path)})
    migrate(database, ['CREATE TABLE a (n INTEGER)', 'CREATE TABLE b (n INTEGER)'])
    for (let i = 0; i < 50; i++) database.transaction(() => database.prepare('INSERT INTO b VALUES (?)').run(i))
    database.close()
  `
  await Promise.all(Array.from({ length: 6 }, () => run(process.execPath, ['--input-type=module', '-e', script])))
  const database = open(path)
  expect(database.prepare('SELECT count(*) AS n FROM b').get()?.['n']).toBe(300)
  expect(database.prepare('PRAGMA journal_mode').get()?.['journal_mode']).toBe('wal')
  expect(database.prepare('PRAGMA integrity_check').get()?.['integrity_check']).toBe('ok')
})

it('brings tables forward from every version, all or nothing', () => {
  const path = join(makeScratch(), 'test.db')
  const steps = ['CREATE TABLE a (n INTEGER)', 'ALTER TABLE a ADD COLUMN m INTEGER', 'CREATE TABLE c (n INTEGER)']
  migrate(open(path), steps.slice(0, 1))
  open(path).exec('INSERT INTO a (n) VALUES (7)')
  expect(() => migrate(open(path), [...steps.slice(0, 2), 'CREATE TABLE broken ('])).toThrow(/incomplete/)
  expect(open(path).prepare('PRAGMA user_version').get()?.['user_version']).toBe(1)
  migrate(open(path), steps)
  migrate(open(path), steps)
  expect({ ...open(path).prepare('SELECT * FROM a').get() }).toEqual({ n: 7, m: null })
})

it('touches nothing that a newer program wrote', () => {
  const path = join(makeScratch(), 'test.db')
  migrate(open(path), ['CREATE TABLE a (n INTEGER)', 'CREATE TABLE b (n INTEGER)'])
  expect(() => migrate(open(path), ['CREATE TABLE other (n INTEGER)'])).toThrow(NewerTables)
  expect(open(path).prepare("SELECT count(*) AS n FROM sqlite_master WHERE name = 'other'").get()?.['n']).toBe(0)
})
