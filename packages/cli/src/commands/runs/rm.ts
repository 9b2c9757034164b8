// throughline runs rm: removes runs for good, those that are named or those that are old or many.

import type { RunRecord } from '@throughline/tracking/record'
import type { Issue } from 'throughline'
import { cliIssue } from '../../issues.ts'
import { namedRun } from '../../record/named-run.ts'
import { withRecord, type OpenedRecord, type NarrowedFlags } from '../../record/open-project-record.ts'
import { parseDuration, parseTags } from '../../record/run-filters.ts'
import { count } from '../../render/diff-summary.ts'
import { reportIssues, type Context } from '../context.ts'

export interface RunsRmFlags extends NarrowedFlags {
  readonly olderThan?: string
  readonly keep?: string
  readonly tag?: readonly string[]
  readonly dryRun: boolean
  readonly yes: boolean
  readonly json: boolean
}

type Retention = Parameters<RunRecord['retain']>[0]

export async function rm(this: Context, flags: RunsRmFlags, ...named: readonly string[]): Promise<void> {
  const rules = rulesFrom(flags, named)
  if (Array.isArray(rules)) {
    reportIssues(this, rules)
    return
  }
  await withRecord(this, flags, async (opened) => {
    const runs = await chosen(this, opened, rules, named)
    if (!runs) return
    const { out } = this.terminal
    const tell = (removed: readonly string[], events: number, text: string): void =>
      out.write(`${flags.json ? JSON.stringify({ removed, events, dryRun: flags.dryRun }) : text}\n`)
    if (runs.length === 0) return tell([], 0, 'No run fits; nothing was removed.')
    if (flags.dryRun) return tell(runs, 0, [`Would remove ${count(runs.length, 'run')}:`, ...runs].join('\n'))
    const question = `Remove ${count(runs.length, 'run')} for good?`
    if (!flags.yes && !flags.json && this.confirm && !(await this.confirm(question))) {
      out.write('Nothing was removed.\n')
      return
    }
    const removed = await opened.record.delete(runs)
    tell(
      removed.runs,
      removed.events,
      `Removed ${count(removed.runs.length, 'run')} with ${count(removed.events, 'event')}. A hash of them stays.`,
    )
  })
}

/** The runs that are meant; `undefined` after a report. */
async function chosen(
  context: Context,
  opened: OpenedRecord,
  rules: Retention,
  named: readonly string[],
): Promise<readonly string[] | undefined> {
  const runs: string[] = []
  for (const meant of named) {
    const run = await namedRun(context, opened, meant)
    if (run === undefined) return undefined
    runs.push(run)
  }
  if (named.length > 0) return [...new Set(runs)]
  const { project } = opened
  return (await opened.record.retain({ ...rules, dryRun: true, ...(project !== undefined && { project }) })).runs
}

function rulesFrom({ olderThan, keep, tag }: RunsRmFlags, named: readonly string[]): Retention | Issue[] {
  const hasRules = olderThan !== undefined || keep !== undefined || tag !== undefined
  if (named.length > 0 && hasRules) {
    const cure = 'name runs, or say which ones go; run it again for the others.'
    const [first] = [olderThan && '--older-than', keep && '--keep', '--tag'].filter((one) => one)
    return [cliIssue('cli/options-conflict', { options: ['names of runs', first!], cure })]
  }
  if (named.length === 0 && !hasRules) return [cliIssue('cli/nothing-to-remove', { command: 'throughline runs rm' })]
  const issues: Issue[] = []
  const olderThanMs = olderThan === undefined ? undefined : parseDuration(olderThan)
  if (olderThan !== undefined && olderThanMs === undefined)
    issues.push(cliIssue('cli/amount', { option: '--older-than', given: olderThan, example: '30d' }))
  if (keep !== undefined && !/^\d+$/.test(keep)) issues.push(cliIssue('cli/count', { option: '--keep', given: keep }))
  if (issues.length > 0) return issues
  return {
    ...(olderThanMs !== undefined && { olderThanMs }),
    ...(keep !== undefined && { keep: Number(keep) }),
    ...(tag && { tags: parseTags(tag) }),
  }
}
