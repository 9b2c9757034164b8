// Nodes and inputs of a graph as plain data.

import type { OriginResolver } from '../errors/issue.ts'
import type { Graph, LinkedNode } from './graph.ts'
import type { InputInfo, NodeInfo } from '../flow/node-info.ts'
import type { Policy } from '../flow/policy.ts'

export function describeNode(node: LinkedNode, origins?: OriginResolver): NodeInfo {
  const layers = node.spec?.layers ?? []
  const origin = origins?.(node.source)
  const version = node.spec?.reach?.version
  const policy: Policy = Object.assign({}, ...layers.map((layer) => layer.policy))
  return {
    name: node.name,
    kind: node.kind,
    dependencies: node.dependencies,
    module: node.moduleIndex,
    exportPath: node.exportPath,
    tags: node.spec?.tags ?? {},
    policy,
    checks: layers.flatMap((layer) => layer.checks ?? []),
    ...(version !== undefined && { version }),
    ...(origin && { origin }),
  }
}

export function describeInputs(graph: Graph): InputInfo[] {
  return graph.inputs.map((name) => {
    const consumers = graph.readers.get(name)!
    const isOptional = (reader: string): boolean =>
      graph.nodes.get(reader)!.dependencies.find((one) => one.name === name)!.optional
    return { name, optional: consumers.every(isOptional), consumers }
  })
}
