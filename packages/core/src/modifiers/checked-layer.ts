// Asks the checks of a node about its value, tells the hooks, and fails the node where that was wanted.

import type { Check, CheckAnswer, CheckSeverity } from '../checks/check.ts'
import { expectOption } from '../errors/expect-option.ts'
import type { CheckInfo, CheckSetting } from '../checks/setting.ts'
import { show } from '../checks/show.ts'
import { throwIfAny } from '../errors/throughline-error.ts'
import { messageOf } from '../execute/failure.ts'
import type { StepCheck } from '../execute/hooks.ts'
import { isThenable, type Layer } from '../execute/layer.ts'
import type { StepScope } from '../execute/step-scope.ts'
import { valueLayer } from '../execute/value-layer.ts'
import { checkedIssue } from './checked-issues.ts'

/** A check, and what follows when it does not pass. */
interface Asked {
  readonly check: Check<unknown>
  readonly severity: CheckSeverity
}

/** What one check said. */
interface Finding {
  /** As the hooks are told. */
  readonly said: Omit<StepCheck, 'runId' | 'node' | 'item'>
  /** In the place of an answer. */
  readonly threw?: { readonly error: unknown }
}

export function checkLayer(asked: readonly Asked[]): Layer {
  const examine = (value: unknown, scope: StepScope): unknown => {
    const findings = asked.map((one) => ask(one, value))
    const judge = (all: readonly Finding[]): unknown => {
      for (const { said } of all) scope.tell('onStepCheck', said)
      failIfWanted(scope.node, all)
      return value
    }
    if (!findings.some(isThenable)) return judge(findings as Finding[])
    return Promise.all(findings.map(async (finding) => finding)).then(judge)
  }
  return {
    ...valueLayer(examine),
    checks: asked.map(({ check }) => check.name),
    severities: asked.map(({ severity }) => severity),
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
function ask({ check, severity }: Asked, value: unknown): Finding | Promise<Finding> {
  let facts: StepCheck['facts']
  const found = (message?: string): Finding => {
    const passed = message === undefined
    return {
      said: { check: check.name, passed, severity, ...(!passed && { message }), ...(facts && { facts }) },
    }
  }
  const conclude = (answer: CheckAnswer): Finding =>
    answer === true ? found() : found(typeof answer === 'string' ? answer : `found ${show(value)}`)
  const giveUp = (error: unknown): Finding => ({ ...found(`threw: ${messageOf(error)}`), threw: { error } })
  try {
    const answer = check.test(value, (measured) => (facts = { ...facts, ...measured }))
    return isThenable(answer) ? Promise.resolve(answer).then(conclude).catch(giveUp) : conclude(answer)
  } catch (error) {
    return giveUp(error)
  }
}

/** @throws {check/failed} {check/threw} for all checks whose severity is `error` together */
function failIfWanted(node: string, findings: readonly Finding[]): void {
  const wrong = findings.filter(({ said }) => !said.passed && said.severity === 'error')
  const failed = wrong.filter((one) => !one.threw).map(({ said }) => ({ check: said.check, found: said.message! }))
  const errors = wrong.flatMap(({ said, threw }) => (threw ? { check: said.check, ...threw } : []))
  throwIfAny(
    [
      ...(failed.length > 0 ? [checkedIssue('check/failed', { node, failed })] : []),
      ...errors.map(({ check, error }) => checkedIssue('check/threw', { node, check, message: messageOf(error) })),
    ],
    errors.length > 0 ? { cause: errors[0]!.error } : {},
  )
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
