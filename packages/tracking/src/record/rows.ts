// The rows of the tables, for typed queries.

type Text = string | null
type Count = number | null

interface StepKey {
  readonly run: string
  readonly node: string
  /** Keys of the items as JSON; empty outside of a fan-out. */
  readonly item: string
  /** -1 when the run is none of an application. */
  readonly sequence: number
}

interface FromRun {
  readonly from_run: Text
  readonly from_at_ms: Count
}

interface PerEvent extends StepKey {
  readonly writer: string
  readonly seq: number
  readonly at_ms: number
}

interface VersionRow {
  readonly id: string
  readonly told: Text
  readonly body: Text
}

export interface EventRow {
  readonly writer: string
  readonly seq: number
  readonly run: Text
  readonly type: string
  readonly at_ms: number
  /** The line as it came, with its check. */
  readonly body: string
}

export interface NodeVersionRow extends VersionRow {
  readonly node: string
  readonly source: Text
  readonly doc: Text
  readonly tags: Text
  readonly type: Text
  readonly file: Text
  readonly line: Count
  readonly packages: Text
  readonly is_impure: Count
}

export interface RunRow {
  readonly id: string
  readonly started_at_ms: Count
  readonly last_seen_ms: Count
  readonly start_rank: Text
  readonly project: Text
  readonly kind: Text
  readonly subject: Text
  readonly outputs: Text
  readonly nodes: Text
  readonly actor: Text
  readonly trigger_kind: Text
  readonly trigger_facts: Text
  readonly parent_run: Text
  readonly parent_step: Text
  readonly root: Text
  readonly graph: Text
  readonly config: Text
  readonly git: Text
  readonly lock: Text
  readonly runtime: Text
  readonly inputs: Text
  readonly host: Text
  readonly process: Text
  readonly search_text: Text
  readonly state_rank: Text
  readonly status: Text
  readonly ended_at_ms: Count
  readonly duration_ms: Count
  readonly computed: Count
  readonly cached: Count
  readonly failed: Count
  readonly skipped: Count
  readonly error: Text
}

export interface StepRow extends StepKey, FromRun {
  readonly started_at_ms: Count
  readonly start_rank: Text
  readonly inputs: Text
  readonly code_rank: Text
  readonly code: Text
  readonly state_rank: Text
  readonly status: Text
  readonly attempt: Count
  readonly ended_at_ms: Count
  readonly duration_ms: Count
  readonly output_type: Text
  readonly output_version: Text
  /** The rest of what is known about the value, as JSON; null when type and version are all. */
  readonly output: Text
  readonly error: Text
  readonly progress_rank: Text
  readonly done: Count
  readonly total: Count
}

interface AttemptRow extends StepKey {
  readonly attempt: number
  readonly started_at_ms: Count
  readonly state_rank: Text
  readonly status: Text
  readonly ended_at_ms: Count
  readonly delay_ms: Count
  readonly error: Text
}

interface AttributeRow extends StepKey {
  readonly name: string
  readonly told: Text
  readonly type: Text
  readonly schema_version: Count
  readonly value: Text
}

interface MetricRow extends PerEvent, FromRun {
  readonly name: string
  readonly step: Count
  readonly value: Count
  /** `NaN`, `Infinity`, `-Infinity` or `-0`, and then `value` is null. */
  readonly special: Text
}

interface CheckRow extends PerEvent, FromRun {
  readonly name: string
  readonly is_passed: number
  readonly severity: Text
  readonly message: Text
  readonly facts: Text
}

interface LogRow extends PerEvent, FromRun {
  readonly message: string
  readonly fields: Text
}

interface ArtifactRow extends PerEvent {
  readonly name: string
  readonly blob: string
  readonly size_bytes: Count
  readonly media_type: Text
}

interface AnnotationRow extends PerEvent {
  readonly author: Text
  readonly text: string
}

export interface CatalogRow {
  readonly project: string
  readonly node: string
  readonly last_run: Text
  readonly last_status: Text
  readonly last_at_ms: Count
  readonly code: Text
  readonly type: Text
  readonly doc: Text
  readonly tags: Text
  readonly output_version: Text
  readonly search_text: Text
}

/** All tables of the record. */
export interface RecordTables {
  readonly event: EventRow
  readonly cursor: { readonly writer: string; readonly seq: number }
  readonly project: { readonly name: string; readonly first_at_ms: Count; readonly last_at_ms: Count }
  readonly graph_version: VersionRow
  readonly config_version: VersionRow
  readonly git_state: VersionRow
  readonly lock: VersionRow
  readonly runtime: VersionRow
  readonly node_version: NodeVersionRow
  readonly run: RunRow
  readonly step: StepRow
  readonly attempt: AttemptRow
  readonly attribute: AttributeRow
  readonly metric_point: MetricRow
  readonly check_result: CheckRow
  readonly log: LogRow
  readonly artifact: ArtifactRow
  readonly annotation: AnnotationRow
  readonly dropped: PerEvent & { readonly kind: Text; readonly count: Count }
  /** A tag that was removed has no value. */
  readonly tag: { readonly run: string; readonly key: string; readonly told: Text; readonly value: Text }
  readonly blob_use: { readonly holder: string; readonly blob: string }
  readonly deleted_run: { readonly run: string; readonly told: Text; readonly at_ms: Count; readonly sha256: Text }
  readonly catalog: CatalogRow
}
