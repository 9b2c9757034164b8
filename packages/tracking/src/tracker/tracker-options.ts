// What a tracker is made with.

import type { Issue } from 'throughline'
import type { RunStarted } from '../events/event.ts'
import type { Recorder } from '../recorder/index.ts'
import type { Capture, CapturePolicy } from '../summaries/privacy/capture.ts'
import type { RedactRules } from '../summaries/privacy/redact.ts'
import type { CodeVersions } from '../versions/code-port.ts'
import type { GitState, LockFile } from '../versions/surroundings.ts'
import type { TrackerLimits } from './limits.ts'
import type { Budget } from './time-budget.ts'
import type { Summarise } from './value-facts.ts'

export interface TrackerOptions {
  /** Under which the runs are found. Any text; made when it is new. */
  readonly project: string
  /** The folder of the store. @defaultValue '.throughline' */
  readonly dir?: string
  /** How much of values is kept: for all nodes, or as a policy. @defaultValue 'summary' */
  readonly capture?: Capture | CapturePolicy
  /** What counts as a secret. */
  readonly redact?: RedactRules
  /** What the code of nodes is, as `codeVersions` of `@throughline/project` knows it. */
  readonly versions?: CodeVersions
  /** Asked once, with the first run. */
  readonly git?: () => GitState | undefined
  /** Asked once, with the first run. */
  readonly lock?: () => LockFile | undefined
  /** Who runs. Default: the user of the system */
  readonly actor?: string
  /** What makes it run. @defaultValue { kind: 'api' } */
  readonly trigger?: RunStarted['trigger']
  /** Of all its runs; what a run says itself goes before. */
  readonly tags?: Readonly<Record<string, string>>
  readonly limits?: Partial<TrackerLimits>
  /** How long values may be looked at. */
  readonly budget?: Partial<Budget>
  /** Told what a user should know, each thing once. Default: printed to standard error */
  readonly onIssue?: (issue: Issue) => void
  /** Where events go. It is left open. Default: a spool file in the folder of the store */
  readonly recorder?: Recorder
  /** Summaries of values. Default: those of this package */
  readonly summarise?: Summarise
  /** Milliseconds that never go back. @defaultValue performance.now */
  readonly nowMs?: () => number
}
