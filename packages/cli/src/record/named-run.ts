// The run that an argument means.

import { findRun } from '@throughline/tracking/compare'
import { cliIssue } from '../issues.ts'
import { reportIssues, type Context } from '../commands/context.ts'
import type { OpenedRecord } from './open-project-record.ts'

/** @returns the whole id; `undefined` after a report */
export async function namedRun(
  context: Context,
  { record, project }: OpenedRecord,
  meant: string,
  subject?: string,
): Promise<string | undefined> {
  const found = await findRun(record, meant, {
    ...(project !== undefined && { project }),
    ...(subject !== undefined && { subject }),
  })
  if (found.kind === 'found') return found.run
  if (found.kind === 'none') reportIssues(context, [cliIssue('cli/unknown-run', { given: meant })])
  else reportIssues(context, [cliIssue('cli/ambiguous-run', { given: meant, runs: found.runs })])
  return undefined
}
