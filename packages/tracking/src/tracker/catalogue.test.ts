// Every issue of the tracker, provoked as it happens, has the text that its page in docs/errors shows.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { renderIssue, type Issue } from 'throughline'
import { describe, expect, it } from 'vitest'
import { tracked } from './fixtures/tracked.ts'
import { trackingIssue } from './tracker-issues.ts'

const DOCS = new URL('../../../../docs/errors/', import.meta.url)

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
    const pages = readdirSync(new URL('tracking/', DOCS)).map((file) => `tracking/${file.replace(/\.md$/, '')}`)
    expect(pages.sort()).toEqual([...trackingIssue.codes].sort())
  })

  it.each(Object.entries(SITUATIONS))('%s reads as its page says', async (code, situation) => {
    const issue = (await situation()).find((one) => one.code === code)
    expect(issue).toBeDefined()
    const text = renderIssue(issue!)
    const url = new URL(`${code}.md`, DOCS)
    const block = /```text\n([^]*?)\n?```/
    if (process.env['THROUGHLINE_UPDATE_DOCS']) {
      const page = readFileSync(url, 'utf8')
      writeFileSync(
        url,
        page.replace(block, () => `\`\`\`text\n${text}\n\`\`\``),
      )
    }
    const page = readFileSync(url, 'utf8')
    expect(block.exec(page)?.[1]).toBe(text)
    expect(page.startsWith(`# ${code}\n`)).toBe(true)
    expect(issue!.title.length).toBeLessThanOrEqual(110)
  })
})
