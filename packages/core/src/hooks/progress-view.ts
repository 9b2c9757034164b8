// How progress looks, apart from when it changes.

import type { WatchedRun } from './watched-runs.ts'

/** Text goes to it, as to `process.stderr`. */
export interface TextStream {
  write(text: string): unknown
  /** True when it is a terminal. */
  readonly isTTY?: boolean | undefined
  /** Width of the terminal in characters; asked for at each drawing. */
  readonly columns?: number | undefined
}

/** Told when something has changed. */
export interface ProgressView {
  readonly runStarted: (run: WatchedRun) => void
  readonly stepStarted: () => void
  /** @throws what the stream threw between events, when nobody could be told */
  readonly runEnded: () => void
  /** Writes whole lines that stay. */
  readonly print: (text: string) => void
}
