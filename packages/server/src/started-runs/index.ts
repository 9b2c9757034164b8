// Runs that are started from a page.

export { requestOf, type AskedRun } from './asked-run.ts'
export { createStartedRuns, type StartedRuns } from './started-runs.ts'
