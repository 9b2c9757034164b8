// The place of a syntax error that V8 reported without one.

import { createRequire } from 'node:module'
import type { Origin } from 'throughline'
import { readSourceLines } from '../source/read-source.ts'

/** Parses the file again with a parser that tells; `undefined` when it finds nothing wrong. */
export function findSyntaxError(module: string, message: string): Origin | undefined {
  const lines = readSourceLines(module)
  if (lines === undefined) return undefined
  const { transformSync } = createRequire(import.meta.url)('amaro') as typeof import('amaro')
  try {
    transformSync(lines.join('\n'), { mode: 'strip-only' })
  } catch (error) {
    const { startLine, startColumn } = error as { startLine?: number; startColumn?: number }
    return startLine === undefined ? undefined : { module, exportPath: '', line: startLine, column: startColumn! + 1 }
  }
  const declared = /^Identifier '(?<name>.+)' has already been declared$/.exec(message)?.groups!['name']
  const pattern =
    declared === undefined
      ? DECORATOR
      : new RegExp(`\\b(?:const|let|class|function|import)\\b.*(?<![\\w$])${declared}(?![\\w$])`)
  const line = lines.findLastIndex((text) => pattern.test(text))
  if (line < 0) return undefined
  const column = declared === undefined ? lines[line]!.indexOf('@') : lines[line]!.lastIndexOf(declared)
  return { module, exportPath: '', line: line + 1, column: column + 1 }
}

const DECORATOR = /^\s*(?:export\s+(?:default\s+)?)?@[\p{ID_Start}$_]/u
