// What was recorded of runs, what differs between them, and why.

export {
  codeDifference,
  type CodeDifference,
  type CodePlaceText,
  type PackageChange,
  type PieceChange,
} from './code-difference.ts'
export {
  compareRuns,
  type ConfigChange,
  type GitFacts,
  type MetricComparison,
  type NodeComparison,
  type Pair,
  type RunComparison,
  type Surroundings,
} from './compare-runs.ts'
export { explainDifference, type Cause, type CodeChange, type DifferenceExplained } from './explain-difference.ts'
export { compareValues, type Sameness, type ValueDifference } from './value-difference.ts'
export { findRun, type FindRunOptions, type FoundRun } from '../queries/find-run.ts'
export {
  codeOf,
  runDetails,
  type CheckOutcome,
  type CodeFacts,
  type CodePiece,
  type GraphFacts,
  type MetricValue,
  type Queried,
  type RecordedStep,
  type RunDetails,
  type RunHead,
} from '../queries/run-details.ts'
export { figuresOf, type Figure } from '../summaries/drift/figures.ts'
export type { FieldComparison, SummaryComparison } from '../summaries/drift/compare-summaries.ts'
