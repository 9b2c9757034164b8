// The issues of the testing entry. Apart from the others, so that a bundle has only the texts that it can show.

import { defineIssues, type IssueFactory, type IssueText } from '../errors/issue.ts'

const templates = {
  'testing/clock-installed': (): IssueText => ({
    title: 'Another fake clock has already taken the place of the time of the host.',
    hints: ['call  clock.uninstall()  at the end of each test that calls  clock.install()'],
  }),
}

/** Makes an issue of the testing entry. */
export const testingIssue: IssueFactory<typeof templates> = defineIssues(templates)
