// Questions to a record, each a typed function, the same on every database.

export { catalogSearch, type CatalogEntry, type CatalogFilter, type CatalogPage } from './catalog-search.ts'
export { getRun, type RunDetails } from './get-run.ts'
export { lineageOf, type Lineage, type LineageInput, type LineageRead, type LineageStep } from './lineage-of.ts'
export { findRuns, listRuns, type RunExceptions, type RunFilter, type RunPage, type RunSummary } from './list-runs.ts'
export {
  nodeHistory,
  nodeVersion,
  versionBody,
  versionsOf,
  type NodeFilter,
  type NodeHistory,
  type NodeVersion,
  type UsedVersion,
} from './node-history.ts'
export type { Readable } from './readable.ts'
export { codeFacts, nodeCodes, nodesOfVersion, type CodeText } from './codes-of-run.ts'
export { knownNames, type NamedField } from './known-names.ts'
export { logPage, type LogFilter, type LogPage } from './log-page.ts'
export { attemptsOf, readersOf, stepBefore, stepOf, type Attempt, type StepPlace } from './one-step.ts'
export { activityByDay, activityByProject, type DayActivity, type ProjectActivity } from './run-activity.ts'
export { runBefore, runCounts, type RunCounts } from './run-neighbours.ts'
export {
  eventPlace,
  eventsAfter,
  newsOf,
  stepStates,
  type EventLine,
  type EventPlace,
  type RunNews,
  type StepState,
} from './run-news.ts'
export {
  annotationsOf,
  artifactsOf,
  attributesOf,
  checksOf,
  logsOf,
  metricsOf,
  type Annotation,
  type Artifact,
  type Attribute,
  type CheckOutcome,
  type LogLine,
  type MetricPoint,
  type SaidAt,
  type SaidFilter,
} from './said-in.ts'
export { stepsOf, type Step, type StepFilter, type StepPage, type StepStatus } from './steps-of.ts'
