// What DuckDB says of a statement, in the words of whoever wrote it.

import { alternatives, isThroughlineError, ThroughlineError } from 'throughline'
import { didYouMean } from 'throughline/insides'
import { ioIssue } from '../issues.ts'
import { sizeText } from '../places/limits.ts'
import type { RenderedStatement } from './render.ts'

/** An error of DuckDB as it tells it when it is asked for JSON. */
interface Told {
  readonly exception_type?: string
  readonly exception_message?: string
  readonly error_subtype?: string
  readonly name?: string
  readonly type?: string
  readonly candidates?: string
  readonly position?: string
}

export interface FailureSubject {
  /** Empty for a direct call. */
  readonly node: string
  readonly statement: RenderedStatement
  /** The tables of the statement, as far as they are known. */
  readonly inputs: readonly { readonly name: string; readonly columns: readonly string[] | undefined }[]
  readonly memoryLimitBytes?: number | undefined
}

/** The error of text that is no SQL. */
export function syntaxFailure(
  message: string,
  byte: number,
  statement: RenderedStatement,
  node: string,
): ThroughlineError {
  const reason = sentence(message)
  return new ThroughlineError([ioIssue('io/sql-syntax', { node, reason, frame: frameAt(statement, byte) })])
}

/** An error with a code of ours; what is not of DuckDB stays what it is. */
export function sqlFailure(error: unknown, { node, statement, inputs, memoryLimitBytes }: FailureSubject): unknown {
  const told = toldBy(error)
  if (!told) return error
  const reason = sentence(told.exception_message ?? '')
  const frame = told.position === undefined ? [] : frameAt(statement, Number(told.position))
  const kind = told.exception_type
  const fail = (issue: ReturnType<typeof ioIssue>): ThroughlineError => new ThroughlineError([issue], { cause: error })
  if (kind === 'Parser' || kind === 'Syntax Error') return fail(ioIssue('io/sql-syntax', { node, reason, frame }))
  if (kind === 'Out of Memory') return fail(ioIssue('io/sql-memory', { node, limit: limitText(memoryLimitBytes) }))
  if (kind === 'Binder' || kind === 'Catalog') {
    return fail(ioIssue('io/sql-unknown', { node, reason, frame, hint: unknownHint(told, inputs) }))
  }
  return fail(ioIssue('io/sql-failed', { node, reason, frame, hint: failedHint(told) }))
}

/** The error of a value that SQL does not know, with the table that it is in. */
export function inputFailure(error: unknown, table: string, node: string): unknown {
  if (!isThroughlineError(error)) return error
  const issues = error.issues.map((issue) => {
    if (issue.code !== 'io/unwritable-value') return issue
    const facts = issue.facts as Parameters<typeof ioIssue<'io/unwritable-value'>>[1]
    const name = node === '' ? 'SQL' : `the SQL of "${node}"`
    return ioIssue('io/unwritable-value', { ...facts, name, type: `the table "${table}"` })
  })
  return new ThroughlineError(issues, { cause: error })
}

function limitText(memoryLimitBytes: number | undefined): string {
  return memoryLimitBytes === undefined ? '80 % of the memory of the machine' : sizeText(memoryLimitBytes)
}

function toldBy(error: unknown): Told | undefined {
  if (!(error instanceof Error)) return undefined
  const json = /^(?:[A-Za-z ]+: ?)?(\{.*\})\s*$/s.exec(error.message)?.[1]
  if (json === undefined) {
    const [, kind, message] = /^([A-Z][A-Za-z ]*?)(?: Error)?: (.+)$/s.exec(error.message) ?? []
    return kind === undefined ? undefined : { exception_type: kind, exception_message: message! }
  }
  try {
    return JSON.parse(json) as Told
  } catch {
    return undefined
  }
}

function unknownHint(told: Told, inputs: FailureSubject['inputs']): string | undefined {
  const message = told.exception_message ?? ''
  if (told.type === 'Table') {
    if (/[/\\]/.test(told.name ?? '')) return FILES_HINT
    return `name what another node gives, or an input, as  \${from('${told.name}')}`
  }
  const column = /(?:column named|Referenced column) "([^"]+)"/.exec(message)?.[1]
  if (column !== undefined) {
    const candidates = told.candidates?.split(',') ?? []
    const columns = inputs.flatMap((input) => input.columns ?? candidates)
    return didYouMean(column, [...new Set(columns)], 'there are the columns')[0]
  }
  if (told.type?.includes('Function') && told.candidates)
    return `did you mean ${alternatives(told.candidates.split(',').slice(0, 3))}?`
  if (told.error_subtype === 'NO_MATCHING_FUNCTION') {
    const [, ...forms] = message.split(/\n\s*/).filter((line) => line !== '' && !line.startsWith('Candidate'))
    const known = forms.length > 0 && forms.length <= MOST_FORMS ? `: there is  ${forms.join('  and  ')}` : ''
    return `cast what has another type, as  cast(x as double)${known}`
  }
  return undefined
}

const MOST_FORMS = 3
const FILES_HINT =
  'a statement reads its dependencies alone: load the file in a node of its own, or allow files:  sql({ files: true })'

function failedHint({ exception_type: kind }: Told): string {
  if (kind === 'Permission') return FILES_HINT
  return 'look at the values at this place; try_cast gives null where a value does not fit.'
}

/** The first sentence of a message; what is proposed there is proposed by us. */
function sentence(message: string): string {
  const [first = ''] = message.split(/\n\s*(?:Candidate|Did you mean|Possible solutions|LINE )/)
  return first
    .trim()
    .replaceAll(/\btemp\.main\./g, '')
    .replaceAll('_LITERAL', '')
    .replace(/[.!](?: You might need to add explicit type casts\.)?$/, '')
}

/** The line of the statement, as it was written, with a mark below the place. */
function frameAt(statement: RenderedStatement, byte: number): readonly string[] {
  const { written } = statement
  const offset = Math.min(statement.placeOf(byte), written.length)
  const start = written.lastIndexOf('\n', offset - 1) + 1
  const end = written.indexOf('\n', offset)
  const number = String(written.slice(0, start).split('\n').length)
  const line = written
    .slice(start, end < 0 ? undefined : end)
    .trimEnd()
    .replaceAll('\t', ' ')
  // Of a long line, what is around the place.
  const from = offset - start < FRAME_WIDTH - 20 ? 0 : offset - start - FRAME_WIDTH / 2
  const [before, after] = [from > 0 ? '…' : '', line.length > from + FRAME_WIDTH ? '…' : '']
  const mark = ' '.repeat(offset - start - from + before.length)
  const shown = `${before}${line.slice(from, from + FRAME_WIDTH)}${after}`
  return [`${number} | ${shown}`, `${' '.repeat(number.length)} | ${mark}^`]
}

const FRAME_WIDTH = 100
