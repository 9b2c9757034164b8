// Where a run stops before its end.

import { ThroughlineError } from 'throughline'
import type { AnyMachine } from '../definition/machine.ts'
import { machineIssue } from '../errors/catalogue.ts'
import type { AnyRunOptions } from './run-options.ts'
import type { Standing } from './standing.ts'

export class Halts {
  readonly #before: ReadonlySet<string>
  readonly #after: ReadonlySet<string>
  readonly #when: ((state: Readonly<Record<string, unknown>>) => boolean) | undefined

  /** @throws {machine/unknown-action} for a name or a tag that the machine does not have */
  constructor({ before = [], after = [], when }: NonNullable<AnyRunOptions['until']>, machine: AnyMachine) {
    const issues = [...before, ...after]
      .filter((name) => namesOf(name, machine).length === 0)
      .map((name) => machineIssue('machine/unknown-action', { name, known: knownNames(machine), place: 'until' }))
    if (issues.length > 0) throw new ThroughlineError(issues)
    this.#before = new Set(before.flatMap((name) => namesOf(name, machine)))
    this.#after = new Set(after.flatMap((name) => namesOf(name, machine)))
    this.#when = when
  }

  /** After a step. */
  afterStep(standing: Standing): 'when' | 'after' | undefined {
    // The state is made when it is asked for.
    if (this.#when?.(standing.state)) return 'when'
    return this.#after.has(standing.last!) ? 'after' : undefined
  }

  isBefore(next: string): boolean {
    return this.#before.has(next)
  }
}

function namesOf(name: string, { actions }: AnyMachine): string[] {
  if (!name.startsWith('@')) return Object.hasOwn(actions, name) ? [name] : []
  const tag = name.slice(1)
  return Object.keys(actions).filter((action) => actions[action]!.tags.includes(tag))
}

function knownNames({ actions }: AnyMachine): string[] {
  const tags = new Set(Object.values(actions).flatMap((action) => action.tags.map((tag) => `@${tag}`)))
  return [...Object.keys(actions), ...tags]
}
