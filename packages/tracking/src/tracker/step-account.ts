// What one step has said so far, so that none says too much.

import type { AttributeSet, EventsDropped, StepProgressed } from '../events/event.ts'
import type { TrackerLimits } from './limits.ts'

/** What an event is about: of an item of a fan-out, its path. */
export type Item = { readonly path: readonly string[] } | undefined

type Counted = 'runs' | 'logs' | 'metrics' | 'checks'
type Rest = StepProgressed | EventsDropped | AttributeSet

const nothing: readonly Rest[] = []

export class StepAccount {
  readonly node: string
  readonly #limits: TrackerLimits
  #attempts: number
  #isOpen = true
  #logs = 0
  #metrics = 0
  #items: Set<string> | undefined
  #itemRuns = 0
  #leftOut: Record<Counted, number> | undefined
  #progress: Map<string, { atMs: number; waiting?: StepProgressed | undefined }> | undefined

  constructor(node: string, attemptsBefore: number, limits: TrackerLimits) {
    this.node = node
    this.#attempts = attemptsBefore
    this.#limits = limits
  }

  /**
   * Those that are over. When a step starts again, as after a kept value was found to be damaged, its attempts are counted
   * on.
   */
  get attempts(): number {
    return this.#attempts
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** The step has ended. What it has said is let go, its attempts are remembered. */
  end(attempts: number): void {
    this.#attempts = attempts
    this.#isOpen = false
    this.#items = undefined
    this.#progress = undefined
  }

  /** Whether one more may be recorded. */
  takes(kind: 'log' | 'metric', item: Item): boolean {
    if (!this.takesItem(item, kind === 'log' ? 'logs' : 'metrics')) return false
    return kind === 'log' ? ++this.#logs <= this.#limits.logsPerStep : ++this.#metrics <= this.#limits.metricsPerStep
  }

  /** Whether this item is among those that are recorded: the first that say something. */
  takesItem(item: Item, counted: Counted): boolean {
    if (!item) return true
    const items = (this.#items ??= new Set())
    const key = item.path.length === 1 ? item.path[0]! : JSON.stringify(item.path)
    if (items.has(key)) return true
    if (items.size < this.#limits.items) {
      items.add(key)
      return true
    }
    this.leftOut(counted)
    return false
  }

  /** Whether the run of one more item is recorded. */
  takesItemRun(): boolean {
    return ++this.#itemRuns <= this.#limits.items
  }

  leftOut(counted: Counted): void {
    this.#leftOut ??= { runs: 0, logs: 0, metrics: 0, checks: 0 }
    this.#leftOut[counted]++
  }

  /** The event, when it is time for one; else it waits for the end of the step. */
  progress(event: StepProgressed, nowMs: number): StepProgressed | undefined {
    const key = event.item?.join('\n') ?? ''
    const known = (this.#progress ??= new Map()).get(key)
    if (known && nowMs - known.atMs < this.#limits.progressMs) {
      known.waiting = event
      return undefined
    }
    if (!known && this.#progress.size > this.#limits.items) return undefined
    this.#progress.set(key, { atMs: nowMs })
    return event
  }

  /** What is to be told when it has ended: of most steps nothing, and they are many. */
  rest(): readonly Rest[] {
    const hasRest = this.#progress || this.#leftOut || this.#droppedLogs > 0 || this.#droppedMetrics > 0
    return hasRest ? [...this.#collectRest()] : nothing
  }

  *#collectRest(): Generator<Rest> {
    for (const { waiting } of this.#progress?.values() ?? []) if (waiting) yield waiting
    if (this.#droppedLogs > 0) yield { type: 'dropped', kind: 'log', count: this.#droppedLogs }
    if (this.#droppedMetrics > 0) yield { type: 'dropped', kind: 'metric', count: this.#droppedMetrics }
    if (!this.#leftOut) return
    const recorded = Math.max(this.#items?.size ?? 0, Math.min(this.#itemRuns, this.#limits.items))
    const value = { recorded, leftOut: this.#leftOut }
    yield { type: 'attribute', node: this.node, name: 'items', attribute: { type: 'items', schemaVersion: 1, value } }
  }

  get #droppedLogs(): number {
    return Math.max(0, this.#logs - this.#limits.logsPerStep)
  }

  get #droppedMetrics(): number {
    return Math.max(0, this.#metrics - this.#limits.metricsPerStep)
  }
}
