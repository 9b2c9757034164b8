// Where a value comes from, and why it differs from another one.

import type { DifferenceExplained, RunComparison } from '@throughline/tracking/compare'
import type { Lineage } from '@throughline/tracking/queries'

export type { DifferenceExplained, Lineage, RunComparison }

/** `GET /api/runs/:run/lineage/:node?item=` */
export interface LineageAnswer {
  readonly lineage: Lineage
  /** By name and version: what was installed when the value was made, of what its code reaches. */
  readonly packages: readonly { readonly name: string; readonly version?: string; readonly nodes: readonly string[] }[]
  readonly config?: unknown
}

/** `GET /api/runs/:run/comparison?with=` `with` is the earlier one. */
export interface ComparisonAnswer {
  readonly comparison: RunComparison
}

/** `GET /api/runs/:run/why/:node?against=` */
export interface WhyAnswer {
  readonly explained: DifferenceExplained
}
