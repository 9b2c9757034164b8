// How a flow is recognised, and how tools get at its graph and at what it was made of.

import type { CheckSetting } from '../checks/setting.ts'
import type { ExpandedModule } from '../definition/expand-module.ts'
import type { Hooks } from '../execute/hooks.ts'
import type { Graph } from '../graph/graph.ts'
import type { Config, Policies } from '../graph/link.ts'
import type { AnyFlow, UntypedFlow } from './flow.ts'

/** The same for every copy of the package. */
const PARTS = Symbol.for('throughline.flow')

/** What a flow was made of. */
export interface FlowParts {
  readonly modules: readonly ExpandedModule[]
  readonly config: Config
  readonly policies: Policies
  readonly checks?: CheckSetting | undefined
  readonly hooks: readonly Hooks[]
  /** Values in the place of nodes and inputs. */
  readonly given: Readonly<Record<string, unknown>>
  /** Linked from all of it. */
  readonly graph: Graph
}

/** Marks a flow, and gives it its parts. */
export function brandFlow<Flow extends object>(flow: Flow, parts: FlowParts): Flow {
  return Object.defineProperty(flow, PARTS, { value: parts })
}

/** True for a flow, from whichever copy of the package. */
export function isFlow(value: unknown): value is UntypedFlow {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[PARTS] !== undefined
}

export function partsOf(flow: AnyFlow): FlowParts {
  return (flow as unknown as Record<symbol, unknown>)[PARTS] as FlowParts
}
