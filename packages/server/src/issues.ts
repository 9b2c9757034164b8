// Every issue of the server: how it may be started, who may ask, what is asked wrongly. Each code has a page.

import { alternatives, defineIssues, nearest, type IssueFactory, type IssueText } from 'throughline'

function closeTo(name: string, known: readonly string[]): string[] {
  const close = nearest(name, known)
  return close.length > 0 ? [`did you mean ${alternatives(close)}?`] : []
}

const templates = {
  'server/needs-token': ({ host }: { host: string }): IssueText => ({
    title: `On ${host} others can reach the server, and no token is configured.`,
    details: ['It shows what was recorded, and starts runs of your code.'],
    hints: ['give a token of 20 characters and more, or listen on 127.0.0.1.'],
  }),

  'server/weak-token': ({ length, least }: { length: number; least: number }): IssueText => ({
    title: `A token has ${length} characters; expected ${least} and more.`,
    hints: ['make one with  openssl rand -hex 32'],
  }),

  'server/port-taken': ({ host, port }: { host: string; port: number }): IssueText => ({
    title: `Port ${port} of ${host} is taken by another program.`,
    hints: ['name another port, or none: then the next free one is taken.'],
  }),

  'server/cannot-listen': ({ host, reason }: { host: string; reason: string }): IssueText => ({
    title: `The server cannot listen on ${host}.`,
    details: [`reason: ${reason}`],
    hints: ['name an address of this machine; 127.0.0.1 is reached from this machine alone.'],
  }),

  'server/no-pages': ({ folder }: { folder: string }): IssueText => ({
    title: 'The pages are not built.',
    details: [`looked in: ${folder}`],
    hints: ['in the repository of Throughline:  npm run build. The API answers without them.'],
    severity: 'warning',
  }),

  'server/other-host': ({ found }: { found: string }): IssueText => ({
    title: `This server is not called "${found}".`,
    details: ['A page elsewhere may have had this name lead here, so nothing is answered.'],
    hints: ['open the address that the server printed, or name this one when it is started.'],
  }),

  'server/other-origin': ({ found }: { found: string }): IssueText => ({
    title: `A page of ${found} may not ask this server.`,
    hints: ['programs that are no pages ask with the header  Authorization: Bearer <token>'],
  }),

  'server/not-signed-in': (): IssueText => ({
    title: 'The server does not know who asks.',
    hints: [
      'open the address with the token that the server printed when it was started.',
      'programs send the header  Authorization: Bearer <token>',
    ],
  }),

  'server/wrong-token': (): IssueText => ({
    title: 'The token is not one of this server.',
    details: ['Unless tokens are configured, each start makes a new one.'],
    hints: ['open the address that the server printed when it was started.'],
  }),

  'server/no-such-address': ({ method, path }: { method: string; path: string }): IssueText => ({
    title: `There is nothing at  ${method} ${path}.`,
    hints: ['the addresses of the API are listed at  /api/docs'],
  }),

  'server/bad-request': ({ where, expected }: { where: string; expected: string }): IssueText => ({
    title: `"${where}" of the request cannot be used.`,
    details: [`expected: ${expected}`],
    hints: ['what an address takes is said at  /api/docs'],
  }),

  'server/not-json': (): IssueText => ({
    title: 'The body of the request is no JSON.',
    hints: ['send JSON with the header  content-type: application/json'],
  }),

  'server/too-large': ({ most }: { most: number }): IssueText => ({
    title: `The body of the request has more than ${most} bytes.`,
    hints: ['give large inputs as a file:  name=@path'],
  }),

  'server/too-many-streams': ({ most }: { most: number }): IssueText => ({
    title: `The server tells ${most} listeners what changes already, and takes no more.`,
    hints: ['close pages that nobody looks at.'],
  }),

  'server/closing': (): IssueText => ({
    title: 'The server is being stopped.',
    hints: ['ask again when it was started anew.'],
  }),

  'server/unknown-run': ({ run }: { run: string }): IssueText => ({
    title: `The record has no run "${run}".`,
    hints: ['it may have been removed, or its record not have come here yet.'],
  }),

  'server/unknown-step': ({
    node,
    run,
    known,
  }: {
    node: string
    run: string
    known: readonly string[]
  }): IssueText => ({
    title: `"${node}" was no part of the run ${run}.`,
    hints: (() => {
      const close = nearest(node, known)
      return close.length > 0 ? [`did you mean ${alternatives(close)}?`] : []
    })(),
  }),

  'server/unknown-version': ({ version }: { version: string }): IssueText => ({
    title: `The record does not know what "${version}" was.`,
    hints: ['versions are told by the runs that use them; that of a removed run stays only when others use it.'],
  }),

  'server/no-earlier-run': ({ run, flow }: { run: string; flow: string }): IssueText => ({
    title: `There is no run of "${flow}" before ${run}.`,
    hints: ['name the run to compare with.'],
  }),

  'server/unknown-blob': ({ blob }: { blob: string }): IssueText => ({
    title: `There are no bytes "${blob}" here.`,
    hints: ['they were removed, or they are kept by another machine.'],
  }),

  'server/bad-search': ({
    query,
    at,
    reason,
    expected,
  }: {
    query: string
    at: number
    reason: string
    expected?: string
  }): IssueText => ({
    title: `The search cannot be read: ${reason}.`,
    details: [query, `${' '.repeat(at)}^`, ...(expected === undefined ? [] : [`expected: ${expected}`])],
    hints: ['for example:  status:failed flow:births tag:team=a since:2d >5s'],
  }),

  'server/unknown-flow': ({ flow, known }: { flow: string; known: readonly string[] }): IssueText => ({
    title: `The project has no flow "${flow}".`,
    hints: closeTo(flow, known),
  }),

  'server/unknown-node': ({
    node,
    flow,
    known,
  }: {
    node: string
    flow: string
    known: readonly string[]
  }): IssueText => ({
    title: `The flow "${flow}" has no node "${node}".`,
    hints: closeTo(node, known),
  }),

  'server/unknown-machine': ({ machine, known }: { machine: string; known: readonly string[] }): IssueText => ({
    title: `The project has no machine "${machine}".`,
    hints: closeTo(machine, known),
  }),

  'server/too-many-runs': ({ most }: { most: number }): IssueText => ({
    title: `${most} runs that were started here have not ended yet, and no more are started.`,
    hints: ['wait for one of them, or cancel it.'],
  }),

  'server/foreign-file': ({ path }: { path: string }): IssueText => ({
    title: `"${path}" is not in the folder of the project.`,
    details: ['Runs that are started here read no other files.'],
    hints: ['copy it there, or run the flow with  throughline run'],
  }),

  'server/not-recorded': ({ file }: { file: string }): IssueText => ({
    title: 'The project does not record its runs, so a run that is started here could not be seen.',
    hints: [`in ${file}, leave out  tracking: false`],
  }),

  'server/left-out': ({ run, names }: { run: string; names: readonly string[] }): IssueText => ({
    title: `The record does not hold all that the run ${run} was given.`,
    details: [`missing: ${names.join(', ')}`],
    hints: ['give these values anew; secrets are not kept.'],
  }),

  'server/cannot-cancel': ({ run }: { run: string }): IssueText => ({
    title: `The run ${run} cannot be cancelled here.`,
    details: ['It was not started by this server, or it has ended.'],
    hints: ['a run of  throughline run  is stopped by Ctrl-C where it was started.'],
  }),

  'server/other-record': ({ shown }: { shown: string }): IssueText => ({
    title: 'The project names another record than the one that is shown.',
    details: [`shown: ${shown}`],
    hints: ['start  throughline dev  again.'],
    severity: 'warning',
  }),

  'server/unknown-application': ({ app }: { app: string }): IssueText => ({
    title: `There is no application "${app}".`,
    hints: ['it may have been removed, or be kept in another place than was asked for.'],
  }),

  'server/unknown-application-step': ({ app, at }: { app: string; at: number }): IssueText => ({
    title: `The application "${app}" has no step ${at}.`,
  }),

  'server/failed': (): IssueText => ({
    title: 'The server could not do this.',
    hints: ['what happened stands in the output of the server.'],
  }),
}

/** Makes an issue of the server. */
export const serverIssue: IssueFactory<typeof templates> = defineIssues(templates)
