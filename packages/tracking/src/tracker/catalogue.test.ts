// Every issue of the tracker, provoked as it happens, has the text that its page in docs/errors shows.

import { renderIssue, type Issue } from 'throughline'
import { describe, expect, it } from 'vitest'
import { tracked } from './fixtures/tracked.ts'
import { trackingIssue } from './tracker-issues.ts'

/** What happens, by the code of what a user then sees. */
const SITUATIONS: Readonly<Record<(typeof trackingIssue.codes)[number], () => Promise<readonly Issue[]>>> = {
  'tracking/tracker-failed': async () => {
    const issues: Issue[] = []
    const git = () => {
      throw new Error('spawn git ENOENT')
    }
    const run = tracked({ total: () => 1 }, { git, onIssue: (issue) => void issues.push(issue) })
    await run.run(['total'])
    return issues
  },
}

describe('the error catalogue of the tracker', () => {
  it('has a page for every code, and a code for every page', () => {
    expect(trackingIssue.codes).toHavePagesIn('tracking')
  })

  it.each(Object.entries(SITUATIONS))('%s reads as its page says', async (code, situation) => {
    const issue = (await situation()).find((one) => one.code === code)
    expect(issue).toBeDefined()
    const text = renderIssue(issue!)
    expect(text).toReadAsThePageOf(code)
    expect(issue!.title.length).toBeLessThanOrEqual(110)
  })
})
