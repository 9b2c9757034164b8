// Every issue of the spool, provoked as it happens, has the text that its page in docs/errors shows.

import { rmSync } from 'node:fs'
import { renderIssue, type Issue } from 'throughline'
import { describe, expect, it } from 'vitest'
import { failingFiles } from '../fixtures/failing-files.ts'
import { makeSpool } from './fixtures/scratch-spool.ts'
import { spoolIssue } from './spool-issues.ts'

const home = 'shop/.throughline'

/** What happens, by the code of what a user then sees. */
const SITUATIONS: Readonly<Record<(typeof spoolIssue.codes)[number], () => readonly Issue[]>> = {
  'spool/not-recorded': () => {
    const { open, told } = makeSpool()
    const files = failingFiles()
    files.fail(['write'], 'ENOSPC')
    const writer = open({ files })
    writer.append({ type: 'run.started' }, { isState: true })
    writer.flush()
    return told
  },
  'spool/removed': () => {
    const { open, told, dir, clock } = makeSpool()
    const writer = open()
    for (let n = 0; n < 8; n++) writer.append({ type: 'log' })
    writer.flush()
    rmSync(dir, { recursive: true })
    clock.advance(2_000)
    writer.append({ type: 'log' })
    writer.flush()
    return told
  },
  'spool/over-limit': () => {
    const { open, told } = makeSpool()
    const writer = open({ limits: { spoolBytes: 1_000_000 } })
    for (let n = 0; n < 30; n++) {
      writer.append({ type: 'log', message: 'x'.repeat(50_000) } as never)
      writer.flush()
    }
    return told
  },
  'spool/states-lost': () => {
    const { open, told } = makeSpool()
    const files = failingFiles()
    files.fail(['write'], 'ENOSPC')
    const writer = open({ files })
    for (let n = 0; n < 12; n++) writer.append({ type: 'step.ended' }, { isState: true })
    writer.close()
    return told
  },
  // Told by who reads; see the tests of shipping for when.
  'spool/damaged': () => [
    spoolIssue('spool/damaged', {
      path: `${home}/spool/5e7c.000001.ndjson`,
      line: 41,
      offset: 10_520,
      reason: 'wrong checksum',
    }),
  ],
  'spool/newer-format': () => [spoolIssue('spool/newer-format', { path: `${home}/spool/5e7c.000001.ndjson` })],
}

function plain(text: string): string {
  // A draft has a name of its own each time.
  const named = text.replaceAll(/(\.gitignore|format\.json)-\d+-[a-z0-9]+\.new/g, '$1')
  return named.replaceAll(/[^\s"']*throughline-store-[^/"']*\/\.throughline/g, home)
}

describe('the error catalogue of the spool', () => {
  it('has a page for every code, and a code for every page', () => {
    expect(spoolIssue.codes).toHavePagesIn('spool')
  })

  it.each(Object.entries(SITUATIONS))('%s reads as its page says', (code, situation) => {
    const issue = situation().find((one) => one.code === code)
    expect(issue).toBeDefined()
    const text = plain(renderIssue(issue!))
    expect(text).toReadAsThePageOf(code)
    expect(plain(issue!.title).length).toBeLessThanOrEqual(110)
  })
})
