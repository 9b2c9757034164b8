// An action that waits for somebody outside: it returns this instead of a patch.

const BRAND: unique symbol = Symbol.for('throughline.suspension')

export interface SuspendOptions {
  /** What is asked, for the one who answers: plain data. */
  readonly prompt?: unknown
  /** Until when an answer is taken: milliseconds since 1970. */
  readonly expiresAtMs?: number
}

export interface Suspension extends SuspendOptions {
  readonly [BRAND]: true
}

/**
 * Returned by an action that declares `awaits`: the application stands still, without a process if need be, until
 * `resume(payload)` continues after this action. The body is not run again: the patch is made by `resumed`.
 */
export function suspend(options: SuspendOptions = {}): Suspension {
  return { ...options, [BRAND]: true }
}

export function isSuspension(value: unknown): value is Suspension {
  return typeof value === 'object' && value !== null && BRAND in value
}
