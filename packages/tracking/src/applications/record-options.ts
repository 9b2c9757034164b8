// What the record says of applications, and what it leaves out.

import type { Issue } from 'throughline'
import type { RunStarted } from '../events/event.ts'
import type { Capture, CapturePolicy } from '../summaries/privacy/capture.ts'
import type { RedactRules } from '../summaries/privacy/redact.ts'
import type { GitState, LockFile } from '../versions/surroundings.ts'

export interface ApplicationRecordOptions {
  /** Under which the runs are found. @defaultValue 'applications' */
  readonly project?: string
  /**
   * How much is told of what actions write and of the state at the start: for all actions, or as a policy by their names.
   * Values themselves are in the journal, whatever this says.
   * @defaultValue 'summary'
   */
  readonly capture?: Capture | CapturePolicy
  /** What counts as a secret. */
  readonly redact?: RedactRules
  /** Who runs. Default: the user of the system */
  readonly actor?: string
  /** What makes it run. @defaultValue { kind: 'api' } */
  readonly trigger?: RunStarted['trigger']
  /** Of all applications; what an application says itself goes before. */
  readonly tags?: Readonly<Record<string, string>>
  /** Asked once, with the first application. */
  readonly git?: () => GitState | undefined
  /** Asked once, with the first application. */
  readonly lock?: () => LockFile | undefined
  /** Told what a user should know. */
  readonly onIssue?: (issue: Issue) => void
}
