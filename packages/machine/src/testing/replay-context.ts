// The context of a step that is done again: what was asked for is given from the record, in its order.

import { ThroughlineError, type Issue } from 'throughline'
import type { ActionContext } from '../run/context.ts'
import { replayIssue } from './replay-issues.ts'
import { reviveError } from './revive-error.ts'
import type { StepFixture } from './step-fixture.ts'
import { asRecorded, telling, type Told } from './told.ts'

export interface ReplayContext extends ActionContext, Told {
  /** What it asked for otherwise than recorded; also when the action caught the error. */
  readonly trouble: () => readonly Issue[]
}

/** @param revive makes of what was kept what the application works with */
export function replayContext(fixture: StepFixture, revive: (stored: unknown) => unknown): ReplayContext {
  const { app, runId, action, sequence, attempt, idempotencyKey, effects, children } = fixture
  const issues: Issue[] = []
  let asked = 0
  const refuse = (issue: Issue): never => {
    issues.push(issue)
    throw new ThroughlineError([issue])
  }
  const give = (name: string): unknown => {
    const index = asked++
    const effect = effects[index]
    if (!effect) return refuse(replayIssue('replay/more-effects', { action, asked: name, recorded: effects.length }))
    if (effect.name !== name)
      return refuse(replayIssue('replay/other-effect', { action, index, asked: name, recorded: effect.name }))
    if (!('error' in effect)) return asRecorded(revive(effect.value), effect.isAsync === true)
    if (effect.isAsync) return Promise.reject(reviveError(effect.error))
    throw reviveError(effect.error)
  }
  const spawn = async (_machine: unknown, { key }: { readonly key: string }): Promise<unknown> => {
    const child = children[key]
    if (!child) return refuse(replayIssue('replay/unknown-child', { action, key, known: Object.keys(children) }))
    const { state, error, ...rest } = child
    return {
      ...rest,
      state: revive(state),
      steps: child.sequence,
      ...(error && { error: reviveError(error), action: child.next }),
    }
  }
  return {
    ...telling(),
    app,
    runId,
    action,
    sequence,
    attempt,
    idempotencyKey,
    signal: new AbortController().signal,
    effect: give as ActionContext['effect'],
    now: () => give('now') as number,
    random: () => give('random') as number,
    spawn: spawn as ActionContext['spawn'],
    trouble: () => {
      const left = effects.slice(asked).map(({ name }) => name)
      if (issues.length > 0 || left.length === 0) return issues
      return [replayIssue('replay/fewer-effects', { action, left })]
    },
  }
}
