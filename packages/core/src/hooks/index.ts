// Hooks that ship with Throughline: `import { progress } from 'throughline/hooks'`.

// seen by people
export { progress, type Progress, type ProgressOptions } from './progress.ts'
export type { TextStream } from './progress-view.ts'

// written to a log
export { logger, type LevelMethods, type LoggerOptions, type WritableText } from './logger.ts'
export type { LogEvent, LogLevel, LogRecord } from './log-record.ts'
export type { PlainData } from './plain-data.ts'

// told to others
export { webhook, type PostRequest, type RunSummary, type WebhookOptions } from './webhook.ts'

// while developing
export { deepFreeze, type DeepFreezeOptions } from './deep-freeze.ts'
export { pauseBefore, type PauseUntil } from './pause-before.ts'

// where time comes from
export type { Clock } from '../execute/clock.ts'
