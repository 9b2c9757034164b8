// Sources that say what they would read: what was read is kept for as long as they say the same.

import { andThen, argumentsFor, isThenable, type PlanStep, type StepScope } from 'throughline/memo'
import { toKey, type Key } from './key.ts'
import { loadInto } from './late-value.ts'

/** Among the inputs of a key; no dependency is called so. */
const SOURCE = '(source)'

/** In the place of a version: it could not be asked. Reading then fails too, and says why. */
export const UNANSWERED: unique symbol = Symbol('unanswered')

/** The sources of one run. */
export class AskedSources {
  /** By slot: asks again. */
  readonly #asked = new Map<number, () => unknown>()

  /** @returns the version that the source of a step gives, `undefined` when it does not say, or a promise of it */
  ask(step: PlanStep, values: unknown[], scope: StepScope): unknown {
    const { ask } = step.node.spec!.reach!
    return quietly(() =>
      andThen(loadInto(values, step.reads), () =>
        andThen(step.fn(argumentsFor(step, values), scope), (source) => {
          this.#asked.set(step.slot, () => ask!(source, scope))
          return ask!(source, scope)
        }),
      ),
    )
  }

  /** Whether what was read while a key held may be kept under it. */
  holds(slot: number, key: Key | undefined): unknown {
    const version = key && versionIn(key)
    if (version === undefined) return true
    return andThen(quietly(this.#asked.get(slot)!), (now) => now === version)
  }
}

/** The key of a step whose source would read this. */
export function keyWithSource({ parts }: Key, version: string): Key {
  return toKey({ ...parts, inputs: [...parts.inputs, [SOURCE, version]] })
}

/** What the source would read for a value under this key; `undefined` when it was not asked. */
function versionIn({ parts }: Key): string | undefined {
  return parts.inputs.find(([name]) => name === SOURCE)?.[1]
}

function quietly(ask: () => unknown): unknown {
  try {
    const answer = ask()
    return isThenable(answer) ? Promise.resolve(answer).catch(() => UNANSWERED) : answer
  } catch {
    return UNANSWERED
  }
}
