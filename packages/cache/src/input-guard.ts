// Finds the node that changes what it was given, by looking at the values before and after.

import { isRefusal } from '@throughline/store'
import { ThroughlineError } from 'throughline'
import { isThenable } from 'throughline/memo'
import { cacheIssue } from './issues.ts'
import { firstDifference } from './first-difference.ts'
import { versionIn } from './instances.ts'
import type { Look } from './look.ts'

interface GuardedInput {
  readonly name: string
  readonly slot: number
  readonly value: unknown
  /** What it was, where that is kept. */
  readonly before: () => unknown
}

export class InputGuard {
  readonly #look: Look
  /** By value: the nodes that are computing with it. */
  readonly #users = new Map<unknown, Set<string>>()
  /** Values that are known to have been changed: who reads them later is not to blame. */
  readonly #changed = new WeakSet<object>()

  constructor(look: Look) {
    this.#look = look
  }

  /**
   * Computes, and compares what was given with its version.
   * @throws {run/mutated-input} with the nodes that may have changed it
   */
  watch(
    node: string,
    inputs: readonly GuardedInput[],
    versionOf: (slot: number) => string,
    compute: () => unknown,
  ): unknown {
    const watched = inputs.filter(({ value }) => isChangeable(value) && !this.#changed.has(value as object))
    if (watched.length === 0) return compute()
    for (const { value } of watched) this.#users.set(value, (this.#users.get(value) ?? new Set()).add(node))
    const leave = (): void => {
      for (const { value } of watched) {
        const users = this.#users.get(value)
        users?.delete(node)
        if (users?.size === 0) this.#users.delete(value)
      }
    }
    const examine = (): void => {
      const changed = watched.filter(
        ({ value, slot }) => !this.#changed.has(value as object) && !this.#isAs(value, versionOf(slot)),
      )
      if (changed.length === 0) return
      const others = new Set<string>()
      for (const { value } of changed) {
        this.#changed.add(value as object)
        for (const other of this.#users.get(value) ?? []) if (other !== node) others.add(other)
      }
      const named = changed.map(({ name, value, before }) => ({ name, path: firstDifference(before(), value) }))
      throw new ThroughlineError([cacheIssue('run/mutated-input', { node, inputs: named, others: [...others].sort() })])
    }
    // What a node has changed before it failed is not the doing of who reads it next.
    const examineQuietly = (): void => {
      for (const { value, slot } of watched) if (!this.#isAs(value, versionOf(slot))) this.#changed.add(value as object)
    }
    let value: unknown
    try {
      value = compute()
    } catch (error) {
      examineQuietly()
      leave()
      throw error
    }
    if (isThenable(value)) {
      return Promise.resolve(value).then(
        (made) => {
          try {
            examine()
          } finally {
            leave()
          }
          return made
        },
        (error: unknown) => {
          examineQuietly()
          leave()
          throw error
        },
      )
    }
    try {
      examine()
    } finally {
      leave()
    }
    return value
  }

  /** True for a value that is known to be another one than its version says. */
  wasChanged(value: unknown): boolean {
    return isChangeable(value) && this.#changed.has(value as object)
  }

  #isAs(value: unknown, version: string): boolean {
    const found = this.#look(value)
    return !isRefusal(found) && versionIn(found) === version
  }
}

function isChangeable(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}
