// What is known about the inputs of an action without a value.

import type { AnyAction } from './action.ts'
import { isExpected } from './inputs.ts'

/** @returns undefined for an action without inputs, or when only a schema knows their names */
export function inputNamesOf({
  spec,
  bound,
}: AnyAction): { readonly required: readonly string[]; readonly optional: readonly string[] } | undefined {
  if (!isExpected(spec.inputs)) return undefined
  const asked = Object.entries(spec.inputs.names).filter(([name]) => !(name in bound))
  const named = (wanted: string): string[] => asked.filter(([, how]) => how === wanted).map(([name]) => name)
  return { required: named('required'), optional: named('optional') }
}
