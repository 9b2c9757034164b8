// throughline apps show: the steps of an application, and where it stands. throughline apps history: the values of a key.

import { factsOf, foldJournal, type JournalEntry, type Persister } from '@throughline/machine'
import { encodeKept, keyHistory } from '@throughline/machine/testing'
import { formatInstant } from '@throughline/project/process'
import type { Issue } from 'throughline'
import { withApplications, type ApplicationFlags } from '../../applications/open-applications.ts'
import { withCommandHints } from '../../render/command-hints.ts'
import { renderTable, type Column } from '../../render/table.ts'
import { formatDuration } from '../../terminal/duration.ts'
import type { Screen } from '../../terminal/terminal.ts'
import { reportIssues, type Context } from '../context.ts'

export interface AppsShowFlags extends ApplicationFlags {
  readonly json: boolean
}

export async function show(this: Context, flags: AppsShowFlags, app: string): Promise<void> {
  await withApplications(this, flags, 'read', async ({ keeperOf }) => {
    const { entries, issue } = await entriesOf(await keeperOf(app), app)
    const head = foldJournal(entries)!
    const { out } = this.terminal
    const facts = factsOf(app, head, entries[0]!.atMs, entries.at(-1)!.atMs)
    if (flags.json) {
      out.write(`${JSON.stringify(encodeKept({ ...facts, state: head.state, entries, ...(issue && { issue }) }))}\n`)
      if (issue) reportIssues(this, [withCommandHints(issue)], 1)
      return
    }
    const { bold, dim } = out.colours
    const { parent } = head
    const began = parent ? [dim(`  ${parent.kind} of ${parent.app}, step ${parent.sequence}`)] : []
    const state = Object.entries(head.state).map(([key, value]) => `  ${key} = ${shortly(value)}`)
    const next = head.next === null ? '' : `, next ${head.next}`
    const lines = [`${bold(app)}  ${facts.status}, step ${head.sequence}${next}  ${dim(head.machine)}`, ...began]
    out.write(`${[...lines, bold('steps'), ...stepLines(entries, out), bold('state'), ...state].join('\n')}\n`)
    if (issue) reportIssues(this, [withCommandHints(issue)], 1)
  })
}

export async function history(this: Context, flags: AppsShowFlags, app: string, key: string): Promise<void> {
  await withApplications(this, flags, 'read', async ({ keeperOf }) => {
    const { entries, issue } = await entriesOf(await keeperOf(app), app)
    const changes = keyHistory(key, entries)
    const { out } = this.terminal
    if (flags.json) out.write(`${JSON.stringify(encodeKept({ app, key, changes }))}\n`)
    else if (changes.length === 0) out.write(`"${key}" never had a value.\n`)
    else {
      const rows = changes.map(({ sequence, action, atMs, ...rest }) => [
        String(sequence),
        action ?? '(from outside)',
        formatInstant(atMs),
        'value' in rest ? shortly(rest.value) : '(taken away)',
      ])
      const columns = [
        { name: 'step', isNumeric: true },
        { name: 'action' },
        { name: 'at' },
        { name: 'value', isFlexible: true },
      ]
      out.write(`${renderTable(columns, rows, { colours: out.colours, width: out.columns() }).join('\n')}\n`)
    }
    if (issue) reportIssues(this, [withCommandHints(issue)], 1)
  })
}

interface Read {
  readonly entries: readonly JournalEntry[]
  /** What is wrong behind them. */
  readonly issue?: Issue
}

/** @throws {applications/damaged} when not even the first one can be read */
async function entriesOf(persister: Persister, app: string): Promise<Read> {
  const { soundEntries } = await import('@throughline/tracking/applications')
  const { entries, ...rest } = await soundEntries(persister, app)
  return { entries: entries.map(({ entry }) => entry), ...rest }
}

const COLUMNS: readonly Column[] = [
  { name: 'step', isNumeric: true },
  { name: 'action' },
  { name: 'status' },
  { name: 'took', isNumeric: true },
  { name: 'changes', isFlexible: true },
]
/** Earlier ones are not listed. */
const MOST_STEPS = 100

function stepLines(entries: readonly JournalEntry[], { colours, columns }: Screen): string[] {
  const rows = entries.flatMap((entry): string[][] => {
    switch (entry.type) {
      case 'committed':
      case 'failed': {
        const { sequence, action, attempt, durationMs, error } = entry
        const status = entry.type === 'failed' ? 'failed' : error ? 'failed, error edge' : 'done'
        const tried = attempt > 1 ? `${status}, attempt ${attempt}` : status
        const told = error
          ? `${error.name}: ${error.message.split('\n', 1)[0]}`
          : changed(entry.type === 'committed' ? entry.patch : {})
        return [[String(sequence), action, tried, formatDuration(durationMs), told]]
      }
      case 'suspended':
        return [[String(entry.sequence), entry.action, 'waits', '', shortly(entry.prompt)]]
      case 'edited':
        return [[String(entry.sequence), '(from outside)', 'edited', '', changed(entry.patch)]]
      case 'cancelled':
        return [[String(entry.sequence), '(from outside)', 'cancelled', '', entry.reason ?? '']]
      default:
        return []
    }
  })
  const left = rows.length - MOST_STEPS
  return [
    ...(left > 0 ? [colours.dim(`  ${left} earlier ones; --json has all`)] : []),
    ...renderTable(COLUMNS, rows.slice(-MOST_STEPS), { colours, width: columns(), indent: '  ' }),
  ]
}

function changed(patch: object): string {
  return Object.entries(patch)
    .flatMap(([part, keys]) => {
      if (Array.isArray(keys)) return keys.map((key) => `-${String(key)}`)
      const sign = part === 'set' ? '' : '+'
      return Object.keys(keys as object).map((key) => `${sign}${key}`)
    })
    .join(', ')
}

function shortly(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(encodeKept(value)) ?? '')
  return text.length > 120 ? `${text.slice(0, 117)}...` : text
}
