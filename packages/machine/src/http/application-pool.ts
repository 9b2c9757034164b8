// Applications that are open in this process: one for each id, shared by requests, closed when nobody asks for long.

import { ThroughlineError } from 'throughline'
import { HOST_CLOCK, type Clock } from 'throughline/insides'
import { machineIssue } from '../errors/catalogue.ts'
import type { LiveApplication } from '../run/live-application.ts'
import { httpIssue } from './catalogue.ts'

/** An application for as long as a request needs it. */
export interface Borrowed {
  readonly app: LiveApplication
  /** @param isBroken it must not be used any more: its journal is not what it knows */
  release(isBroken?: boolean): void
}

interface Entry {
  readonly machine: string
  readonly opening: Promise<LiveApplication>
  users: number
  timer: unknown
  isBroken: boolean
}

export class ApplicationPool {
  readonly #idleMs: number
  readonly #clock: Clock
  readonly #entries = new Map<string, Entry>()
  /** By id: what is being closed, or taken away. */
  readonly #ending = new Map<string, Promise<void>>()
  #isClosed = false

  constructor(idleMs: number, clock: Clock = HOST_CLOCK) {
    this.#idleMs = idleMs
    this.#clock = clock
  }

  /**
   * The one that is open, or else opened now.
   *
   * @throws {http/closed}, {http/no-application} when it is one of another machine, and what opening throws
   */
  async borrow(machine: string, id: string, open: () => Promise<LiveApplication>): Promise<Borrowed> {
    await this.#ended(id)
    if (this.#isClosed) throw new ThroughlineError([httpIssue('http/closed', {})])
    const known = this.#entries.get(id)
    if (known && known.machine !== machine) throw new ThroughlineError([httpIssue('http/no-application', { app: id })])
    const entry = known ?? { machine, opening: open(), users: 0, timer: undefined, isBroken: false }
    this.#entries.set(id, entry)
    return this.#use(id, entry)
  }

  /** A new one. @param id if it is known already @throws {http/closed}, {app/exists}, and what making it throws */
  async add(machine: string, id: string | undefined, making: () => Promise<LiveApplication>): Promise<Borrowed> {
    if (id !== undefined) await this.#ended(id)
    if (this.#isClosed) throw new ThroughlineError([httpIssue('http/closed', {})])
    if (id !== undefined && this.#entries.has(id))
      throw new ThroughlineError([machineIssue('app/exists', { app: id, persister: 'this server' })])
    const opening = making()
    const entry = { machine, opening, users: 0, timer: undefined, isBroken: false }
    const known = id ?? (await opening).id
    this.#entries.set(known, entry)
    return this.#use(known, entry)
  }

  /** The one that is open now, without opening it. */
  async peek(machine: string, id: string): Promise<Borrowed | undefined> {
    await this.#ended(id)
    const entry = this.#entries.get(id)
    return entry?.machine === machine ? this.#use(id, entry) : undefined
  }

  /** Closes one that is borrowed, stops what it does, and keeps others away from it until the work is done. */
  async end(id: string, { app }: Borrowed, work: () => Promise<void>): Promise<void> {
    const entry = this.#entries.get(id)
    if (entry) this.#clock.clearTimeout(entry.timer)
    this.#entries.delete(id)
    await this.#during(id, async () => {
      await app.close()
      await work()
    })
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.all([...this.#entries].map(([id, entry]) => this.#close(id, entry)))
    await Promise.all(this.#ending.values())
  }

  async #use(id: string, entry: Entry): Promise<Borrowed> {
    entry.users++
    this.#clock.clearTimeout(entry.timer)
    let isReleased = false
    const release = (isBroken = false): void => {
      if (isReleased) return
      isReleased = true
      entry.users--
      entry.isBroken ||= isBroken
      this.#rest(id, entry)
    }
    try {
      return { app: await entry.opening, release }
    } catch (error) {
      if (this.#entries.get(id) === entry) this.#entries.delete(id)
      throw error
    }
  }

  /** Nobody uses it now: it is closed at once, or later. */
  #rest(id: string, entry: Entry): void {
    if (entry.users > 0 || this.#entries.get(id) !== entry) return
    const close = (): void => {
      this.#close(id, entry).catch(() => {})
    }
    if (entry.isBroken || this.#idleMs === 0) return close()
    entry.timer = this.#clock.setTimeout(close, this.#idleMs)
    ;(entry.timer as { unref?: () => void }).unref?.()
  }

  async #close(id: string, entry: Entry): Promise<void> {
    this.#clock.clearTimeout(entry.timer)
    if (this.#entries.get(id) === entry) this.#entries.delete(id)
    await this.#during(id, async () => {
      const app = await entry.opening.catch(() => undefined)
      await app?.close()
    })
  }

  async #during(id: string, work: () => Promise<void>): Promise<void> {
    const before = this.#ending.get(id)
    const ending = (before ? before.then(work, work) : work()).finally(() => {
      if (this.#ending.get(id) === ending) this.#ending.delete(id)
    })
    this.#ending.set(id, ending)
    await ending
  }

  async #ended(id: string): Promise<void> {
    while (this.#ending.has(id)) await this.#ending.get(id)!.catch(() => {})
  }
}
