// The children of an application's steps: where they are kept, and that each runs once at a time.

import { memoryPersister } from '../journal/memory-persister.ts'
import type { JournalWriter } from '../journal/writer.ts'
import type { Persister } from '../journal/persister.ts'
import type { AnyMachine } from '../definition/machine.ts'
import type { ActionContext } from './context.ts'
import type { AnyEvent, AnyOutcome } from './events.ts'
import type { AnyOpenOptions } from './open-options.ts'
import { checkSpawnOptions } from './check-run-options.ts'
import { childId, spawnChild, type AnySpawnOptions, type Spawning } from './spawn-child.ts'

export class Children {
  readonly #given: AnyOpenOptions
  readonly #open: Spawning['open']
  readonly #writer: JournalWriter | undefined
  /** By id, until they have ended: another attempt may begin while one that took too long has not. */
  readonly #running = new Map<string, Promise<unknown>>()
  /** Without a persister: children of one step live as long as it is not done, so that another attempt goes on with them. */
  #inMemory: { readonly sequence: number; readonly persister: Persister } | undefined

  /** @param given how the parent was opened */
  constructor(given: AnyOpenOptions, open: Spawning['open'], writer: JournalWriter | undefined) {
    this.#given = given
    this.#open = open
    this.#writer = writer
  }

  /** @param edits of the parent since its last step: what stood before an edit is not gone on with */
  async spawn(
    context: ActionContext,
    edits: number,
    machine: AnyMachine,
    options: AnySpawnOptions,
    tell: ((event: AnyEvent) => void | PromiseLike<void>) | undefined,
  ): Promise<AnyOutcome> {
    checkSpawnOptions(options)
    const id = await childId(context.app, context.sequence, edits, options.key)
    const before = this.#running.get(id)
    const mine = this.#after(before, () => {
      const given = { ...this.#given, persister: this.#persisterFor(context.sequence) }
      return spawnChild({ id, machine, options, context, given, open: this.#open, tell })
    })
    this.#running.set(id, mine)
    try {
      return await mine
    } finally {
      if (this.#running.get(id) === mine) this.#running.delete(id)
    }
  }

  async #after(before: Promise<unknown> | undefined, work: () => Promise<AnyOutcome>): Promise<AnyOutcome> {
    await before?.then(undefined, () => {})
    // A child that is kept must not outlive the steps before it: after a crash another step could get their number.
    await this.#writer?.flush()
    return work()
  }

  #persisterFor(sequence: number): Persister {
    if (this.#given.persister) return this.#given.persister
    if (this.#inMemory?.sequence !== sequence) this.#inMemory = { sequence, persister: memoryPersister() }
    return this.#inMemory.persister
  }
}
