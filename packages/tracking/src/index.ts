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

// recording
export {
  Beats,
  beatIntervalMs,
  createHeart,
  noHeart,
  openRecorder,
  type BeatsOptions,
  type Heart,
  type HeartRun,
  type HeartThreadOptions,
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

// the tracker
export { tracker, type Tracker } from './tracker/tracker.ts'
export type { TrackerOptions } from './tracker/tracker-options.ts'
