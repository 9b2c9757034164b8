// What can be wrong with an address on the web.

import type { IssueText } from 'throughline'

export type HttpTemplates = {
  'io/http-status': (facts: { name: string; method: string; status: number; reason: string }) => IssueText
  'io/http-timeout': (facts: { name: string; timeoutMs: number }) => IssueText
  'io/http-cut': (facts: { name: string; sizeBytes: number; expectedBytes: number | undefined }) => IssueText
  'io/http-redirect': (facts: { name: string; found: string }) => IssueText
}

export const httpTemplates: HttpTemplates = {
  'io/http-status': ({ name, method, status, reason }) => ({
    title: `${name} answered ${method} with ${status}${reason === '' ? '' : ` ${reason}`}.`,
    hints: [statusHint(status)],
  }),

  'io/http-timeout': ({ name, timeoutMs }) => ({
    title: `${name} has said nothing for ${timeoutMs} ms.`,
    hints: ['it may pass: put retry(...) around it; if it takes its time, say so:  { timeoutMs: ... }'],
  }),

  'io/http-cut': ({ name, sizeBytes, expectedBytes }) => ({
    title: `The answer of ${name} was cut off.`,
    details: [
      expectedBytes === undefined
        ? `${sizeBytes} bytes came`
        : `${sizeBytes} bytes came, ${expectedBytes} were announced`,
    ],
    hints: ['it may pass: put retry(...) around it.'],
  }),

  'io/http-redirect': ({ name, found }) => ({
    title: `${name} sends elsewhere.`,
    details: [`It was not followed ${found}.`],
    hints: ['name the address that is meant.'],
  }),
}

function statusHint(status: number): string {
  if (status === 401 || status === 403) return 'are the headers right that say who asks? Their values are never shown.'
  if (status === 404 || status === 410) return 'look at the address.'
  if (status === 405 || status === 501) return 'the server does not allow this at this address.'
  if (status === 413) return 'the server does not take that much.'
  if (status === 429 || status >= 500) return 'it may pass: put retry(...) around it.'
  return 'the server says no; what its answer holds is not shown, as it may be secret.'
}
