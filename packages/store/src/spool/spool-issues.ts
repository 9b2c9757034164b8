// Every issue of the spool: what cannot be written, and what cannot be read again. Each code has a page.

import { defineIssues, type IssueFactory, type IssueText } from 'throughline'

type InFolder = {
  /** The folder of the spool. */
  readonly path: string
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6).toLocaleString('en-US')} MB`

const templates = {
  'spool/not-recorded': ({
    path,
    reason,
    waitingBytes,
  }: InFolder & { reason: string; waitingBytes: number }): IssueText => ({
    title: `What runs cannot be recorded in "${path}" now.`,
    details: [
      `reason: ${reason}`,
      `The run goes on. Up to ${megabytes(waitingBytes)} of what happens wait in memory, and are written when it works again.`,
    ],
    hints: ['make space on the disk, or give yourself the right to write to the folder.'],
    severity: 'warning',
  }),

  'spool/removed': ({ path, fromSeq, toSeq }: InFolder & { fromSeq: number; toSeq: number }): IssueText => ({
    title: `A file of the record was removed from "${path}" while it was written.`,
    details: [`events ${fromSeq} to ${toSeq} of this writer were in it`, 'The record goes on in a new file.'],
    hints: ['wait until a run has ended before you remove the folder of the store.'],
    severity: 'warning',
  }),

  'spool/over-limit': ({ path, limitBytes }: InFolder & { limitBytes: number }): IssueText => ({
    title: `The spool "${path}" has reached its limit of ${megabytes(limitBytes)}.`,
    details: ['Logs, metrics, progress and summaries are not recorded now. What ran, and how it ended, is.'],
    hints: ['bring what waits into the store, or allow more.'],
    severity: 'warning',
  }),

  'spool/states-lost': ({ path, count }: InFolder & { count: number }): IssueText => ({
    title: `${count} ${count === 1 ? 'event' : 'events'} could not be recorded in "${path}", and ${count === 1 ? 'is' : 'are'} lost.`,
    details: ['The folder could not be written until the end, or for longer than memory lasts.'],
    hints: ['the results of the run are not touched by this. Run it again when its record matters.'],
    severity: 'warning',
  }),

  'spool/damaged': ({
    path,
    line,
    offset,
    reason,
  }: {
    /** The file of the segment. */
    readonly path: string
    /** From 1. */
    readonly line: number
    readonly offset: number
    readonly reason: string
  }): IssueText => ({
    title: `A line of the record in "${path}" is damaged.`,
    details: [`line ${line}, from byte ${offset}: ${reason}`, 'The lines after it are read.'],
    hints: ['the event in it is lost. Look at the disk when this happens again.'],
    severity: 'warning',
  }),

  'spool/newer-format': ({ path }: { readonly path: string }): IssueText => ({
    title: `"${path}" was written by a newer Throughline.`,
    details: ['It is not read, and was not touched.'],
    hints: ['update Throughline.'],
    severity: 'warning',
  }),
}

/** Makes an issue of the spool. */
export const spoolIssue: IssueFactory<typeof templates> = defineIssues(templates)
