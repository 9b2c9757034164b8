// The port through which types come: what a compiler knows about the nodes of a module.
//
// Whoever implements it runs the user's compiler settings over the user's files. It is shaped so that a compiler in
// another process can answer: whole modules at once, texts and numbers only.

/** Stands for a type in questions to the oracle that gave it, until its next `update`. */
export type TypeHandle = number & { readonly [HANDLE]: never }
declare const HANDLE: unique symbol

/** A type as a text, as the compiler would print it, and a handle for questions about it. */
export interface KnownType {
  readonly text: string
  readonly type: TypeHandle
}

export interface TypedInput extends KnownType {
  readonly name: string
  /** True when the type says that it may be left out. */
  readonly optional: boolean
}

/** A node as the compiler sees it. */
export interface TypedNode {
  /** As flows call it. */
  readonly name: string
  /** The export that makes it. */
  readonly exportPath: string
  /** In the order of the type; of variants, what any of them reads. */
  readonly inputs: readonly TypedInput[]
  /** Its value: what the function returns, with a promise unwrapped. */
  readonly output: KnownType
}

/** What the compiler has against a file. */
export interface TypeProblem {
  /** As the compiler numbers it: `TS2322`. */
  readonly code: string
  readonly severity: 'error' | 'warning'
  /** All of its lines. */
  readonly message: string
  /** Absolute path. */
  readonly file: string
  /** @unit UTF-16 code units */
  readonly start: number
  readonly end: number
}

/** Answers questions about types. Dispose it when it is no longer needed: a compiler holds much memory. */
export interface TypeOracle extends Disposable {
  /** Name and version of the compiler: `typescript 6.0.3`. */
  readonly compilerVersion: string
  /** The nodes of a module, sorted by name; empty when there is no such file. @param file absolute path */
  exportsOf(file: string): readonly TypedNode[]
  /** Whether a value of the one type may stand where the other is asked for. Promises are unwrapped already. */
  isAssignable(from: TypeHandle, to: TypeHandle): boolean
  /** Takes note of files that have changed, come or gone. Handles that were given before are void. */
  update(changed: readonly string[]): void
  /** Everything that the compiler has against a file. */
  problemsOf(file: string): readonly TypeProblem[]
}
