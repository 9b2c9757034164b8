// OpenLineage: what is recorded, for other tools.

export type { Facet, Facets } from './facets.ts'
export { openLineage, type OpenLineageHook, type OpenLineageHookOptions } from './open-lineage.ts'
export { openLineageIssue } from './open-lineage-issues.ts'
export { parseRecordedEvent } from './parse-recorded-event.ts'
export type { OpenLineageDataset, OpenLineageEvent } from './run-event.ts'
export { openLineageTranslator, type OpenLineageOptions, type OpenLineageTranslator } from './translator.ts'
