// The data versions of one run, by slot: each value is looked at once, and only when somebody asks.

import { isRefusal } from '@throughline/store'
import { ABSENT, type Plan } from 'throughline/memo'
import { Instances, versionIn } from './instances.ts'
import type { Look } from './look.ts'
import { ABSENT_VERSION } from './step-key.ts'
import type { StepSetting } from './step-setting.ts'

export class SlotVersions {
  readonly #known: (string | undefined)[] = []
  /** Slots whose values have no version, or none yet. */
  readonly #without = new Set<number>()
  readonly #seen = new WeakMap<object, ReturnType<Look>>()
  readonly #look: Look
  readonly #values: readonly unknown[]
  readonly #instances: Instances

  constructor(plan: Plan, settings: readonly StepSetting[], values: readonly unknown[], look: Look) {
    this.#look = look
    this.#values = values
    this.#instances = new Instances(plan, settings, values, (value) => this.look(value))
  }

  /** A value by what it is. Objects are looked at once in a run: nobody may change them. */
  look(value: unknown): ReturnType<Look> {
    if (typeof value !== 'object' || value === null) return this.#look(value)
    return this.#seen.get(value) ?? this.lookAnew(value)
  }

  /** What is known of the value may not hold any more. */
  lookAnew(value: unknown): ReturnType<Look> {
    const found = this.#look(value)
    if (typeof value === 'object' && value !== null) this.#seen.set(value, found)
    return found
  }

  ofValue(value: unknown): string | undefined {
    const found = this.look(value)
    return isRefusal(found) ? undefined : versionIn(found)
  }

  /** @param version `undefined` for a value that has none */
  set(slot: number, version: string | undefined): void {
    this.#known[slot] = version
    if (version === undefined) this.#without.add(slot)
    else this.#without.delete(slot)
  }

  /** What is known already: the value is not looked at. */
  known(slot: number): string | undefined {
    return this.#known[slot]
  }

  /** The value of a slot by what it is, not by where it comes from. */
  of(slot: number): string | undefined {
    if (this.#known[slot] === undefined && !this.#without.has(slot)) {
      const value = this.#values[slot]
      this.set(slot, value === ABSENT ? ABSENT_VERSION : this.ofValue(value))
    }
    return this.#known[slot]
  }

  /** What readers of a slot are looked up by. */
  readAs(slot: number): string | undefined {
    return this.#instances.readAs(slot, this.of(slot))
  }

  /** As `readAs`, for an item of what a step at a slot reads. */
  itemReadAs(slot: number, version: string | undefined): string | undefined {
    return this.#instances.itemReadAs(slot, version)
  }
}
