// Asks the checks of a node about its value, tells the hooks, and fails the node where that was wanted.

import type { Check, CheckAnswer, CheckSeverity } from '../checks/check.ts'
import { expectOption } from '../errors/expect-option.ts'
import type { CheckInfo, CheckSetting } from '../checks/setting.ts'
import { show } from '../checks/show.ts'
import { ThroughlineError } from '../errors/throughline-error.ts'
import { andThen } from '../execute/and-then.ts'
import { messageOf } from '../execute/failure.ts'
import { isThenable, type Layer } from '../execute/layer.ts'
import type { StepScope } from '../execute/step-scope.ts'
import { checkedIssue } from './checked-issues.ts'

/** A check, and what follows when it does not pass. */
interface Asked {
  readonly check: Check<unknown>
  readonly severity: CheckSeverity
}

/** What one check said. */
interface Finding {
  /** What was found; absent when it passed. */
  readonly message?: string
  readonly facts?: Readonly<Record<string, unknown>>
  /** In the place of an answer. */
  readonly threw?: { readonly error: unknown }
}

export function checkLayer(asked: readonly Asked[]): Layer {
  const examine = (value: unknown, scope: StepScope): unknown => {
    const findings = asked.map(({ check }) => ask(check, value))
    const judge = (all: readonly Finding[]): unknown => {
      for (const [index, finding] of all.entries()) tell(scope, asked[index]!, finding)
      failIfWanted(scope.node, asked, all)
      return value
    }
    if (!findings.some(isThenable)) return judge(findings as Finding[])
    return Promise.all(findings.map(async (finding) => finding)).then(judge)
  }
  return {
    checks: asked.map(({ check }) => check.name),
    needsTime: false,
    around: (next) => (args, scope) => andThen(next(args, scope), (value) => examine(value, scope)),
    withChecks: (settings, node) => {
      const changed = asked.flatMap(({ check, severity }): Asked[] => {
        const mode = modeOf(settings, { node, check: check.name, severity })
        return mode === 'off' ? [] : [{ check, severity: mode }]
      })
      return changed.length > 0 ? [checkLayer(changed)] : []
    },
  }
}

/** What a check throws is what it found, so that all the others are asked too. */
function ask(check: Check<unknown>, value: unknown): Finding | Promise<Finding> {
  let facts: Finding['facts']
  const conclude = (answer: CheckAnswer): Finding => {
    const message = typeof answer === 'string' ? answer : `found ${show(value)}`
    return { ...(facts && { facts }), ...(answer !== true && { message }) }
  }
  const giveUp = (error: unknown): Finding => ({
    ...(facts && { facts }),
    message: `threw: ${messageOf(error)}`,
    threw: { error },
  })
  try {
    const answer = check.test(value, (measured) => (facts = { ...facts, ...measured }))
    return isThenable(answer) ? Promise.resolve(answer).then(conclude).catch(giveUp) : conclude(answer)
  } catch (error) {
    return giveUp(error)
  }
}

function tell({ host, runId, node }: StepScope, { check, severity }: Asked, { message, facts }: Finding): void {
  const event = { runId, node, check: check.name, passed: message === undefined, severity }
  host.tell('onStepCheck', { ...event, ...(message !== undefined && { message }), ...(facts && { facts }) })
}

/** @throws {check/failed} {check/threw} for all checks whose severity is `error` together */
function failIfWanted(node: string, asked: readonly Asked[], findings: readonly Finding[]): void {
  const failed: { check: string; found: string }[] = []
  const threw: { check: string; message: string; error: unknown }[] = []
  for (const [index, finding] of findings.entries()) {
    const { check, severity } = asked[index]!
    if (finding.message === undefined || severity === 'warn') continue
    if (finding.threw) {
      const { error } = finding.threw
      threw.push({ check: check.name, message: messageOf(error), error })
    } else failed.push({ check: check.name, found: finding.message })
  }
  if (failed.length + threw.length === 0) return
  const issues = [
    ...(failed.length > 0 ? [checkedIssue('check/failed', { node, failed })] : []),
    ...threw.map(({ check, message }) => checkedIssue('check/threw', { node, check, message })),
  ]
  throw new ThroughlineError(issues, threw.length > 0 ? { cause: threw[0]!.error } : {})
}

const MODES = ['off', 'warn', 'error', 'as-written'] as const

/**
 * The last setting that says something about a check counts.
 *
 * @throws {modifier/bad-option} for a word that is no mode
 */
function modeOf(settings: readonly (CheckSetting | undefined)[], about: CheckInfo): 'off' | CheckSeverity {
  const said = settings.map((one) => (typeof one === 'function' ? one(about) : one))
  const mode = said.findLast((one) => one !== undefined) ?? 'as-written'
  expectOption(MODES.includes(mode), 'with', 'checks', mode, `one of ${MODES.join(', ')}`)
  return mode === 'as-written' ? about.severity : mode
}
