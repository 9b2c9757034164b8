// Applications: state machines with typed actions, immutable state and a journal.

// a machine
export { forState, type ForState } from './definition/for-state.ts'
export { expects, type Expected, type ExpectedNames, type InputSpec } from './definition/inputs.ts'
export {
  END,
  type AnyMachine,
  type Condition,
  type EdgeOptions,
  type EdgesFrom,
  type EndedEdges,
  type ErrorEdgeOptions,
  type ErrorMatch,
  type Machine,
} from './definition/machine.ts'
export type { Action, ActionArguments, Actions, ActionSpec, AnyAction } from './definition/action.ts'
export type { Edge } from './definition/edges.ts'
export type { MachineJson } from './definition/to-json.ts'

// a dataflow as an action
export { appendTo, fromInput, fromState, fromValue, toState } from './bridges/flow-wiring.ts'
export type {
  AppendTo,
  FlowInput,
  FlowOutput,
  FromInput,
  FromState,
  FromValue,
  ToState,
} from './bridges/flow-wiring.ts'
export type { FlowAction, FlowActionOptions } from './bridges/flow-action.ts'

// children of a step
export {
  branch,
  task,
  type Branch,
  type BranchOptions,
  type Join,
  type Task,
  type TaskOptions,
} from './parallel/task.ts'
export type { TaskResult } from './parallel/task.ts'
export type { ParallelDefiners, Several } from './parallel/parallel-spec.ts'
export type { Runnable } from './parallel/runnable.ts'

// what an action returns
export { append, increment, unset, type Append, type Increment, type Unset } from './state/changes.ts'
export { suspend, type SuspendOptions, type Suspension } from './run/suspend.ts'
export type { NotInWrites, PatchOf } from './typing/patch.ts'

// an application
export type { Application, KeyChange, Running } from './run/application.ts'
export type { Durability, Fork, OpenOptions, ResumeKept, ResumeOrStart, StartNew } from './run/open-options.ts'
export type { ApplicationRunOptions, InputsByAction } from './run/run-options.ts'
export type { NameOrTag, Until } from './run/until.ts'
export type { Awaiting, Outcome } from './run/outcome.ts'
export type { AnyEvent, AnyOutcome, ApplicationEvent } from './run/events.ts'
export type { ErrorRecord } from './run/error-record.ts'

// inside of an action
export type { ActionContext, Fields } from './run/context.ts'
export { currentContext } from './run/ambient.ts'
export type { SpawnedOutcome, SpawnOptions } from './run/spawn.ts'

// who watches
export type { ApplicationHooks, AroundStep, WatchedApplication } from './run/hooks.ts'

// where applications are kept
export { checkApplicationId } from './run/check-id.ts'
export { memoryPersister } from './journal/memory-persister.ts'
export { foldJournal } from './journal/fold.ts'
export { factsOf, matches, pageOf, statusOf, withUnreadable } from './journal/application-facts.ts'
export { machineIssue } from './errors/catalogue.ts'
export { optionIssues, type OptionNames } from './definition/option-names.ts'
export type * from './journal/entry.ts'
export type {
  ApplicationFacts,
  ApplicationLease,
  ApplicationPage,
  LeaseHeld,
  ListFilter,
  LoadedJournal,
  Numbered,
  Persister,
  UnreadableApplication,
} from './journal/persister.ts'
export type { Codec } from './state/codec.ts'
export type { Migrations } from './state/migrate.ts'
