// The record: events, the tracker, summaries, queries.

export type {
  ArtifactKept,
  AttemptFailed,
  AttributeSet,
  CheckMade,
  ErrorFacts,
  Event,
  EventBody,
  EventHead,
  LogWritten,
  MetricMeasured,
  RunEnded,
  RunStarted,
  RunStatus,
  StepEnded,
  StepId,
  StepProgressed,
  StepStarted,
  TypedValue,
  ValueFacts,
  VersionDescribed,
} from './events/event.ts'
