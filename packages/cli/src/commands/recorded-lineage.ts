// throughline lineage --run: which data, code, configuration and packages a recorded value came from.

import { runDetails } from '@throughline/tracking/compare'
import { lineageOf, type Lineage } from '@throughline/tracking/queries'
import { cliIssue } from '../issues.ts'
import { namedRun } from '../record/named-run.ts'
import { withRecord, type RecordFlags } from '../record/open-project-record.ts'
import { describeRecordedLineage } from '../render/recorded-lineage.ts'
import { reportIssues, type Context } from './context.ts'

export interface RecordedLineageFlags extends RecordFlags {
  readonly run: string
  readonly flow?: string
  readonly json: boolean
}

export async function recordedLineage(context: Context, flags: RecordedLineageFlags, node: string): Promise<void> {
  await withRecord(context, flags, async (opened) => {
    const run = await namedRun(context, opened, flags.run, flags.flow)
    const asked = run === undefined ? undefined : await runDetails(opened.record, run)
    if (run === undefined || !asked) return
    const found = await lineageOf(opened.record, run, node)
    const { out } = context.terminal
    if (!found) {
      const known = [...asked.steps.keys()]
      reportIssues(context, [cliIssue('cli/not-in-run', { node, run, known })])
      return
    }
    // The runs that made a part of it: each with what it was made of.
    const runs = await Promise.all(found.runs.map(({ id }) => runDetails(opened.record, id)))
    const made = runs.filter((one) => one !== undefined)
    out.write(`${flags.json ? JSON.stringify(toJson(node, found)) : describeRecordedLineage(node, found, made, out)}\n`)
  })
}

function toJson(node: string, { steps, inputs, runs }: Lineage): object {
  return { node, steps, inputs, runs }
}
