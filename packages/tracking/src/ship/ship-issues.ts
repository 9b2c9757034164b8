// Every issue of shipping: a sink that cannot be reached, that refuses, that fails. Each code has a page.

import { defineIssues, type IssueFactory, type IssueText } from 'throughline'

type AtSink = {
  /** Where the events should go. */
  readonly to: string
}

const templates = {
  'ship/failed': ({ to, reason }: AtSink & { reason: string }): IssueText => ({
    title: `The record could not be brought to ${to}.`,
    details: [`reason: ${reason}`, 'It waits in the spool, and is tried again from time to time.'],
    hints: ['nothing is lost. Look at the reason when this does not go away.'],
    severity: 'warning',
  }),

  'ship/unreachable': ({ to, reason, attempts }: AtSink & { reason: string; attempts: number }): IssueText => ({
    title: `${to} cannot be reached.`,
    details: [`reason, after ${attempts} attempts: ${reason}`, 'The record waits in the spool.'],
    hints: ['nothing is lost: it is brought there when the server answers again.'],
    severity: 'warning',
  }),

  'ship/refused': ({ to, status, reason }: AtSink & { status: number; reason: string }): IssueText => ({
    title: `${to} does not take the record: it answers with status ${status}.`,
    details: [...(reason === '' ? [] : [`it says: ${reason}`]), 'The record waits in the spool.'],
    hints: [
      status === 401 || status === 403
        ? 'look at the token: it is wrong, has expired, or may not write.'
        : 'look at the address: it has to be that of a Throughline server.',
    ],
    severity: 'warning',
  }),

  'ship/set-aside': ({
    to,
    status,
    reason,
    writer,
    seq,
  }: AtSink & {
    status: number
    reason: string
    writer: string
    seq: number
  }): IssueText => ({
    title: `${to} refuses an event for good, so it was set aside.`,
    details: [
      `the event: ${seq} of ${writer}`,
      `it answers with status ${status}${reason === '' ? '' : `: ${reason}`}`,
      'The events after it are shipped.',
    ],
    hints: [
      'it is kept in the folder spool/set-aside of the store. A server that is older than what writes may be the reason.',
    ],
    severity: 'warning',
  }),
}

/** Makes an issue of shipping. */
export const shipIssue: IssueFactory<typeof templates> = defineIssues(templates)
