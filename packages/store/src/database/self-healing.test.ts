// A damaged database is set aside and begun anew, by one of the processes that find it.

import { copyFileSync, readdirSync, readFileSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { nodeFiles } from '../files/node-files.ts'
import { describeDatabase } from '../fixtures/database-suite.ts'
import { makeScratch } from '../fixtures/scratch.ts'
import type { Database } from './database.ts'
import { migrate } from './migrate.ts'
import { openSelfHealing } from './self-healing.ts'
import { openSqlite } from './sqlite.ts'

const tables = ['CREATE TABLE item (id INTEGER PRIMARY KEY, text TEXT)']

function open(path: string, onDamaged: (aside: string) => void = () => {}): Database {
  const database = openSelfHealing({
    path,
    files: nodeFiles,
    nowMs: Date.now,
    onDamaged,
    open: (file) => {
      const opened = openSqlite(file)
      try {
        migrate(opened, tables)
        return opened
      } catch (error) {
        opened.close()
        throw error
      }
    },
  })
  onTestFinished(() => {
    try {
      database.close()
    } catch {
      // A database that was damaged on purpose may fail to close.
    }
  })
  return database
}

function fill(path: string, rows = 2000): void {
  const database = open(path)
  database.transaction(() => {
    const insert = database.prepare('INSERT INTO item (text) VALUES (?)')
    for (let row = 0; row < rows; row++) insert.run(`item ${row} `.repeat(10))
  })
  database.close()
}

/** Writes over all pages but the first, which says that it is a database. */
function tear(path: string): void {
  const bytes = readFileSync(path)
  writeFileSync(path, bytes.fill(0xee, 4096))
}

describeDatabase('a database that heals itself', () => {
  const path = join(makeScratch(), 'test.db')
  return [open(path), open(path)]
})

it.each([
  ['garbage', (path: string) => writeFileSync(path, 'not a database at all '.repeat(500))],
  ['a torn header', (path: string) => writeFileSync(path, readFileSync(path).fill(7, 0, 50))],
  ['a text', (path: string) => writeFileSync(path, '{}')],
])('begins anew when it is opened over %s', (_, damage) => {
  const path = join(makeScratch(), 'test.db')
  fill(path)
  damage(path)
  const found = readFileSync(path)
  const asides: string[] = []
  const database = open(path, (aside) => asides.push(aside))
  expect(database.prepare('SELECT count(*) AS n FROM item').get()?.['n']).toBe(0)
  database.prepare('INSERT INTO item (text) VALUES (?)').run('new')
  database.close()
  expect(asides).toEqual([expect.stringMatching(/test\.db\.damaged-[\dTZ-]+$/)])
  expect(readFileSync(asides[0]!).equals(found)).toBe(true)
  expect(open(path).prepare('SELECT text FROM item').get()?.['text']).toBe('new')
})

it('begins anew when a statement, a transaction or a loop meets the damage', () => {
  const uses: readonly ((database: Database) => unknown)[] = [
    (database) => database.prepare('SELECT sum(length(text)) AS n FROM item').get()?.['n'] ?? 'empty',
    (database) => database.prepare('SELECT * FROM item').all().length,
    (database) => [...database.prepare('SELECT * FROM item').iterate()].length < 2000,
    (database) => database.prepare('UPDATE item SET text = ?').run('x').changes,
    (database) =>
      database.transaction(() => {
        database.prepare('SELECT count(*) FROM item WHERE text = ?').get('x')
        return database.prepare('INSERT INTO item (text) VALUES (?)').run('x').changes
      }),
  ]
  const answers = uses.map((use) => {
    const path = join(makeScratch(), 'test.db')
    fill(path)
    tear(path)
    const asides: string[] = []
    const database = open(path, (aside) => asides.push(aside))
    const answer = use(database)
    expect(asides).toHaveLength(1)
    database.prepare('INSERT INTO item (text) VALUES (?)').run('after')
    return answer
  })
  expect(answers).toEqual(['empty', 0, true, 0, 1])
})

it('begins anew when the file became shorter', () => {
  const path = join(makeScratch(), 'test.db')
  fill(path)
  truncateSync(path, Math.floor(statSync(path).size / 2))
  const asides: string[] = []
  const database = open(path, (aside) => asides.push(aside))
  expect(database.prepare('SELECT * FROM item').all()).toEqual([])
  expect(asides).toHaveLength(1)
})

it('sets the file aside once when two find the damage', () => {
  const path = join(makeScratch(), 'test.db')
  fill(path)
  tear(path)
  const asides: string[] = []
  const both = [open(path, (aside) => asides.push(aside)), open(path, (aside) => asides.push(aside))]
  for (const database of both) database.prepare('SELECT sum(length(text)) AS n FROM item').get()
  expect(asides).toHaveLength(1)
  both[0]!.prepare('INSERT INTO item (text) VALUES (?)').run('shared')
  expect(both[1]!.prepare('SELECT text FROM item').get()?.['text']).toBe('shared')
  expect(readdirSync(join(path, '..')).filter((name) => name.includes('repairing'))).toEqual([])
})

it('goes on when the one who set it aside was killed meanwhile', () => {
  const path = join(makeScratch(), 'test.db')
  writeFileSync(path, 'garbage '.repeat(1000))
  writeFileSync(`${path}.repairing`, '')
  utimesSync(`${path}.repairing`, 1000, 1000)
  expect(open(path).prepare('SELECT count(*) AS n FROM item').get()?.['n']).toBe(0)
})

it('gives up on a disk that damages every file', () => {
  const folder = makeScratch()
  const garbage = join(folder, 'garbage')
  writeFileSync(garbage, 'garbage '.repeat(1000))
  const path = join(folder, 'test.db')
  const opening = (): Database =>
    openSelfHealing({
      path,
      files: nodeFiles,
      nowMs: Date.now,
      onDamaged: () => {},
      open: (file) => {
        copyFileSync(garbage, file)
        const database = openSqlite(file)
        database.close()
        return database
      },
    })
  expect(opening).toThrow(/not a database/)
})
