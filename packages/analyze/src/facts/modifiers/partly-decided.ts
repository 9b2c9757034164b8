// Variants under a part of the configuration: what it decides is gone, what it leaves open can still be chosen.

import type { NamedNode } from '../naming.ts'
import type { ProjectScope } from '../project-scope.ts'
import { openSpec, type CaseShape, type Condition, type ConditionValue } from '../shape.ts'
import { valueOf, type Written } from '../written-value.ts'

type Config = Readonly<Record<string, unknown>>

/** What an object literal chooses. */
export function configOf(
  written: Written | undefined,
  scope: ProjectScope,
): { readonly values: Config; readonly isKnown: boolean } {
  if (!written) return { values: {}, isKnown: true }
  const value = valueOf(written, scope)?.value
  const isRecord = typeof value === 'object' && value !== null
  return { values: isRecord ? { ...value } : {}, isKnown: isRecord }
}

/** The nodes under a part of the configuration; its keys become nodes, unless there are such nodes already. */
export function configured(nodes: readonly NamedNode[], config: Config): NamedNode[] {
  const names = new Set(nodes.map((node) => node.name))
  const [first] = nodes
  const keys = first ? Object.keys(config).filter((key) => !names.has(key)) : []
  const given = keys.map((name): NamedNode => ({
    name,
    exportPath: name,
    place: first!.place,
    cases: [],
    otherwise: { ...openSpec('config', []), isComplete: true },
  }))
  return [...nodes.flatMap((node) => decidePartly(node, config) ?? []), ...given]
}

function decidePartly(node: NamedNode, config: Config): NamedNode | undefined {
  if (node.cases.length === 0) return node
  const cases = node.cases.flatMap((one): CaseShape[] => {
    if (!one.condition) return [one]
    const condition = restOf(one.condition, config)
    return condition ? [{ condition, spec: one.spec }] : []
  })
  const isDecided = cases.every(({ condition }) => condition && Object.keys(condition).length === 0)
  if (!isDecided) return { ...node, cases }
  const otherwise = cases[0]?.spec ?? node.otherwise
  return otherwise && { ...node, cases: [], otherwise }
}

/** What is left of a condition; nothing when it cannot hold any more. */
function restOf(condition: Condition, config: Config): Condition | undefined {
  const wanted = Object.entries(condition)
  const isOpen = (key: string): boolean => !Object.hasOwn(config, key)
  if (!wanted.every(([key, value]) => isOpen(key) || admits(value, config[key]))) return undefined
  return Object.fromEntries(wanted.filter(([key]) => isOpen(key)))
}

function admits(wanted: ConditionValue, value: unknown): boolean {
  if (typeof wanted === 'object' && 'not' in wanted) return !wanted.not.includes(value as never)
  return value !== undefined && [wanted].flat().includes(value as never)
}
