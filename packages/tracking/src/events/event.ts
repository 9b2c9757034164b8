// The vocabulary of the record: everything that a run writes, and the only thing that it writes.

/**
 * Every event, as it stands in a line of the spool. A number of a kind that JSON cannot say, a bigint, bytes and dates are
 * encoded as in `encodePayload`; a part of a payload that makes a line longer than 64 kB becomes a blob, and in its place
 * stands `{ $blob: id, sizeBytes }`. Types and fields that this program does not know are kept as they are.
 */
export type Event = EventHead & EventBody

export interface EventHead {
  /** Version of the vocabulary. */
  readonly v: 1
  /** The spool file that it was written to: a random id. One thread writes to it. */
  readonly writer: string
  /** From 1, without gaps within a writer. `(writer, seq)` is the identity of the event. */
  readonly seq: number
  /** Milliseconds since 1970 by the clock of the writer: for display, never for order. */
  readonly atMs: number
  /** UUIDv7 of the run; absent in what is about none, as an annotation of a node. */
  readonly run?: string
}

export type EventBody =
  | VersionDescribed
  | RunStarted
  | RunBeat
  | RunEnded
  | StepStarted
  | StepProgressed
  | AttemptFailed
  | StepEnded
  | CheckMade
  | LogWritten
  | MetricMeasured
  | AttributeSet
  | ArtifactKept
  | TagsChanged
  | AnnotationMade
  | EventsDropped
  | Deleted

/** A step is `(run, node, item | sequence)`; an attempt is an integer from 1. */
export interface StepId {
  readonly node: string
  /** Keys of the items around it and its own, outermost first, in a fan-out. */
  readonly item?: readonly string[]
  /** Of an application: the number of the step in its history. */
  readonly sequence?: number
}

/** What a value is, without the value. */
export interface ValueFacts {
  /** Data version: `data1:...`; absent when the value cannot be fingerprinted, or was not looked at. */
  readonly version?: string
  /** How the type is called: `number`, `string`, `array`, `Float64Array`, `Table`, `Model`. */
  readonly type: string
  /** A summary as of `summarise`; absent when the capture policy or the time budget says so. */
  readonly summary?: TypedValue
  /** With the capture `full`, or of a value that is kept for another reason: where its bytes are. */
  readonly blob?: string
}

/** Typed and versioned, so that what is captured can evolve without migrations. */
export interface TypedValue {
  /** As `numeric`, `record-of-columns`, `log`: chooses who renders it. */
  readonly type: string
  readonly schemaVersion: number
  readonly value: unknown
}

/** What the code or the environment of runs was. Told once by each writer, before the first run that refers to it. */
export interface VersionDescribed {
  readonly type: 'version'
  readonly kind: 'graph' | 'node' | 'config' | 'git' | 'lock' | 'runtime'
  /** `graph1:`, `code1:`, `config1:`, `lock1:`, `runtime1:` and 256 bits in hex; of git the commit, with `+` and a hash when files differ. */
  readonly id: string
  /**
   * - graph: `flow.toJSON()`.
   * - node: `{ node, source?, doc?, tags?, type?, file?, line?, packages?, impure? }`.
   * - config: the chosen values by key.
   * - git: `{ commit, branch?, remote?, isDirty, diff? }`; lock: `{ file, packages }`; runtime: `{ node, v8, platform, arch }`.
   */
  readonly body: unknown
}

export interface RunStarted {
  readonly type: 'run.started'
  readonly kind: 'dataflow' | 'application' | 'asset' | 'envelope'
  readonly project: string
  /** Name of the flow, or the application's. */
  readonly subject: string
  readonly outputs: readonly string[]
  /** Nodes of the plan, in the order in which they can run. */
  readonly nodes: readonly string[]
  readonly tags: Readonly<Record<string, string>>
  /** Who: the name of a person or a service. */
  readonly actor?: string
  /** What made it run: `command`, `schedule`, `sensor`, `backfill`, `api`, with facts of its own. */
  readonly trigger: { readonly kind: string; readonly [fact: string]: unknown }
  /** The step that started this run, and the run at the beginning of the chain. */
  readonly parent?: { readonly run: string; readonly step: StepId }
  readonly root?: string
  /** Pinned at the start: ids of `version` events. */
  readonly versions: {
    readonly graph?: string
    readonly config?: string
    readonly git?: string
    readonly lock?: string
    readonly runtime?: string
  }
  readonly inputs: Readonly<Record<string, ValueFacts>>
  /** The process that runs it, in the words of `nodeProcesses().self`, so that its end can be noticed. */
  readonly process: { readonly host: string; readonly pid: number; readonly started: string }
}

/** The run is alive. Written by a thread of its own, or by the process that watches it. */
export interface RunBeat {
  readonly type: 'run.beat'
}

export type RunStatus = 'succeeded' | 'failed' | 'aborted' | 'abandoned'

export interface RunEnded {
  readonly type: 'run.ended'
  /** `abandoned`: it did not say so itself; its process is gone, or silent for too long. */
  readonly status: RunStatus
  readonly durationMs: number
  readonly counts: {
    readonly computed: number
    readonly cached: number
    readonly failed: number
    readonly skipped: number
  }
  readonly error?: ErrorFacts
}

/** A step begins. What it reads is pinned here, when it is read. */
export interface StepStarted extends StepId {
  readonly type: 'step.started'
  readonly attempt: number
  /** Code version of the node; absent when it is unknown. */
  readonly code?: string
  /** By the name under which the function reads it: which node it came from, and the data version of that. */
  readonly inputs: Readonly<Record<string, { readonly from: string; readonly version?: string }>>
}

/** How far a step is, or how many items a stream has passed. At most a few a second. */
export interface StepProgressed extends StepId {
  readonly type: 'step.progress'
  readonly done: number
  readonly total?: number
}

/** An attempt failed, and another one follows. */
export interface AttemptFailed extends StepId {
  readonly type: 'attempt.failed'
  readonly attempt: number
  readonly delayMs: number
  readonly error: ErrorFacts
}

export interface StepEnded extends StepId {
  readonly type: 'step.ended'
  readonly status: 'succeeded' | 'failed' | 'cached' | 'skipped'
  readonly attempt: number
  /** When the attempt began, when no `step.started` says so: this event then stands for both. */
  readonly startedAtMs?: number
  readonly durationMs: number
  readonly code?: string
  readonly output?: ValueFacts
  readonly error?: ErrorFacts
  /** Of `cached`: the run that made the value. */
  readonly from?: { readonly run: string; readonly atMs: number }
}

export interface CheckMade extends StepId {
  readonly type: 'check'
  readonly check: string
  readonly passed: boolean
  readonly severity: 'warn' | 'error'
  readonly message?: string
  readonly facts?: Readonly<Record<string, unknown>>
  readonly from?: { readonly run: string; readonly atMs: number }
}

export interface LogWritten extends StepId {
  readonly type: 'log'
  readonly message: string
  readonly fields?: Readonly<Record<string, unknown>>
  readonly from?: { readonly run: string; readonly atMs: number }
}

export interface MetricMeasured extends StepId {
  readonly type: 'metric'
  readonly name: string
  readonly value: number
  /** Of a series: its position, such as an epoch. */
  readonly step?: number
  readonly from?: { readonly run: string; readonly atMs: number }
}

/** Anything else that belongs to a run, a step, a node or a version, with its type. */
export interface AttributeSet extends Partial<StepId> {
  readonly type: 'attribute'
  readonly name: string
  readonly attribute: TypedValue
}

export interface ArtifactKept extends Partial<StepId> {
  readonly type: 'artifact'
  readonly name: string
  readonly blob: string
  readonly sizeBytes: number
  readonly mediaType: string
}

export interface TagsChanged {
  readonly type: 'tags'
  readonly set: Readonly<Record<string, string>>
  readonly removed: readonly string[]
}

/** What a person says about a run, a step or a node. */
export interface AnnotationMade extends Partial<StepId> {
  readonly type: 'annotation'
  readonly author: string
  readonly text: string
}

/** Something was not written: the spool was full, or statistics took too long. */
export interface EventsDropped {
  readonly type: 'dropped'
  /** `state` only when the disk took nothing for so long that the memory for what waits was full. */
  readonly kind: 'summary' | 'log' | 'metric' | 'progress' | 'state'
  readonly count: number
}

/** What was here is gone for good: a tombstone with the hash of what it stands for. */
export interface Deleted {
  readonly type: 'deleted'
  readonly runs: readonly string[]
  readonly sha256: string
}

/** An error as it was thrown. */
export interface ErrorFacts {
  readonly name: string
  readonly message: string
  readonly stack?: string
  /** Codes of issues, when it has any. */
  readonly codes?: readonly string[]
  readonly cause?: ErrorFacts
}

/** Which events say how something stands: they are never dropped. */
export const STATES: ReadonlySet<EventBody['type']> = new Set([
  'version',
  'run.started',
  'run.ended',
  'step.started',
  'attempt.failed',
  'step.ended',
  'check',
  'artifact',
  'tags',
  'annotation',
  'deleted',
])
