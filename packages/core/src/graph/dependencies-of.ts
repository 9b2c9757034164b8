// What a spec reads.

import type { NodeSpec } from '../definition/node-spec.ts'
import type { DependencyInfo } from '../flow/node-info.ts'

/** Sorted as they are found: nearly all nodes read a few names. */
export function dependenciesOf(spec: NodeSpec): DependencyInfo[] {
  const found: DependencyInfo[] = []
  for (const { binding, optional } of spec.parameters) {
    if (!('name' in binding)) continue
    const { name } = binding
    let at = found.length
    while (at > 0 && found[at - 1]!.name > name) at--
    if (found[at - 1]?.name !== name) found.splice(at, 0, { name, optional })
    else if (!optional) found[at - 1] = { name, optional }
  }
  return found
}
