// The issues of the testing entry. Apart from the others, so that a bundle has only the texts that it can show.

import { defineIssues, type IssueFactory, type IssueText } from '../errors/issue.ts'

const templates = {
  'testing/clock-installed': (): IssueText => ({
    title: 'Another fake clock has already taken the place of the time of the host.',
    hints: ['call  clock.uninstall()  at the end of each test that calls  clock.install()'],
  }),

  'testing/did-not-fail': (): IssueText => ({
    title: 'The run succeeded; a failure was expected.',
  }),

  'testing/golden-differs': ({ count, shown }: { count: number; shown: readonly string[] }): IssueText => ({
    title: `The value differs from the golden one in ${count === 1 ? 'one place' : `${count} places`}.`,
    details: count > shown.length ? [...shown, `and ${count - shown.length} more`] : shown,
    hints: ['numbers that may differ a little need  { tolerance }  or  { relativeTolerance }'],
  }),
}

/** Makes an issue of the testing entry. */
export const testingIssue: IssueFactory<typeof templates> = defineIssues(templates)
