// What an export stands for: one node or several, each with one implementation or with variants.

import type { ConfigValue } from '../flow/node-info.ts'
import { ThroughlineError } from '../errors/throughline-error.ts'
import type { VariantRules } from '../graph/decide.ts'
import { modifierIssue } from '../modifiers/catalogue.ts'
import type { AnyFunction } from '../typing/node-function.ts'
import { specOfFunction, type NodeSpec } from './node-spec.ts'

const DEFINITION = Symbol.for('throughline.definition.1')

/** What a key has to be: this value, one of these, or none of these; nothing chosen is none of these. */
export type ConditionValue = ConfigValue | readonly ConfigValue[] | { readonly not: readonly ConfigValue[] }

/** A configuration under which a variant holds: every key is what it has to be. */
export type Condition = Readonly<Record<string, ConditionValue>>

/** A node without variants has no `cases` and only `otherwise`. */
export interface NodeDefinition {
  /** `&` stands for the name of the export. */
  readonly name: string
  readonly cases: readonly { readonly condition: Condition; readonly spec: NodeSpec }[]
  /** What holds when no case does; without it the configuration has to decide. */
  readonly otherwise: NodeSpec | undefined
  /** How a case is chosen; there when there are cases. */
  readonly rules?: VariantRules | undefined
}

const NO_CASES: NodeDefinition['cases'] = []

/** One node without variants, under the name of the export. */
export function soleNode(spec: NodeSpec): readonly NodeDefinition[] {
  return [{ name: '&', cases: NO_CASES, otherwise: spec }]
}

/** Marks a value as standing for these nodes. Functions stay callable: they are wrapped, never changed. */
export function define<Value extends object>(value: Value, nodes: readonly NodeDefinition[]): Value {
  return Object.defineProperty(value, DEFINITION, { value: nodes })
}

/** A function under the name of the one that was written, which stands for these nodes. */
export function defineCallable<F extends AnyFunction>(
  written: AnyFunction,
  callable: F,
  nodes: readonly NodeDefinition[],
): F {
  Object.defineProperty(callable, 'name', { value: written.name, configurable: true })
  return define(callable, nodes)
}

/** A function that calls `fn` as it is, and stands for these nodes. */
export function defineFunction<F extends AnyFunction>(fn: F, nodes: readonly NodeDefinition[]): F {
  const callable = function (this: unknown, ...args: unknown[]) {
    return Reflect.apply(fn, this, args) as unknown
  }
  return defineCallable(fn, callable, nodes) as F
}

/** Stands for these nodes in the place of a value; functions stay callable as they were. */
export function redefine<Value extends object>(value: Value, nodes: readonly NodeDefinition[]): Value {
  return typeof value === 'function' ? defineFunction(value, nodes) : (define({}, nodes) as Value)
}

/** The nodes that a value stands for; `undefined` when it stands for none. */
export function definitionOf(value: unknown): readonly NodeDefinition[] | undefined {
  if (typeof value !== 'function' && (typeof value !== 'object' || value === null)) return undefined
  const defined = (value as Record<symbol, unknown>)[DEFINITION]
  // Proxies of some libraries have any property that they are asked for, but no list.
  if (Array.isArray(defined)) return defined as readonly NodeDefinition[]
  if (typeof value !== 'function') return undefined
  const spec = specOfFunction(value as AnyFunction)
  return spec && soleNode(spec)
}

/**
 * The nodes of something that a modifier was given.
 * @throws {modifier/not-a-function} when it is neither a function nor made by a modifier
 */
export function nodesFor(value: unknown, modifier: string): readonly NodeDefinition[] {
  return (
    definitionOf(value) ??
    refuseNode(modifier, value === null ? 'null' : typeof value === 'function' ? 'a class' : typeof value)
  )
}

/** The node among them that has the name of the export. @throws {modifier/not-a-function} when there is none */
export function wholeOf(nodes: readonly NodeDefinition[], modifier: string): NodeDefinition {
  return nodes.find((one) => one.name === '&') ?? refuseNode(modifier, 'a group of nodes')
}

/** The one node, perhaps with variants, that a modifier needs. @throws {modifier/not-a-function} */
export function nodeFor(value: unknown, modifier: string): NodeDefinition {
  const nodes = nodesFor(value, modifier)
  return wholeOf(nodes.length > 1 ? [] : nodes, modifier)
}

/** The spec of the one node, without variants, that a modifier needs. @throws {modifier/not-a-function} */
export function specFor(value: unknown, modifier: string): NodeSpec {
  return onlySpecOf(nodeFor(value, modifier), modifier)
}

/** The implementation of a node that has one. @throws {modifier/not-a-function} when it has variants */
export function onlySpecOf({ cases, otherwise }: NodeDefinition, modifier: string): NodeSpec {
  return cases.length === 0 && otherwise ? otherwise : refuseNode(modifier, 'a node with variants')
}

/** @throws {modifier/not-a-function} */
export function refuseNode(modifier: string, found: string): never {
  throw new ThroughlineError([modifierIssue('modifier/not-a-function', { modifier, found })])
}

/** Every implementation once, whatever the configuration chooses. */
export function implementationsOf({ cases, otherwise }: NodeDefinition): Iterable<NodeSpec> {
  if (cases.length === 0) return [otherwise!]
  return new Set([...cases.map((one) => one.spec), ...(otherwise ? [otherwise] : [])])
}

/** The same nodes with each implementation put through `change`, once. */
export function mapSpecs(nodes: readonly NodeDefinition[], change: (spec: NodeSpec) => NodeSpec): NodeDefinition[] {
  return nodes.map((node) => {
    const changed = new Map(Array.from(implementationsOf(node), (spec) => [spec, change(spec)]))
    return {
      ...node,
      cases: node.cases.map((one) => ({ ...one, spec: changed.get(one.spec)! })),
      otherwise: node.otherwise && changed.get(node.otherwise),
    }
  })
}
