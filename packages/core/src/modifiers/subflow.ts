// A module, or a whole flow, as a part of another flow: its nodes under a namespace.

import { define } from '../definition/definition.ts'
import { readFromOutside } from '../definition/names-inside.ts'
import { scopeNode } from '../definition/scope-nodes.ts'
import { throwIfAny } from '../errors/throughline-error.ts'
import type { Group } from '../typing/module-nodes.ts'
import type { CheckedInner, InputsInside, SubflowNodes, SubflowOptions, SubflowProblems } from '../typing/scoping.ts'
import { checkMapping, expectOptions } from './check-subflow.ts'
import { toBindings } from './from.ts'
import { configure, innerModule, type NodesInside } from './subflow-inner.ts'

/**
 * Puts the nodes of a module, or of a flow, under the name of the export: `eu.rate`, `eu.net`. Nodes inside read each
 * other. Of the world outside they read what `inputs` and `shared` say, and nothing else; an input that they can do
 * without may be left out, and its default holds.
 *
 * @param inner a module, or a flow with what was overridden, configured and replaced in it, and with its policies
 * @throws {modifier/unmapped-input} {modifier/unknown-input} {modifier/mapped-twice} {modifier/bad-option}
 *   {config/unknown-key} {config/unknown-value} {config/key-is-node} all at once
 * @example
 * const region = {
 *   rate: ({ currency }: { currency: string }) => (currency === 'EUR' ? 1 : 1.1),
 *   net: ({ rate, sales }: { rate: number; sales: number }) => rate * sales,
 * }
 * const flow = dataflow({
 *   eu: subflow(region, { inputs: { currency: 'EUR', sales: from('euSales') } }),
 *   us: subflow(region, { inputs: { currency: 'USD' }, shared: ['sales'] }),
 * })
 * await flow.execute(['eu.net', 'us.net'], { inputs: { euSales: 10, sales: 20 } }) // => { 'eu.net': 10, 'us.net': 22 }
 */
export function subflow<
  Inner extends object,
  const Options extends SubflowOptions<NodesInside<Inner>, InputsInside<NodesInside<Inner>>> = {},
>(
  inner: CheckedInner<Inner, NodesInside<Inner>, Options>,
  options?: Options & SubflowProblems<NodesInside<Inner>, InputsInside<NodesInside<Inner>>, Options>,
): Group<SubflowNodes<NodesInside<Inner>, InputsInside<NodesInside<Inner>>, Options>>
export function subflow(module: object, options: SubflowOptions<any, any> = {}): object {
  expectOptions(options)
  const { inputs = {}, shared: sharing = [], config = {} } = options
  const inner = innerModule(module)
  const nodes = configure(inner.nodes, config)
  const bound = toBindings(inputs)
  const needed = readFromOutside(nodes)
  // What the configuration switches off inside can come from outside.
  const known = new Set([...readFromOutside(inner.nodes).keys(), ...needed.keys()])
  const isFree = (name: string): boolean => !Object.hasOwn(bound, name) && !Object.hasOwn(config, name)
  const shared = new Set(sharing === 'all' ? [...known].filter(isFree) : sharing)
  throwIfAny(checkMapping({ inner, needed, known, bound, shared, config }))
  const scope = { inside: new Set(nodes.map((node) => node.name)), bound, shared }
  const scoped = nodes.map((node) => scopeNode(node, scope))
  return define({}, scoped)
}
