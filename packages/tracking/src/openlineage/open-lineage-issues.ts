// Every issue of telling OpenLineage. Each code has a page.

import { defineIssues, type IssueFactory, type IssueText } from 'throughline'

const templates = {
  'openlineage/not-sent': ({ reason }: { reason: string }): IssueText => ({
    title: 'An event of OpenLineage could not be sent.',
    details: [`reason: ${reason}`, 'The run goes on; later events are sent, and further failures are not told.'],
    hints: ['look whether the receiver can be reached, and at what  emit  does with its answer.'],
    severity: 'warning',
  }),
}

/** Makes an issue of telling OpenLineage. */
export const openLineageIssue: IssueFactory<typeof templates> = defineIssues(templates)
