// What all runs of a tracker share.

import { graphToJson, type Graph, type ObservedRun, type Plan } from 'throughline/memo'
import type { RunStarted } from '../events/event.ts'
import type { Capture } from '../summaries/privacy/capture.ts'
import { versionId } from '../versions/version-id.ts'
import type { VersionTeller } from '../versions/version-teller.ts'
import type { TrackerLimits } from './limits.ts'
import type { Privacy } from './privacy.ts'
import type { Budget } from './time-budget.ts'
import type { ValueLook } from './value-facts.ts'

export interface TrackingContext {
  readonly project: string
  readonly actor: string | undefined
  readonly trigger: RunStarted['trigger']
  readonly tags: Readonly<Record<string, string>>
  readonly process: RunStarted['process']
  readonly captureFor: (node: string, tags?: Readonly<Record<string, string>>) => Capture
  readonly privacy: Privacy
  readonly look: ValueLook
  readonly teller: VersionTeller
  readonly limits: TrackerLimits
  readonly budget: Budget
  /** Never goes back. */
  readonly nowMs: () => number
}

/** By node: its code version. */
export type CodesByNode = ReadonlyMap<string, string>

/** Tells the versions of the graph, the configuration, the code and what is around them. */
export class PinnedVersions {
  readonly #context: Pick<TrackingContext, 'teller' | 'privacy'>
  readonly #graphs = new WeakMap<Graph, Pick<RunStarted['versions'], 'graph' | 'config'>>()
  readonly #codes = new WeakMap<Plan, { readonly flow: string | undefined; readonly codes: CodesByNode }>()

  constructor(context: Pick<TrackingContext, 'teller' | 'privacy'>) {
    this.#context = context
  }

  of(run: ObservedRun | undefined): RunStarted['versions'] {
    return { ...(run && this.#ofGraph(run.request.graph)), ...this.#context.teller.surroundings() }
  }

  codesOf(plan: Plan, flow: string | undefined): CodesByNode {
    const known = this.#codes.get(plan)
    if (known && known.flow === flow) return known.codes
    const { teller, privacy } = this.#context
    const codes = new Map<string, string>()
    for (const { name, node } of plan.steps) {
      const { reach, tags } = node.spec!
      const asked = { node: name, flow, source: node.source, flowExport: node.exportPath }
      const code = teller.node({ ...asked, ...(reach && { reach: reach.kind }) }, privacy.tags(tags))
      if (code !== undefined) codes.set(name, code)
    }
    this.#codes.set(plan, { flow, codes })
    return codes
  }

  #ofGraph(graph: Graph): Pick<RunStarted['versions'], 'graph' | 'config'> {
    let ids = this.#graphs.get(graph)
    if (!ids) {
      const { teller, privacy } = this.#context
      const json = graphToJson(graph)
      const id = versionId('graph', json)
      teller.graph(id, () => json)
      const chosen = graph.config.flatMap((one) => (one.chosen === undefined ? [] : [[one.key, one.chosen] as const]))
      ids = { graph: id, config: teller.config(privacy.fields(Object.fromEntries(chosen))) }
      this.#graphs.set(graph, ids)
    }
    return ids
  }
}
