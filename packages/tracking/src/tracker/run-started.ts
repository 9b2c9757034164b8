// The first event of a run.

import type { ParentStep, RunStart } from 'throughline'
import type { RunStarted, StepId, ValueFacts } from '../events/event.ts'
import type { TrackingContext } from './tracking-context.ts'

export interface Beginning {
  readonly context: TrackingContext
  readonly versions: RunStarted['versions']
  readonly inputs: Readonly<Record<string, ValueFacts>>
  readonly root: string
}

export function runStarted(event: RunStart, { context, versions, inputs, root }: Beginning): RunStarted {
  const { flow = '', parent, outputs, nodes, tags } = event
  const { project, actor, trigger, process, privacy } = context
  return {
    type: 'run.started',
    kind: 'dataflow',
    project,
    subject: flow,
    outputs,
    nodes,
    tags: privacy.tags({ ...context.tags, ...tags }),
    ...(actor !== undefined && { actor }),
    trigger,
    ...(parent && { parent: { run: parent.runId, step: stepOf(parent) }, root }),
    versions,
    inputs,
    process,
  }
}

function stepOf({ node, key, path }: ParentStep): StepId {
  const item = path ?? (key === undefined ? undefined : [key])
  return item ? { node, item } : { node }
}
