// throughline runs show: all that is recorded of one run, for a person.

import { formatInstant } from '@throughline/project/process'
import { runDetails, type RecordedStep, type RunDetails } from '@throughline/tracking/compare'
import { withRecord, type RecordFlags } from '../../record/open-project-record.ts'
import { namedRun } from '../../record/named-run.ts'
import { describeFacts, formatFigure } from '../../render/recorded-value.ts'
import { colourOfStatus, describeCounts, describeTags, shortId } from '../../render/run-name.ts'
import { renderTable, type Column } from '../../render/table.ts'
import { formatDuration } from '../../terminal/duration.ts'
import type { Screen } from '../../terminal/terminal.ts'
import type { Context } from '../context.ts'

export interface RunsShowFlags extends RecordFlags {
  readonly json: boolean
}

export async function show(this: Context, flags: RunsShowFlags, meant: string): Promise<void> {
  await withRecord(this, flags, async (opened) => {
    const id = await namedRun(this, opened, meant)
    const found = id === undefined ? undefined : await runDetails(opened.record, id)
    if (!found) return
    const { out } = this.terminal
    out.write(`${flags.json ? JSON.stringify(toJson(found)) : toText(found, out)}\n`)
  })
}

function toJson(details: RunDetails): object {
  return { ...details, graph: undefined, steps: [...details.steps.values()] }
}

/** More steps are not listed: then the slowest, and those that did not succeed. */
const MOST_STEPS = 40

function toText(details: RunDetails, screen: Screen): string {
  const { colours } = screen
  const { bold, dim } = colours
  const { run, steps, checks, metrics } = details
  const head = `${bold(run.subject)}  ${colourOfStatus(run.status, colours)(run.status)}${run.durationMs === undefined ? '' : ` in ${formatDuration(run.durationMs)}`}`
  const failed = checks.filter(({ passed }) => !passed)
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [bold(title), ...lines]
  return [
    `${head}  ${dim(run.id)}`,
    ...aboutRun(details).map((line) => `  ${line}`),
    ...(run.error ? [`  ${colours.red(`${run.error.name}: ${firstLine(run.error.message)}`)}`] : []),
    ...section(
      'inputs',
      Object.entries(run.inputs).map(([name, facts]) => `  ${name}  ${dim(describeFacts(facts))}`),
    ),
    ...section('steps', stepLines([...steps.values()], screen)),
    ...section(
      'checks that did not pass',
      failed.map(
        ({ node, check, severity, message }) =>
          `  ${node}  ${check}  ${dim(severity)}${message ? `  ${firstLine(message)}` : ''}`,
      ),
    ),
    ...section(
      'metrics',
      metrics.map(
        ({ node, name, step, value }) =>
          `  ${node}  ${name}${step === undefined ? '' : ` [${step}]`} = ${formatFigure(value)}`,
      ),
    ),
  ].join('\n')
}

function aboutRun({ run, git, config, runtime, lock }: RunDetails): string[] {
  const { actor, trigger, startedAtMs, counts, tags, parent } = run
  const chosen = Object.entries(config ?? {}).map(([key, value]) => `${key}=${String(value)}`)
  const made = [
    ...(git
      ? [
          `git ${git.commit.slice(0, 10)}${git.branch === undefined ? '' : ` on ${git.branch}`}${git.isDirty ? ' with changes' : ''}`,
        ]
      : []),
    ...(lock ? [lock.file] : []),
    ...(runtime?.['node'] === undefined ? [] : [`Node ${runtime['node']}`]),
    ...(chosen.length > 0 ? [`configuration ${chosen.join(' ')}`] : []),
  ]
  return [
    `started ${formatInstant(startedAtMs)}${actor === undefined ? '' : ` by ${actor}`} (${trigger.kind})`,
    ...(counts ? [describeCounts(counts)] : []),
    ...(made.length > 0 ? [`made of ${made.join(', ')}`] : []),
    ...(Object.keys(tags).length > 0 ? [`tags ${describeTags(tags)}`] : []),
    ...(parent ? [`started by the step ${parent.step.node} of ${parent.run}`] : []),
  ]
}

const COLUMNS: readonly Column[] = [
  { name: 'node', isFlexible: true },
  { name: 'status' },
  { name: 'took', isNumeric: true },
  { name: 'value', isFlexible: true },
]

function stepLines(steps: readonly RecordedStep[], { colours, columns }: Screen): string[] {
  const isPlain = ({ status }: RecordedStep): boolean => status === 'succeeded' || status === 'cached'
  const chosen = new Set(
    steps.length <= MOST_STEPS
      ? steps
      : [
          ...steps.filter((step) => !isPlain(step)),
          ...steps.toSorted((a, b) => (b.durationMs ?? 0) - (a.durationMs ?? 0)),
        ].slice(0, MOST_STEPS),
  )
  const rows = steps
    .filter((step) => chosen.has(step))
    .map(({ node, sequence, status, attempt, durationMs, output, error, from, items }) => [
      items > 0 ? `${node}  (${items} items)` : sequence === undefined ? node : `${sequence}  ${node}`,
      `${status}${attempt > 1 ? `, attempt ${attempt}` : ''}${from ? ` from ${shortId(from.run)}` : ''}`,
      durationMs === undefined || status === 'cached' ? '' : formatDuration(durationMs),
      error ? `${error.name}: ${firstLine(error.message)}` : describeFacts(output),
    ])
  const rest = steps.length - chosen.size
  return [
    ...renderTable(COLUMNS, rows, { colours, width: columns(), indent: '  ' }),
    ...(rest > 0 ? [colours.dim(`  and ${rest} more, which took less; --json has all`)] : []),
  ]
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!
}
