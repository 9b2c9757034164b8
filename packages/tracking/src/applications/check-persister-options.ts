// The options of persisters, by name.

import { optionIssues, type OptionNames } from '@throughline/machine'
import { ThroughlineError } from 'throughline'
import type { ApplicationRecordOptions } from './record-options.ts'

const RECORD: OptionNames<ApplicationRecordOptions> = {
  project: true,
  capture: true,
  redact: true,
  actor: true,
  trigger: true,
  tags: true,
  git: true,
  lock: true,
  onIssue: true,
}

/**
 * @param place what takes them: `sqlitePersister()`
 * @throws {app/unknown-option} and {app/bad-option}, all that hold
 */
export function checkPersisterOptions(place: string, options: unknown, names: Readonly<Record<string, boolean>>): void {
  const record = (options as { readonly record?: unknown } | null)?.record
  const issues = [
    ...optionIssues(place, options, names),
    ...(record === false ? [] : optionIssues('record', record, RECORD)),
  ]
  if (issues.length > 0) throw new ThroughlineError(issues)
}
