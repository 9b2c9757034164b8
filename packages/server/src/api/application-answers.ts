// Applications: what is kept of them, step by step.

import type { ApplicationFacts, MachineJson } from '@throughline/machine'
import type { IssueRecord } from './issue-record.ts'

/** `GET /api/applications?machine=&status=&parent=&cursor=` The last changed first. */
export interface ApplicationList {
  readonly applications: readonly KeptApplication[]
  /** Journals that cannot be read. */
  readonly unreadable: readonly { readonly app?: string; readonly place: string; readonly issue: IssueRecord }[]
  readonly cursor?: string
}

export interface KeptApplication extends ApplicationFacts {
  /** Where it is kept: `files`, `store`. */
  readonly place: string
}

/** `GET /api/applications/:app?in=` Ids are any text, so they are encoded in the path. */
export interface ApplicationPageAnswer {
  readonly application: KeptApplication
  readonly machine?: MachineJson
  readonly children: readonly KeptApplication[]
  /** What it waits for, when it is suspended. */
  readonly suspension?: {
    readonly action: string
    readonly prompt?: unknown
    readonly schema?: unknown
    readonly expiresAtMs?: number
  }
  readonly state: unknown
  /** Whether the record knows the run. */
  readonly hasRun: boolean
  /** Why its journal cannot be read to its end; all is then as of the last sound step. */
  readonly damage?: IssueRecord
}

/** `GET /api/applications/:app/steps?in=&cursor=` The oldest first. */
export interface ApplicationSteps {
  readonly steps: readonly ApplicationStep[]
  readonly cursor?: string
  /** Why there are no more, although there were. */
  readonly damage?: IssueRecord
}

export interface ApplicationStep {
  readonly sequence: number
  /** Empty for what was done from outside: opened, edited, cancelled, migrated. */
  readonly action: string
  readonly status: 'opened' | 'succeeded' | 'failed' | 'running' | 'suspended' | 'edited' | 'cancelled' | 'migrated'
  readonly attempts: number
  /** When its last attempt began. */
  readonly atMs: number
  readonly durationMs?: number
  readonly inputs?: unknown
  /** Keys whose values differ after the step; `before` or `after` is absent when the key was not there. */
  readonly changes: readonly {
    readonly key: string
    readonly before?: unknown
    readonly after?: unknown
    /** Of a list that grew at its end: `after` are its items from this index on, and `before` is empty. */
    readonly from?: number
  }[]
  readonly error?: ApplicationError
  /** What was told while it ran, as the journal has it. */
  readonly logs?: readonly { readonly atMs: number; readonly message: string; readonly fields?: unknown }[]
  readonly metrics?: readonly { readonly name: string; readonly value: number; readonly step?: number }[]
  /** `parent` is an index in this list. */
  readonly spans?: readonly {
    readonly name: string
    readonly parent?: number
    readonly startedAtMs: number
    readonly durationMs: number
    readonly fields?: unknown
    readonly error?: string
  }[]
}

/** `GET /api/applications/:app/state?in=&at=` The state after the step with this number. */
export interface ApplicationState {
  readonly sequence: number
  readonly state: unknown
}

/** What an action threw. */
export interface ApplicationError {
  readonly name: string
  readonly message: string
  readonly stack?: string
  /** Codes of its issues, or that of the system. */
  readonly codes?: readonly string[]
  readonly cause?: ApplicationError
}
