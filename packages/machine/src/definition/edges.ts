// The edges of a machine as data, and how one is chosen.

import type { ErrorRecord } from '../run/error-record.ts'

/** A way from one action to another. Those of one source are tried in their order; the first that fits is taken. */
export type Edge =
  | { readonly kind: 'when'; readonly from: string; readonly to: string; readonly label: string; readonly holds: Guard }
  | { readonly kind: 'otherwise'; readonly from: string; readonly to: string; readonly label: string }
  | {
      readonly kind: 'route'
      readonly from: string
      readonly targets: readonly string[]
      readonly label: string
      readonly choose: (state: Readonly<Record<string, unknown>>) => string
    }
  | {
      readonly kind: 'error'
      /** `*`: of every action. */
      readonly from: string
      readonly to: string
      readonly label: string
      readonly fits: (error: unknown, facts: ErrorRecord) => boolean
      /** It takes every error. */
      readonly takesAll?: true
      /** The key that gets the error. */
      readonly as?: string
    }

/** Keys that a guard of values looks at are known: then the rest of the state need not be made for it. */
export type Guard =
  | { readonly equals: Readonly<Record<string, unknown>> }
  | { readonly test: (state: Readonly<Record<string, unknown>>) => boolean }
