// A machine as plain data: for pictures, records and comparison.

import type { AnyMachine } from './machine.ts'
import { inputNamesOf } from './input-names.ts'

export interface MachineJson {
  readonly name: string
  readonly actions: readonly {
    readonly name: string
    readonly kind: string
    readonly reads: readonly string[]
    readonly writes: readonly string[]
    /** Names that must be given, and names that may be; absent where only a schema knows them. */
    readonly inputs?: { readonly required: readonly string[]; readonly optional: readonly string[] }
    readonly tags?: readonly string[]
    readonly doc?: string
    readonly awaits?: true
  }[]
  readonly edges: readonly {
    readonly kind: 'when' | 'otherwise' | 'route' | 'error'
    readonly from: string
    readonly to: readonly string[]
    readonly label?: string
  }[]
}

export function toJson({ name, actions, edges }: AnyMachine): MachineJson {
  return {
    name,
    actions: Object.entries(actions).map(([actionName, action]) => {
      const { kind, reads, writes, tags, spec } = action
      const inputs = inputNamesOf(action)
      return {
        name: actionName,
        kind,
        reads,
        writes,
        ...(inputs && { inputs }),
        ...(tags.length > 0 && { tags }),
        ...(spec.doc !== undefined && { doc: spec.doc }),
        ...(spec.awaits && { awaits: true as const }),
      }
    }),
    edges: edges.map((edge) => ({
      kind: edge.kind,
      from: edge.from,
      to: edge.kind === 'route' ? edge.targets : [edge.to],
      ...(edge.label !== '' && { label: edge.label }),
    })),
  }
}
