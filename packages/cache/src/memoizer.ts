// Memoizes the runs of flows, whatever keeps the values.

import type { Issue } from 'throughline'
import type { Memo, MemoRun, Plan, RunMemo } from 'throughline/memo'
import { noCodeVersions, type CodeVersions } from './code-versions.ts'
import { InFlight } from './in-flight.ts'
import { cacheIssue } from './issues.ts'
import type { Look } from './look.ts'
import { MemoizedRun, type RunEnvironment } from './memoized-run.ts'
import { createReporter } from './reporter.ts'
import { settingsOf, type StepSetting } from './step-setting.ts'
import type { ValueStore } from './value-store.ts'

export interface MemoizerOptions {
  /** What the code of nodes is. Without it, only nodes with a `version` of their own are kept. */
  readonly versions?: CodeVersions
  /** Only these nodes are kept. Default: all that can be. */
  readonly nodes?: readonly string[]
  /** Part of the hits that is computed as well and compared, from 0 to 1. @defaultValue 0 */
  readonly verifyRatio?: number
  /** Looks for nodes that change what they are given. Default: unless `NODE_ENV` is `production`. */
  readonly verifyInputs?: boolean
  /** What is told, each thing once: nodes that cannot be kept, damaged bytes. Default: printed to standard error. */
  readonly onIssue?: (issue: Issue) => void
  /** Chooses what is verified; from 0 to 1. @defaultValue Math.random */
  readonly random?: () => number
  /** Milliseconds since 1970. @defaultValue Date.now */
  readonly nowMs?: () => number
}

/** Given to a flow with `flow.with({ cache })`. */
export interface Memoizer extends Memo {
  readonly environment: RunEnvironment
  /** How each step of a plan is memoized. */
  settingsOf(plan: Plan, flow: string | undefined): readonly StepSetting[]
}

export function createMemoizer(store: ValueStore, look: Look, options: MemoizerOptions): Memoizer {
  const { versions = noCodeVersions, nodes, verifyRatio = 0, random = Math.random, nowMs = Date.now } = options
  const { verifyInputs = process.env['NODE_ENV'] !== 'production', onIssue } = options
  const reporter = createReporter(onIssue)
  const inFlight = new InFlight()
  const guardsInputs = verifyInputs
  const environment = { store, look, nowMs, reporter, inFlight, guardsInputs, verifyRatio, random }
  const chosen = nodes && new Set(nodes)
  const told = new Set<string>()
  const known = new WeakMap<Plan, { readonly flow: string | undefined; readonly settings: readonly StepSetting[] }>()

  const settingsFor: Memoizer['settingsOf'] = (plan, flow) => {
    const found = known.get(plan)
    if (found && found.flow === flow) return found.settings
    const settings = settingsOf(plan, { versions, look, flow, nodes: chosen })
    known.set(plan, { flow, settings })
    for (const issue of unknownCode(plan, settings, told)) reporter.report(issue)
    return settings
  }

  return {
    environment,
    settingsOf: settingsFor,
    begin: (run) =>
      store.isUsable
        ? new MemoizedRun(run, settingsFor(run.plan, run.request.flowName), environment)
        : new PlainRun(run),
  }
}

/**
 * One issue for all nodes that are computed every time for the same reason.
 *
 * @param told reasons and nodes of which it was said before; gets those that are said now
 */
function unknownCode(plan: Plan, settings: readonly StepSetting[], told: Set<string>): Issue[] {
  const byReason = new Map<string, string[]>()
  for (const [index, { whyNot }] of settings.entries()) {
    if (whyNot?.because !== 'unknown-code') continue
    const { name } = plan.steps[index]!
    const what = `${whyNot.reason}\n${name}`
    if (told.has(what)) continue
    told.add(what)
    byReason.set(whyNot.reason, [...(byReason.get(whyNot.reason) ?? []), name])
  }
  return Array.from(byReason, ([reason, nodes]) => cacheIssue('cache/unknown-code', { nodes, reason }))
}

/** A run for which there is no store: everything is computed. */
class PlainRun implements RunMemo {
  readonly hits = 0
  readonly #run: MemoRun

  constructor(run: MemoRun) {
    this.#run = run
  }

  step(...[index, scope]: Parameters<RunMemo['step']>): unknown {
    return this.#run.compute(index, scope)
  }

  item(...[, , call]: Parameters<RunMemo['item']>): unknown {
    return call()
  }
}
