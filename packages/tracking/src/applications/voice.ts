// Who tells the record of an application: what may be told of its values, and in which words.

import type { ErrorRecord } from '@throughline/machine'
import type { ErrorFacts, RunStarted, ValueFacts, VersionDescribed } from '../events/event.ts'

type Values = Readonly<Record<string, unknown>>

export interface Voice {
  /** The first event of a run, but for what it is about. Absent: it has to be told by somebody else. */
  started?(machine: string, tags: Readonly<Record<string, string>>): Omit<RunStarted, 'parent' | 'root' | 'inputs'>
  /** Versions that nobody was told of yet. */
  untold?(): readonly VersionDescribed[]
  /** What values look like, together. */
  factsOf(name: string, values: Values): ValueFacts | undefined
  /** Of each value by itself. */
  factsByKey(values: Values): Readonly<Record<string, ValueFacts>>
  /** What a program said; undefined when it is not to be told. */
  text(said: string): string | undefined
  fields(values: Values): Values
  error(error: ErrorRecord): ErrorFacts
}

/**
 * Of somebody who does not know what the owner of an application lets be told: names, numbers, times and how it came out, of
 * errors their classes and codes. The rest is in the journal.
 */
export const discreetVoice: Voice = {
  factsOf: () => undefined,
  factsByKey: () => ({}),
  text: () => undefined,
  fields: () => ({}),
  error: ({ name, codes, cause }) => ({
    name: name.slice(0, 200),
    message: 'its text is in the journal',
    ...(codes && { codes }),
    ...(cause && { cause: discreetVoice.error(cause) }),
  }),
}
