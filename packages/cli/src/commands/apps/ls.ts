// throughline apps: the applications of a project, those that changed last first.

import type { ApplicationFacts, UnreadableApplication } from '@throughline/machine'
import { formatInstant } from '@throughline/project/process'
import { basename } from 'node:path'
import { withApplications, type ApplicationFlags, type KeptPlace } from '../../applications/open-applications.ts'
import { recordedMachines } from '../../applications/recorded-machines.ts'
import { cliIssue } from '../../issues.ts'
import { withCommandHints } from '../../render/command-hints.ts'
import { describeTags } from '../../render/run-name.ts'
import { renderTable, type Column } from '../../render/table.ts'
import type { Screen } from '../../terminal/terminal.ts'
import { reportIssues, type Context } from '../context.ts'

export interface AppsLsFlags extends ApplicationFlags {
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
  await withApplications(this, flags, 'read', async (opened) => {
    const { places } = opened
    const filter = {
      limit: Number(limit),
      ...(machine !== undefined && { machine }),
      ...(status !== undefined && { status: status as ApplicationFacts['status'] }),
    }
    const pages = await Promise.all(
      places.map(async (place) => ({ in: place.in, ...(await place.persister.list(filter)) })),
    )
    const found = pages
      .flatMap((page) => page.applications.map((facts): Listed => ({ ...facts, in: page.in })))
      .toSorted((a, b) => b.changedAtMs - a.changedAtMs)
      .slice(0, Number(limit))
    const unreadable = pages.flatMap((page) => (page.unreadable ?? []).map((one) => ({ ...one, in: page.in })))
    if (machine !== undefined && found.length === 0) {
      const persisters = places.map(({ persister }) => persister)
      const known = await recordedMachines(opened.machines, persisters)
      if (!known.includes(machine)) {
        const recordedAs = opened.machines.find(({ name }) => name === machine)?.recordedAs
        const facts = { given: machine, known, ...(recordedAs !== undefined && { recordedAs }) }
        return reportIssues(this, [cliIssue('cli/unknown-machine', facts)])
      }
    }
    const { out } = this.terminal
    if (json) out.write(`${JSON.stringify({ applications: found, unreadable })}\n`)
    else if (found.length + unreadable.length === 0) out.write('No application is recorded.\n')
    else {
      out.write(`${table([...found.map(toRow), ...unreadable.map(unreadableRow)], places.length > 1, out)}\n`)
      const issues = unreadable.map(({ issue }) => withCommandHints(issue))
      if (issues.length > 0) reportIssues(this, issues, 0)
    }
  })
}

type Listed = ApplicationFacts & Pick<KeptPlace, 'in'>
type Unreadable = UnreadableApplication & Pick<KeptPlace, 'in'>

const COLUMNS: readonly Column[] = [
  { name: 'application', isFlexible: true },
  { name: 'in' },
  { name: 'machine' },
  { name: 'status' },
  { name: 'step', isNumeric: true },
  { name: 'last' },
  { name: 'next' },
  { name: 'changed' },
  { name: 'tags', isFlexible: true },
]

function toRow({
  app,
  in: place,
  machine,
  status,
  sequence,
  last,
  next,
  changedAtMs,
  tags,
}: Listed): readonly string[] {
  const when = formatInstant(changedAtMs)
  return [app, place, machine, status, String(sequence), last ?? '', next ?? '', when, describeTags(tags)]
}

const UNREADABLE: Readonly<Record<string, string>> = {
  'applications/damaged': 'damaged',
  'applications/newer-format': 'newer',
}

/** With what can be read of it; the file when its id cannot. */
function unreadableRow({ app, in: place, facts, issue }: Unreadable): readonly string[] {
  const { file, path } = issue.facts as { readonly file?: string; readonly path?: string }
  const status = UNREADABLE[issue.code] ?? 'unreadable'
  if (facts) return toRow({ ...facts, in: place }).with(3, status)
  return [app ?? basename(file ?? path ?? ''), place, '', status, '', '', '', '', '']
}

function table(rows: readonly (readonly string[])[], hasPlaces: boolean, { colours, columns }: Screen): string {
  const isShown = (index: number): boolean => hasPlaces || COLUMNS[index]!.name !== 'in'
  const shown = rows.map((row) => row.filter((_, index) => isShown(index)))
  const kinds = COLUMNS.filter((_, index) => isShown(index))
  return renderTable(kinds, shown, { colours, width: columns() }).join('\n')
}
