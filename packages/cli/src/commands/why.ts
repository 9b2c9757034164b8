// throughline why: why a node has another value in one run than in an earlier one.

import { explainDifference, findRun, runDetails, type DifferenceExplained } from '@throughline/tracking/compare'
import { cliIssue } from '../issues.ts'
import { namedRun } from '../record/named-run.ts'
import { withRecord, type OpenedRecord, type RecordFlags } from '../record/open-project-record.ts'
import { renderWhyRuns, whySentences, withLines } from '../render/why-runs.ts'
import { reportIssues, type Context } from './context.ts'

export interface WhyFlags extends RecordFlags {
  readonly run?: string
  readonly against?: string
  readonly json: boolean
}

export async function why(this: Context, flags: WhyFlags, node: string): Promise<void> {
  await withRecord(this, flags, async (opened) => {
    const found = await explain(this, flags, opened, node)
    if (!found) return
    const { out } = this.terminal
    const json = (): object => ({ sentences: whySentences(found), ...found, changes: withLines(found.changes) })
    out.write(`${flags.json ? JSON.stringify(json()) : renderWhyRuns(found, out)}\n`)
  })
}

/** @returns `undefined` after a report */
async function explain(
  context: Context,
  { run: later, against }: WhyFlags,
  opened: OpenedRecord,
  node: string,
): Promise<DifferenceExplained | undefined> {
  const run = later === undefined ? await latestOfFlows(context, opened) : await namedRun(context, opened, later)
  const details = run === undefined ? undefined : await runDetails(opened.record, run)
  if (run === undefined || !details) return undefined
  const { subject, id } = details.run
  const earlier =
    against === undefined ? await runBefore(opened, id, subject) : await namedRun(context, opened, against, subject)
  if (earlier === undefined) {
    if (against === undefined) reportIssues(context, [cliIssue('cli/no-earlier-run', { run: id, flow: subject })])
    return undefined
  }
  const found = await explainDifference(opened.record, { node, run, against: earlier })
  const isKnown = found && (Object.keys(found.status).length > 0 || found.output.before || found.output.after)
  if (isKnown) return found
  const known = [...details.steps.keys(), ...Object.keys(details.run.inputs)]
  reportIssues(context, [cliIssue('cli/not-in-run', { node, run: id, known })])
  return undefined
}

/** Applications have no nodes. @returns `undefined` after a report */
async function latestOfFlows(context: Context, opened: OpenedRecord): Promise<string | undefined> {
  const { record, project } = opened
  const found = await findRun(record, 'latest', { kind: 'dataflow', ...(project !== undefined && { project }) })
  return found.kind === 'found' ? found.run : namedRun(context, opened, 'latest')
}

/** The run of the same flow that began before it. */
async function runBefore({ record, project }: OpenedRecord, id: string, subject: string): Promise<string | undefined> {
  for (let back = 0; ; back++) {
    const options = { subject, ...(project !== undefined && { project }) }
    const found = await findRun(record, `latest~${back}`, options)
    if (found.kind !== 'found') return undefined
    if (found.run < id) return found.run
  }
}
