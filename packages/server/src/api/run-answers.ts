// Runs: pages of them, one of them, its steps, and what was said in them.

import type {
  Annotation,
  Artifact,
  Attribute,
  CheckOutcome,
  LogLine,
  MetricPoint,
  RunDetails,
  RunSummary,
  Step,
  StepState as ToldState,
} from '@throughline/tracking/queries'

export type { Annotation, Artifact, Attribute, CheckOutcome, LogLine, MetricPoint, RunDetails, RunSummary, Step }
export type { Summarised, ValueFacts } from '@throughline/tracking'

/** `GET /api/runs?q=&cursor=&limit=` `q` in the search language, see the guide. Newest first. */
export interface RunList {
  readonly runs: readonly RunSummary[]
  readonly cursor?: string
}

/** `GET /api/runs/completion?q=&at=` What could stand at a place of a search. */
export interface SearchCompletion {
  /** Where the completed word begins and ends in `q`. */
  readonly from: number
  readonly to: number
  readonly options: readonly { readonly text: string; readonly detail?: string }[]
}

/** `GET /api/runs/chart?q=` The latest runs that match, the oldest first: for charts. At most 500. */
export interface RunChart {
  readonly runs: readonly Pick<RunSummary, 'id' | 'flow' | 'status' | 'startedAtMs' | 'durationMs'>[]
}

/** `GET /api/runs/:run` */
export interface RunPageAnswer {
  readonly run: RunDetails
  /** What can be done with it here. */
  readonly can: { readonly cancel: boolean; readonly rerun: boolean }
  /** Of the same subject, before it; what it is compared with by default. */
  readonly previous?: RunSummary
  readonly children: readonly RunSummary[]
  /** How it was started, as one could start it again; absent when that is not known. */
  readonly request?: RunRequestFacts
  readonly counts: {
    readonly steps: number
    readonly logs: number
    readonly metrics: number
    readonly checks: number
    readonly artifacts: number
  }
  /** Pinned when it began. */
  readonly config?: unknown
  readonly git?: unknown
  readonly runtime?: unknown
}

/** As the command takes them: `name=value`, `name=@file`. */
export interface RunRequestFacts {
  readonly flow: string
  readonly outputs: readonly string[]
  readonly inputs: readonly string[]
  readonly config: readonly string[]
  /** Inputs and configuration that it had and that the record does not hold, as secrets: to be given anew. */
  readonly hidden?: readonly string[]
}

/** `GET /api/runs/:run/steps?order=&cursor=&limit=&node=&items=` In the order of their starts, or the slowest first. */
export interface StepList {
  readonly steps: readonly Step[]
  readonly cursor?: string
}

/** One step in short, as also told live. */
export interface StepState extends Omit<ToldState, 'status'> {
  /** `abandoned`: its run has ended, and nobody told how the step went on. */
  readonly status: ToldState['status'] | 'abandoned'
}

/** `GET /api/runs/:run/states` All steps, without what is long: for the waterfall and the graph of large runs. */
export interface StepStates {
  /** Those of nodes first; of single items at most 10,000: those that go on, and the slowest. */
  readonly steps: readonly StepState[]
  /** How many of single items are left out, when there are more. */
  readonly leftOut?: number
  /** Where `GET /api/runs/:run/live` goes on. */
  readonly cursor: string
}

/** `GET /api/runs/:run/steps/:node?item=&sequence=` One step, with all that was said in it and the code that it ran. */
export interface StepPageAnswer {
  readonly step: Step
  readonly attempts: readonly {
    readonly attempt: number
    readonly status: string
    readonly startedAtMs?: number
    readonly endedAtMs?: number
    readonly error?: unknown
  }[]
  readonly code?: {
    readonly id: string
    readonly source?: string
    readonly file?: string
    readonly line?: number
    readonly doc?: string
    /** Declarations of the project that it reaches, with their text. */
    readonly reaches: readonly {
      readonly name: string
      readonly file: string
      readonly line: number
      readonly text: string
    }[]
  }
  readonly logs: readonly LogLine[]
  readonly metrics: readonly MetricPoint[]
  readonly checks: readonly CheckOutcome[]
  readonly artifacts: readonly Artifact[]
  readonly attributes: readonly Attribute[]
  /** Who read its value in this run. */
  readonly readBy: readonly string[]
  /** Of a hit: why it was one, or why it was computed. */
  readonly cache?: { readonly isHit: boolean; readonly reason: string }
}

/** `GET /api/runs/:run/logs?cursor=&node=&text=` */
export interface LogList {
  readonly logs: readonly LogLine[]
  readonly cursor?: string
}

/** `GET /api/runs/:run/said` Metrics, checks, artifacts, annotations and attributes of the run and its steps. */
export interface RunSaid {
  readonly metrics: readonly MetricPoint[]
  readonly checks: readonly CheckOutcome[]
  readonly artifacts: readonly Artifact[]
  readonly annotations: readonly Annotation[]
  readonly attributes: readonly Attribute[]
}

/** `POST /api/runs` Starts a run, in a process of its own. */
export interface StartRun extends Omit<RunRequestFacts, 'hidden'> {
  /** The run that it repeats. */
  readonly of?: string
}

/** Its answer, when the run has begun. `POST /api/runs/:run/cancel` has no answer but 202. */
export interface StartedRun {
  readonly run: string
}
