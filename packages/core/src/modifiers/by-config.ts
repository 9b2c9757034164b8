// One node, several implementations: the configuration chooses.

import { specFor } from '../definition/definition.ts'
import { expectOption } from '../errors/expect-option.ts'
import type { Case, Variants } from '../typing/module-nodes.ts'
import type { AnyFunction } from '../typing/node-function.ts'
import { defineVariants } from './define-variants.ts'

type CaseByValue<Key extends string, Implementations> = {
  [Value in keyof Implementations]: Case<{ readonly [K in Key]: Value }, Implementations[Value]>
}[keyof Implementations]

/**
 * A node whose implementation is chosen by `flow.configure({ [key]: value })`. What the others need is then no longer
 * required. Without a default the configuration has to choose before the node can run.
 *
 * A direct call, as in a unit test, is possible only on the implementations themselves.
 *
 * @throws {modifier/bad-option} when the default is not one of the values, or there is no implementation
 * @example
 * export const model = byConfig('algo', { ridge: fitRidge, mean: fitMean }, { default: 'ridge' })
 */
export function byConfig<
  const Key extends string,
  const Implementations extends Record<string, AnyFunction>,
  const Default extends keyof Implementations = never,
>(
  key: Key,
  implementations: Implementations,
  options?: { readonly default: Default },
): Variants<CaseByValue<Key, Implementations>, [Default] extends [never] ? never : Implementations[Default]> {
  const values = Object.keys(implementations)
  const fallback = options?.default as string | undefined
  const isKnown = fallback === undefined || values.includes(fallback)
  expectOption(values.length > 0, 'byConfig', 'implementations', 'none', 'at least one')
  expectOption(isKnown, 'byConfig', 'default', fallback, `one of ${values.join(', ')}`)
  const cases = values.map((value) => ({
    condition: { [key]: value },
    spec: {
      ...specFor(implementations[value], 'byConfig'),
      kind: 'variants' as const,
      variant: value,
      callable: implementations[value]!,
    },
  }))
  const chosen = cases.find((one) => one.condition[key] === fallback)
  return defineVariants('byConfig', cases, chosen?.spec, values) as never
}
