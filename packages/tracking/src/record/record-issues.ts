// Every issue of a record: an address, a database that cannot be used, a file that is none of ours. Each code has a page.

import { defineIssues, type IssueFactory, type IssueText } from 'throughline'

type OfRecord = {
  /** The address without a password. */
  readonly url: string
}

const templates = {
  'record/bad-url': ({ found }: { found: string }): IssueText => ({
    title: `"${found}" is not the address of a record.`,
    hints: ['write  sqlite:path/to/store.db  or  postgres://user@host/database'],
  }),

  'record/newer': ({ url, found, known }: OfRecord & { found: number; known: number }): IssueText => ({
    title: `The record ${url} was written by a newer Throughline.`,
    details: [`version of its tables: ${found}`, `versions known here: up to ${known}`],
    hints: ['update Throughline, or use another record. Nothing in it was touched.'],
  }),

  'record/not-a-record': ({ url }: OfRecord): IssueText => ({
    title: `${url} is a database of something else.`,
    hints: ['give another file: one that is not there yet is made. Nothing in it was touched.'],
  }),

  'record/missing': ({ url }: OfRecord): IssueText => ({
    title: `There is no record ${url}.`,
    hints: ['run a flow: it is recorded. Or give the address of another record.'],
  }),

  'record/damaged': ({ url, reason }: OfRecord & { reason: string }): IssueText => ({
    title: `The record ${url} is damaged.`,
    details: [`reason: ${reason}`],
    hints: [
      'move the file away, or bring back a copy of it: what is still in the spool is recorded again.',
      'keep the damaged file: SQLite can recover a part of it (the command .recover of its shell).',
    ],
  }),

  'record/unreachable': ({ url, reason }: OfRecord & { reason: string }): IssueText => ({
    title: `The database ${url} cannot be reached.`,
    details: [`reason: ${reason}`],
    hints: ['look whether the server runs, and whether address, user and password are right.'],
  }),

  'record/refused': ({ url, reason }: OfRecord & { reason: string }): IssueText => ({
    title: `The database ${url} refuses to do what the record needs.`,
    details: [`reason: ${reason}`],
    hints: ['look at the rights of the user, at the space on the disk of the server, and at its log.'],
  }),

  'record/bad-line': ({ line, reason }: { line: number; reason: string }): IssueText => ({
    title: `Line ${line} of what is imported is no event: ${reason}.`,
    details: ['The lines before it may have been imported; importing them again changes nothing.'],
    hints: ['import a file as  throughline runs export  writes it, unchanged.'],
  }),
}

/** Makes an issue of a record. */
export const recordIssue: IssueFactory<typeof templates> = defineIssues(templates)
