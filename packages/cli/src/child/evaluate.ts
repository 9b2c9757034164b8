// In the process that runs user code: loads an evaluation module and runs it.

import { evaluate, parseEvaluation, type Evaluation, type EvaluateOptions } from '@throughline/machine/evaluation'
import type { LoadedProject } from '@throughline/project'
import { pathToFileURL } from 'node:url'
import { ThroughlineError } from 'throughline'
import { cliIssue } from '../issues.ts'

export interface EvaluationQuestion {
  /** Absolute. */
  readonly file: string
  /** As it was given. */
  readonly shown: string
  /** Text of a baseline. */
  readonly baseline?: string
}

type Options = EvaluateOptions<unknown, unknown, unknown>

/** @returns the text of an `Evaluation` @throws {cli/not-an-evaluation}, {evaluation/bad-baseline} and what `evaluate` throws */
export async function answer(_: LoadedProject, { file, shown, baseline }: EvaluationQuestion): Promise<string> {
  const before = baseline === undefined ? undefined : parseEvaluation(baseline)
  const module = (await import(pathToFileURL(file).href)) as { readonly default?: unknown }
  const made: unknown = typeof module.default === 'function' ? await module.default() : module.default
  if (!isOptions(made)) throw new ThroughlineError([cliIssue('cli/not-an-evaluation', { path: shown })])
  const evaluation: Evaluation = await evaluate({ ...made, ...(before && { baseline: before }) })
  return JSON.stringify(evaluation, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
}

function isOptions(value: unknown): value is Options {
  if (typeof value !== 'object' || value === null) return false
  const { dataset, run, scorers } = value as Partial<Options>
  return typeof dataset === 'object' && typeof run === 'function' && typeof scorers === 'object'
}
