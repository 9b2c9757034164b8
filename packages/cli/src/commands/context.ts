// What every command has at hand.

import type { CommandContext } from '@stricli/core'
import { displayPath, findConfig, findConfigAt, type CompileNotice } from '@throughline/project'
import { renderPlainIssue, type PlainIssue } from '@throughline/project/process'
import { isThroughlineError, type Issue } from 'throughline'
import type { Terminal } from '../terminal/terminal.ts'

/** 0: done. 1: the work failed. 2: wrong use. 130: stopped by Ctrl-C. */
export type ExitCode = 0 | 1 | 2 | 130

export interface Context extends CommandContext {
  readonly process: CommandContext['process'] & { exitCode?: number | string | null }
  readonly terminal: Terminal
  /** Where the command was given. */
  readonly directory: string
  /** Asks a person, who answers yes or no; absent when nobody is there who could answer. */
  readonly confirm?: (question: string) => Promise<boolean>
}

export interface ProjectFlags {
  readonly project?: string
}

export function setExitCode(context: Context, code: ExitCode): void {
  context.process.exitCode = code
}

/** Shows issues, and says that the command was used in a wrong way, or another code. */
export function reportIssues(context: Context, issues: readonly (Issue | PlainIssue)[], code: ExitCode = 2): void {
  const { err } = context.terminal
  const options = { colours: err.colours, directory: context.directory }
  err.write(`${issues.map((issue) => renderPlainIssue(issue, options)).join('\n\n')}\n`)
  setExitCode(context, code)
}

/** The configuration file of the project in question, or why there is none. */
export function findProject({ directory }: Context, { project }: ProjectFlags): string | readonly Issue[] {
  try {
    return project === undefined ? findConfig(directory) : findConfigAt(project)
  } catch (error) {
    if (!isThroughlineError(error)) throw error
    return error.issues
  }
}

/** The configuration file of the project in question; `undefined` after a report when there is none. */
export function locateProject(context: Context, flags: ProjectFlags): string | undefined {
  const found = findProject(context, flags)
  if (typeof found === 'string') return found
  reportIssues(context, found)
  return undefined
}

/** Says once that files had to be compiled, and why. */
export function reportNotices(context: Context, notices: readonly CompileNotice[]): void {
  const [first, ...rest] = notices
  if (first === undefined) return
  const place = `${displayPath(first.file, context.directory)}${first.line === undefined ? '' : `:${first.line}`}`
  const others =
    rest.length === 0 ? '' : ` (so ${rest.length === 1 ? 'does 1 other file' : `do ${rest.length} other files`})`
  const text = `note: ${place} has ${first.reason}${others}, which Node cannot run as it is; it is compiled first.`
  context.terminal.err.write(`${context.terminal.err.colours.dim(text)}\n`)
}
