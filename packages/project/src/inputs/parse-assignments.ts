// Values given as text on a command line: `name=value` and `name=@file`.

import { isThroughlineError, ThroughlineError, type Issue } from 'throughline'
import { projectIssue } from '../issues.ts'
import { readInputFile } from './read-input-file.ts'

export interface ParseOptions {
  /** How the option is called in messages. */
  readonly option: 'input' | 'config'
  /** Files are found from here. */
  readonly directory: string
}

/**
 * Values by name. A value is JSON if it parses as JSON, else text; with `option: 'input'`, `@path` is the content of a
 * file by its extension (see `readInputFile`). `name=` is empty text, and `name=@@handle` the text `@handle`.
 *
 * @returns a record without prototype surprises: any name is an own property
 * @throws {project/input-form} {project/input-twice} {project/input-file-missing} {project/input-file-unreadable} all at once
 */
export function parseAssignments(assignments: readonly string[], options: ParseOptions): Record<string, unknown> {
  const issues: Issue[] = []
  const values = new Map<string, unknown>()
  for (const text of assignments) {
    const [name, value] = splitAssignment(text)
    if (name === undefined) issues.push(projectIssue('project/input-form', { text, option: options.option }))
    else if (values.has(name)) issues.push(projectIssue('project/input-twice', { name, option: options.option }))
    else {
      try {
        values.set(name, parseValue(name, value, options))
      } catch (error) {
        if (!isThroughlineError(error)) throw error
        values.set(name, undefined)
        issues.push(...error.issues)
      }
    }
  }
  if (issues.length > 0) throw new ThroughlineError(issues)
  // Unlike assignment, this makes an own property even of `__proto__`.
  return Object.fromEntries(values)
}

/** The paths that `name=@path` assignments name, as written. */
export function assignedFiles(assignments: readonly string[]): string[] {
  return assignments.flatMap((text) => {
    const [, value = ''] = splitAssignment(text)
    return /^@[^@]/.test(value) ? [value.slice(1)] : []
  })
}

function splitAssignment(text: string): [name: string, value: string] | [undefined] {
  const at = text.indexOf('=')
  return at <= 0 ? [undefined] : [text.slice(0, at), text.slice(at + 1)]
}

function parseValue(name: string, value: string, options: ParseOptions): unknown {
  if (options.option === 'input' && value.startsWith('@')) {
    if (!value.startsWith('@@')) return readInputFile(name, value.slice(1), options.directory)
    return value.slice(1)
  }
  try {
    return JSON.parse(value) as unknown
  } catch {
    return value
  }
}
