// A name that came from outside is one of the machine's actions.

import { ThroughlineError } from 'throughline'
import { machineIssue } from '../errors/catalogue.ts'
import type { AnyMachine } from './machine.ts'

/** @throws {machine/unknown-action} */
export function checkAction(machine: AnyMachine, name: string, place: string): void {
  const known = Object.keys(machine.actions)
  if (!known.includes(name))
    throw new ThroughlineError([machineIssue('machine/unknown-action', { name, known, place })])
}
