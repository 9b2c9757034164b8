// Every issue of where applications are kept, provoked as a user would, has the text that its page in docs/errors shows.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { toEventLine } from '@throughline/store'
import type { Persister } from '@throughline/machine'
import { isThroughlineError, renderIssue, type Issue } from 'throughline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { applicationsIssue } from './applications-issues.ts'
import { filePersister } from './file-persister.ts'
import { makeScratch } from './fixtures/scratch.ts'
import { journalOf } from './fixtures/of-machines.ts'

/** What becomes of the file of an application, by the code of what is then seen. */
const SITUATIONS: Readonly<Record<(typeof applicationsIssue.codes)[number], (text: string) => string>> = {
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
})
