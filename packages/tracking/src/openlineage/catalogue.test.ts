// Every issue of telling OpenLineage, provoked as it happens, has the text that its page in docs/errors shows.

import { dataflow, renderIssue, type Issue } from 'throughline'
import { describe, expect, it } from 'vitest'
import { openLineage } from './open-lineage.ts'
import { openLineageIssue } from './open-lineage-issues.ts'

/** What happens, by the code of what a user then sees. */
const SITUATIONS: Readonly<Record<(typeof openLineageIssue.codes)[number], () => Promise<readonly Issue[]>>> = {
  'openlineage/not-sent': async () => {
    const issues: Issue[] = []
    const emit = () => Promise.reject(new Error('connect ECONNREFUSED 127.0.0.1:5000'))
    const hook = openLineage({ project: 'shop', emit, onIssue: (issue) => void issues.push(issue) })
    await dataflow({ total: () => 1 })
      .with({ hooks: [hook] })
      .execute(['total'])
    await hook.settled()
    return issues
  },
}

describe('the error catalogue of OpenLineage', () => {
  it('has a page for every code, and a code for every page', () => {
    expect(openLineageIssue.codes).toHavePagesIn('openlineage')
  })

  it.each(Object.entries(SITUATIONS))('%s reads as its page says', async (code, situation) => {
    const issue = (await situation()).find((one) => one.code === code)
    const text = renderIssue(issue!)
    expect(text).toReadAsThePageOf(code)
  })
})
