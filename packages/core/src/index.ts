// Throughline: plain functions become a typed dataflow.

// the flow
export { dataflow, untyped } from './flow/dataflow.ts'
export { isFlow } from './flow/flow-brand.ts'
export type {
  AnyFlow,
  Flow,
  FlowOptions,
  InputsOf,
  LooseFlow,
  OutputsOf,
  RunOptions,
  Settled,
  UntypedFlow,
  UntypedRunOptions,
} from './flow/flow.ts'
export type { ConfigInfo, ConfigValue, DependencyInfo, InputInfo, NodeInfo, NodeKind } from './flow/node-info.ts'
export type { Policy } from './flow/policy.ts'
export type { GraphJson } from './graph/to-json.ts'

// modifiers
export { bind } from './modifiers/bind.ts'
export { byConfig } from './modifiers/by-config.ts'
export { cached, type CacheMode, type CacheOptions } from './modifiers/cached.ts'
export { checked, type CheckDoesNotFit, type CheckedOptions } from './modifiers/checked.ts'
export { extract } from './modifiers/extract.ts'
export { from } from './modifiers/from.ts'
export { group } from './modifiers/group.ts'
export { node } from './modifiers/node.ts'
export { oneOf, otherwise } from './modifiers/one-of.ts'
export { parameterize, type NameMustBeLiteral, type ParameterizeOptions } from './modifiers/parameterize.ts'
export { parsed, type Parsed } from './modifiers/parsed.ts'
export { pipe } from './modifiers/pipe.ts'
export { positional } from './modifiers/positional.ts'
export { resource, type ResourceEnd, type ResourceOptions } from './modifiers/resource.ts'
export { retry, type RetryOptions } from './modifiers/retry.ts'
export { subflow } from './modifiers/subflow.ts'
export { tagged } from './modifiers/tagged.ts'
export { timeout } from './modifiers/timeout.ts'
export { not, when } from './modifiers/when.ts'
export type { Duration } from './modifiers/duration.ts'

// checks: the built-in ones are in `throughline/checks`
export type { Check, CheckAnswer, CheckSeverity, ReportFacts } from './checks/check.ts'
export type { CheckInfo, CheckMode, CheckSetting } from './checks/setting.ts'
export type { StandardIssue, StandardResult, StandardSchema } from './checks/schema.ts'

// a run, from inside and from outside
export type { FailedItem, ItemPlace } from './execute/error-place.ts'
export type { NodeContext } from './execute/node-context.ts'
export type {
  EarlierRun,
  Hooks,
  ParentStep,
  RunCounts,
  RunEnd,
  RunStart,
  Step,
  StepCheck,
  StepEnd,
  StepLog,
  StepMetadata,
  StepMetric,
  StepProgress,
  StepRetry,
  StepStart,
} from './execute/hooks.ts'

// errors
export { NodeError } from './errors/node-error.ts'
export { RunAborted } from './execute/run-aborted.ts'
export { hasIssue, isThroughlineError, ThroughlineError } from './errors/throughline-error.ts'
export { defineIssues } from './errors/issue.ts'
export type {
  Issue,
  IssueFactory,
  IssueSubject,
  IssueTemplates,
  IssueText,
  Origin,
  OriginResolver,
  RelatedPlace,
  SourceReference,
} from './errors/issue.ts'
export { renderIssue, type RenderOptions } from './errors/render-issue.ts'
export { alternatives, nearest } from './errors/nearest.ts'

// what the types say
export type { ConditionalFunction, HasVariants, Otherwise, OverlappingConditions } from './typing/conditions.ts'
export type { Not } from './typing/configuration.ts'
export type { NoSuchField } from './typing/fields.ts'
export type { Bindings, Bound, From, Grouped, NoSuchDependency, NotOneNode } from './typing/bindings.ts'
export type { ChooseWithConfigure, Group, Variants } from './typing/module-nodes.ts'
export type { NameTheStep, OneKeyPerStep, StepMismatch, StepNameTaken } from './typing/pipe.ts'
export type { MappedTwice, SubflowOptions, UnmappedInputs } from './typing/scoping.ts'
export type { DestructureTheParameter, DuplicateNode, ReplacesNothing, TypeMismatch } from './typing/edges.ts'
