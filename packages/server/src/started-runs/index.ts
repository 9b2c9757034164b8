// Runs that are started from a page.

export { requestOf, type AskedRun } from './asked-run.ts'
export { createStartedRuns, type StartedRuns, type StartedRunsOptions } from './started-runs.ts'
