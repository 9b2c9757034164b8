// Marks what may be taken from an earlier run.

import { changeLayers, type NodeLike } from '../definition/change-specs.ts'
import { expectOption } from '../errors/expect-option.ts'
import type { Layer } from '../execute/layer.ts'
import { toMilliseconds, type Duration } from './duration.ts'

const MODES = ['default', 'recompute', 'disable', 'ignore'] as const

/**
 * `default` looks the value up, and stores it; `recompute` computes it and stores it; `disable` neither, and readers
 * count it as a value that was never seen; `ignore` neither, and it has no part in what readers are looked up by.
 */
export type CacheMode = (typeof MODES)[number]

export interface CacheOptions {
  /** @defaultValue 'default' */
  readonly mode?: CacheMode
  /** Stands for what the function does, within the flow of this name: give another one when it does something else. */
  readonly version?: string
  /** An older value is computed again. Default: no limit. */
  readonly ttl?: Duration
}

/**
 * Says how a node is memoized. Only a mark: it shows in `policy` and in the JSON of a flow, and whatever memoizes reads
 * it there; without that every run computes. The outermost mark holds; `flow.with({ policies })` comes before it.
 *
 * @throws {modifier/bad-option} when there is no such mode, or the version is no text; {modifier/bad-duration}
 * @example
 * export const model = cached(({ rows }: { rows: Row[] }) => train(rows), { version: '2' })
 */
export function cached<Node extends NodeLike>(node: Node, options: CacheOptions = {}): Node {
  const layer = cacheMark(options)
  return changeLayers(node, 'cached', layer)
}

function cacheMark({ mode = 'default', version, ttl }: CacheOptions): Layer {
  expectOption(MODES.includes(mode), 'cached', 'mode', mode, `one of ${MODES.join(', ')}`)
  expectOption(version === undefined || typeof version === 'string', 'cached', 'version', version, 'a text')
  if (ttl !== undefined) toMilliseconds(ttl)
  const cache = { mode, ...(version !== undefined && { version }), ...(ttl !== undefined && { ttl }) }
  return { policy: { cache }, needsTime: false, around: (next) => next }
}
