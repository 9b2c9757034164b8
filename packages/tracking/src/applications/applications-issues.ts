// Every issue of where applications are kept. Each code has a page.

import { defineIssues, isThroughlineError, type Issue, type IssueFactory, type IssueText } from 'throughline'

type Damage = {
  /** Unknown when not even that can be read. */
  readonly app?: string
  /** Absent in a database. */
  readonly file?: string
  /** Of the first entry that cannot be read. */
  readonly number: number
  /** Number of the last step before it; absent when there is none. */
  readonly step?: number
  readonly reason: string
}

const templates = {
  'applications/damaged': ({ app, file, number, step, reason }: Damage): IssueText => ({
    title:
      app === undefined
        ? `The journal "${file}" cannot be read, and not even whose it is.`
        : number === 1
          ? `The journal of "${app}" cannot be read: its beginning is damaged.`
          : `The journal of "${app}" cannot be read after entry ${number - 1}.`,
    details: [`reason: ${reason}`, ...(file === undefined || app === undefined ? [] : [`file: ${file}`])],
    hints: [
      ...(app === undefined || step === undefined
        ? ['bring back a copy of it, or remove it.']
        : [
            `bring back a copy of it, or fork it after the last sound step:  open({ fork: { id: '${app}', at: ${step} } })`,
          ]),
      'nothing was changed.',
    ],
  }),

  'applications/not-told': ({ app, reason }: { app: string; reason: string }): IssueText => ({
    severity: 'warning',
    title: `The record does not say all of "${app}" yet.`,
    details: [`reason: ${reason}`],
    hints: ['the application goes on: its steps are in its journal, and are told when they can be.'],
  }),

  'applications/newer-format': ({ path, found, known }: { path: string; found: number; known: number }): IssueText => ({
    title: `The journal "${path}" was written by a newer Throughline.`,
    details: [`its format: ${found}`, `formats known here: up to ${known}`],
    hints: ['update Throughline. Nothing in it was touched.'],
  }),
}

/** Makes an issue of this room's part for applications. */
export const applicationsIssue: IssueFactory<typeof templates> = defineIssues(templates)

/** The record could not be told of an application. */
export function notToldIssue(app: string, error: unknown): Issue {
  const [issue] = isThroughlineError(error) ? error.issues : []
  const reason = issue?.title ?? (error instanceof Error ? error.message : String(error))
  return applicationsIssue('applications/not-told', { app, reason })
}
