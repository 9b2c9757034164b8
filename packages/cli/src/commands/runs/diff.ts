// throughline runs diff: what differs between two runs, node by node.

import { compareRuns, runDetails, type NodeComparison, type RunComparison } from '@throughline/tracking/compare'
import { withRecord, type RecordFlags } from '../../record/open-project-record.ts'
import { namedRun } from '../../record/named-run.ts'
import { describeRunPair, describeSurroundings } from '../../render/run-pair.ts'
import { describeDifference, formatFigure } from '../../render/recorded-value.ts'
import { formatDuration } from '../../terminal/duration.ts'
import type { Screen } from '../../terminal/terminal.ts'
import { setExitCode, type Context } from '../context.ts'

export interface RunsDiffFlags extends RecordFlags {
  readonly json: boolean
  readonly exitCode: boolean
}

export async function diff(this: Context, flags: RunsDiffFlags, one: string, other: string): Promise<void> {
  await withRecord(this, flags, async (opened) => {
    const before = await namedRun(this, opened, one)
    const after = before === undefined ? undefined : await namedRun(this, opened, other)
    if (before === undefined || after === undefined) return
    const [old, now] = await Promise.all([runDetails(opened.record, before), runDetails(opened.record, after)])
    const found = compareRuns(old!, now!)
    const { out } = this.terminal
    out.write(`${flags.json ? JSON.stringify({ differs: hasDifferences(found), ...found }) : toText(found, out)}\n`)
    setExitCode(this, flags.exitCode && hasDifferences(found) ? 1 : 0)
  })
}

/** Durations differ always. */
function hasDifferences({ inputs, nodes, surroundings, metrics }: RunComparison): boolean {
  return (
    inputs.some(({ is }) => is === 'different') ||
    nodes.some(isOther) ||
    metrics.some(({ before, after }) => before !== after) ||
    surroundings.config.length > 0 ||
    surroundings.packages.length > 0
  )
}

function isOther({ presence, status, code, output }: NodeComparison): boolean {
  return (
    presence !== 'both' ||
    code === 'different' ||
    output.is === 'different' ||
    hasValue(status.before) !== hasValue(status.after)
  )
}

function hasValue(status: string | undefined): boolean {
  return status === 'succeeded' || status === 'cached'
}

const MOST_NODES = 40
const MOST_SLOWER = 5
/** Below it, or a half of it, the clock says nothing. */
const LEAST_SLOWER_MS = 50

function toText(found: RunComparison, { colours }: Screen): string {
  const { bold, dim } = colours
  const { inputs, nodes, metrics, surroundings } = found
  const others = nodes.filter(isOther)
  const sameCount = nodes.length - others.length
  const inputLines = inputs
    .filter(({ is }) => is !== 'same')
    .flatMap(({ name, ...difference }) => [
      `  ${name}`,
      ...describeDifference(difference, colours).map((line) => `    ${line}`),
    ])
  const metricLines = metrics
    .filter(({ before, after }) => before !== after)
    .map(
      ({ node, name, before, after }) =>
        `  ${node}  ${name}  ${formatFigure(before ?? null)} -> ${formatFigure(after ?? null)}`,
    )
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [bold(title), ...lines]
  const shown = others.slice(0, MOST_NODES)
  return [
    ...describeRunPair(found.before, found.after, colours),
    ...section(
      'made of',
      describeSurroundings(surroundings).map((line) => `  ${line}`),
    ),
    ...section('inputs', inputLines),
    ...section('nodes', [
      ...shown.flatMap((node) => nodeLines(node, colours)),
      ...(others.length > shown.length ? [dim(`  and ${others.length - shown.length} more; --json has all`)] : []),
      dim(`  ${sameCount} of ${nodes.length} nodes are the same`),
    ]),
    ...section('metrics', metricLines),
    ...section('slower or faster', slowest(nodes)),
  ].join('\n')
}

function nodeLines({ node, presence, status, code, output }: NodeComparison, colours: Screen['colours']): string[] {
  if (presence === 'added') return [`  ${colours.green('+')} ${node}  ${colours.dim(`${status.after}`)}`]
  if (presence === 'removed') return [`  ${colours.red('-')} ${node}  ${colours.dim(`was ${status.before}`)}`]
  const how = [
    ...(hasValue(status.before) === hasValue(status.after) ? [] : [`${status.before} -> ${status.after}`]),
    ...(code === 'different' ? ['its code changed'] : []),
    ...(output.is === 'same' ? ['its value is the same'] : []),
  ]
  const lines = output.is === 'different' ? describeDifference(output, colours) : []
  return [
    `  ${colours.yellow('~')} ${node}${how.length > 0 ? `  ${colours.dim(how.join(', '))}` : ''}`,
    ...lines.map((line) => `      ${line}`),
  ]
}

function slowest(nodes: readonly NodeComparison[]): string[] {
  const both = nodes.flatMap(({ node, status, durationMs: { before, after } }) =>
    before !== undefined && after !== undefined && status.before === 'succeeded' && status.after === 'succeeded'
      ? [{ node, before, after, byMs: Math.abs(after - before) }]
      : [],
  )
  return both
    .filter(({ before, byMs }) => byMs >= LEAST_SLOWER_MS && byMs >= before / 2)
    .sort((a, b) => b.byMs - a.byMs)
    .slice(0, MOST_SLOWER)
    .map(({ node, before, after }) => `  ${node}  ${formatDuration(before)} -> ${formatDuration(after)}`)
}
