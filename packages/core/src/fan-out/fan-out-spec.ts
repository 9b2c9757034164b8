// The node that a fan-out is: it reads the sources of its items, and what all of them share.

import type { NodeSpec, Parameter } from '../definition/node-spec.ts'
import type { Layer } from '../execute/layer.ts'
import type { StepScope } from '../execute/step-scope.ts'
import { collectItems } from './collect-items.ts'
import type { FanOutSetting, Given, Worker } from './fan-out.ts'
import type { ItemWork } from './item-work.ts'
import { streamItems } from './stream-items.ts'

export function fanOutSpec(work: ItemWork, setting: FanOutSetting, isStream: boolean): NodeSpec {
  const { spec, workerWith } = work
  const asWritten = workerWith(spec.layers)
  /** For steps whose items have other layers than those that were written. */
  const workers = new WeakMap<StepScope, Worker>()
  const fn = (given: Given, scope: StepScope): unknown => {
    const worker = workers.get(scope) ?? asWritten
    return isStream
      ? streamItems(setting, worker, given, scope, scope.host.signal)
      : collectItems(setting, worker, given, scope, () => scope.signal)
  }
  const shown = describeLayers(spec.layers, (layers) => {
    const worker = workerWith(layers)
    return (next) => (args, scope) => {
      workers.set(scope, worker)
      return next(args, scope)
    }
  })
  return {
    ...spec,
    fn,
    written: spec.written ?? spec.fn,
    kind: 'each',
    parameters: parametersOf(spec.parameters, setting),
    readsContext: true,
    reusable: false,
    layers: spec.layers.length > 0 ? [shown] : [],
    isStream,
  }
}

/** Shows the checks of each item as checks of the node: to who asks for them, and to who switches them off. */
function describeLayers(inner: NodeSpec['layers'], replace: (inner: NodeSpec['layers']) => Layer['around']): Layer {
  return {
    checks: inner.flatMap((layer) => layer.checks ?? []),
    needsTime: inner.some((layer) => layer.needsTime),
    around: (next) => next,
    ...(inner.some((layer) => layer.withChecks) && {
      withChecks: (settings, node) => {
        const left = inner.flatMap((layer) => layer.withChecks?.(settings, node) ?? [layer])
        return [{ ...describeLayers(left, replace), around: replace(left) }]
      },
    }),
  }
}

/** By the names of the nodes: a node that is read in several ways is read once. */
function parametersOf(parameters: readonly Parameter[], { mapped, sources }: FanOutSetting): Parameter[] {
  const isMapped = new Set(mapped.map(([name]) => name))
  const reads = new Map<string, Parameter>()
  for (const { key, binding, optional, offset } of parameters) {
    if (!('name' in binding) || isMapped.has(binding.name)) continue
    const { name } = binding
    const known = reads.get(name)
    const place = known ? known.offset : key === name ? offset : undefined
    reads.set(name, { key: name, binding: { name }, optional: optional && known?.optional !== false, offset: place })
  }
  for (const name of sources) {
    reads.set(name, { key: name, binding: { name }, optional: false, offset: reads.get(name)?.offset })
  }
  return [...reads.values()]
}
