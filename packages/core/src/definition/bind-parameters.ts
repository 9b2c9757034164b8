// Rebinds what specs read: to constants, to other names, to several of them put together.

import type { AnyFunction } from '../typing/node-function.ts'
import { bindingIssue } from './binding-issues.ts'
import type { Rebinding } from './binding.ts'
import { implementationsOf, mapSpecs, type NodeDefinition } from './definition.ts'
import type { NodeSpec, Parameter } from './node-spec.ts'
import type { SpecProblem } from './spec-problem.ts'

/** By the name that is read now. */
export type Rebindings = Readonly<Record<string, Rebinding>>

/** The node with what its implementations read under these names bound. A name that none of them reads is a problem. */
export function bindNode(node: NodeDefinition, bound: Rebindings): NodeDefinition {
  // Told once, by whichever implementation comes first.
  let problems = unreadNames([...implementationsOf(node)], bound)
  const [changed] = mapSpecs([node], (spec) => {
    const result = bindParameters(spec, bound)
    const all = [...result.problems, ...problems]
    problems = []
    return { ...result, problems: all }
  })
  return changed!
}

/**
 * The spec with what it reads under these names bound; names that it does not read are left alone.
 *
 * A list or a record becomes one parameter for each of its members, and the function puts them together: whoever runs or
 * draws the node sees plain names and constants only.
 */
export function bindParameters(spec: NodeSpec, bound: Rebindings): NodeSpec {
  const parameters: Parameter[] = []
  const groups: Group[] = []
  const taken = new Set(spec.parameters.map((one) => one.key))
  for (const parameter of spec.parameters) {
    const { binding } = parameter
    const target = 'name' in binding && Object.hasOwn(bound, binding.name) ? bound[binding.name]! : binding
    if (target === binding) parameters.push(parameter)
    else if ('name' in target || 'constant' in target) parameters.push({ ...parameter, binding: target })
    else {
      const names = 'list' in target ? undefined : Object.keys(target.record)
      const members = 'list' in target ? target.list : Object.values(target.record)
      const keys = members.map((member, index) => {
        const key = keyOfMember(taken, parameter.key, names ? `.${names[index]}` : `[${index}]`)
        // Whoever asks for these names needs them all, also where the function could do without the whole.
        parameters.push({ key, binding: member, optional: false, offset: undefined })
        return key
      })
      groups.push({ key: parameter.key, keys, names })
    }
  }
  if (groups.length === 0) return { ...spec, parameters }
  const { fn, written = fn } = spec
  return { ...spec, fn: assembling(spec, groups), written, parameters, reusable: false }
}

/** A problem for each name that is bound and that none of these specs reads. */
export function unreadNames(specs: readonly NodeSpec[], bound: Rebindings): SpecProblem[] {
  // Of a function that could not be read no names are known; that problem says it all.
  if (specs.some((spec) => spec.problems.some((one) => one.code !== 'graph/unknown-dependency'))) return []
  const read = specs.flatMap((spec) =>
    spec.parameters.flatMap(({ binding }) => ('name' in binding ? binding.name : [])),
  )
  const known = [...new Set(read)]
  const unknown = Object.keys(bound).filter((name) => !known.includes(name))
  return unknown.map((name) => ({
    code: 'graph/unknown-dependency',
    issue: (node, place) => bindingIssue('graph/unknown-dependency', { node, name, known }, place),
  }))
}

/** One parameter that is put together from several. */
interface Group {
  readonly key: string
  /** Of its members, in order. */
  readonly keys: readonly string[]
  /** Properties of the record; absent for a list. */
  readonly names: readonly string[] | undefined
}

/** `prices[0]`, `prices.eu`: hooks show it. Never the key of another parameter. */
function keyOfMember(taken: Set<string>, key: string, suffix: string): string {
  let own = key + suffix
  while (taken.has(own)) own += "'"
  taken.add(own)
  return own
}

/** The function of the spec, given members instead of groups. */
function assembling({ fn, readsContext }: NodeSpec, groups: readonly Group[]): AnyFunction {
  const members = new Set(groups.flatMap((group) => group.keys))
  return (given: Readonly<Record<string, unknown>>, context: unknown): unknown => {
    const args = Object.create(null) as Record<string, unknown>
    for (const key of Object.keys(given)) if (!members.has(key)) args[key] = given[key]
    for (const { key, keys, names } of groups) {
      args[key] = names
        ? Object.fromEntries(names.map((name, index) => [name, given[keys[index]!]]))
        : keys.map((member) => given[member])
    }
    return (readsContext ? fn(args, context) : fn(args)) as unknown
  }
}
