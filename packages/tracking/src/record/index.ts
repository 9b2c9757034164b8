// The record: events of all runs in a database, and what is made of them.

export { openRecord, type RecordOptions, type RunRecord } from './open-record.ts'
export { recordIssue } from './record-issues.ts'
export type { ExportOptions, Imported } from './export-events.ts'
export type { Retained, RetainOptions } from './retain.ts'
export type { CatalogRow, EventRow, NodeVersionRow, RecordTables, RunRow, StepRow } from './rows.ts'
