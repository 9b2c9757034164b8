// What values look like, without the values; what may be told of them; and whether they have drifted.

export { capturing, captureFor, isCapture, type Capture, type CapturePolicy } from './privacy/capture.ts'
export { maskText } from './privacy/mask-text.ts'
export { redact, type RedactRules } from './privacy/redact.ts'
export { SECRET_NAMES, type NameRules } from './privacy/secret-names.ts'
export { isSecret, secret, type Secret } from './privacy/secret.ts'
export { summarise, type SummariseOptions } from './summarise.ts'
export type { SummaryClock } from './kinds/budget.ts'
export { mergeSummaries } from './merge.ts'
export type { Summarised, SummaryValues } from './kinds/summarised.ts'
export {
  compareSummaries,
  type FieldChange,
  type FieldComparison,
  type SummaryComparison,
} from './drift/compare-summaries.ts'
