// Work in a transaction: a file does it before the call returns, unless the thread is in the middle of another one.

import { join } from 'node:path'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, it, onTestFinished } from 'vitest'
import { openSqliteTables } from './sqlite-tables.ts'
import type { TableDatabase } from './table-database.ts'
import type { Table } from './table.ts'
import { insertNew, merge, rowsOf, type Work, type WorkPlace } from './work.ts'

interface Tables {
  readonly word: { readonly text: string; readonly n: number }
}
const words: Table = { name: 'word', columns: { text: 'text', n: 'integer' }, key: ['text'], isReplaced: true }

function scratch(): readonly [TableDatabase<Tables>, TableDatabase<Tables>] {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-work-'))
  const open = (): TableDatabase<Tables> =>
    openSqliteTables<Tables>(join(folder, 'words.db'), {
      applicationId: 7,
      migrations: [({ text, integer }) => `CREATE TABLE word (text ${text} PRIMARY KEY, n ${integer})`],
    })
  const databases = [open(), open()] as const
  onTestFinished(async () => {
    for (const database of databases) await database.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return databases
}

function* all({ query }: WorkPlace<Tables>): Work<readonly string[]> {
  return (yield* rowsOf(query.selectFrom('word').selectAll().orderBy('text'))).map(({ text, n }) => `${text} ${n}`)
}

function* add(text: string, n: number): Work<readonly boolean[]> {
  return yield* insertNew(words, [{ text, n }])
}

it('is done when the call returns, and gives what it returns', () => {
  const [database] = scratch()
  expect(database.perform(() => add('a', 1))).toEqual([true])
  expect(database.perform(() => add('a', 2))).toEqual([false])
  expect(database.perform(() => merge(words, [{ text: 'a', n: 3 }]))).toBeUndefined()
  expect(database.read(all)).toEqual(['a 3'])
})

it('is undone as a whole when it throws', () => {
  const [database] = scratch()
  const work = function* (): Work<void> {
    yield* add('a', 1)
    throw new Error('stop')
  }
  expect(() => database.perform(work)).toThrow('stop')
  expect(database.read(all)).toEqual([])
})

it('waits for a transaction of its thread on the same file, and sees nothing of one that is undone', async () => {
  const [one, other] = scratch()
  let go = (): void => {}
  const isOpen = new Promise<void>((resolve) => {
    go = resolve
  })
  const done: string[] = []
  const undone = one.transaction(async (transaction) => {
    await transaction.insertNew(words, [{ text: 'undone', n: 0 }])
    go()
    await new Promise((resolve) => setTimeout(resolve, 10))
    done.push('transaction')
    throw new Error('stop')
  })
  const caught = undone.catch((error: unknown) => String(error))
  await isOpen
  const [added, seen, mine] = [other.perform(() => add('b', 2)), one.read(all), one.perform(() => add('c', 3))]
  expect(added).toBeInstanceOf(Promise)
  expect(await seen).not.toContain('undone 0')
  expect(await Promise.all([added, mine])).toEqual([[true], [true]])
  expect(done).toEqual(['transaction'])
  expect(await caught).toBe('Error: stop')
  expect(other.read(all)).toEqual(['b 2', 'c 3'])
  expect(other.perform(() => add('d', 4))).toEqual([true])
})

it('that only reads does not write, at once or later', async () => {
  const [one, other] = scratch()
  expect(() => one.read(() => add('a', 1))).toThrow('only reads')
  let go = (): void => {}
  const isOpen = new Promise<void>((resolve) => {
    go = resolve
  })
  const transaction = other.transaction(async () => {
    go()
    await new Promise((resolve) => setTimeout(resolve, 5))
  })
  await isOpen
  await expect(Promise.resolve(one.read(() => add('a', 1)))).rejects.toThrow('only reads')
  await transaction
  expect(one.read(all)).toEqual([])
})
