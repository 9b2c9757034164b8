// The project's definitions as they are in its files now: flows, nodes, machines.

import type { MachineJson } from '@throughline/machine'
import type { CheckOutcome, NodeVersion, Step, UsedVersion } from '@throughline/tracking/queries'
import type { IssueRecord, SourcePlace } from './issue-record.ts'

/** Whether the files of the project could be loaded. The last good definitions stay when they could not. */
export interface Definitions {
  /** Changes whenever the definitions were read anew. */
  readonly revision: number
  readonly status: 'loading' | 'loaded' | 'broken'
  readonly loadedAtMs?: number
  /** Why they could not be loaded. */
  readonly issues: readonly IssueRecord[]
  readonly flows: readonly { readonly name: string; readonly nodes: number; readonly modules: readonly string[] }[]
  readonly machines: readonly { readonly name: string; readonly actions: number }[]
}

/** `GET /api/flows/:flow`, and `GET /api/runs/:run/graph` for the graph of a run. */
export interface FlowGraph {
  readonly name: string
  /** In topological order; equal definitions give equal orders. */
  readonly nodes: readonly FlowNode[]
  readonly inputs: readonly FlowInput[]
  readonly config: readonly FlowConfig[]
}

export interface FlowNode {
  readonly name: string
  /** `function`, `source`, `sink`, `resource`, ... as the core calls them. */
  readonly kind: string
  readonly dependencies: readonly { readonly name: string; readonly optional: boolean }[]
  /** The file that it was written in. */
  readonly module?: string
  /** The export that makes it: of `parameterize` one export makes many nodes. */
  readonly export?: string
  /** What is before the last dot or slash of its name. */
  readonly namespace?: string
  readonly tags: Readonly<Record<string, string>>
  readonly checks: readonly string[]
  readonly type?: string
  /** The first sentence of its documentation. */
  readonly summary?: string
  readonly at?: SourcePlace
}

export interface FlowInput {
  readonly name: string
  readonly isRequired: boolean
  readonly type?: string
  readonly nodes: readonly string[]
}

export interface FlowConfig {
  readonly name: string
  /** Every value that a condition names; empty where it is not known, as in the graph of a run. */
  readonly values: readonly string[]
  /** The one that holds unless a run says otherwise. */
  readonly chosen?: string
  /** Nodes that depend on it. */
  readonly nodes: readonly string[]
}

/** `GET /api/flows/:flow/nodes/:node` */
export interface NodePage {
  readonly flow: string
  readonly node: FlowNode
  /** Whole, as Markdown. */
  readonly documentation?: string
  /** The export that makes it, as it is in the file now. */
  readonly source?: { readonly text: string; readonly at: SourcePlace }
  /** Functions that it is made of and that are written elsewhere. */
  readonly functions?: readonly { readonly text: string; readonly at: SourcePlace }[]
  /** Everything that its value is made of, also through other nodes: the nearest first. */
  readonly upstream: readonly string[]
  /** Everything that is made of its value, also through other nodes: the nearest first. */
  readonly downstream: readonly string[]
  /** The nodes that read it themselves. */
  readonly readBy: readonly string[]
  /** Flows of this project with a node that was written at the same place. */
  readonly alsoIn: readonly string[]
  /** What the record knows; absent when it never ran. */
  readonly recorded?: {
    readonly versions: readonly UsedVersion[]
    readonly checks: readonly CheckOutcome[]
  }
}

/** `GET /api/flows/:flow/nodes/:node/history?cursor=` Newest first. */
export interface NodeHistoryPage {
  readonly steps: readonly Step[]
  readonly cursor?: string
}

/** `GET /api/versions/:version?node=` */
export interface VersionPage {
  readonly version: NodeVersion
}

/** `GET /api/versions/difference?node=&before=&after=` The texts of a node's code, piece by piece, in two versions. */
export interface VersionDifference {
  readonly node: string
  readonly before: string
  readonly after: string
  readonly pieces: readonly {
    readonly name: string
    readonly file?: string
    readonly change: 'added' | 'removed' | 'changed' | 'same'
    readonly before?: string
    readonly after?: string
  }[]
  readonly packages: readonly { readonly name: string; readonly before?: string; readonly after?: string }[]
}

/** `GET /api/machines/:machine` */
export interface MachinePage {
  readonly name: string
  readonly machine: MachineJson
  /** How the edges are drawn: what a guard is called. */
  readonly edges: readonly {
    readonly from: string
    readonly to: string
    readonly label?: string
    readonly isError: boolean
  }[]
}
