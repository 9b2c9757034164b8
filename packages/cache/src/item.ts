// One item of a fan-out: looked up and kept by itself, so that one more item computes one.

import { isRefusal } from '@throughline/store'
import { andThen, type StepHost, type StepScope } from 'throughline/memo'
import { RUNTIME, toKey, type Key } from './key.ts'
import { itemId, type MemoizedRun } from './memoized-run.ts'
import { tellAgain } from './recording.ts'
import type { StepSetting } from './step-setting.ts'
import type { KeptValue } from './value-store.ts'

export function memoizeItem(
  memo: MemoizedRun,
  setting: StepSetting,
  args: Readonly<Record<string, unknown>>,
  scope: StepScope,
  call: () => unknown,
): unknown {
  const key = keyOf(memo, setting, args, scope.node)
  if (!key) return call()
  const node = key.parts.node
  const compute = (): unknown => {
    const startedAt = performance.now()
    const { said, value: computed } = memo.recorded(itemId(scope.node, pathOf(scope.host)), call)
    return andThen(computed, (value) => {
      memo.keepValue(node, key, value, performance.now() - startedAt, said)
      return value
    })
  }
  const take = (kept: KeptValue): unknown =>
    andThen(memo.load(kept), (loaded) => {
      if (!('value' in loaded)) return compute()
      if (kept.said.length > 0)
        tellAgain(kept.said, kept.madeBy, (observer, event) => scope.tell(observer, event as never))
      return loaded.value
    })
  const kept = memo.find(key, setting.ttlMs)
  if (kept) return take(kept)
  return memo.once(key, scope.signal, compute, () => {
    const found = memo.find(key, setting.ttlMs)
    return found && { value: take(found) }
  })
}

/** Told apart from the node as a whole by its name. */
function keyOf(
  memo: MemoizedRun,
  { code, config }: StepSetting,
  args: Readonly<Record<string, unknown>>,
  node: string,
): Key | undefined {
  const inputs: [string, string][] = []
  for (const name of Object.keys(args).sort()) {
    const found = memo.look(args[name])
    if (isRefusal(found)) return undefined
    inputs.push([name, found.version])
  }
  return toKey({ node: `${node}[]`, code: code!, config, runtime: RUNTIME, inputs })
}

function pathOf(host: StepHost): readonly string[] {
  return (host as { readonly place?: { readonly path: readonly string[] } }).place?.path ?? []
}
