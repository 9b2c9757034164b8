// Options are examined where they are given.

import { coreIssue } from './catalogue.ts'
import { throwIfAny } from './throughline-error.ts'

/**
 * @param owner the modifier, check or hook whose option it is; absent for the options of a run
 * @throws {modifier/bad-option} or {run/bad-option} unless it holds
 */
export function expectOption(
  holds: boolean,
  owner: string | undefined,
  name: string,
  given: unknown,
  expected: string,
): asserts holds {
  const facts = { name, given, expected }
  if (!holds)
    throwIfAny([
      owner ? coreIssue('modifier/bad-option', { modifier: owner, ...facts }) : coreIssue('run/bad-option', facts),
    ])
}
