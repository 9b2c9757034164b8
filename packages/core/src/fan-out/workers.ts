// What computes an item: the function of a node with its layers, a flow, or, in a direct call, whatever was given.

import type { NodeSpec } from '../definition/node-spec.ts'
import { createArguments } from '../execute/arguments.ts'
import type { StepCall } from '../execute/layer.ts'
import type { NodeContext } from '../execute/node-context.ts'
import type { StepScope } from '../execute/step-scope.ts'
import type { RunOptions, UntypedFlow } from '../flow/flow.ts'
import type { AnyFunction } from '../typing/node-function.ts'
import type { FanOutSetting, Given, ItemCall, Worker } from './fan-out.ts'
import type { ItemHost } from './item-host.ts'

type Mapped = FanOutSetting['mapped']

/** Layers hold for each item: each is tried again, limited and checked on its own. */
export function functionWorker(spec: NodeSpec, { mapped, sources }: FanOutSetting): Worker {
  const { fn, parameters, layers, readsContext, reusable } = spec
  const readsHost = layers.length > 0 || readsContext
  const call = callOf(spec)
  const sourceOf = new Map(mapped)
  /** Keys of what is mapped, and the sources of their items. */
  const keys: string[] = []
  const indices: number[] = []
  for (const { key, binding } of parameters) {
    const source = 'name' in binding ? sourceOf.get(binding.name) : undefined
    if (source === undefined) continue
    keys.push(key)
    indices.push(source)
  }
  const isOne = sources.length === 1
  const fill = (args: Record<string, unknown>, item: unknown): Record<string, unknown> => {
    for (let at = 0; at < keys.length; at++) args[keys[at]!] = isOne ? item : (item as unknown[])[indices[at]!]
    return args
  }
  const prepare = (given: Given, scope: StepScope | undefined): ItemCall => {
    const shared: [key: string, value: unknown, from?: string][] = []
    for (const { key, binding } of parameters) {
      if ('constant' in binding) shared.push([key, binding.constant])
      else if (!sourceOf.has(binding.name) && Object.hasOwn(given, binding.name)) {
        shared.push([key, given[binding.name], binding.name])
      }
    }
    const start = (): Record<string, unknown> => {
      const args = createArguments()
      for (let at = 0; at < shared.length; at++) args[shared[at]![0]] = shared[at]![1]
      return args
    }
    const memo = scope?.host.memo
    if (memo) {
      const origins = new Map(shared.map(([key, , from]) => [key, from]))
      return (item, host) => {
        const args = fill(start(), item)
        return memo.item(args, host!.scope, () => call(args, host!.scope), origins)
      }
    }
    if (reusable && !readsHost) {
      const args = start()
      return (item) => fn(fill(args, item)) as unknown
    }
    return (item, host) => {
      const args = fill(start(), item)
      return readsHost ? call(args, host!.scope) : fn(args)
    }
  }
  return { needsHost: (scope) => readsHost || scope?.host.memo !== undefined, prepare }
}

function callOf({ fn, readsContext, layers }: NodeSpec): StepCall {
  const innermost: StepCall = (args, scope) => (readsContext ? fn(args, scope) : fn(args)) as unknown
  return layers.reduce((next, layer) => layer.around(next), innermost)
}

/** A run of the flow for each item, told to the hooks of the run around it. */
export function flowWorker(
  flow: UntypedFlow,
  output: string,
  reads: readonly string[],
  setting: FanOutSetting,
): Worker {
  const shared = withoutMapped(reads, setting.mapped)
  return {
    needsHost: () => true,
    prepare: (given, scope) => {
      const hooks = scope?.host.hooks ?? []
      const watched = hooks.length > 0 ? flow.with({ hooks }) : flow
      const inputsOf = inputsBy(shared, setting, given)
      return async (item, host) => {
        const inputs = inputsOf(item)
        const values = await watched.execute([output], host ? { inputs, ...optionsOf(host) } : { inputs })
        return values[output]
      }
    },
  }
}

function optionsOf({ runId, signal, scope, place }: ItemHost): RunOptions {
  return { signal, parent: { runId, node: scope.node, key: place.key, path: place.path } }
}

/** A direct call, as in a unit test: no layers, no run. */
export function directWorker(
  fn: AnyFunction,
  reads: readonly string[],
  setting: FanOutSetting,
  context: NodeContext | undefined,
): Worker {
  const shared = withoutMapped(reads, setting.mapped)
  return {
    needsHost: () => false,
    prepare: (given) => {
      const inputsOf = inputsBy(shared, setting, given)
      return (item) => fn(inputsOf(item), context) as unknown
    },
  }
}

function withoutMapped(reads: readonly string[], mapped: Mapped): string[] {
  return reads.filter((name) => !mapped.some(([own]) => own === name))
}

function inputsBy(
  shared: readonly string[],
  { mapped, sources }: FanOutSetting,
  given: Given,
): (item: unknown) => Record<string, unknown> {
  const common = Object.fromEntries(
    shared.flatMap((name) => (Object.hasOwn(given, name) ? [[name, given[name]] as const] : [])),
  )
  return (item) => {
    const items = sources.length === 1 ? [item] : (item as unknown[])
    return { ...common, ...Object.fromEntries(mapped.map(([name, source]) => [name, items[source]])) }
  }
}
