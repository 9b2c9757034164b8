// One file of source, parsed: syntax, imports and exports, comments, and where everything stands.

import {
  parseSync,
  type Comment,
  type EcmaScriptModule,
  type OxcError,
  type ParseResult,
  type Program,
} from 'oxc-parser'
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

/**
 * Parses when the syntax is first asked for.
 *
 * @param path decides the language by its extension: `.ts`, `.mts`, `.cts`, `.tsx`, `.js`, `.mjs`, `.cjs`, `.jsx`
 */
export function parseSource(path: string, text: string): SourceFile {
  return new LazySourceFile(path, text)
}

class LazySourceFile implements SourceFile {
  readonly path: string
  readonly text: string
  #parsed: ParseResult | undefined
  #lines: LineIndex | undefined

  constructor(path: string, text: string) {
    this.path = path
    this.text = text
  }

  get program(): Program {
    return this.#result.program
  }

  get module(): EcmaScriptModule {
    return this.#result.module
  }

  get comments(): readonly Comment[] {
    return this.#result.comments
  }

  get errors(): readonly OxcError[] {
    return this.#result.errors
  }

  get lines(): LineIndex {
    return (this.#lines ??= new LineIndex(this.text))
  }

  get #result(): ParseResult {
    return (this.#parsed ??= parseSync(this.path, this.text, { preserveParens: false }))
  }
}
