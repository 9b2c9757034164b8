// One node as plain data: what its variants read together, its documentation, its tags.

import { parameterDocumentation, type Documentation } from './documentation.ts'
import type { DependencyFacts, NodeFacts } from './module-facts.ts'
import type { NamedNode } from './naming.ts'
import { implementationsOf, type ConditionValue, type ParameterShape, type SpecShape } from './shape.ts'

/** @param exported the doc comment of the export */
export function nodeFacts(node: NamedNode, exported: Documentation | undefined): NodeFacts {
  const { name, exportPath, place, cases, otherwise, whenOpen } = node
  const all = implementationsOf(node)
  // As without a configuration: what holds then, the fallback, or else all variants are possible.
  const certain = cases.find(({ condition }) => condition && Object.values(condition).every(isNegated))
  const chosen = certain?.spec ?? otherwise
  const possible = chosen ? [chosen] : cases.map((one) => one.spec)
  const [first] = possible
  const problem = all.map((spec) => spec.problem).find((one) => one !== undefined)
  const waits = !chosen && whenOpen === 'waits'
  const functions = [...new Set(all.flatMap((spec) => spec.functions))]
  // What is said about a namespace says nothing about the nodes in it.
  const around = first?.written ? undefined : exported
  const documentation = node.documentation ?? around ?? functions.at(0)?.documentation
  const conditions = cases.map((one) => one.condition).filter((one) => one !== undefined)
  return {
    name,
    exportPath,
    kind: waits ? 'variants' : (first?.reach ?? first?.kind ?? 'function'),
    place,
    dependencies: union(possible.map(dependenciesOf), documentation),
    isComplete: possible.every((spec) => spec.isComplete) && possible.length > 0,
    ...(problem && { problem }),
    functions,
    modifiers: first?.modifiers ?? [],
    ...(cases.length > 0 && { conditions }),
    presence: whenOpen !== 'absent' || otherwise ? 'always' : certain ? 'by default' : 'when configured',
    ...(documentation && { documentation }),
    tags: { ...documentedTags(exported), ...documentedTags(documentation), ...(waits ? {} : first?.tags) },
    ...outputOf(possible),
    ...(first?.written && { written: first.written }),
  }
}

function isNegated(wanted: ConditionValue): boolean {
  return typeof wanted === 'object' && 'not' in wanted
}

/** The tags that a doc comment gives. */
function documentedTags(documentation: Documentation | undefined): Record<string, string> {
  const { owner, unit, deprecated, tags } = documentation ?? {}
  return {
    ...tags,
    ...(owner !== undefined && { owner }),
    ...(unit !== undefined && { unit }),
    ...(deprecated !== undefined && { deprecated }),
  }
}

function dependenciesOf({ parameters }: SpecShape): Map<string, DependencyFacts> {
  const found = new Map<string, DependencyFacts>()
  for (const parameter of parameters) {
    const { reads } = parameter
    if (reads === undefined) continue
    const before = found.get(reads)
    found.set(reads, before ? merge(before, toFacts(reads, parameter), 'needed by one') : toFacts(reads, parameter))
  }
  return found
}

function toFacts(name: string, { key, optional, mentions, type, documentation }: ParameterShape): DependencyFacts {
  return {
    name,
    optional,
    mentions,
    keys: [key],
    ...(type !== undefined && { type }),
    ...(documentation !== undefined && { documentation }),
  }
}

/** Of several implementations: what all need is needed, what some need is optional. */
function union(
  parts: readonly ReadonlyMap<string, DependencyFacts>[],
  documentation: Documentation | undefined,
): DependencyFacts[] {
  const found = new Map<string, DependencyFacts>()
  for (const part of parts) {
    for (const [name, one] of part) {
      const before = found.get(name)
      found.set(name, before ? merge(before, one, 'needed by all') : one)
    }
  }
  return [...found.values()].map((one): DependencyFacts => {
    const about = one.keys.map((key) => parameterDocumentation(documentation, key)?.text).find((text) => text)
    return {
      ...one,
      optional: one.optional || !parts.every((part) => part.has(one.name)),
      ...(one.documentation === undefined && about !== undefined && { documentation: about }),
    }
  })
}

function merge(one: DependencyFacts, other: DependencyFacts, rule: 'needed by one' | 'needed by all'): DependencyFacts {
  const isOptional = rule === 'needed by one' ? one.optional && other.optional : one.optional || other.optional
  return {
    ...other,
    ...one,
    optional: isOptional,
    mentions: [
      ...new Map([...one.mentions, ...other.mentions].map((place) => [`${place.file}:${place.start}`, place])).values(),
    ],
    keys: [...new Set([...one.keys, ...other.keys])],
  }
}

/** When all variants say the same. */
function outputOf(specs: readonly SpecShape[]): Pick<NodeFacts, 'output'> {
  const [first] = specs
  const output = first?.output
  return output && specs.every((spec) => spec.output?.text === output.text) ? { output } : {}
}
