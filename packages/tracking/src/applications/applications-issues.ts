// Every issue of where applications are kept. Each code has a page.

import { defineIssues, type IssueFactory, type IssueText } from 'throughline'

const templates = {
  'applications/damaged': ({ app, number, reason }: { app: string; number: number; reason: string }): IssueText => ({
    title: `The journal of "${app}" cannot be read after entry ${number - 1}.`,
    details: [`reason: ${reason}`],
    hints: [
      'bring back a copy of it, or fork the application at an earlier step:  open({ fork: { id, at } })',
      'nothing was changed.',
    ],
  }),

  'applications/newer-format': ({ path, found, known }: { path: string; found: number; known: number }): IssueText => ({
    title: `The journal "${path}" was written by a newer Throughline.`,
    details: [`its format: ${found}`, `formats known here: up to ${known}`],
    hints: ['update Throughline. Nothing in it was touched.'],
  }),
}

/** Makes an issue of this room's part for applications. */
export const applicationsIssue: IssueFactory<typeof templates> = defineIssues(templates)
