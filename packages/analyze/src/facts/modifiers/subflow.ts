// `subflow`: the nodes of a module, or of a flow, under a namespace.

import { bindParameters, type Rebindings } from '../bindings.ts'
import type { ModifierCall } from '../evaluation.ts'
import { insideFlow, type InnerNodes } from '../flow-nodes.ts'
import type { NamedNode } from '../naming.ts'
import { implementationsOf, mapSpecs, openSpec, type NodeShape, type ParameterShape, type Shape } from '../shape.ts'
import { followToArray, followToObject, propertiesOf, valueOf, type Written } from '../written-value.ts'
import { configOf, configured } from './partly-decided.ts'
import { rebindingsOf } from './references.ts'

export function subflow(call: ModifierCall): Shape {
  const argument = call.argument(0)
  const inner: InnerNodes = argument ? insideFlow(argument, call.evaluation) : { nodes: [], isComplete: false }
  const { config, inputs, shared: sharing, isKnown } = optionsOf(call)
  const nodes = configured(inner.nodes, config.values)
  const { bound, isComplete: isBound } = inputs ? rebindingsOf(inputs, call.evaluation) : NOTHING_BOUND
  const inside = new Set(nodes.map((node) => node.name))
  const isKnownWhole = inner.isComplete && isKnown && isBound && config.isKnown
  const isFree = (name: string): boolean => !bound.has(name) && !Object.hasOwn(config.values, name)
  const shared = sharing === 'all' ? new Set(readBy(nodes).filter(isFree)) : sharing
  const scoped = nodes.map((node) => scopeNode(node, { inside, bound, shared, isKnownWhole }))
  const unnamed: NodeShape = { name: '&.*', cases: [], otherwise: openSpec('function', []) }
  return { kind: 'nodes', nodes: scoped, ...(!inner.isComplete && { unnamed }) }
}

const NOTHING_BOUND = { bound: new Map() as Rebindings, isComplete: true }

interface Scope {
  readonly inside: ReadonlySet<string>
  readonly bound: Rebindings
  readonly shared: ReadonlySet<string>
  readonly isKnownWhole: boolean
}

function scopeNode(node: NamedNode, { inside, bound, shared, isKnownWhole }: Scope): NodeShape {
  const scoped = mapSpecs(node, (spec) => {
    const parameters = spec.parameters.flatMap((parameter): ParameterShape | ParameterShape[] => {
      const { reads } = parameter
      if (reads === undefined) return parameter
      if (inside.has(reads)) return { ...parameter, reads: `&.${reads}` }
      return shared.has(reads) || bound.has(reads) ? parameter : []
    })
    const isComplete = spec.isComplete && (isKnownWhole || parameters.length === spec.parameters.length)
    const written = spec.written ?? { file: node.place.file, exportPath: node.exportPath }
    return { ...bindParameters({ ...spec, parameters, isComplete }, bound), written }
  })
  return { ...scoped, name: `&.${node.name}` }
}

function readBy(nodes: readonly NodeShape[]): string[] {
  return nodes.flatMap((node) =>
    implementationsOf(node).flatMap((spec) => spec.parameters.flatMap(({ reads }) => reads ?? [])),
  )
}

interface Options {
  readonly config: ReturnType<typeof configOf>
  readonly inputs: Written | undefined
  readonly shared: 'all' | ReadonlySet<string>
  readonly isKnown: boolean
}

function optionsOf(call: ModifierCall): Options {
  const argument = call.argument(1)
  const object = argument && followToObject(argument, call.scope)
  const all = object ? propertiesOf(object, call.scope) : { properties: [], isComplete: argument === undefined }
  const find = (name: string): Written | undefined => all.properties.find((one) => one.name === name)
  const sharing = find('shared')
  const shared = sharing && sharedNames(sharing, call)
  return {
    config: configOf(find('config'), call.scope),
    inputs: find('inputs'),
    shared: shared ?? new Set(),
    isKnown: all.isComplete && (sharing === undefined || shared !== undefined),
  }
}

function sharedNames(written: Written, call: ModifierCall): 'all' | ReadonlySet<string> | undefined {
  if (valueOf(written, call.scope)?.value === 'all') return 'all'
  const list = followToArray(written, call.scope)
  const names = list && valueOf(list, call.scope)?.value
  return Array.isArray(names) ? new Set(names.filter((one): one is string => typeof one === 'string')) : undefined
}
