// Sources and sinks: what a node reads from and writes to in one line.

export { filePlace, type FileOptions, type FilePlace } from './places/file-place.ts'
export type { ByteInput, ByteOutput, InputPlace, OutputPlace } from './places/place.ts'
export type { Decoder, Encoder, Format } from './formats/format.ts'
export { sinkOf } from './sink.ts'
export { sourceOf } from './source.ts'
export { ioIssue } from './issues.ts'
