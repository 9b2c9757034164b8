// For tests of flows and of their nodes, with any test runner: `import { fakeClock } from 'throughline/testing'`.

// time
export { fakeClock, type FakeClock } from './fake-clock.ts'

// one node
export { nodeContext, type FakeContextOptions, type FakeNodeContext } from './node-context.ts'
export { runNode } from './run-node.ts'

// a run
export { recordingHook, type RecordedEvent, type RecordingHook } from './recording-hook.ts'
export type { SteadyEvent } from './steady-events.ts'
export { failureOf } from './failure-of.ts'

// values
export { expectGolden } from './golden.ts'

// flows made by a test
export { untypedFlow } from './untyped-flow.ts'
export {
  chain,
  layered,
  randomGraph,
  wide,
  type LayeredOptions,
  type RandomGraphOptions,
  type TestGraph,
  type TestGraphOptions,
  type TestNode,
} from './test-graph.ts'
