// One call for each item of a source, so many at a time, with the values in the order of the items.

import { ThroughlineError } from '../errors/throughline-error.ts'
import { notePlace, placeOf, type ErrorPlace, type ItemPlace } from '../execute/error-place.ts'
import { isEchoOf } from '../execute/failure.ts'
import { onAbort } from '../execute/on-abort.ts'
import type { StepScope } from '../execute/step-scope.ts'
import { fanOutIssue } from './fan-out-issues.ts'
import { ItemHost } from './item-host.ts'
import { openItems, type ItemSource } from './item-source.ts'
import { Pool, type PoolTasks } from './pool.ts'

/** What is gone through, and how. */
export interface FanOutSetting {
  /** The nodes that give the items, each once. */
  readonly sources: readonly string[]
  /** What the function reads -> the node whose items it gets, by index in `sources`. */
  readonly mapped: readonly (readonly [name: string, source: number])[]
  readonly concurrency: number
  /** Gets the items by the names under which the function reads them. */
  readonly key: ((item: Readonly<Record<string, unknown>>, index: number) => unknown) | undefined
  /** A failed item is a value like any other. */
  readonly settles: boolean
}

/** By the names of the nodes that are read. */
export type Given = Readonly<Record<string, unknown>>

/** Computes one item. The host is there when the worker needs one, in a run. */
export type ItemCall = (item: unknown, host: ItemHost | undefined) => unknown

/** What computes the items: a function, or a flow. */
export interface Worker {
  readonly needsHost: (scope: StepScope | undefined) => boolean
  /** Takes what all items share. */
  prepare(given: Given, scope: StepScope | undefined): ItemCall
}

type Outcome = { readonly error?: unknown }

/** Told less often than this: a bar on a screen needs no more. */
const PROGRESS_MS = 100

/** Where the values go, and how long an item counts against the limit. */
export abstract class FanOut implements PoolTasks {
  readonly #setting: FanOutSetting
  readonly #scope: StepScope | undefined
  readonly #source: ItemSource
  readonly #call: ItemCall
  readonly #needsHost: boolean
  protected readonly pool: Pool
  /** By index, while they run. */
  readonly #hosts = new Map<number, ItemHost>()
  readonly #keys = new Map<number, string>()
  /** Every key that was given so far, with its index. */
  readonly #seen = new Map<string, number>()
  readonly #isTold: boolean
  #isMisused = false
  #done = 0
  #toldAt = 0
  #stopListening = (): void => {}
  /** What another item threw while it was stopped. */
  #late: { readonly error: unknown } | undefined
  protected outcome: Outcome | undefined

  constructor(setting: FanOutSetting, worker: Worker, given: Given, scope: StepScope | undefined, untilTaken: boolean) {
    this.#setting = setting
    this.#scope = scope
    this.#source = openItems(setting.sources, given)
    this.#call = worker.prepare(given, scope)
    this.#needsHost = scope !== undefined && worker.needsHost(scope)
    this.#isTold = scope !== undefined && scope.host.hooks.length > 0
    const { concurrency } = setting
    this.pool = new Pool(this.#source, this, { concurrency, untilTaken, breathes: scope?.host.isWatched === true })
  }

  protected abstract keep(index: number, value: unknown): void
  protected abstract conclude(): void

  protected listen(signal: AbortSignal | undefined): void {
    this.#stopListening = onAbort(signal, () => this.finish({ error: signal!.reason }))
  }

  start(item: unknown, index: number): unknown {
    if (this.#setting.key) this.#nameItem(item, index)
    if (!this.#needsHost) return this.#call(item, undefined)
    const { host, node } = this.#scope!
    const own = new ItemHost(host, node, index, this.#placeOf)
    this.#hosts.set(index, own)
    // Its key is known only as long as it runs.
    if (this.#setting.key) void own.place
    return this.#call(item, own)
  }

  succeed(index: number, value: unknown): void {
    const { settles } = this.#setting
    this.keep(index, settles ? { status: 'succeeded', key: this.#keyOf(index), value } : value)
    this.#endItem(index)
  }

  fail(index: number, error: unknown): void {
    if (this.#setting.settles && !this.#isMisused) {
      this.keep(index, { status: 'failed', key: this.#keyOf(index), error })
      this.#endItem(index)
      return
    }
    if (!this.#isMisused) this.#noteFailure(index, error)
    this.#endItem(index)
    this.finish({ error })
  }

  failSource(error: unknown): void {
    this.noteError(error, {})
    this.finish({ error })
  }

  comeLate(index: number, error?: unknown): void {
    this.#endItem(index)
    if (error !== undefined && !isEchoOf(this.outcome?.error, error)) this.#late ??= { error }
  }

  tick(now: number): void {
    if (!this.#isTold || now - this.#toldAt < PROGRESS_MS) return
    this.#toldAt = now
    this.#scope!.progress(this.#done, this.#source.size)
  }

  end(): void {
    if (this.#isTold) this.#scope!.progress(this.#done, this.#done)
    this.finish({})
  }

  /** The first outcome counts. */
  protected finish(outcome: Outcome): void {
    if (this.outcome) return
    if ('error' in outcome) this.abandon(outcome.error)
    else {
      this.outcome = outcome
      this.#stopListening()
    }
    this.conclude()
  }

  /** What still runs is stopped; the run waits for it as for any node that was stopped. */
  protected abandon(error: unknown): void {
    this.outcome = { error }
    this.#stopListening()
    for (const host of this.#hosts.values()) host.abort(error)
    const stopping = this.pool.stop()
    if (!stopping) return
    const leftover = stopping.then(() => {
      // What an item threw when it was not simply told to stop.
      if (this.#late) throw this.#late.error
    })
    if (this.#scope) this.#scope.host.leaveBehind(this.#scope.node, leftover)
    else leftover.catch(() => {})
  }

  #endItem(index: number): void {
    if (this.#setting.key) this.#keys.delete(index)
    if (this.#needsHost) {
      // Not there when the item could not be named.
      this.#hosts.get(index)?.end()
      this.#hosts.delete(index)
    }
    this.#done++
  }

  /** @throws {run/duplicate-key} */
  #nameItem(item: unknown, index: number): void {
    const { key, mapped, sources } = this.#setting
    const items = sources.length > 1 ? (item as unknown[]) : [item]
    const named = Object.fromEntries(mapped.map(([name, source]) => [name, items[source]]))
    this.#isMisused = true
    const own = String(key!(named, index))
    const first = this.#seen.get(own)
    if (first !== undefined) {
      throw new ThroughlineError([fanOutIssue('run/duplicate-key', { key: own, first, second: index })])
    }
    this.#isMisused = false
    this.#seen.set(own, index)
    this.#keys.set(index, own)
  }

  #keyOf(index: number): string {
    return this.#keys.get(index) ?? String(index)
  }

  readonly #placeOf = (index: number): ItemPlace => {
    const key = this.#keyOf(index)
    const { host } = this.#scope!
    return { key, index, path: host instanceof ItemHost ? [...host.place.path, key] : [key] }
  }

  /** The place of an item within the item is the more exact one. */
  #noteFailure(index: number, error: unknown): void {
    if (!this.#scope) return
    const own = this.#hosts.get(index)
    const item = { ...this.#placeOf(index), attempt: own?.scope.attempt ?? 1 }
    this.noteError(error, { item, ...(own && placeOf(own, error)) })
  }

  /** Keeps where an error came from. */
  protected noteError(error: unknown, place: ErrorPlace): void {
    if (this.#scope && place.item) notePlace(this.#scope.host, error, place)
  }
}
