// What stands in the place of a value that is loaded, or made, only when a step needs it.

import { andThen, isThenable, type StepScope } from 'throughline/memo'

export class LateValue {
  #make: (() => unknown) | undefined
  #made: unknown
  #failure: { readonly error: unknown } | undefined

  /** @param make called once; may give a promise */
  constructor(make: () => unknown) {
    this.#make = make
  }

  /** The value, or a promise of it. */
  get(): unknown {
    if (this.#make) {
      const make = this.#make
      this.#make = undefined
      try {
        this.#made = make()
      } catch (error) {
        this.#failure = { error }
      }
      if (isThenable(this.#made)) {
        const pending: Promise<unknown> = Promise.resolve(this.#made).then((value) => (this.#made = value))
        // Whoever asks is told; without anybody who asks it is no failure of the process.
        pending.catch(() => {})
        this.#made = pending
      }
    }
    // For whoever asks after the first one too.
    if (this.#failure) throw this.#failure.error
    return this.#made
  }
}

/** Puts values in the place of what stands for them. @returns a promise when one of them has to be waited for */
export function loadInto(values: unknown[], slots: readonly number[]): unknown {
  const waiting: PromiseLike<unknown>[] = []
  for (const slot of slots) {
    const late = values[slot]
    if (!(late instanceof LateValue)) continue
    const value = andThen(late.get(), (made) => (values[slot] = made))
    if (isThenable(value)) waiting.push(value)
  }
  return waiting.length > 0 ? Promise.all(waiting) : undefined
}

/** What a step reads, when it is its turn: the run may let it go before the value is needed. */
export function valuesAt(values: readonly unknown[], slots: readonly number[]): readonly unknown[] {
  return slots.map((slot) => values[slot])
}

/** Computes with what was held. */
export function computeWith(
  values: unknown[],
  slots: readonly number[],
  held: readonly unknown[],
  compute: () => unknown,
): unknown {
  const inputs: unknown[] = []
  slots.forEach((slot, at) => (inputs[slot] = held[at]))
  return andThen(loadInto(inputs, slots), () => {
    // The call takes its arguments before it returns.
    const before = valuesAt(values, slots)
    for (const slot of slots) values[slot] = inputs[slot]
    try {
      return compute()
    } finally {
      slots.forEach((slot, at) => (values[slot] = before[at]))
    }
  })
}

/** The hooks are told of a step that the run does not wait for. */
export function computeTold(scope: StepScope, compute: () => unknown): unknown {
  const failed = (error: unknown): never => {
    scope.tellEnd?.({ status: 'failed', error }, false)
    throw error
  }
  const succeeded = (value: unknown): unknown => {
    scope.tellEnd?.({ status: 'succeeded', value }, false)
    return value
  }
  let value: unknown
  try {
    value = compute()
  } catch (error) {
    return failed(error)
  }
  return isThenable(value) ? Promise.resolve(value).then(succeeded, failed) : succeeded(value)
}
