// Elements of any kind that grow: an array.

import type { Column } from '../column.ts'
import { Growing } from './growing.ts'

export class GrowingAnything extends Growing {
  readonly #values: unknown[] = []

  override push(value: unknown): boolean {
    this.#values.push(value)
    return this.pushed()
  }

  override append(column: Column): boolean {
    if (!Array.isArray(column)) return false
    for (const value of column as readonly unknown[]) this.#values.push(value ?? null)
    this.length += column.length
    return true
  }

  protected override pushEmpty(): void {
    this.#values.push(null)
  }

  override finish(): Column {
    return this.#values
  }
}
