// What the process that shows and the process that runs user code say to each other. Plain data only.

import type { ConfigInfo, EarlierRun, InputInfo, NodeKind, Origin } from 'throughline'
import type { DiagramParts } from 'throughline/insides'
import type { CompileNotice } from '../loader/compile-typescript.ts'
import type { ValueView } from '../values/view-value.ts'
import type { PlainIssue, Problem } from './problem.ts'

export interface RunRequest {
  readonly kind: 'run'
  readonly flow: string
  /** Default: the nodes that no other node reads, save those that write to a sink: see `RunAnswer.notWritten`. */
  readonly outputs: readonly string[]
  /** As written: `name=value`, `name=@file`. */
  readonly inputs: readonly string[]
  readonly config: readonly string[]
  /** Files of inputs are found from here. */
  readonly directory: string
  readonly concurrency?: number
  /** Views for a person, or the text of a JSON object. */
  readonly results: 'views' | 'json'
  /** URL of a module that exports `equip`, an `Equip`: what the flow gets before it runs. */
  readonly equipment?: string
  /** Handed to `equip`. Plain data. */
  readonly options?: Readonly<Record<string, unknown>>
}

/** Lets a module look at the loaded project, and gives what it answers. */
export interface AskRequest {
  readonly kind: 'ask'
  /** URL of a module that exports `answer(loaded, question)`, which gives plain data or a promise of it. */
  readonly module: string
  readonly question: unknown
}

export interface DescribeRequest {
  readonly kind: 'describe'
  /** Default: all flows. */
  readonly flow?: string
  /**
   * Of which nodes to say where their functions are: it takes about 0.2 ms for each. `auto`: of all in a flow of up to
   * 300 nodes, and in a larger one only where it is not known which module exports them. `modules`: of none, only which
   * modules export them. Default: `all`.
   */
  readonly places?: 'all' | 'auto' | 'modules' | 'none'
}

export interface DrawRequest {
  readonly kind: 'draw'
  readonly flow: string
  readonly outputs: readonly string[]
  /** `parts`: no text, but what it would show. */
  readonly format: 'mermaid' | 'dot' | 'parts'
  /** Draws the nodes of one export as one box. */
  readonly collapse: boolean
  /** Whether to describe the flow as well, as with `places: 'auto'`. Default: false. */
  readonly describe?: boolean
}

export type Request = RunRequest | DescribeRequest | DrawRequest | AskRequest

export interface NodeDescription {
  readonly name: string
  readonly kind: NodeKind
  /** The export that makes it, in the module that the flow was made of. */
  readonly exportPath: string
  /** The module and the export in which it was written, when they are known; of a node in a namespace, those inside. */
  readonly exported?: { readonly module: string; readonly exportPath: string }
  /** The module that the flow was made of and that exports `exportPath`, when it is known. */
  readonly flowModule?: string
  readonly dependencies: readonly { readonly name: string; readonly optional: boolean }[]
  readonly tags: Readonly<Record<string, string>>
  readonly checks: readonly string[]
  /** Of its function; see `DescribeRequest.places`. */
  readonly origin?: Origin
}

export interface FlowDescription {
  readonly name: string
  readonly nodes: readonly NodeDescription[]
  readonly inputs: readonly InputInfo[]
  readonly config: readonly ConfigInfo[]
}

export interface MachineDescription {
  /** In the project. */
  readonly name: string
  /** As `named` says: what is recorded. */
  readonly recordedAs: string
  readonly actions: readonly {
    readonly name: string
    readonly reads: readonly string[]
    readonly writes: readonly string[]
  }[]
}

export interface ProjectDescription {
  readonly name: string
  readonly flows: readonly FlowDescription[]
  /** Absent in the description of one flow. */
  readonly machines?: readonly MachineDescription[]
}

export interface RunAnswer {
  readonly kind: 'run'
  readonly runId: string | null
  /** `invalid`: nothing ran, because the request or the project is wrong. */
  readonly status: 'succeeded' | 'failed' | 'aborted' | 'invalid'
  /** The flow's own time, without loading. */
  readonly durationMs: number
  readonly counts: {
    readonly computed: number
    readonly cached: number
    readonly failed: number
    readonly skipped: number
  }
  /** By output; present with `results: 'views'` after success. */
  readonly views?: readonly { readonly name: string; readonly view: ValueView }[]
  /** The text of a JSON object; present with `results: 'json'` after success. */
  readonly json?: string
  /** Nodes that write to a sink, and were not asked for by name; absent when there are none. */
  readonly notWritten?: readonly string[]
  /** What did not stop the run, such as checks with severity `warn`. */
  readonly warnings: readonly PlainIssue[]
  readonly problem?: Problem
}

export interface DrawAnswer {
  readonly kind: 'draw'
  readonly text?: string
  /** With `format: 'parts'`. */
  readonly parts?: DiagramParts
  /** When it was asked for. */
  readonly flow?: FlowDescription
  readonly problem?: Problem
}

export type Answer =
  | RunAnswer
  | { readonly kind: 'describe'; readonly project?: ProjectDescription; readonly problem?: Problem }
  | { readonly kind: 'ask'; readonly reply?: unknown; readonly problem?: Problem }
  | DrawAnswer

/** A step, or one item of it. */
export interface StepPlace {
  readonly node: string
  /** Of a fan-out: the keys of the item and of those around it, the outermost first. */
  readonly item?: readonly string[]
}

/** Who says something. */
export interface Speaker extends StepPlace {
  /** Of a run within the run, as of a flow for each item: the steps that it is a part of, the outermost first. */
  readonly within?: readonly StepPlace[]
}

/** What happens in a run, as it happens. */
export type RunEvent =
  | { readonly type: 'run-started'; readonly runId: string; readonly total: number }
  | { readonly type: 'started'; readonly node: string }
  | { readonly type: 'progress'; readonly node: string; readonly done: number; readonly total?: number }
  | ({
      readonly type: 'log'
      readonly message: string
      readonly fields?: string
      /** Of a value from an earlier run: that run, in which it was said. */
      readonly from?: EarlierRun
    } & Speaker)
  | ({
      readonly type: 'retry'
      readonly attempt: number
      readonly message: string
      readonly delayMs: number
    } & Speaker)
  | {
      readonly type: 'ended'
      readonly node: string
      readonly status: 'succeeded' | 'failed' | 'cached' | 'skipped'
      readonly durationMs: number
    }

/** From the process that runs user code. */
export type ChildMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'loaded'; readonly files: readonly string[]; readonly notices: readonly CompileNotice[] }
  /** `Equipment.notes`. */
  | { readonly kind: 'equipped'; readonly notes: unknown }
  | { readonly kind: 'events'; readonly events: readonly RunEvent[] }
  | { readonly kind: 'answer'; readonly answer: Answer; readonly files: readonly string[] }

/** To it. */
export type ParentMessage =
  | { readonly kind: 'request'; readonly config: string; readonly request: Request }
  | { readonly kind: 'abort'; readonly reason: string }
