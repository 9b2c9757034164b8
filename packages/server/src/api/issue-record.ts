// An issue as data, with its text: pages render what they know better, and show the text otherwise.

export interface IssueRecord {
  readonly code: string
  readonly severity: 'error' | 'warning'
  /** As a terminal would show it, without colours. */
  readonly text: string
  readonly hints: readonly string[]
  readonly at?: SourcePlace
}

export interface SourcePlace {
  /** Relative to the folder of the project, with `/`. */
  readonly file: string
  readonly line: number
  readonly column?: number
}
