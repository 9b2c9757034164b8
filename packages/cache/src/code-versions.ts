// The port through which memoization learns what the code of a node is.

import type { SourceReference } from 'throughline'

/** A node whose code is asked for. */
export interface NodeCode {
  readonly node: string
  /** The name of its flow, given with `with({ name })`. */
  readonly flow: string | undefined
  /** Its function, and the module and export in which it was written. */
  readonly source: SourceReference
  /** The export that makes it, in the module that the flow was made of; of a node in a namespace, the namespace. */
  readonly flowExport?: string
  /** What it is besides a computation: a node that writes is told from the one whose value it writes. */
  readonly reach?: 'resource' | 'source' | 'sink'
}

export type CodeVersion =
  | {
      /** `code1:` and 64 hexadecimal digits, or another algorithm's. */
      readonly version: string
      /** Where the code reaches the outside world, in words: `Date.now at src/model.ts:12`. */
      readonly impure: readonly string[]
      /** What could not be followed, in the same form: a change behind it does not show in the version. */
      readonly caveats?: readonly string[]
    }
  | {
      readonly version: undefined
      /** Why there is none: `it is not an export of a file`. */
      readonly reason: string
    }

/** Answers at once; an answer holds for as long as the process runs the code that it loaded. */
export interface CodeVersions {
  of(node: NodeCode): CodeVersion
}

/** Knows no code: only nodes with a version of their own are taken from earlier runs. */
export const noCodeVersions: CodeVersions = {
  of: () => ({ version: undefined, reason: 'the cache was made without code versions' }),
}
