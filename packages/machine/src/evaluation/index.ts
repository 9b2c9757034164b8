// How good an application is: data sets, scorers, and a comparison with how good it was.

export { dataset, datasetFrom, formatDataset, parseDataset } from './dataset.ts'
export type { Case, Dataset, FromRecord, RecordedCase } from './dataset.ts'
export { exact, judge, schema, score, type JudgeModel, type JudgeOptions, type Score, type Scorer } from './scorers.ts'
export { evaluate, type CaseResult, type EvaluateOptions, type Evaluation, type ScorerSummary } from './evaluate.ts'
export { compareWith, parseEvaluation, type Comparison } from './compare-with.ts'
export { droppedScorers, evaluationMarkdown, evaluationText } from './report.ts'
export { evaluationIssue } from './evaluation-issues.ts'
