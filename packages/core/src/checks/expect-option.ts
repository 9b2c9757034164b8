// The options of checks, examined when the check is made.

import { coreIssue } from '../errors/catalogue.ts'
import { throwIfAny } from '../errors/throughline-error.ts'

/** @throws {modifier/bad-option} unless it holds */
export function expectOption(holds: boolean, check: string, name: string, given: unknown, expected: string): void {
  if (!holds) throwIfAny([coreIssue('modifier/bad-option', { modifier: check, name, given, expected })])
}
