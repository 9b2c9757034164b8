// Whether a store still stores: the first failure of its disk is told once, and from then on it only reads.

import type { Issue } from 'throughline'
import { failureIssue, failureOf } from './failure.ts'

/** Called with what a user should know; at most once with each code. */
export type OnTrouble = (issue: Issue) => void

/** Stands between the store and what fails below it. */
export class Health {
  #stores = true
  #isOpen = true
  readonly #told = new Set<string>()
  readonly #path: string
  readonly #onTrouble: OnTrouble

  constructor(path: string, onTrouble: OnTrouble) {
    this.#path = path
    this.#onTrouble = onTrouble
  }

  /** False once something could not be written. */
  get stores(): boolean {
    return this.#stores
  }

  tell(issue: Issue): void {
    if (this.#told.has(issue.code)) return
    this.#told.add(issue.code)
    this.#onTrouble(issue)
  }

  /** Neither reads nor writes the database from now on. */
  close(): void {
    this.#stores = false
    this.#isOpen = false
  }

  /** Only reads from now on, without a word. */
  stopStoring(): void {
    this.#stores = false
  }

  /** Takes an error of writing. Throws it again when it is none of the disk or the database. */
  failed(error: unknown): void {
    if (failureOf(error) === undefined) throw error
    this.#stores = false
    this.tell(failureIssue(error, { path: this.#path }))
  }

  /** Writes, or says why not and goes on with what is given instead. Does not try after a failure. */
  write<Result>(call: () => Result, otherwise: Result): Result {
    if (!this.#stores) return otherwise
    try {
      return call()
    } catch (error) {
      this.failed(error)
      return otherwise
    }
  }

  /** Reads, or says why not and goes on with what is given instead. */
  read<Result>(call: () => Result, otherwise: Result): Result {
    if (!this.#isOpen) return otherwise
    try {
      return call()
    } catch (error) {
      if (failureOf(error) === undefined) throw error
      this.tell(failureIssue(error, { path: this.#path }))
      return otherwise
    }
  }
}
