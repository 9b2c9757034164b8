// Applications of which not all was told: told in slices, when the process has time for it, and at the end.

import type { Pace } from './pace.ts'
import type { TellingTime } from './telling-time.ts'

export type Awaitable<Value> = Value | PromiseLike<Value>

/** So long after an application fell behind somebody tells of it. */
const DELAY_MS = 250

export interface LaterTellingContext {
  readonly time: TellingTime
  readonly pace: Pace
  /** Tells the next entries of an application. @returns whether nothing is left */
  readonly tellSome: (app: string) => Promise<boolean>
  readonly onTrouble: (app: string, error: unknown) => void
}

export class LaterTelling {
  readonly #context: LaterTellingContext
  readonly #behind = new Set<string>()
  /** Of which telling failed: they are tried again at the end, and with the next entry. */
  readonly #failed = new Set<string>()
  #cancel: (() => void) | undefined
  #working: Promise<void> | undefined
  /** Whether somebody has appended since the last slice. */
  #isBusy = false

  constructor(context: LaterTellingContext) {
    this.#context = context
  }

  /** Somebody appends: applications go on. */
  seen(): void {
    this.#isBusy = true
  }

  add(app: string): void {
    this.#behind.add(app)
    if (!this.#working) this.#callIn(DELAY_MS)
  }

  /** @throws what goes wrong */
  async tellAll(app: string, tellSome: LaterTellingContext['tellSome'] = this.#context.tellSome): Promise<void> {
    while (!(await tellSome(app))) await this.#context.time.turn()
    this.#behind.delete(app)
    this.#failed.delete(app)
    if (this.#behind.size === 0) this.#stop()
  }

  /** Tells what is left, and then nothing more. */
  close(): Awaitable<void> {
    this.#stop()
    if (!this.#working && this.#behind.size === 0 && this.#failed.size === 0) return
    return this.#close()
  }

  async #close(): Promise<void> {
    await this.#working
    this.#stop()
    const left = new Set([...this.#behind, ...this.#failed])
    this.#behind.clear()
    this.#failed.clear()
    for (const app of left) await this.#orTrouble(app, this.tellAll(app))
  }

  /** The process is not held by what is not to come. */
  #stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  #callIn(delayMs: number): void {
    this.#cancel ??= this.#context.time.later(delayMs, () => {
      this.#cancel = undefined
      this.#working = this.#work().then((restMs) => {
        this.#working = undefined
        if (this.#behind.size > 0) this.#callIn(restMs)
      })
    })
  }

  /** A slice, unless others need the time. @returns when the next one is due */
  async #work(): Promise<number> {
    const { pace, time } = this.#context
    const isBusy = this.#isBusy
    this.#isBusy = false
    if (isBusy && !pace.allows(time.nowMs())) return Math.min(DELAY_MS, pace.restMs())
    const [app] = this.#behind
    if (app === undefined) return 0
    this.#behind.delete(app)
    // Others first.
    if ((await this.#orTrouble(app, this.#context.tellSome(app))) === false) this.#behind.add(app)
    return 0
  }

  /** What goes wrong is nobody's trouble who waits here: the application stays behind, and is told when it is opened again. */
  async #orTrouble<Value>(app: string, told: Promise<Value>): Promise<Value | undefined> {
    try {
      return await told
    } catch (error) {
      this.#failed.add(app)
      this.#context.onTrouble(app, error)
      return undefined
    }
  }
}
