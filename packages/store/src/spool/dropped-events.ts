// Counts events that were not written, until the record can say so.

import type { SpoolBody } from './spool-event.ts'

/** Counts by run and kind. */
export class DroppedEvents {
  readonly #describe: ((kind: string, count: number) => SpoolBody) | undefined
  #counts = new Map<string | undefined, Map<string, number>>()
  #saidAtMs: number | undefined
  #lostStates = 0

  constructor(describe: ((kind: string, count: number) => SpoolBody) | undefined) {
    this.#describe = describe
  }

  /** How many states were among them, ever. */
  get lostStates(): number {
    return this.#lostStates
  }

  add(run: string | undefined, kind: string): void {
    if (kind === 'state') this.#lostStates++
    let kinds = this.#counts.get(run)
    if (!kinds) this.#counts.set(run, (kinds = new Map()))
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  }

  isDue(nowMs: number, intervalMs: number): boolean {
    return this.#counts.size > 0 && (this.#saidAtMs === undefined || Math.abs(nowMs - this.#saidAtMs) >= intervalMs)
  }

  /** What the record has to say, each count once. */
  take(nowMs: number): readonly { readonly run: string | undefined; readonly body: SpoolBody }[] {
    const describe = this.#describe
    const counts = this.#counts
    if (counts.size === 0) return []
    this.#counts = new Map()
    this.#saidAtMs = nowMs
    if (!describe) return []
    return [...counts].flatMap(([run, kinds]) =>
      [...kinds].map(([kind, count]) => ({ run, body: describe(kind, count) })),
    )
  }
}
