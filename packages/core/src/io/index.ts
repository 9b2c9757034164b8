// Values that come from outside, and go there: `import { loaded, saved } from 'throughline/io'`.

export { loaded, type SourceLike } from '../modifiers/loaded.ts'
export { saved, type NameTaken, type SavedOptions, type SinkFor } from '../modifiers/saved.ts'

// what values are read from and written to
export type { Sink } from '../ports/sink.ts'
export type { ReadContext, Source } from '../ports/source.ts'
