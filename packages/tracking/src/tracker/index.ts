// The tracker: hooks that record the runs of flows.

export type { TrackerLimits } from './limits.ts'
export type { Budget } from './time-budget.ts'
export { trackingIssue } from './tracker-issues.ts'
export type { TrackerOptions } from './tracker-options.ts'
export { tracker, type Tracker } from './tracker.ts'
export type { Summarise, SummaryRequest } from './value-facts.ts'
