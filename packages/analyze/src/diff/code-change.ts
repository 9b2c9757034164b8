// Why nodes have another version than before, as plain data.

import type { LineDiff } from './line-diff.ts'

/** Where a piece of code is: the file from the folder of the repository, with slashes, and its first line, from 1. */
export interface CodePlace {
  readonly file: string
  readonly line: number
}

/** Why nodes have another version. */
export type CodeChange =
  | {
      /**
       * `statement`: what loading a file does. `file`: what is not code, such as imported JSON. `import`: names that lead
       * elsewhere. `configuration`: what a flow decides about its nodes.
       */
      readonly kind: 'declaration' | 'statement' | 'file' | 'import' | 'configuration'
      /** What is declared, imported or decided about; empty for what has no name. */
      readonly name: string
      /** Absent for what is new. */
      readonly before?: CodePlace
      /** Absent for what is gone. */
      readonly after?: CodePlace
      /** Absent for files that are no text. */
      readonly lines?: LineDiff
    }
  | {
      readonly kind: 'package'
      readonly name: string
      /** Versions; several when several are installed, none for a package that came or went. */
      readonly before: readonly string[]
      readonly after: readonly string[]
    }
  /** Packages that came, or went, only because others need them: `name@version`. */
  | {
      readonly kind: 'packages'
      readonly name: ''
      readonly before: readonly string[]
      readonly after: readonly string[]
    }
  /** The same pieces are put together in another way. */
  | { readonly kind: 'links'; readonly name: string }

/** A change with what tells it from others. */
export interface KeyedChange {
  readonly key: string
  readonly change: CodeChange
  /** True when it is in the declaration of the node itself. */
  readonly isOwn: boolean
}
