// A comparison as text: which nodes, why, and the lines that changed.

import type { CodeChange, FlowDiff, LineDiff, ProjectDiff } from '@throughline/analyze'
import type { Colours, Screen } from '../terminal/terminal.ts'
import { count, countsOf, groupNodes, hunkHeader, remarksOf, some, titleOf, wayOf } from './diff-summary.ts'

const MOST_NAMES = 8
const MOST_AFFECTED = 20
const MOST_GROUPS = 100
const MOST_LINES = 400

/** Each change of the code once, however many nodes it makes others. */
export function renderDiff(diff: ProjectDiff, { colours }: Pick<Screen, 'colours'>): string {
  const shown = diff.flows.filter((flow) => countsOf(flow) !== '' || flow.presence !== 'both')
  const remarks = remarksOf(diff).map((text) => colours.dim(`note: ${text}`))
  const head = colours.bold(`${diff.before.name} -> ${diff.after.name}`)
  if (shown.length === 0) return [`${head}: no node differs`, ...remarks].join('\n')
  const readers = nodesPerChange(diff)
  const flows = shown.map((flow) => renderFlow(flow, diff.changes, colours))
  const changes = diff.changes.map((change, index) => renderChange(change, readers.get(index) ?? 0, colours))
  // Those that are only a line stand together, behind the others.
  const short = changes.filter((text) => !text.includes('\n')).join('\n')
  const long = changes.filter((text) => text.includes('\n'))
  return [head, ...flows, ...long, short, remarks.join('\n')].filter((block) => block !== '').join('\n\n')
}

function nodesPerChange({ flows }: ProjectDiff): Map<number, number> {
  const counts = new Map<number, number>()
  for (const { added, removed, renamed, changed } of flows) {
    for (const { because } of [...added, ...removed, ...renamed, ...changed]) {
      for (const { change } of because) counts.set(change, (counts.get(change) ?? 0) + 1)
    }
  }
  return counts
}

function renderFlow(flow: FlowDiff, changes: readonly CodeChange[], colours: Colours): string {
  const { name, presence, nodes, affected } = flow
  const word = { both: '', added: 'a new flow; ', removed: 'the flow is gone; ' }[presence]
  const total = presence === 'removed' ? nodes.before.length : nodes.after.length
  const lines = [`${colours.bold(name)}  ${word}${countsOf(flow)} of ${count(total, 'node')}`]
  const put = (mark: string, tone: (text: string) => string, list: FlowDiff['changed']): void => {
    const groups = groupNodes(list)
    for (const { names, at, because, nodes: members, exportPath } of groups.slice(0, MOST_GROUPS)) {
      const label =
        names.length > 1 ? `${some(names, MOST_NAMES)}  ${colours.dim(`${names.length} of ${exportPath}`)}` : names[0]!
      lines.push(`  ${tone(mark)} ${label}  ${colours.dim(`${at.file}:${at.line}`)}`)
      const reasons = because.filter(({ own }) => !own).map(({ change }) => titleOf(changes[change]!))
      for (const reason of reasons.slice(0, MOST_NAMES)) lines.push(`      ${reason}`)
      if (reasons.length > MOST_NAMES) lines.push(colours.dim(`      and ${reasons.length - MOST_NAMES} more`))
      const [{ readsNow, readNoMore }] = members as [FlowDiff['changed'][0]]
      if (readsNow.length > 0) lines.push(`      reads ${some(readsNow, MOST_NAMES)} now`)
      if (readNoMore.length > 0) lines.push(`      no longer reads ${some(readNoMore, MOST_NAMES)}`)
    }
    if (groups.length > MOST_GROUPS) {
      const rest = groups.slice(MOST_GROUPS).reduce((sum, { names }) => sum + names.length, 0)
      lines.push(colours.dim(`  ${mark} and ${rest} more; --json lists them`))
    }
  }
  put('-', colours.red, flow.removed)
  put('+', colours.green, flow.added)
  put('>', colours.cyan, flow.renamed)
  put('~', colours.yellow, flow.changed)
  for (const one of affected.slice(0, MOST_AFFECTED)) {
    lines.push(`  ${colours.dim('.')} ${one.name}  ${colours.dim(`reads ${wayOf(one).join(' <- ')}`)}`)
  }
  if (affected.length > MOST_AFFECTED) {
    lines.push(colours.dim(`  . and ${affected.length - MOST_AFFECTED} more affected; --json lists them`))
  }
  return lines.join('\n')
}

function renderChange(change: CodeChange, nodes: number, colours: Colours): string {
  const title = `${colours.bold(titleOf(change))}  ${colours.dim(`in ${count(nodes, 'node')}`)}`
  const lines = 'lines' in change ? change.lines : undefined
  return [title, ...(lines ? renderLines(lines, colours) : [])].join('\n')
}

/** Lines of code that changed, with their hunk headers. */
export function renderLines({ hunks }: LineDiff, colours: Colours): string[] {
  const tones = { same: (text: string) => text, removed: colours.red, added: colours.green }
  const marks = { same: ' ', removed: '-', added: '+' }
  const all = hunks.flatMap((hunk) => [
    colours.cyan(`  ${hunkHeader(hunk)}`),
    ...hunk.lines.map(({ kind, text }) => tones[kind](`  ${marks[kind]}${printable(text)}`)),
  ])
  return all.length <= MOST_LINES
    ? all
    : [...all.slice(0, MOST_LINES), colours.dim(`  and ${all.length - MOST_LINES} more lines`)]
}

/** Code may contain what a terminal would obey, and what turns the direction of writing around. */
function printable(text: string): string {
  return text.replace(
    /(?!\t)[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
