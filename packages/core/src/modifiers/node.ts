// Names given in words, for functions whose head cannot be read: wrapped by a library, generated, or minified.

import { defineFunction, soleNode } from '../definition/definition.ts'
import { specOfNames } from '../definition/node-spec.ts'
import type { NodeContext } from '../execute/node-context.ts'

/**
 * A node whose dependencies are named here; the function takes one object. `'b?'` marks one that it can do without.
 *
 * @example
 * export const score = node(['x', 'y?'], wrappedByALibrary)
 */
export function node<Dependencies extends object, Result>(
  names: readonly ((keyof Dependencies & string) | `${keyof Dependencies & string}?`)[],
  fn: (dependencies: Dependencies, context: NodeContext) => Result,
): (dependencies: Dependencies, context?: NodeContext) => Result {
  return defineFunction(
    fn as (dependencies: Dependencies, context?: NodeContext) => Result,
    soleNode(specOfNames(names, fn)),
  )
}
