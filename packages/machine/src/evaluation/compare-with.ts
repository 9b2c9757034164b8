// How the scores of an evaluation differ from those of a baseline, case by case.

import { ThroughlineError } from 'throughline'
import type { CaseResult, Evaluation } from './evaluate.ts'
import { evaluationIssue } from './evaluation-issues.ts'

export interface Comparison {
  /** Cases with a score in both. */
  readonly cases: number
  /** Means of these cases; absent when there are none. */
  readonly before?: number
  readonly after?: number
  /** `after - before`. */
  readonly difference?: number
  /** Of the difference, with 95 % confidence: by the percentiles of a paired bootstrap. Absent with fewer than 2 cases. */
  readonly interval?: readonly [low: number, high: number]
  /** Cases that have become worse, the most first. */
  readonly worse: readonly { readonly id: string; readonly before: number; readonly after: number }[]
  /** Cases that had a score, and have an error now. */
  readonly lost: readonly string[]
}

/** Of the paired bootstrap: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13. */
const RESAMPLES = 2_000
const CONFIDENCE = 0.95

/** The same results always give the same interval: the resamples are drawn with a seed. */
export function compareWith(baseline: Evaluation, results: readonly CaseResult[], scorer: string): Comparison {
  const earlier = new Map(baseline.results.map(({ id, scores }) => [id, scores[scorer]?.score]))
  const pairs = results.flatMap(({ id, scores }) => {
    const [before, after] = [earlier.get(id), scores[scorer]?.score]
    return before === undefined || after === undefined ? [] : [{ id, before, after }]
  })
  const lost = results.filter(({ id, scores }) => earlier.get(id) !== undefined && !scores[scorer]).map(({ id }) => id)
  const worse = pairs
    .filter(({ before, after }) => after < before)
    .toSorted((a, b) => a.after - a.before - (b.after - b.before) || (a.id < b.id ? -1 : 1))
  if (pairs.length === 0) return { cases: 0, worse, lost }
  const before = meanOf(pairs.map((pair) => pair.before))
  const after = meanOf(pairs.map((pair) => pair.after))
  const interval = pairs.length > 1 && { interval: bootstrap(pairs.map((pair) => pair.after - pair.before)) }
  return { cases: pairs.length, before, after, difference: after - before, ...interval, worse, lost }
}

/** @param text JSON of an evaluation  @throws {evaluation/bad-baseline} */
export function parseEvaluation(text: string): Evaluation {
  const refuse = (reason: string): never => {
    throw new ThroughlineError([evaluationIssue('evaluation/bad-baseline', { reason })])
  }
  let value: Partial<Evaluation> | null
  try {
    value = JSON.parse(text) as Partial<Evaluation> | null
  } catch (error) {
    return refuse((error as Error).message)
  }
  if (typeof value !== 'object' || value === null || value.evaluation !== 1 || !Array.isArray(value.results))
    return refuse('the key "evaluation" with the version 1, or its results, are missing')
  return value as Evaluation
}

function bootstrap(differences: readonly number[]): [number, number] {
  const random = seeded(0x9e3779b9)
  const means = Array.from({ length: RESAMPLES }, () =>
    meanOf(differences.map(() => differences[Math.floor(random() * differences.length)]!)),
  ).sort((a, b) => a - b)
  const at = (ratio: number): number => means[Math.min(RESAMPLES - 1, Math.floor(ratio * RESAMPLES))]!
  return [at((1 - CONFIDENCE) / 2), at((1 + CONFIDENCE) / 2)]
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length
}

/** Mulberry32 by Tommy Ettinger: from 0 to 1, good enough for resamples. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
