// throughline eval: runs an evaluation, compares it with a baseline, and ends so that CI knows.

import {
  droppedScorers,
  evaluationMarkdown,
  evaluationText,
  parseEvaluation,
  type Evaluation,
} from '@throughline/machine/evaluation'
import { existsSync, readFileSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import type { EvaluationQuestion } from '../child/evaluate.ts'
import { cliIssue } from '../issues.ts'
import { writeFile } from '../write-file.ts'
import { askProject } from './ask-project.ts'
import { locateProject, reportIssues, setExitCode, type Context, type ProjectFlags } from './context.ts'

export interface EvalFlags extends ProjectFlags {
  readonly baseline?: string
  readonly save?: string
  readonly maxDrop?: string
  readonly json: boolean
  readonly markdown: boolean
}

export async function evaluateFile(this: Context, flags: EvalFlags, file: string): Promise<void> {
  const { maxDrop = '0', json, markdown } = flags
  if (json && markdown)
    return reportIssues(this, [
      cliIssue('cli/options-conflict', { options: ['--json', '--markdown'], cure: 'leave one of them out.' }),
    ])
  if (!/^(?:0|1|0?\.\d+)$/.test(maxDrop))
    return reportIssues(this, [cliIssue('cli/ratio', { option: '--max-drop', given: maxDrop })])
  const missing = [file, flags.baseline].find(
    (path) => path !== undefined && !existsSync(resolve(this.directory, path)),
  )
  if (missing !== undefined)
    return reportIssues(this, [cliIssue('cli/file-not-read', { path: missing, reason: 'it does not exist' })])
  const config = locateProject(this, flags)
  if (config === undefined) return
  const baseline = flags.baseline && readFileSync(resolve(this.directory, flags.baseline), 'utf8')
  const question: EvaluationQuestion = {
    file: resolve(this.directory, file),
    shown: file,
    ...(baseline !== undefined && { baseline }),
  }
  const module = new URL(`../child/evaluate${extname(import.meta.url)}`, import.meta.url).href
  const answer = await askProject(this, config, { kind: 'ask', module, question })
  if (!answer) return
  const text = answer.reply as string
  const evaluation = JSON.parse(text) as Evaluation
  const shown = json ? text : markdown ? evaluationMarkdown(evaluation) : evaluationText(evaluation)
  this.terminal.out.write(`${shown}\n`)
  if (flags.save !== undefined) writeFile(this, flags.save, `${JSON.stringify(evaluation, undefined, 2)}\n`)
  const known = baseline === undefined ? undefined : parseEvaluation(baseline)
  if (droppedScorers(evaluation, Number(maxDrop)).length > 0 || hasNewErrors(evaluation, known)) setExitCode(this, 1)
}

/** Of cases that had none in the baseline, or were not in it. */
function hasNewErrors({ results }: Evaluation, baseline: Evaluation | undefined): boolean {
  const hadErrors = new Set((baseline?.results ?? []).filter(({ errors }) => errors).map(({ id }) => id))
  return results.some(({ id, errors }) => errors !== undefined && !hadErrors.has(id))
}
