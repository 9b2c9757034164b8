// How memoization looks at values: by their content.

import type { Fingerprint, Refusal } from '@throughline/store'

/** The data version of a value, or why it has none. */
export type Look = (value: unknown) => Fingerprint | Refusal
