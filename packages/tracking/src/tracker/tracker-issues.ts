// Every issue of the tracker. Each code has a page.

import { defineIssues, type IssueFactory, type IssueText } from 'throughline'

const templates = {
  'tracking/tracker-failed': ({ project, reason }: { project: string; reason: string }): IssueText => ({
    title: `The record of "${project}" has a gap: the tracker failed.`,
    details: [`reason: ${reason}`, 'The run itself goes on as if there were no tracker.'],
    hints: ['a code version, a git state or a lock file that was given to the tracker may have thrown.'],
    severity: 'warning',
  }),
}

/** Makes an issue of the tracker. */
export const trackingIssue: IssueFactory<typeof templates> = defineIssues(templates)
