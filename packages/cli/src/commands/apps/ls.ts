// throughline apps: the applications of a project, those that changed last first.

import type { ApplicationFacts } from '@throughline/machine'
import { formatInstant } from '@throughline/project/process'
import { withApplications } from '../../applications/open-applications.ts'
import { cliIssue } from '../../issues.ts'
import { describeTags } from '../../render/run-name.ts'
import { renderTable, type Column } from '../../render/table.ts'
import type { Screen } from '../../terminal/terminal.ts'
import { reportIssues, type Context, type ProjectFlags } from '../context.ts'

export interface AppsLsFlags extends ProjectFlags {
  readonly machine?: string
  readonly status?: string
  readonly limit?: string
  readonly json: boolean
}

const STATUSES = ['open', 'completed', 'stuck', 'suspended', 'cancelled']

export async function ls(this: Context, flags: AppsLsFlags): Promise<void> {
  const { machine, status, limit = '20', json } = flags
  if (status !== undefined && !STATUSES.includes(status))
    return reportIssues(this, [cliIssue('cli/choice', { option: '--status', given: status, known: STATUSES })])
  if (!/^[1-9]\d*$/.test(limit)) return reportIssues(this, [cliIssue('cli/count', { option: '--limit', given: limit })])
  await withApplications(this, flags, 'read', async ({ persisters }) => {
    const filter = {
      limit: Number(limit),
      ...(machine !== undefined && { machine }),
      ...(status !== undefined && { status: status as ApplicationFacts['status'] }),
    }
    const pages = await Promise.all(persisters.map(async (persister) => persister.list(filter)))
    const found = pages
      .flatMap(({ applications }) => applications)
      .toSorted((a, b) => b.changedAtMs - a.changedAtMs)
      .slice(0, Number(limit))
    const { out } = this.terminal
    if (json) out.write(`${JSON.stringify({ applications: found })}\n`)
    else out.write(found.length === 0 ? 'No application is recorded.\n' : `${table(found, out)}\n`)
  })
}

const COLUMNS: readonly Column[] = [
  { name: 'application', isFlexible: true },
  { name: 'machine' },
  { name: 'status' },
  { name: 'step', isNumeric: true },
  { name: 'last' },
  { name: 'next' },
  { name: 'changed' },
  { name: 'tags', isFlexible: true },
]

function table(found: readonly ApplicationFacts[], { colours, columns }: Screen): string {
  const rows = found.map(({ app, machine, status, sequence, last, next, changedAtMs, tags }) => [
    app,
    machine,
    status,
    String(sequence),
    last ?? '',
    next ?? '',
    formatInstant(changedAtMs),
    describeTags(tags),
  ])
  return renderTable(COLUMNS, rows, { colours, width: columns() }).join('\n')
}
