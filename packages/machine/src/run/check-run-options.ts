// The options of runs, by name.

import { ThroughlineError, type Issue } from 'throughline'
import { optionIssues, type OptionNames } from '../definition/option-names.ts'
import type { AnyRunOptions } from './run-options.ts'
import type { AnySpawnOptions } from './spawn-child.ts'

const OPTIONS: OptionNames<AnyRunOptions> = { until: true, maxSteps: true, inputs: true, signal: true, goesOn: false }
const STEP: OptionNames<Pick<AnyRunOptions, 'inputs' | 'signal'>> = { inputs: true, signal: true }
const SPAWN: OptionNames<AnySpawnOptions> = { key: true, entry: true, state: true, ...OPTIONS }
const UNTIL: OptionNames<NonNullable<AnyRunOptions['until']>> = { before: true, after: true, when: true }

/** @throws {app/unknown-option} or {app/bad-option}, all that hold */
export function checkRunOptions(method: string, options: unknown): void {
  const issues = [...optionIssues(`${method}()`, options, method === 'step' ? STEP : OPTIONS), ...untilIssues(options)]
  if (issues.length > 0) throw new ThroughlineError(issues)
}

/** @throws {app/unknown-option} or {app/bad-option}, all that hold */
export function checkSpawnOptions(options: unknown): void {
  const issues = [...optionIssues('spawn()', options ?? null, SPAWN), ...untilIssues(options)]
  if (issues.length > 0) throw new ThroughlineError(issues)
}

function untilIssues(options: unknown): Issue[] {
  const until = (options as AnyRunOptions | null | undefined)?.until
  return optionIssues('until', until, UNTIL)
}
