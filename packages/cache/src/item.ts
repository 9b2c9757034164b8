// One item of a fan-out: looked up and kept by itself, so that one more item computes one.

import { andThen, type PlanStep, type StepHost, type StepScope } from 'throughline/memo'
import { RUNTIME, toKey, type Key } from './key.ts'
import type { MemoizedRun } from './memoized-run.ts'
import { itemId, tellAgain } from './recording.ts'
import { IGNORED, isComparable } from './step-key.ts'
import type { StepSetting } from './step-setting.ts'
import type { KeptValue } from './value-store.ts'

export interface ItemToMemoize {
  readonly step: PlanStep
  readonly setting: StepSetting
  readonly args: Readonly<Record<string, unknown>>
  /** Arguments of all items -> the node that they come from, `undefined` for a constant. */
  readonly shared: ReadonlyMap<string, string | undefined>
}

export function memoizeItem(memo: MemoizedRun, item: ItemToMemoize, scope: StepScope, call: () => unknown): unknown {
  const { ttlMs } = item.setting
  const path = pathOf(scope.host)
  const key = keyOf(memo, item, path.length > 1)
  if (!key) return call()
  const node = key.parts.node
  const compute = (): unknown => {
    const startedAt = performance.now()
    const { said, value: computed } = memo.recordings.during(itemId(scope.node, path), call)
    return andThen(computed, (value) => {
      if (!scope.signal.aborted) {
        memo.keepValue(node, key, value, performance.now() - startedAt, said)
        memo.keptItem(scope.node, key.hash)
      }
      return value
    })
  }
  const take = (kept: KeptValue): unknown =>
    andThen(memo.load(kept), (loaded) => {
      if (!('value' in loaded)) return compute()
      if (kept.said.length > 0) tellAgain(kept.said, kept.madeBy, (observer, event) => scope.tell(observer, event))
      return loaded.value
    })
  const kept = memo.find(key, ttlMs)
  if (kept) return take(kept)
  const { inFlight, store } = memo.environment
  return inFlight.once(key.hash, store, scope, compute, () => {
    const found = memo.find(key, ttlMs)
    return found && { value: take(found) }
  })
}

/** Told apart from the node as a whole by its name. */
function keyOf(memo: MemoizedRun, { step, setting, args, shared }: ItemToMemoize, isNested: boolean): Key | undefined {
  const inputs: [string, string][] = []
  for (const name of Object.keys(args).sort()) {
    const from = shared.get(name)
    // What items within an item share may be an item itself.
    const at = isNested || from === undefined ? -1 : step.keys.indexOf(from)
    // What is bound is part of the code that binds it.
    const isBound = !isNested && shared.has(name) && from === undefined
    const itself = at < 0 ? memo.versions.ofValue(args[name]) : undefined
    const version =
      at >= 0 ? memo.versions.readAs(step.sources[at]!) : isBound ? itself : memo.versions.itemReadAs(step.slot, itself)
    if (version === IGNORED) continue
    if (version !== undefined) inputs.push([name, version])
    // A constant that cannot be compared is part of the code that binds it.
    else if (from !== undefined || !shared.has(name)) return undefined
  }
  if (isNested) {
    for (const [at, name] of step.keys.entries()) {
      const version = memo.versions.of(step.sources[at]!)
      if (version !== undefined && version !== IGNORED && !isComparable(version)) inputs.push([`&${name}`, version])
    }
  }
  const { code, config } = setting
  return toKey({ node: `${step.name}[]`, code: code!, config, runtime: RUNTIME, inputs })
}

function pathOf(host: StepHost): readonly string[] {
  return (host as { readonly place?: { readonly path: readonly string[] } }).place?.path ?? []
}
