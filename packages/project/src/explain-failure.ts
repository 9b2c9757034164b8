// Turns what went wrong while a project was loaded into issues that say where and what to do.

import { readdirSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { basename, dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isThroughlineError, nearest, ThroughlineError, type Origin, type OriginResolver } from 'throughline'
import { projectIssue } from './issues.ts'
import { findSyntaxError } from './loader/find-syntax-error.ts'
import type { FailedImport, Loader } from './loader/register-loader.ts'
import { withOrigins } from './origins/with-origins.ts'
import { displayPath } from './source/code-frame.ts'
import { readSourceLines } from './source/read-source.ts'
import { userFrames } from './source/user-frames.ts'

export interface FailureContext {
  readonly loader: Loader
  readonly origins: OriginResolver
  /** The file whose import was asked for. */
  readonly entry: string
  /** Paths are shown from here. */
  readonly directory: string
}

/** One error with all its issues placed; `cause` is the user's own exception, when there was one. */
export function explainFailure(error: unknown, context: FailureContext): ThroughlineError {
  if (isThroughlineError(error)) return explainIssues(error, context)
  return (
    explainMissingModule(error, context) ??
    explainMissingExport(error) ??
    explainSyntax(error, context) ??
    explainFileKind(error, context) ??
    explainThrown(error, context)
  )
}

/** Where an issue has no place of its own, the call that threw is one: that of `dataflow` or `defineProject`. */
function explainIssues(error: ThroughlineError, { origins }: FailureContext): ThroughlineError {
  const [frame] = userFrames(error)
  const call = frame && { module: frame.file, exportPath: '', line: frame.line, column: frame.column }
  const issues = withOrigins(error, origins).map((issue) =>
    issue.at || issue.related || !call ? issue : { ...issue, at: call },
  )
  return new ThroughlineError(issues, { cause: error.cause })
}

function explainMissingModule(error: unknown, { loader, directory }: FailureContext): ThroughlineError | undefined {
  const failed = loader.failedImport(error)
  if (failed === undefined) return undefined
  const from = fileURLToPath(failed.parentUrl)
  const { specifier } = failed
  const at = findText(from, new RegExp(`(?<=['"\`])${escape(specifier)}(?=['"\`])`), specifier.length)
  const facts = { specifier, from: displayPath(from, directory), cures: cureMissingModule(failed, from, error) }
  return new ThroughlineError([projectIssue('project/module-not-found', facts, at && { at })])
}

function cureMissingModule({ specifier }: FailedImport, from: string, error: unknown): string[] {
  if (/^\.{0,2}\//.test(specifier)) {
    const target = resolve(dirname(from), specifier)
    const names = filesIn(dirname(target))
    const close = nearest(basename(target), names)
    if (close.length > 0)
      return close.map((name) => `did you mean "${specifier.slice(0, -basename(specifier).length)}${name}"?`)
    return names.length === 0 ? ['the folder does not exist or is empty.'] : []
  }
  if (/^[@~]\//.test(specifier) || specifier.startsWith('#')) {
    return [`if this is an alias, name it under  compilerOptions.paths  in the tsconfig.json next to the code.`]
  }
  const [scope = '', name = ''] = specifier.split('/')
  const packageName = scope.startsWith('@') ? `${scope}/${name}` : scope
  if ((error as { code?: string }).code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') {
    return [`"${packageName}" is installed, but does not export this path.`]
  }
  return isBuiltin(packageName) ? [] : [`install it with  npm install ${packageName}`]
}

function explainMissingExport(error: unknown): ThroughlineError | undefined {
  const parts =
    /The requested module '(?<specifier>.+)' does not provide an export named '(?<name>.+)'/.exec(messageOf(error))
      ?.groups ??
    /^Named export '(?<name>.+)' not found\. The requested module '(?<specifier>.+)' is a CommonJS module/.exec(
      messageOf(error),
    )?.groups
  const place = headOfStack(error)
  if (!parts || !place) return undefined
  const { specifier = '', name = '' } = parts
  const target = specifier.startsWith('.') ? resolve(dirname(place.module), specifier) : undefined
  const source = target === undefined ? '' : sourceOf(target)
  const isType = new RegExp(`\\b(?:interface|type)\\s+${escape(name)}\\b`).test(source)
  const known = [...source.matchAll(/^export\s+(?:async\s+)?(?:const|let|function\*?|class|enum)\s+([\w$]+)/gm)].map(
    (match) => match[1]!,
  )
  const column = new RegExp(`(?<![\\w$])${escape(name)}(?![\\w$])`).exec(
    readSourceLines(place.module)?.[place.line - 1] ?? '',
  )
  const at = column ? { ...place, column: column.index + 1 } : place
  return new ThroughlineError([projectIssue('project/export-not-found', { name, specifier, isType, known }, { at })])
}

function explainSyntax(error: unknown, { loader, directory }: FailureContext): ThroughlineError | undefined {
  if (!(error instanceof SyntaxError)) return undefined
  // For an ES module V8 does not tell the place; it is the module that was loaded last.
  const file = [...loader.files].findLast((path) => /\.[cm]?[jt]sx?$/.test(path))
  const at = headOfStack(error) ?? (file === undefined ? undefined : findSyntaxError(file, error.message))
  const line = at && readSourceLines(at.module)?.[at.line - 1]
  if (line?.[at!.column - 1] === '@') {
    const cure = 'call the function instead, or set  experimentalDecorators  in tsconfig.json.'
    return new ThroughlineError([
      projectIssue('project/unsupported-syntax', { what: 'A decorator', cure }, { at: at! }),
    ])
  }
  const where = at || file === undefined ? '' : ` (in ${displayPath(file, directory)})`
  const message = `${error.message.replace(/\.$/, '')}${where}`
  return new ThroughlineError([projectIssue('project/syntax', { message }, at && { at })])
}

/** Style sheets, pictures and the like, which only a bundler can import. */
function explainFileKind(error: unknown, { loader }: FailureContext): ThroughlineError | undefined {
  if ((error as { code?: string }).code !== 'ERR_UNKNOWN_FILE_EXTENSION') return undefined
  const parts = /^Unknown file extension "(?<extension>.*)" for (?<file>.+)$/.exec(messageOf(error))?.groups
  if (!parts) return undefined
  const name = basename(parts['file']!)
  const at = [...loader.files]
    .map((file) => findText(file, new RegExp(`(?<=['"][^'"]*)${escape(name)}(?=['"])`), name.length))
    .find((place) => place !== undefined)
  const facts = {
    what: `A file of the kind "${parts['extension']}"`,
    cure: 'only a bundler can import it: keep it out of the modules whose functions are nodes.',
  }
  return new ThroughlineError([projectIssue('project/unsupported-syntax', facts, at && { at })])
}

function explainThrown(error: unknown, { entry, directory }: FailureContext): ThroughlineError {
  const [frame] = userFrames(error)
  const file = displayPath(frame?.file ?? entry, directory)
  const at = frame && { module: frame.file, exportPath: '', line: frame.line, column: frame.column }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : `it threw ${String(error)}`
  return new ThroughlineError([projectIssue('project/import-failed', { file, message }, at && { at })], {
    cause: error,
  })
}

/** Node puts the place and the line in front of the stack of a syntax error, with carets below. */
function headOfStack(error: unknown): Origin | undefined {
  const stack = (error as { stack?: unknown }).stack
  const head =
    typeof stack === 'string'
      ? /^(?<file>(?:file:|\/|[A-Za-z]:\\).*):(?<line>\d+)\n(?:.*\n(?<marks> *)\^)?/.exec(stack)
      : null
  if (!head) return undefined
  const { file = '', line, marks = '' } = head.groups!
  const module = file.startsWith('file:') ? fileURLToPath(file) : file
  return { module, exportPath: '', line: Number(line), column: marks.length + 1 }
}

function findText(module: string, pattern: RegExp, length: number): Origin | undefined {
  for (const [index, text] of (readSourceLines(module) ?? []).entries()) {
    const found = pattern.exec(text)
    if (found && length > 0) return { module, exportPath: '', line: index + 1, column: found.index + 1 }
  }
  return undefined
}

function sourceOf(target: string): string {
  const files = [target, `${target}.ts`, target.replace(/\.([cm]?)js$/, '.$1ts'), `${target}/index.ts`]
  return (
    files
      .map((file) => readSourceLines(file))
      .find((lines) => lines !== undefined)
      ?.join('\n') ?? ''
  )
}

function filesIn(directory: string): string[] {
  try {
    return readdirSync(directory).filter((name) => !name.startsWith('.') && name !== 'node_modules')
  } catch {
    return []
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : ''
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
