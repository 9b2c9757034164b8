// In development: a node that changes what it was given fails at that very line.

import type { Hooks } from '../execute/hooks.ts'
import { createFreezer } from './freeze-deeply.ts'
import { expectOf } from './hook-option.ts'

export interface DeepFreezeOptions {
  /**
   * Which instances of classes are frozen too, as `(value) => value instanceof Row`. Without it none is: many live by
   * changing, such as connections and models.
   */
  readonly instances?: (value: object) => boolean
}

/**
 * Hooks that freeze everything that nodes get and give, with all that is in it, so that a change throws where it is
 * made. For development and tests: freezing visits each value once, however many nodes read it. What `execute` gives
 * is frozen too.
 *
 * Frozen are lists, plain objects, `Map`, `Set` and `Date`. Not frozen are typed arrays and buffers, which JavaScript
 * cannot freeze, and instances of classes.
 *
 * @throws {hook/frozen} from `set`, `add`, `delete`, `clear` of a frozen `Map` or `Set`, and from setters of a `Date`;
 *   a `TypeError` of the engine from other changes
 * @example
 * import { deepFreeze } from 'throughline/hooks'
 * const flow = dataflow({ rows: () => [3, 1, 2], sorted: ({ rows }) => rows.sort() }).with({ hooks: [deepFreeze()] })
 * const { failures } = await flow.settle(['sorted'])
 * failures[0].node // => 'sorted'
 */
export function deepFreeze(options: DeepFreezeOptions = {}): Hooks {
  const { instances } = options
  const isRight = instances === undefined || typeof instances === 'function'
  expectOf('deepFreeze')(isRight, 'instances', instances, 'a function')
  const freeze = createFreezer(instances)
  return {
    // Also what comes from outside: inputs, overrides, constants.
    onStepStart: ({ inputs }) => {
      for (const value of Object.values(inputs)) freeze(value)
    },
    onStepEnd: (end) => {
      if (end.status === 'succeeded') freeze(end.value)
    },
  }
}
