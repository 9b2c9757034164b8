// One file of source, parsed: syntax, imports and exports, comments, and where everything stands.

import { parseSync, type Comment, type EcmaScriptModule, type OxcError, type Program } from 'oxc-parser'
import { LineIndex } from './line-index.ts'

export interface SourceFile {
  /** Absolute. */
  readonly path: string
  readonly text: string
  /** ESTree with TypeScript nodes; offsets are UTF-16 code units; parentheses are left out. Empty when it cannot be read. */
  readonly program: Program
  /** Imports and exports as the parser lists them. */
  readonly module: EcmaScriptModule
  readonly comments: readonly Comment[]
  /** What is wrong with the syntax; the rest of the file says nothing then. */
  readonly errors: readonly OxcError[]
  readonly lines: LineIndex
}

/** @param path decides the language by its extension: `.ts`, `.mts`, `.cts`, `.tsx`, `.js`, `.mjs`, `.cjs`, `.jsx` */
export function parseSource(path: string, text: string): SourceFile {
  const { program, module, comments, errors } = parseSync(path, text, { preserveParens: false })
  return { path, text, program, module, comments, errors, lines: new LineIndex(text) }
}
