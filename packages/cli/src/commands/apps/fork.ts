// throughline apps fork: a new application that goes on where another one was.

import { checkApplicationId, machineIssue } from '@throughline/machine'
import { ThroughlineError } from 'throughline'
import { createRunId } from 'throughline/insides'
import { withApplications, type ApplicationFlags } from '../../applications/open-applications.ts'
import { cliIssue } from '../../issues.ts'
import { reportIssues, type Context } from '../context.ts'

export interface AppsForkFlags extends ApplicationFlags {
  readonly at?: string
  readonly as?: string
  readonly json: boolean
}

export async function fork(this: Context, { at, as, json, ...flags }: AppsForkFlags, app: string): Promise<void> {
  if (at !== undefined && !/^\d+$/.test(at))
    return reportIssues(this, [cliIssue('cli/count', { option: '--at', given: at })])
  await withApplications(this, flags, 'write', async ({ keeperOf, placesOf }) => {
    if (as !== undefined) checkApplicationId(as)
    const persister = await keeperOf(app)
    const found = await persister.load(app, ...(at === undefined ? [] : [Number(at)]))
    if (!found || (at !== undefined && found.head.sequence !== Number(at))) {
      const last = (await persister.load(app))!.head.sequence
      throw new ThroughlineError([machineIssue('app/no-such-step', { app, at: Number(at), last })])
    }
    const { head } = found
    const atMs = Date.now()
    const runId = createRunId(atMs)
    const id = as ?? runId
    const [taken] = await placesOf(id)
    if (taken) throw new ThroughlineError([machineIssue('app/exists', { app: id, persister: taken.persister.name })])
    const { machine, schema, state, next, sequence, tags } = head
    const parent = { kind: 'fork', app, runId: head.runId, sequence } as const
    await persister.append(id, 0, [
      { type: 'opened', atMs, runId, machine, schema, state, next, sequence, parent, ...(tags && { tags }) },
    ])
    const text = `Forked ${app} after step ${sequence} as ${id}.`
    this.terminal.out.write(`${json ? JSON.stringify({ app: id, parent }) : text}\n`)
  })
}
