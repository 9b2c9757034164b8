// What a flow tells about its nodes, inputs and configuration, as plain data.

import type { Origin } from '../errors/issue.ts'
import type { Policy } from './policy.ts'

export interface DependencyInfo {
  /** The node or input that is read. */
  readonly name: string
  /** True when the reader can do without: it has a default. */
  readonly optional: boolean
}

/** How a node came to be: a plain function, or the modifier that made it. */
export type NodeKind =
  | 'function'
  | 'parameterized'
  | 'extracted'
  | 'variants'
  | 'piped'
  | 'config'
  | 'override'
  | 'each'
  | 'resource'
  | 'source'
  | 'sink'

export interface NodeInfo {
  readonly name: string
  readonly kind: NodeKind
  /** Sorted by name. */
  readonly dependencies: readonly DependencyInfo[]
  /** Index of the module among the arguments of `dataflow`. */
  readonly module: number
  /** The export that the node comes from; several nodes share one when a modifier makes them. */
  readonly exportPath: string
  readonly tags: Readonly<Record<string, string>>
  readonly policy: Policy
  /** Of a resource: the version that it was given. */
  readonly version?: string
  /** Names of its checks. */
  readonly checks: readonly string[]
  /** Present when the flow has an origin resolver and the place is known. */
  readonly origin?: Origin
}

export interface InputInfo {
  readonly name: string
  /** True when every reader can do without. */
  readonly optional: boolean
  /** The nodes that read it, sorted. */
  readonly consumers: readonly string[]
}

export type ConfigValue = string | number | boolean

export interface ConfigInfo {
  readonly key: string
  /** Every value that a condition names, in the order of writing. */
  readonly values: readonly ConfigValue[]
  /** The value given with `configure`. */
  readonly chosen?: ConfigValue
  /** The nodes that depend on it, sorted. */
  readonly nodes: readonly string[]
}
