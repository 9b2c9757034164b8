// Every issue of where applications are kept, provoked as a user would, has the text that its page in docs/errors shows.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { toEventLine } from '@throughline/store'
import type { Persister } from '@throughline/machine'
import { isThroughlineError, renderIssue, type Issue } from 'throughline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { applicationsIssue } from './applications-issues.ts'
import { filePersister } from './file-persister.ts'
import { damageRow } from './fixtures/damage.ts'
import { fakeTime } from './fixtures/fake-time.ts'
import { makeScratch } from './fixtures/scratch.ts'
import { journalOf } from './fixtures/of-machines.ts'
import { sqlitePersister } from './sqlite-persister.ts'

type Code = (typeof applicationsIssue.codes)[number]

/** What becomes of the file of an application, by the code of what is then seen. */
const SITUATIONS: Readonly<Record<Exclude<Code, 'applications/not-told'>, (text: string) => string>> = {
  'applications/damaged': (text) => text.replace('"sequence":2', '"sequence":7'),
  'applications/newer-format': () =>
    `${toEventLine({ v: 1, writer: '', seq: 1, atMs: 0, type: '', journal: 2, app: 'user-42' })}\n`,
}

async function issueOf(persister: Persister): Promise<Issue | undefined> {
  try {
    await persister.load('user-42')
  } catch (error) {
    if (isThroughlineError(error)) return error.issues[0]
    throw error
  }
  return undefined
}

describe('the error catalogue of applications', () => {
  it('has a page for every code, and a code for every page', () => {
    expect(applicationsIssue.codes).toHavePagesIn('applications')
  })

  it.each(Object.entries(SITUATIONS))('%s reads as its page says', async (code, situation) => {
    const dir = `${makeScratch()}/.throughline`
    const persister = filePersister({ dir })
    onTestFinished(() => persister.close?.())
    for (const [index, entry] of journalOf(2).entries()) await persister.append('user-42', index, [entry])
    const folder = join(dir, 'applications')
    const path = join(
      folder,
      readdirSync(folder).find((name) => name.endsWith('.ndjson'))!,
    )
    writeFileSync(path, situation(readFileSync(path, 'utf8')))
    const issue = await issueOf(persister)
    expect(issue?.code).toBe(code)
    const text = renderIssue(issue!).replaceAll(path, 'support/.throughline/applications/5e0c.journal.ndjson')
    expect(text).toReadAsThePageOf(code)
    expect(text.split('\n')[1]!.length).toBeLessThanOrEqual(110)
  })

  it('applications/not-told reads as its page says', async () => {
    const dir = `${makeScratch()}/.throughline`
    const told: Issue[] = []
    const [time, record] = [fakeTime(), { onIssue: (issue: Issue) => void told.push(issue) }]
    const persister = sqlitePersister({ dir, record, time })
    onTestFinished(() => persister.close?.())
    await persister.append('user-42', 0, journalOf(20))
    await damageRow(`sqlite:${dir}/store.db`, 'user-42', 7)
    await time.advance(250)
    expect(told.map(({ code, severity }) => [code, severity])).toEqual([['applications/not-told', 'warning']])
    expect(renderIssue(told[0]!)).toReadAsThePageOf('applications/not-told')
  })
})
