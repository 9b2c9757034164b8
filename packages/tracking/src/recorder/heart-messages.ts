// What the thread of the heart is told, and what it tells.

import type { Issue } from 'throughline'

export interface HeartMessage {
  readonly kind: 'begin' | 'end'
  /** The folder of the store. */
  readonly dir: string
  readonly run: string
}

export interface HeartData {
  readonly intervalMs: number
  readonly first: HeartMessage
}

export interface HeartTrouble {
  readonly dir: string
  readonly issue: Issue
}
