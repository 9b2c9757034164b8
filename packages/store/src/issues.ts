// Every issue of this room: a folder that cannot be used, a disk that fails, damaged bytes. Each code has a page.

import { defineIssues, type IssueFactory, type IssueText } from 'throughline'

/** Something went wrong with a folder or a file below it. */
type AtPath = {
  /** The folder of the store. */
  readonly path: string
}

const templates = {
  'store/newer-format': ({ path, found, known }: AtPath & { found: number; known: number }): IssueText => ({
    title: `The store "${path}" was written by a newer Throughline.`,
    details: [`its format: ${found}`, `formats known here: up to ${known}`],
    hints: ['update Throughline, or use another folder. Nothing in it was touched.'],
  }),

  'store/unreadable-format': ({ path, found }: AtPath & { found: string }): IssueText => ({
    title: `"${path}" does not say which format it has.`,
    details: ['expected: a file format.json with a number', `found: ${found}`],
    hints: ['when the folder is a store, remove it: a new one is made. When it is not, give another folder.'],
  }),

  'store/not-a-folder': ({ path }: AtPath): IssueText => ({
    title: `"${path}" is a file, and a store is a folder.`,
    hints: ['remove or rename the file, or use another folder.'],
  }),

  'store/not-writable': ({ path, reason, readable }: AtPath & { reason: string; readable: boolean }): IssueText => ({
    title: `Nothing can be written to the store "${path}".`,
    details: [`reason: ${reason}`],
    hints: [
      'give yourself the right to write to the folder, or use another one.',
      ...(readable ? ['until then, what is in it is used, and nothing is added.'] : []),
    ],
    severity: 'warning',
  }),

  'store/disk-full': ({ path, reason }: AtPath & { reason: string }): IssueText => ({
    title: `There is no more space for the store "${path}".`,
    details: [`reason: ${reason}`],
    hints: ['make space, or set a smaller limit for the store. Until then nothing is added to it.'],
    severity: 'warning',
  }),

  'store/disk-failed': ({ path, reason }: AtPath & { reason: string }): IssueText => ({
    title: `Reading or writing the store "${path}" failed.`,
    details: [`reason: ${reason}`],
    hints: ['look at the disk and the folder. Until then nothing is added to the store.'],
    severity: 'warning',
  }),

  'store/locked': ({ path, waitedMs }: AtPath & { waitedMs: number }): IssueText => ({
    title: `Another process keeps the store "${path}" locked.`,
    details: [`waited: ${waitedMs / 1000} s`],
    hints: ['look for a process that hangs, or that has the database open in another program.'],
    severity: 'warning',
  }),

  'store/network-share': ({ path, kind }: AtPath & { kind: string }): IssueText => ({
    title: `The store "${path}" is on a network share (${kind}).`,
    details: ['Processes on several machines cannot share its database safely: it needs shared memory.'],
    hints: ['use a folder on a local disk.'],
  }),

  'store/database-damaged': ({ path, aside }: AtPath & { aside: string }): IssueText => ({
    title: `The database of the store "${path}" was damaged, so a new one was begun.`,
    details: [`the damaged one is kept as ${aside}`],
    hints: ['what it held is computed again when needed. Remove the damaged file when you do not want to look at it.'],
    severity: 'warning',
  }),
}

/** Makes an issue of this room. */
export const storeIssue: IssueFactory<typeof templates> = defineIssues(templates)
