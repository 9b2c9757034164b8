// A check: a named question about a value.

/** `error` fails the node; `warn` is only told to the hooks. */
export type CheckSeverity = 'warn' | 'error'

/** A named question about a value. `test` answers true, or a sentence that says what was found instead. */
export interface Check<in T> {
  readonly name: string
  readonly test: (value: T) => true | string | Promise<true | string>
}
