// For what takes values from earlier runs, as `@throughline/cache` does, and for what records them, as
// `@throughline/tracking` does: how they see a run, its plan and its steps.
// These are the insides of the core: they may change with every version.

export { ABSENT, argumentsFor } from '../execute/arguments.ts'
export { andThen } from '../execute/and-then.ts'
export { isThenable, type Layer } from '../execute/layer.ts'
export type { Memo, MemoRun, RunMemo } from '../execute/memo.ts'
export type { Plan, PlanStep } from '../execute/plan.ts'
export { StepScope, type StepHost } from '../execute/step-scope.ts'
export type { NodeSpec } from '../definition/node-spec.ts'
export { toMilliseconds } from '../modifiers/duration.ts'
export type { ObservedRun } from '../execute/observed-run.ts'
export type { Graph, LinkedNode } from '../graph/graph.ts'
export { graphToJson, type GraphJson } from '../graph/to-json.ts'
export { planOf, type PlannedRun } from './plan-of.ts'
