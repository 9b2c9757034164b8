// Flows of modules that the compiler need not know.

import { dataflow, untyped } from '../flow/dataflow.ts'
import type { AnyFlow, UntypedFlow } from '../flow/flow.ts'

/** Like `dataflow`, for modules that a test makes as it goes: names are strings, values unknown. */
export function untypedFlow(...modules: readonly object[]): UntypedFlow {
  return untyped((dataflow as unknown as (...modules: readonly object[]) => AnyFlow)(...modules))
}
