// The spool: append-only files into which events go first.

export { nodeExit, type Exit } from './exit.ts'
export { bytesOfLines, contentOf, fromLine, isLineDamage, uncheckedLine, type LineDamage } from './line.ts'
export { decodePayload, encodePayload } from './payload.ts'
export { segmentName, type SegmentHeader, type SegmentSeal } from './segment.ts'
export { parseEventLine, toEventLine, type SpoolBody, type SpoolEvent } from './spool-event.ts'

export { spoolIssue } from './spool-issues.ts'
export {
  openSpoolReader,
  readSpool,
  type BatchLimits,
  type SpoolBatch,
  type SpoolDamage,
  type SpooledEvent,
  type SpoolReader,
  type SpoolReaderOptions,
} from './spool-reader.ts'
export {
  openSpoolWriter,
  type AppendOptions,
  type SpoolLimits,
  type SpoolWriter,
  type SpoolWriterOptions,
} from './spool-writer.ts'
export { verifySpool, type SpoolProblem, type SpoolVerdict, type VerifiedWriter } from './verify-spool.ts'
export type { ReadSegment, WriterReader } from './writer-reader.ts'
