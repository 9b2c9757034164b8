// An event of OpenLineage 2-0-2, as far as runs need it.

import type { Facets } from './facets.ts'

/** Where its schema is. */
export const RUN_EVENT_SCHEMA = 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent'

export interface OpenLineageDataset {
  readonly namespace: string
  readonly name: string
  readonly facets?: Facets
  readonly outputFacets?: Facets
}

export interface OpenLineageEvent {
  readonly eventType: 'START' | 'RUNNING' | 'COMPLETE' | 'ABORT' | 'FAIL' | 'OTHER'
  /** ISO 8601, in UTC. */
  readonly eventTime: string
  readonly run: { readonly runId: string; readonly facets?: Facets }
  readonly job: { readonly namespace: string; readonly name: string; readonly facets?: Facets }
  readonly inputs: readonly OpenLineageDataset[]
  readonly outputs: readonly OpenLineageDataset[]
  readonly producer: string
  readonly schemaURL: typeof RUN_EVENT_SCHEMA
}
