// A node of one export with several implementations, which the configuration chooses from.

import { defineFunction, type NodeDefinition } from '../definition/definition.ts'
import type { NodeSpec } from '../definition/node-spec.ts'
import { ThroughlineError } from '../errors/throughline-error.ts'
import { variantRules } from '../graph/decide.ts'
import { variantIssue } from '../graph/variant-issues.ts'
import type { AnyFunction } from '../typing/node-function.ts'

/** @param values what the cases are for, in words */
export function defineVariants(
  modifier: string,
  cases: NodeDefinition['cases'],
  otherwise: NodeSpec | undefined,
  values: readonly string[],
): AnyFunction {
  const refuse = (): never => {
    throw new ThroughlineError([variantIssue('modifier/not-callable', { modifier, values })])
  }
  return defineFunction(refuse, [{ name: '&', cases, otherwise, rules: variantRules }])
}
