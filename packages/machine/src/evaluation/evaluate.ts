// Runs something on every case of a data set and scores what it gives.

import { ThroughlineError } from 'throughline'
import { errorRecord } from '../run/error-record.ts'
import { compareWith, type Comparison } from './compare-with.ts'
import type { Case, Dataset } from './dataset.ts'
import { evaluationIssue } from './evaluation-issues.ts'
import type { Score, Scorer } from './scorers.ts'

type Awaitable<Value> = Value | PromiseLike<Value>

export interface EvaluateOptions<Input, Output, Expected> {
  /** @defaultValue 'evaluation' */
  readonly name?: string
  readonly dataset: Dataset<Input, Expected>
  /** Gives the answer to a case; what it throws is an error of the case. */
  readonly run: (input: Input, one: Case<Input, Expected>) => Awaitable<Output>
  /** By name. */
  readonly scorers: Readonly<Record<string, Scorer<Input, Output, Expected>>>
  /** An earlier evaluation to compare with. */
  readonly baseline?: Evaluation
  /** Most cases at a time. @defaultValue 4 */
  readonly concurrency?: number
  /** Stops before the next case. */
  readonly signal?: AbortSignal
}

/** An error is no low score: it counts in neither mean, and is told beside them. */
export interface CaseResult {
  readonly id: string
  /** By scorer; absent where there was an error. */
  readonly scores: Readonly<Record<string, Score>>
  readonly output?: unknown
  /** What `run` threw, or a scorer. */
  readonly errors?: readonly { readonly in: string; readonly name: string; readonly message: string }[]
}

export interface ScorerSummary {
  /** Of the cases that have a score; absent when none has. */
  readonly mean?: number
  readonly cases: number
  readonly errors: number
}

/** Plain data: kept as JSON, it is the baseline of a later evaluation. */
export interface Evaluation {
  readonly evaluation: 1
  readonly name: string
  /** In the order of the data set. */
  readonly results: readonly CaseResult[]
  readonly summary: Readonly<Record<string, ScorerSummary>>
  /** By scorer; absent without a baseline. */
  readonly comparison?: Readonly<Record<string, Comparison>>
}

/**
 * @throws {evaluation/no-scorers}; never what `run` or a scorer throws
 * @example
 * import { dataset, evaluate, exact } from '@throughline/machine/evaluation'
 * const evaluation = await evaluate({
 *   dataset: dataset([{ id: 'one', input: 1, expected: 2 }, { id: 'two', input: 2, expected: 5 }]),
 *   run: (n) => n * 2,
 *   scorers: { exact: exact() },
 * })
 * evaluation.summary // => { exact: { mean: 0.5, cases: 2, errors: 0 } }
 */
export async function evaluate<Input, Output, Expected>(
  options: EvaluateOptions<Input, Output, Expected>,
): Promise<Evaluation> {
  const { name = 'evaluation', dataset, scorers, baseline, concurrency = 4, signal } = options
  if (Object.keys(scorers).length === 0) throw new ThroughlineError([evaluationIssue('evaluation/no-scorers', {})])
  const results: CaseResult[] = []
  const waiting = [...dataset.cases.entries()]
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      signal?.throwIfAborted()
      const [index, one] = next
      results[index] = await resultOf(one, options)
    }
  }
  await Promise.all(Array.from({ length: Math.max(1, Math.min(concurrency, waiting.length)) }, work))
  const names = Object.keys(scorers)
  const summary = Object.fromEntries(names.map((scorer) => [scorer, summaryOf(scorer, results)]))
  const comparison = baseline && {
    comparison: Object.fromEntries(names.map((scorer) => [scorer, compareWith(baseline, results, scorer)])),
  }
  return { evaluation: 1, name, results, summary, ...comparison }
}

async function resultOf<Input, Output, Expected>(
  one: Case<Input, Expected>,
  { run, scorers }: EvaluateOptions<Input, Output, Expected>,
): Promise<CaseResult> {
  const { id } = one
  const scores: Record<string, Score> = {}
  const errors: NonNullable<CaseResult['errors']>[number][] = []
  const failed = (where: string, error: unknown): void => {
    const { name, message } = errorRecord(error)
    errors.push({ in: where, name, message })
  }
  let output: Output
  try {
    output = await run(one.input, one)
  } catch (error) {
    failed('run', error)
    return { id, scores, errors }
  }
  for (const [scorer, rate] of Object.entries(scorers)) {
    try {
      scores[scorer] = checked(scorer, await rate(output, one))
    } catch (error) {
      failed(scorer, error)
    }
  }
  return { id, scores, output, ...(errors.length > 0 && { errors }) }
}

/** @throws {evaluation/bad-score} */
function checked(scorer: string, given: number | boolean | Score): Score {
  const { score, ...rest } = typeof given === 'object' && given !== null ? given : { score: given }
  const value = typeof score === 'boolean' ? Number(score) : score
  if (typeof value === 'number' && value >= 0 && value <= 1) return { score: value, ...rest }
  throw new ThroughlineError([evaluationIssue('evaluation/bad-score', { scorer, found: String(value) })])
}

function summaryOf(scorer: string, results: readonly CaseResult[]): ScorerSummary {
  const found = results.flatMap(({ scores }) => scores[scorer]?.score ?? [])
  const mean = found.reduce((sum, one) => sum + one, 0) / found.length
  return { ...(found.length > 0 && { mean }), cases: found.length, errors: results.length - found.length }
}
