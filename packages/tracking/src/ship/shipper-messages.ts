// What the thread of a shipper is told, and what it tells.

import type { Issue } from 'throughline'

/** Where the events go. */
export type SinkChoice =
  | {
      readonly kind: 'http'
      readonly url: string
      readonly token?: string
    }
  | {
      readonly kind: 'module'
      /** A module whose export `openSink` takes `data`, and gives a sink or a promise of one. */
      readonly url: string
      /** What a message between threads can carry. */
      readonly data: unknown
    }

export interface ShipperData {
  readonly dir: string
  readonly sink: SinkChoice
  readonly intervalMs: number
  readonly graceMs: number | undefined
}

export type ShipperRequest = { readonly kind: 'flush'; readonly id: number } | { readonly kind: 'stop' }

export type ShipperReport =
  | { readonly kind: 'trouble'; readonly issue: Issue }
  /** A pass that began after it was asked for has ended; with `failed` events are left in the spool. */
  | { readonly kind: 'flushed'; readonly id: number; readonly failed: boolean }
