// throughline run: computes outputs of a flow, shows how far it is, prints the results.

import {
  assignedFiles,
  renderPlainIssue,
  renderProblem,
  type PlainIssue,
  type RunAnswer,
  type RunRequest,
} from '@throughline/project/process'
import type { AskedRun } from '@throughline/server'
import type { Issue } from 'throughline'
import { extname, resolve } from 'node:path'
import { cliIssue } from '../issues.ts'
import { withCommandHints } from '../render/command-hints.ts'
import { renderOutput } from '../render/value.ts'
import { formatDuration } from '../terminal/duration.ts'
import { findProject, reportIssues, setExitCode, type Context, type ExitCode, type ProjectFlags } from './context.ts'
import { describeFiles } from '../watch/describe-files.ts'
import { runOnce } from './run-once.ts'

export interface RunFlags extends ProjectFlags {
  readonly input?: readonly string[]
  readonly config?: readonly string[]
  readonly concurrency?: string
  readonly json: boolean
  readonly watch: boolean
  /** False for a run that takes nothing from earlier runs, and keeps nothing. */
  readonly cache?: boolean
  /** False for a run that is not recorded. */
  readonly tracking?: boolean
}

/** More outputs than this are counted, not shown, unless they were asked for by name. */
const MOST_OUTPUTS = 30

/** More sinks than this are counted when they were not asked for. */
const MOST_SINKS = 5

export async function run(this: Context, flags: RunFlags, flow: string, ...outputs: readonly string[]): Promise<void> {
  const given = { flow, outputs, inputs: flags.input ?? [], config: flags.config ?? [], directory: this.directory }
  const asked: AskedRun = { kind: 'command', ...given }
  const request: RunRequest = {
    kind: 'run',
    ...given,
    results: flags.json ? 'json' : 'views',
    equipment: new URL(`../child/equip${extname(import.meta.url)}`, import.meta.url).href,
    options: { cache: flags.cache !== false, tracking: flags.tracking !== false, asked },
    ...(flags.concurrency !== undefined && { concurrency: Number(flags.concurrency) }),
  }
  const wrong = checkFlags(flags)
  const config = wrong.length > 0 ? wrong : findProject(this, flags)
  if (typeof config !== 'string') {
    if (flags.json) this.terminal.out.write(`${toJson(request, { ...NOTHING_RAN, issues: config })}\n`)
    reportIssues(this, config)
    return
  }
  if (flags.watch) {
    const { watchRuns } = await import('../watch/watch-runs.ts')
    const inputFiles = assignedFiles(request.inputs).map((path) => resolve(this.directory, path))
    await watchRuns(this, config, request, inputFiles, (answer, changed) =>
      showAnswer(this, request, inCommandWords(answer), changed),
    )
    return
  }
  const started = runOnce(this, config, request)
  const { answer: told, wasInterrupted } = await started.finished
  const answer = inCommandWords(told)
  if (flags.json) {
    const issues = [...(answer.problem?.issues ?? []), ...answer.warnings]
    this.terminal.out.write(`${toJson(request, { ...answer, issues })}\n`)
  }
  showAnswer(this, request, answer)
  setExitCode(this, wasInterrupted ? 130 : exitCodeOf(answer))
  await started.recorded
}

function checkFlags({ concurrency, json, watch }: RunFlags) {
  const issues = []
  if (json && watch) {
    const cure = '--json prints one object and ends; leave out --watch, or read the results without --json.'
    issues.push(cliIssue('cli/options-conflict', { options: ['--json', '--watch'], cure }))
  }
  if (concurrency !== undefined && !/^[1-9]\d*$/.test(concurrency)) {
    issues.push(cliIssue('cli/concurrency', { given: concurrency }))
  }
  return issues
}

function inCommandWords(answer: RunAnswer): RunAnswer {
  const { problem } = answer
  return problem === undefined
    ? answer
    : { ...answer, problem: { ...problem, issues: problem.issues.map(withCommandHints) } }
}

function exitCodeOf({ status, problem }: RunAnswer): ExitCode {
  if (status === 'succeeded') return 0
  return problem?.phase === 'request' ? 2 : 1
}

/**
 * Results to standard output; warnings, problems and the summary to standard error.
 *
 * @param changed files because of which it ran again
 */
function showAnswer(
  context: Context,
  { flow, outputs }: RunRequest,
  answer: RunAnswer,
  changed: readonly string[] = [],
): void {
  const { out, err } = context.terminal
  const options = { colours: err.colours, directory: context.directory }
  const views = answer.views ?? []
  const shown = outputs.length > 0 ? views : views.slice(0, MOST_OUTPUTS)
  for (const { name, view } of shown) out.write(`${renderOutput(name, view, out)}\n`)
  if (shown.length < views.length) {
    out.write(
      `${out.colours.dim(`and ${views.length - shown.length} more outputs; name those that you want to see`)}\n`,
    )
  }
  for (const warning of answer.warnings) err.write(`${renderPlainIssue(warning, options)}\n`)
  if (answer.problem) err.write(`${renderProblem(answer.problem, options)}\n`)
  if (answer.notWritten && answer.status === 'succeeded')
    err.write(`${err.colours.dim(unwritten(flow, answer.notWritten))}\n`)
  if (answer.status !== 'invalid') err.write(`${err.colours.dim(summarise(flow, answer, changed))}\n`)
}

/** Nothing is written that was not asked for by name. */
function unwritten(flow: string, sinks: readonly string[]): string {
  const [first = ''] = sinks
  const names = sinks.length > MOST_SINKS ? `${first} and ${sinks.length - 1} more` : sinks.join(', ')
  return `not written: ${names}. To write, name it as an output:  throughline run ${flow} ${first}`
}

function summarise(flow: string, { status, counts, durationMs }: RunAnswer, changed: readonly string[]): string {
  const { computed, cached, failed, skipped } = counts
  const parts = [`${computed} computed`]
  if (cached > 0) parts.push(`${cached} from earlier runs`)
  if (failed > 0) parts.push(`${failed} failed`)
  if (skipped > 0) parts.push(`${skipped} skipped`)
  const head = changed.length === 0 ? `${flow}: ${status}, ` : `${describeFiles(changed)} changed; `
  const how = changed.length > 0 && status !== 'succeeded' ? `${status}, ` : ''
  return `${head}${how}${parts.join(', ')} in ${formatDuration(durationMs)}`
}

interface JsonAnswer extends Pick<RunAnswer, 'runId' | 'status' | 'durationMs' | 'counts'> {
  readonly json?: string
  readonly issues: readonly (Issue | PlainIssue)[]
}

const NOTHING_RAN = {
  runId: null,
  status: 'invalid',
  durationMs: 0,
  counts: { computed: 0, cached: 0, failed: 0, skipped: 0 },
} as const

/** The one object of `--json`. */
function toJson({ flow }: RunRequest, { runId, status, durationMs, counts, json = '{}', issues }: JsonAnswer): string {
  const head = JSON.stringify({ runId, flow, status, durationMs, counts })
  return `${head.slice(0, -1)},"outputs":${json},"issues":${JSON.stringify(issues)}}`
}
