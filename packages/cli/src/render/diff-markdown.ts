// A comparison as Markdown, for a pull request: a summary, the nodes with their reasons, the code, two drawings.

import type { CodeChange, FlowDiff, LineDiff, ProjectDiff } from '@throughline/analyze'
import { drawDiff } from './diff-diagram.ts'
import { countsOf, groupNodes, hunkHeader, remarksOf, titleOf, wayOf } from './diff-summary.ts'
import { codeSpan, details, fence } from './markdown.ts'

const MOST_ROWS = 40
const MOST_LINES = 120
/** A comment on GitHub has at most 65,536 characters. */
const MOST_CHARACTERS = 55_000

export function diffMarkdown(diff: ProjectDiff): string {
  const shown = diff.flows.filter((flow) => countsOf(flow) !== '' || flow.presence !== 'both')
  const head = `### Nodes: ${codeSpan(diff.before.name)} → ${codeSpan(diff.after.name)}`
  const remarks = remarksOf(diff).map((text) => `> ${escaped(text)}`)
  const notes = remarks.length > 0 ? [remarks.join('  \n')] : []
  if (shown.length === 0) return [head, 'No node differs.', ...notes].join('\n\n')
  const blocks = [head, summary(shown), ...shown.map((flow) => nodeTable(flow, diff.changes)), ...notes]
  const more = [...shown.flatMap(drawings), ...diff.changes.flatMap(codeBlock)]
  let length = blocks.reduce((sum, block) => sum + block.length, 0)
  let left = more.length
  for (const block of more) {
    length += block.length
    if (length > MOST_CHARACTERS) break
    blocks.push(block)
    left--
  }
  if (left > 0) blocks.push(`and ${left} more: ${codeSpan('throughline diff')} shows all of it.`)
  return blocks.join('\n\n')
}

function summary(flows: readonly FlowDiff[]): string {
  const rows = flows.map(({ name, presence, added, removed, renamed, changed, affected, nodes }) => {
    const word = { both: '', added: ' (new)', removed: ' (gone)' }[presence]
    const counts = [added, removed, renamed, changed, affected].map((list) => String(list.length))
    return `| ${codeSpan(name)}${word} | ${counts.join(' | ')} | ${nodes.before.length} → ${nodes.after.length} |`
  })
  return [
    '| Flow | added | removed | renamed | changed | affected | nodes |',
    '|---|--:|--:|--:|--:|--:|--:|',
    ...rows,
  ].join('\n')
}

function nodeTable(flow: FlowDiff, changes: readonly CodeChange[]): string {
  const rows = [
    ...rowsOf('removed', flow.removed, changes),
    ...rowsOf('added', flow.added, changes),
    ...rowsOf('renamed', flow.renamed, changes),
    ...rowsOf('changed', flow.changed, changes),
    ...flow.affected.map(
      (one) => `| ${codeSpan(one.name)} | affected | reads ${wayOf(one).map(codeSpan).join(' ← ')} |`,
    ),
  ]
  const more = rows.length > MOST_ROWS ? [`| and ${rows.length - MOST_ROWS} more | | |`] : []
  return [
    `#### ${codeSpan(flow.name)}`,
    '',
    '| Node | | Because of |',
    '|---|---|---|',
    ...rows.slice(0, MOST_ROWS),
    ...more,
  ].join('\n')
}

function rowsOf(word: string, nodes: FlowDiff['changed'], changes: readonly CodeChange[]): string[] {
  return groupNodes(nodes).map(({ names, because, at, exportPath }) => {
    const shown = names.slice(0, 6).map(codeSpan).join(', ')
    const label = names.length > 6 ? `${shown} and ${names.length - 6} more of ${codeSpan(exportPath)}` : shown
    const own = because.some((one) => one.own) ? [`its own code, ${codeSpan(`${at.file}:${at.line}`)}`] : []
    const others = because.filter((one) => !one.own).map(({ change }) => codeSpan(titleOf(changes[change]!)))
    const reasons = [...own, ...others.slice(0, 4), ...(others.length > 4 ? [`${others.length - 4} more`] : [])]
    return `| ${label} | ${word} | ${reasons.join('<br>')} |`
  })
}

function drawings(flow: FlowDiff): string[] {
  const { before, after, left } = drawDiff(flow)
  const more = left > 0 ? `\n\nand ${left} more nodes` : ''
  const [was, is] = [before, after].map((text) => (text === undefined ? 'There is none.' : fence(text, 'mermaid')))
  return [details(`The graph of ${flow.name}, before and after`, `**Before**\n\n${was}\n\n**After**\n\n${is}${more}`)]
}

function codeBlock(change: CodeChange): string[] {
  if (!('lines' in change) || !change.lines) return []
  return [details(titleOf(change), fence(patchOf(change.lines), 'diff'))]
}

function patchOf({ hunks }: LineDiff): string {
  const marks = { same: ' ', removed: '-', added: '+' }
  const all = hunks.flatMap((hunk) => [hunkHeader(hunk), ...hunk.lines.map(({ kind, text }) => marks[kind] + text)])
  return [
    ...all.slice(0, MOST_LINES),
    ...(all.length > MOST_LINES ? [`# and ${all.length - MOST_LINES} more lines`] : []),
  ].join('\n')
}

/** Text without markup. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|@~]/g, (one) => (one === '<' ? '&lt;' : one === '>' ? '&gt;' : `\\${one}`))
}
