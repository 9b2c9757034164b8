// Names of the columns of a result: no two of them are the same.

import { ThroughlineError } from 'throughline'
import { ioIssue } from '../issues.ts'
import type { Subject } from './subject.ts'

/** @throws {io/malformed} when two are the same: one of them could not be reached */
export function distinctNames(names: readonly string[], { name, type }: Subject): readonly string[] {
  const twice = names.find((one, index) => names.indexOf(one) !== index)
  if (twice === undefined) return names
  const found = `two columns are called "${twice}"`
  const hint = 'give each column of the result a name of its own:  select a.id as "buyer id", ...'
  throw new ThroughlineError([ioIssue('io/malformed', { name, type, place: {}, found, hint })])
}
