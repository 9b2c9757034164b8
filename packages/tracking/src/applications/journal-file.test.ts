// A journal in a file, torn or damaged: what is read of it, and what is said. What was reported stays.

import { linkSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { foldJournal, type JournalEntry } from '@throughline/machine'
import { hasIssue } from 'throughline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { filePersister } from './file-persister.ts'
import { damageLine, journalsIn } from './fixtures/damage.ts'
import { errorOf } from './fixtures/error-of.ts'
import { committed, journalOf, opened } from './fixtures/of-machines.ts'
import { makeScratch } from './fixtures/scratch.ts'
import { nodeJournalFiles, type JournalFiles } from './journal-files.ts'

interface Change {
  readonly how: string
  readonly change: (text: string) => string
  /** Of the first entry that cannot be read. */
  readonly number: number
  readonly reason: string
  /** What a list still knows. */
  readonly app?: string
  readonly sequence?: number
}

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
    for (let size = sizes[0]!; size < whole.byteLength; size += 7) {
      writeFileSync(path!, whole)
      truncateSync(path!, size)
      const complete = sizes.filter((end) => end <= size).length
      expect((await persister.entries('a')).map(({ entry }) => entry)).toStrictEqual(journal.slice(0, complete))
      expect((await persister.load('a'))?.number).toBe(complete)
      expect(await persister.list()).toMatchObject({ applications: [{ app: 'a' }] })
      for (let number = complete; number < journal.length; number++)
        await persister.append('a', number, [journal[number]!])
      expect(read()).toEqual(whole)
    }
  })

  it('is there with its first entry or not at all, whenever the process is killed', async () => {
    const dir = `${makeScratch()}/.throughline`
    const folder = join(dir, 'applications')
    const states: (readonly string[])[] = []
    const files: JournalFiles = {
      ...nodeJournalFiles,
      create: (path, bytes, options) => {
        nodeJournalFiles.create(path, bytes, options)
        states.push(readdirSync(folder).filter((name) => !name.startsWith('lock')))
        expect(readFileSync(path)).toEqual(Buffer.from(bytes))
        expect(() => nodeJournalFiles.create(path, Buffer.from('other'), options)).toThrow('EEXIST')
        expect(readFileSync(path)).toEqual(Buffer.from(bytes))
      },
    }
    const persister = filePersister({ dir, files })
    onTestFinished(() => persister.close?.())
    await persister.append('a', 0, journalOf(1))
    expect(states).toEqual([[expect.stringMatching(/\.journal\.ndjson$/)]])
    // A process that was killed between the two names of a file left both.
    linkSync(journalsIn(dir)[0]!, join(folder, 'new-journal.tmp'))
    await persister.append('b', 0, journalOf(2))
    expect((await persister.list()).applications).toMatchObject([{ sequence: 2 }, { sequence: 1 }])
    expect(await persister.entries('a')).toHaveLength(2)
    expect(readdirSync(folder)).not.toContain('new-journal.tmp')
  })

  const CHANGES: readonly Change[] = [
    { how: 'emptied', change: () => '', number: 1, reason: 'the file is empty' },
    { how: 'cut off in its first line', change: (text) => text.slice(0, 50), number: 1, reason: 'first line' },
    {
      how: 'cut off in its first entry',
      change: (text) => text.slice(0, text.indexOf('\n') + 50),
      number: 1,
      reason: 'cut off',
      app: 'a',
    },
    {
      how: 'garbled in its first line',
      change: (text) => text.replace('"machine"', '"mashine"'),
      number: 1,
      reason: 'first line',
    },
    {
      how: 'garbled in its last line',
      change: (text) => text.replace('"sequence":3', '"sequence":9'),
      number: 4,
      reason: 'line is not what was written',
      app: 'a',
      sequence: 2,
    },
  ]

  it.each(CHANGES)(
    'that was $how is said to be damaged, and hides no other one',
    async ({ change, number, reason, app, sequence }) => {
      const dir = `${makeScratch()}/.throughline`
      const [writer, persister] = [filePersister({ dir }), filePersister({ dir })]
      onTestFinished(() => writer.close?.())
      onTestFinished(() => persister.close?.())
      for (const [index, entry] of journalOf(3).entries()) await writer.append('a', index, [entry])
      const [path] = journalsIn(dir)
      await writer.append('b', 0, journalOf(1))
      const text = change(readFileSync(path!, 'utf8'))
      writeFileSync(path!, text)
      const facts = { app: 'a', file: path, number, reason: expect.stringContaining(reason) as string }
      const opens = (): unknown => persister.append('a', 0, [opened()])
      for (const call of [() => persister.load('a'), () => persister.entries('a'), opens])
        expect(await errorOf(call)).toMatchObject({ issues: [{ code: 'applications/damaged', facts }] })
      const { applications, unreadable } = await persister.list()
      expect(applications).toMatchObject([{ app: 'b' }])
      expect(unreadable).toMatchObject([{ issue: { code: 'applications/damaged' } }])
      expect([unreadable![0]!.app, unreadable![0]!.facts?.sequence]).toEqual([app, sequence])
      expect((await persister.list({ machine: 'another' })).unreadable?.length).toBe(
        sequence === undefined ? 1 : undefined,
      )
      expect((await persister.list({ status: 'stuck' })).unreadable).toHaveLength(1)
      expect(readFileSync(path!, 'utf8')).toBe(text)
      expect(await persister.remove('a')).toBe(true)
      expect((await persister.list()).unreadable).toBeUndefined()
    },
  )

  it('that is damaged behind a snapshot names the entry, counted from the first one', async () => {
    const dir = `${makeScratch()}/.throughline`
    const persister = filePersister({ dir })
    onTestFinished(() => persister.close?.())
    const journal = journalOf(3)
    const snapshot: JournalEntry = { type: 'snapshot', atMs: 1, sequence: 2, head: foldJournal(journal.slice(0, 3))! }
    for (const [index, entry] of journal.toSpliced(3, 0, snapshot).entries())
      await persister.append('a', index, [entry])
    damageLine(dir, 'a', 4)
    const error = await errorOf(() => persister.load('a'))
    expect(error).toMatchObject({ issues: [{ facts: { app: 'a', number: 4, step: 2 } }] })
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
