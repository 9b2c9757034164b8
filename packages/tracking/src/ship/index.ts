// Shipping: events from the spool to a sink.

export { httpSink, type HttpSinkOptions } from './http-sink.ts'
export type { OpenedSink, OpenSink } from './open-sink.ts'
export { OpenRuns } from './open-runs.ts'
export { recordSink, type RecordPlaces } from './record-choice.ts'
export { setAsideFiles, type SetAside } from './set-aside.ts'
export { createSpoolShipper, ship, type Shipped, type ShipOptions, type SpoolShipper } from './ship.ts'
export { shipIssue } from './ship-issues.ts'
export { startShipLoop, type ShipLoop, type ShipLoopOptions } from './ship-loop.ts'
export { startShipper, type RunningShipper, type ShipperOptions } from './shipper.ts'
export type { SinkChoice } from './shipper-messages.ts'
export type { EventSink, OpenRun } from './sink.ts'
