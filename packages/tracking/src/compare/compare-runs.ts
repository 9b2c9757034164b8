// What differs between two runs: how they went, what they were given, what they were made of, what each node gave.

import type { RecordedStep, RunDetails, RunHead } from '../queries/run-details.ts'
import { packageChanges, type PackageChange } from './code-difference.ts'
import { compareValues, compareVersions, type Sameness, type ValueDifference } from './value-difference.ts'

export interface RunComparison {
  readonly before: RunHead
  readonly after: RunHead
  /** Inputs of either, by name. */
  readonly inputs: readonly (ValueDifference & { readonly name: string })[]
  readonly surroundings: Surroundings
  /** Nodes of either, in the order of the later plan. */
  readonly nodes: readonly NodeComparison[]
  /** The last value of each metric of either. */
  readonly metrics: readonly MetricComparison[]
}

/** What runs were made with besides their code. */
export interface Surroundings {
  readonly config: readonly ConfigChange[]
  readonly packages: readonly PackageChange[]
  /** Of Node, V8, the operating system. */
  readonly runtime: readonly { readonly name: string; readonly before?: string; readonly after?: string }[]
  /** Absent when both were made from the same state of the repository, or it is not known of both. */
  readonly git?: { readonly before: GitFacts; readonly after: GitFacts }
}

export interface GitFacts {
  readonly commit: string
  readonly branch?: string
  readonly isDirty: boolean
}

export interface ConfigChange {
  readonly key: string
  /** Absent where nothing was chosen. */
  readonly before?: unknown
  readonly after?: unknown
}

export interface NodeComparison {
  readonly node: string
  readonly presence: 'both' | 'added' | 'removed'
  readonly status: Pair<string>
  readonly durationMs: Pair<number>
  readonly code: Sameness
  readonly output: ValueDifference
}

export interface Pair<Value> {
  readonly before?: Value
  readonly after?: Value
}

export interface MetricComparison extends Pair<number> {
  readonly node: string
  readonly name: string
}

export function compareRuns(before: RunDetails, after: RunDetails): RunComparison {
  const names = [...new Set([...after.steps.keys(), ...before.steps.keys()])]
  return {
    before: before.run,
    after: after.run,
    inputs: union(before.run.inputs, after.run.inputs).map((name) => ({
      name,
      ...compareValues(before.run.inputs[name], after.run.inputs[name]),
    })),
    surroundings: compareSurroundings(before, after),
    nodes: names.map((node) => compareSteps(node, before.steps.get(node), after.steps.get(node))),
    metrics: compareMetrics(before, after),
  }
}

export function compareSurroundings(before: RunDetails, after: RunDetails): Surroundings {
  const [old, now] = [before.config ?? {}, after.config ?? {}]
  const [ran, runs] = [before.runtime ?? {}, after.runtime ?? {}]
  const isGitOther = before.git && after.git && before.run.versions.git !== after.run.versions.git
  return {
    config: union(old, now).flatMap((key): ConfigChange[] =>
      JSON.stringify(old[key]) === JSON.stringify(now[key]) ? [] : [{ key, ...pair(old[key], now[key]) }],
    ),
    packages: before.lock && after.lock ? packageChanges(before.lock.packages, after.lock.packages) : [],
    runtime:
      before.runtime && after.runtime
        ? union(ran, runs).flatMap((name) =>
            ran[name] === runs[name] ? [] : [{ name, ...pair(ran[name], runs[name]) }],
          )
        : [],
    ...(isGitOther && { git: { before: gitFacts(before.git), after: gitFacts(after.git) } }),
  }
}

function gitFacts({ commit, branch, isDirty }: NonNullable<RunDetails['git']>): GitFacts {
  return { commit, ...(branch !== undefined && { branch }), isDirty }
}

function compareSteps(node: string, before: RecordedStep | undefined, after: RecordedStep | undefined): NodeComparison {
  return {
    node,
    presence: before && after ? 'both' : after ? 'added' : 'removed',
    status: pair(before?.status, after?.status),
    durationMs: pair(before?.durationMs, after?.durationMs),
    code: compareVersions(before?.code, after?.code),
    output: compareValues(before?.output, after?.output),
  }
}

function compareMetrics(before: RunDetails, after: RunDetails): MetricComparison[] {
  const last = (run: RunDetails): ReadonlyMap<string, { node: string; name: string; value: number }> =>
    new Map(run.metrics.map(({ node, name, value }) => [JSON.stringify([node, name]), { node, name, value }]))
  const [old, now] = [last(before), last(after)]
  return [...new Set([...old.keys(), ...now.keys()])].sort().map((key) => {
    const { node, name } = (now.get(key) ?? old.get(key))!
    return { node, name, ...pair(old.get(key)?.value, now.get(key)?.value) }
  })
}

function union(one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].sort()
}

function pair<Value>(before: Value | undefined, after: Value | undefined): Pair<Value> {
  return { ...(before !== undefined && { before }), ...(after !== undefined && { after }) }
}
