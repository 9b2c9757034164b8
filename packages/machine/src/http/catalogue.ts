// The issues of applications that are served over HTTP. Each code has a page.

import { defineIssues, type IssueFactory, type IssueText } from 'throughline'
import { listed } from 'throughline/insides'

const templates = {
  'http/bad-setup': ({ name, expected }: { name: string; expected: string }): IssueText => ({
    title: `serveApplications: "${name}" does not fit; expected ${expected}.`,
  }),
  'http/same-machine': ({ names, machine }: { names: readonly string[]; machine: string }): IssueText => ({
    title: `The machines ${listed(names)} are both called "${machine}", so that their applications cannot be told apart.`,
    hints: [`give each a name of its own:  machine({ ... }).named('${names.at(-1) ?? ''}')`],
  }),
  'http/not-found': (): IssueText => ({
    title: 'There is nothing at this address.',
    hints: ['the addresses are in openapi.json'],
  }),
  'http/no-application': ({ app }: { app: string }): IssueText => ({
    title: `There is no application "${app}".`,
  }),
  'http/method-not-allowed': ({ method, allowed }: { method: string; allowed: readonly string[] }): IssueText => ({
    title: `${method} is not possible here.`,
    details: [`possible: ${allowed.join(', ')}`],
  }),
  'http/refused': (): IssueText => ({
    title: 'This is not allowed.',
  }),
  'http/edits-refused': ({ names }: { names: readonly string[] }): IssueText => ({
    title: `The state and the position cannot be changed from outside: ${listed(names)}.`,
    hints: ['whoever serves the machine allows it with  edits: true'],
  }),
  'http/not-json': ({ found }: { found: string }): IssueText => ({
    title: `The body is ${found}; expected application/json.`,
  }),
  'http/bad-json': (): IssueText => ({
    title: 'The body is not JSON.',
  }),
  'http/body-too-large': ({ mostBytes }: { mostBytes: number }): IssueText => ({
    title: `The body is larger than ${mostBytes} bytes.`,
  }),
  'http/bad-request': ({ findings }: { findings: readonly string[] }): IssueText => ({
    title: 'The request does not say what is possible here.',
    details: findings,
  }),
  'http/held': ({ app }: { app: string }): IssueText => ({
    title: `"${app}" is being run by another process.`,
    hints: ['try again when it is done'],
  }),
  'http/failed': (): IssueText => ({
    title: 'The server could not do this.',
  }),
  'http/closed': (): IssueText => ({
    title: 'The server is being stopped.',
    hints: ['try again in a moment'],
  }),
}

/** Makes an issue of applications that are served. */
export const httpIssue: IssueFactory<typeof templates> = defineIssues(templates)
