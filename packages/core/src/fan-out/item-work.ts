// What is done with each item, and what it reads: by a function, or by a flow.

import { unreadNames } from '../definition/bind-parameters.ts'
import { specFor } from '../definition/definition.ts'
import type { NodeSpec, Parameter } from '../definition/node-spec.ts'
import { specOfNames } from '../definition/node-spec.ts'
import { coreIssue } from '../errors/catalogue.ts'
import { ThroughlineError, throwIfAny } from '../errors/throughline-error.ts'
import type { NodeContext } from '../execute/node-context.ts'
import type { UntypedFlow } from '../flow/flow.ts'
import { modifierIssue } from '../modifiers/catalogue.ts'
import type { AnyFunction } from '../typing/node-function.ts'
import type { FanOutSetting, Worker } from './fan-out.ts'
import { directWorker, flowWorker, functionWorker } from './workers.ts'

export interface ItemWork {
  /** The node of a single item. Its layers hold for each item. */
  readonly spec: NodeSpec
  /** For a run, with these layers in the place of those of the spec. */
  readonly workerWith: (layers: NodeSpec['layers']) => Worker
  /** For a direct call. */
  readonly direct: (context: NodeContext | undefined) => Worker
}

/** @throws {modifier/not-a-function} unless it stands for one node without variants */
export function workOfFunction(fn: unknown, setting: FanOutSetting): ItemWork {
  const read = specFor(fn, 'each')
  if (read.reach?.kind === 'resource') {
    throw new ThroughlineError([modifierIssue('modifier/not-a-function', { modifier: 'each', found: 'a resource' })])
  }
  const spec = withUnread(read, setting)
  const reads = namesIn(spec.parameters)
  return {
    spec,
    workerWith: (layers) => functionWorker({ ...spec, layers }, setting),
    direct: (context) => directWorker(fn as AnyFunction, reads, setting, context),
  }
}

/** @throws everything that is wrong with the output but missing inputs: those become dependencies */
export function workOfFlow(flow: UntypedFlow, output: unknown, setting: FanOutSetting): ItemWork {
  if (typeof output !== 'string') {
    const facts = { modifier: 'each', name: 'output', given: output, expected: 'the name of a node of the flow' }
    throw new ThroughlineError([coreIssue('modifier/bad-option', facts)])
  }
  throwIfAny(flow.validate([output]).filter((issue) => issue.code !== 'graph/missing-input'))
  const inputs = inputsFor(flow, output)
  const names = [...inputs].map(([name, isOptional]) => (isOptional ? `${name}?` : name))
  const worker = flowWorker(flow, output, [...inputs.keys()], setting)
  const spec = withUnread(
    specOfNames(names, () => undefined),
    setting,
  )
  return { spec, workerWith: () => worker, direct: () => worker }
}

/** Of one output: name -> whether it can do without. */
function inputsFor(flow: UntypedFlow, output: string): Map<string, boolean> {
  const planned = new Set([output, ...flow.upstream(output)])
  const inputs = new Map<string, boolean>()
  const isNode = new Set(flow.nodes.map((node) => node.name))
  for (const node of flow.nodes) {
    if (!planned.has(node.name)) continue
    for (const { name, optional } of node.dependencies) {
      if (!isNode.has(name)) inputs.set(name, optional && inputs.get(name) !== false)
    }
  }
  return inputs
}

/** A name that is mapped and not read is a problem of the node. */
function withUnread(spec: NodeSpec, { mapped }: FanOutSetting): NodeSpec {
  const bound = Object.fromEntries(mapped.map(([name]) => [name, { constant: undefined }]))
  return { ...spec, problems: [...spec.problems, ...unreadNames([spec], bound)] }
}

function namesIn(parameters: readonly Parameter[]): string[] {
  return [...new Set(parameters.flatMap(({ binding }) => ('name' in binding ? binding.name : [])))]
}
