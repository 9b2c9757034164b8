// The answer to a step that waits: it comes in time, and fits.

import { ThroughlineError } from 'throughline'
import type { Clock } from 'throughline/insides'
import { machineIssue } from '../errors/catalogue.ts'
import { statusOf } from '../journal/application-facts.ts'
import type { CompiledAction, CompiledMachine } from './compiled.ts'
import { validate } from './inputs.ts'
import type { Standing } from './standing.ts'

export interface FittingAnswer {
  /** The action that waits. */
  readonly compiled: CompiledAction
  /** What its schema makes of the answer. */
  readonly fitting: unknown
}

/** @throws {app/not-suspended}, {app/expired} or {app/bad-payload} */
export async function fittingAnswer(
  app: string,
  standing: Standing,
  machine: CompiledMachine,
  payload: unknown,
  clock: Clock,
): Promise<FittingAnswer> {
  const { suspension, next } = standing
  if (!suspension) throw new ThroughlineError([machineIssue('app/not-suspended', { app, status: statusOf(standing) })])
  const compiled = machine.get(next!)!
  const action = compiled.name
  if (suspension.expiresAtMs !== undefined && clock.Date.now() > suspension.expiresAtMs)
    throw new ThroughlineError([machineIssue('app/expired', { app, action })])
  const { awaits } = compiled.action.spec
  if (!awaits) throw new ThroughlineError([machineIssue('app/no-awaits', { action })])
  const fitting = await validate(awaits, payload, (findings) => machineIssue('app/bad-payload', { action, findings }))
  return { compiled, fitting }
}
