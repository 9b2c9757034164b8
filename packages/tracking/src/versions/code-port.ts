// The port through which the record learns what the code of a node is, and what its source says.

import type { SourceReference } from 'throughline'

/** A node whose code is asked for. */
export interface NodeCode {
  readonly node: string
  /** The name of its flow, given with `with({ name })`. */
  readonly flow: string | undefined
  /** Its function, and the module and export in which it was written. */
  readonly source: SourceReference
  /** The export that makes it, in the module that the flow was made of. */
  readonly flowExport?: string
  /** What it is besides a computation. */
  readonly reach?: 'resource' | 'source' | 'sink'
}

/** What the source of a node says. What is not known is left out. */
export interface NodeSource {
  /** The text of its declaration. Only from a file that version control tracks. */
  readonly source?: string
  readonly doc?: string
  readonly tags?: Readonly<Record<string, string>>
  /** Of its value, as it is written. */
  readonly type?: string
  /** From the folder of the project, with slashes. */
  readonly file?: string
  /** From 1. */
  readonly line?: number
  /** Name and version: `lodash@4.17.21`. */
  readonly packages?: readonly string[]
  /** Everything of the project that the version stands for, with texts where they may be kept: each text is told once. */
  readonly pieces?: readonly NodePiece[]
}

/** A piece of code that a node reaches: its own declaration, a helper, a constant, a file. */
export interface NodePiece {
  readonly kind: string
  /** The names that it declares; empty for statements and files. */
  readonly name: string
  readonly file: string
  readonly line: number
  /** SHA-256 of its normal form: 64 hexadecimal digits. */
  readonly hash: string
  readonly text?: string
}

/** Answers at once; an answer holds for as long as the process runs the code that it loaded. */
export interface CodeVersions {
  of(
    node: NodeCode,
  ):
    | { readonly version: string; readonly impure?: readonly string[] }
    | { readonly version: undefined; readonly reason: string }
  /** Asked once for each version of a node. */
  describe?(node: NodeCode): NodeSource | undefined
}
