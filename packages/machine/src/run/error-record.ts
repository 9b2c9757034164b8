// An error as plain data: what is written into a journal, and what an error edge hands on.

import { isThroughlineError } from 'throughline'

export interface ErrorRecord {
  readonly name: string
  readonly message: string
  readonly stack?: string
  /** Codes of its issues, when it has any; or the `code` that systems give. */
  readonly codes?: readonly string[]
  readonly cause?: ErrorRecord
}

/** Causes deeper than this are left out. */
const MOST_CAUSES = 8

/** Never throws, whatever was thrown. */
export function errorRecord(error: unknown): ErrorRecord {
  try {
    return recordOf(error, 0)
  } catch {
    return { name: 'NotAnError', message: 'something that cannot be read' }
  }
}

function recordOf(error: unknown, depth: number): ErrorRecord {
  if (!isError(error)) return { name: 'NotAnError', message: textOf(error) }
  // What is thrown may say anything of itself.
  const { name, message, stack, cause } = error as { readonly [Part in keyof Error]: unknown }
  const code = (error as { code?: unknown }).code
  const codes = isThroughlineError(error)
    ? error.issues.map((issue) => issue.code)
    : typeof code === 'string'
      ? [code]
      : []
  return {
    name: String(name),
    message: String(message),
    ...(typeof stack === 'string' && { stack }),
    ...(codes.length > 0 && { codes }),
    ...(cause !== undefined && depth < MOST_CAUSES && { cause: recordOf(cause, depth + 1) }),
  }
}

/** Also of another realm. */
function isError(value: unknown): value is Error {
  if (value instanceof Error) return true
  if (typeof value !== 'object' || value === null) return false
  const { name, message, stack } = value as Partial<Error>
  return [name, message, stack].every((part) => typeof part === 'string')
}

function textOf(value: unknown): string {
  try {
    return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  } catch {
    return String(value)
  }
}
