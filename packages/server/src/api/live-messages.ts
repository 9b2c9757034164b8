// What is told live, as server-sent events. Each message is one `data:` line of JSON; its `event:` is its `type`.

import type { Definitions } from './definition-answers.ts'
import type { LogLine, MetricPoint, RunDetails, StepState } from './run-answers.ts'

/** `GET /api/live` What changed anywhere: asked again by whoever shows it. At most two in a second. */
export type LiveMessage =
  | { readonly type: 'runs'; readonly runs: readonly string[] }
  | { readonly type: 'applications'; readonly applications: readonly string[] }
  | { readonly type: 'definitions'; readonly definitions: Definitions }

/** `GET /api/runs/:run/live?cursor=` Goes on where the `id:` of the last message says (`Last-Event-ID`). */
export type RunMessage =
  | { readonly type: 'states'; readonly steps: readonly StepState[] }
  | { readonly type: 'logs'; readonly logs: readonly LogLine[] }
  | { readonly type: 'metrics'; readonly metrics: readonly MetricPoint[] }
  | { readonly type: 'run'; readonly run: RunDetails }
  /** Nothing more comes: the run has ended, and all of it was told. */
  | { readonly type: 'end' }
