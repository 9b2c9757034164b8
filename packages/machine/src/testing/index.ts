// For tests of actions and of machines, with any test runner: `import { replay } from '@throughline/machine/testing'`.

// a recorded step
export { stepFixture, type RecordedChild, type RecordedEnd, type StepChoice, type StepFixture } from './step-fixture.ts'
export { codecNames } from './codec-names.ts'
export { decodeKept, encodeKept, formatFixture, parseFixture } from './fixture-json.ts'
export { replay, type Replayed, type ReplayOptions } from './replay.ts'
export type { Difference } from './differences.ts'

// one action
export { actionContext, type ActionContextOptions, type FakeActionContext } from './action-context.ts'
export type { Told } from './told.ts'

// an application
export { keyHistory } from './key-history.ts'
export { recordEvents, type EventRecorder } from './record-events.ts'

export { replayIssue } from './replay-issues.ts'
