// The issues of the hooks that ship. Apart from the others, so that a bundle has only the texts that it can show.

import { defineIssues, type IssueFactory, type IssueText } from '../errors/issue.ts'

const templates = {
  'hook/bad-option': ({
    hook,
    name,
    found,
    expected,
  }: {
    hook: string
    name: string
    /** A description: options of hooks may be secrets. */
    found: string
    expected: string
  }): IssueText => ({
    title: `${hook}: "${name}" is ${found}; expected ${expected}.`,
  }),

  'hook/frozen': ({ type, method }: { type: string; method: string }): IssueText => ({
    title: `"${method}" would change a ${type} that other nodes see too.`,
    hints: [
      `make a new one:  new ${type}(old)`,
      'the hook deepFreeze forbids changes; without it they would go unseen',
    ],
  }),

  'hook/webhook-refused': ({ host, status }: { host: string; status: number }): IssueText => ({
    title: `The webhook at ${host} answered with status ${status}.`,
  }),

  'hook/webhook-timeout': ({ host, timeoutMs }: { host: string; timeoutMs: number }): IssueText => ({
    title: `The webhook at ${host} did not answer within ${timeoutMs} ms.`,
    hints: ['if it needs longer, say so with  webhook({ timeoutMs })'],
  }),
}

/** Makes an issue of a hook. */
export const hookIssue: IssueFactory<typeof templates> = defineIssues(templates)
