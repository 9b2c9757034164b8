// The record: events, the tracker, summaries, queries.

export type {
  AnnotationMade,
  ArtifactKept,
  AttemptFailed,
  AttributeSet,
  CheckMade,
  Deleted,
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
  TagsChanged,
  TypedValue,
  ValueFacts,
  VersionDescribed,
} from './events/event.ts'

// recording
export {
  Beats,
  beatIntervalMs,
  createHeart,
  noHeart,
  memoryRecorder,
  openRecorder,
  type BeatsOptions,
  type Heart,
  type HeartRun,
  type HeartThreadOptions,
  type MemoryRecorder,
  type MemoryRecorderOptions,
  type Recorder,
  type RecorderOptions,
} from './recorder/index.ts'

// shipping
export {
  createSpoolShipper,
  httpSink,
  OpenRuns,
  recordSink,
  setAsideFiles,
  ship,
  shipIssue,
  startShipLoop,
  startShipper,
  type EventSink,
  type HttpSinkOptions,
  type OpenedSink,
  type OpenRun,
  type OpenSink,
  type RecordPlaces,
  type RunningShipper,
  type SetAside,
  type ShipLoop,
  type ShipLoopOptions,
  type Shipped,
  type ShipOptions,
  type ShipperOptions,
  type SinkChoice,
  type SpoolShipper,
} from './ship/index.ts'

// what values look like, and what may be told of them
export {
  captureFor,
  capturing,
  compareSummaries,
  isCapture,
  isSecret,
  maskText,
  mergeSummaries,
  redact,
  secret,
  SECRET_NAMES,
  summarise,
  type Capture,
  type CapturePolicy,
  type FieldChange,
  type FieldComparison,
  type NameRules,
  type RedactRules,
  type Secret,
  type Summarised,
  type SummariseOptions,
  type SummaryClock,
  type SummaryComparison,
  type SummaryValues,
} from './summaries/index.ts'

// the tracker
export {
  tracker,
  trackingIssue,
  type Budget,
  type Summarise,
  type SummaryRequest,
  type Tracker,
  type TrackerLimits,
  type TrackerOptions,
} from './tracker/index.ts'

// what runs are made with
export type { CodeVersions, GitState, LockFile, NodeCode, NodeSource } from './versions/index.ts'
