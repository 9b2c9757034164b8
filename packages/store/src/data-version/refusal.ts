// Why a value has no data version, and where in it.

/** Something of which not everything can be seen, so that two of them cannot be told apart. */
export interface Refusal {
  /** With its article: `a function`, `a promise`, `a stream`, `an instance of the class Account, that has private fields`. */
  readonly refused: string
  /** As code: `.rows[3].callback`; empty for the value itself. */
  readonly path: string
}

export function isRefusal(outcome: object): outcome is Refusal {
  return 'refused' in outcome
}

/** A step into a value, as code. */
export function memberPath(key: PropertyKey): string {
  if (typeof key === 'number') return `[${key}]`
  if (typeof key === 'symbol') return `[${String(key)}]`
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`
}
