// For the other rooms of Throughline: what the core has, and they would otherwise write again.
// These are the insides of the core: they may change with every version.

// values that may be promises
export { andThen } from '../execute/and-then.ts'
export { isThenable } from '../execute/layer.ts'

// time
export { HOST_CLOCK, type Clock } from '../execute/clock.ts'
export { toMilliseconds } from '../modifiers/duration.ts'
export { onAbort } from '../execute/on-abort.ts'
export { pause } from '../execute/pause.ts'
export { startTimer } from '../execute/timer.ts'
export { yieldToHost } from '../execute/yield-to-host.ts'

// runs
export { createRunId } from '../execute/run-id.ts'
export { createFreezer } from '../hooks/freeze-deeply.ts'
export { retryLayer } from '../modifiers/retry.ts'

// references to nodes
export { toBinding } from '../modifiers/from.ts'

// schemas
export { findingsOf, findingText, isSchema } from '../checks/schema.ts'

// traces
export { messageOf } from '../execute/failure.ts'
export { toAttributes, toException } from '../hooks/span-attributes.ts'

// drawings
export { diagramParts } from '../flow/diagram.ts'
export type { DiagramArrow, DiagramBox, DiagramParts } from '../graph/diagram.ts'
export { DOT_NODE_STYLE, dotText, mermaidText } from '../graph/diagram-text.ts'

// messages
export { didYouMean, listed } from '../errors/nearest.ts'
