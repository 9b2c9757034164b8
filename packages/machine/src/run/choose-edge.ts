// Which way leads on from an action: asked once for each step, and written down.

import { ThroughlineError } from 'throughline'
import { isThenable } from 'throughline/insides'
import { machineIssue } from '../errors/catalogue.ts'
import { plainValue } from '../state/growing.ts'
import { wholeView, type Values } from '../state/values.ts'
import { wayTo, type CompiledAction, type ErrorEdge, type Way, type WayOn } from './compiled.ts'
import type { ErrorRecord } from './error-record.ts'

/** @throws what a guard throws, {app/bad-route} and {app/async-condition} */
export function chooseWay({ name, ways }: CompiledAction, values: Values): WayOn {
  let whole: Readonly<Record<string, unknown>> | undefined
  for (const way of ways) {
    const { edge } = way
    if (edge.kind === 'otherwise') return way.target!
    if (edge.kind === 'route') {
      const chosen = edge.choose((whole ??= wholeView(values)))
      if (edge.targets.includes(chosen)) return wayTo(chosen, way)
      const found = typeof chosen === 'string' ? `"${chosen}"` : typeof chosen
      throw new ThroughlineError([machineIssue('app/bad-route', { action: name, found, targets: edge.targets })])
    }
    if (edge.kind === 'when') {
      const { holds } = edge
      const fits = 'test' in holds ? holds.test((whole ??= wholeView(values))) : hasValues(values, holds.equals)
      // A promise would count as true.
      if (isThenable(fits))
        throw new ThroughlineError([machineIssue('app/async-condition', { action: name, to: edge.to })])
      if (fits) return way.target!
    }
  }
  return { next: null, isStuck: ways.length > 0 }
}

/** The first error edge that takes this failure. */
export function chooseErrorWay(
  { errorWays }: CompiledAction,
  error: unknown,
  facts: () => ErrorRecord,
): Way<ErrorEdge> | undefined {
  if (errorWays.length === 0) return undefined
  const record = facts()
  return errorWays.find(({ edge }) => edge.fits(error, record))
}

function hasValues(values: Values, wanted: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(wanted).every((key) => Object.is(plainValue(values[key]), wanted[key]))
}
