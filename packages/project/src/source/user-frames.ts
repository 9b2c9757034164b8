// The lines of a stack that a user can do something about.

import { fileURLToPath } from 'node:url'
import { displayPath } from './code-frame.ts'
import { isOwnCode } from './own-code.ts'

export interface StackFrame {
  /** Empty at the top level of a module. */
  readonly name: string
  /** Absolute path. */
  readonly file: string
  readonly line: number
  readonly column: number
}

const FRAME =
  /^\s+at (?:(?:async )?(?<name>.+?) \()?(?:async )?(?<file>(?:file:\/\/|\/|[A-Za-z]:\\).+?):(?<line>\d+):(?<column>\d+)\)?$/
const MOST_FRAMES = 8

/**
 * The frames of an error in user code and in the packages that it calls, innermost first: none of Node, none of ours.
 * Empty for what is no error.
 */
export function userFrames(error: unknown): StackFrame[] {
  const stack = typeof error === 'object' && error !== null ? (error as { stack?: unknown }).stack : undefined
  if (typeof stack !== 'string') return []
  const frames = []
  for (const line of stack.split('\n')) {
    const parts = FRAME.exec(line)?.groups
    if (!parts) continue
    const file = parts['file']!.startsWith('file:') ? fileURLToPath(parts['file']!) : parts['file']!
    if (isOwnCode(file)) continue
    frames.push({
      name: (parts['name'] ?? '').replace(/^(?:Module|Object)\.(?:<anonymous>)?/, ''),
      file,
      line: Number(parts['line']),
      column: Number(parts['column']),
    })
    if (frames.length === MOST_FRAMES) break
  }
  return frames
}

/** `at spendPerSignup (src/marketing.ts:14:7)` */
export function formatFrame({ name, file, line, column }: StackFrame, directory?: string): string {
  const place = `${displayPath(file, directory)}:${line}:${column}`
  return name === '' ? `at ${place}` : `at ${name} (${place})`
}
