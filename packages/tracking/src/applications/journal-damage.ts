// A journal in a file that is damaged: what of it can be read, and what is said about it.

import { ThroughlineError } from 'throughline'
import { applicationsIssue } from './applications-issues.ts'
import type { JournalFile } from './journal-files.ts'
import { NEWLINE, parseLine, type JournalHead, type JournalLine, type Place } from './journal-lines.ts'

/** What can be read of a journal from its beginning on. */
export interface SoundPart {
  readonly head?: JournalHead
  /** After its last entry; absent when there is none. */
  readonly place?: Place
  /** Of the first entry that does not belong to it. */
  readonly number: number
}

/** @param before only entries before the one of this number */
export function soundPartOf(file: JournalFile, before: number = Infinity): SoundPart {
  const bytes = file.readAt(0, file.sizeBytes)
  let end = bytes.indexOf(NEWLINE)
  const head = end < 0 ? undefined : (parseLine(bytes.subarray(0, end)) as JournalHead | undefined)
  if (!head) return { number: 1 }
  let [place, number]: [Place | undefined, number] = [undefined, 1]
  for (let start = end + 1; (end = bytes.indexOf(NEWLINE, start)) >= 0; start = end + 1) {
    const line = parseLine(bytes.subarray(start, end)) as JournalLine | undefined
    if (line?.number !== number || number + line.count > before) break
    place = line.place
    number += line.count
  }
  return { head, number, ...(place && { place }) }
}

/** @param before the entry that cannot be read, where its line can */
export function damageOf(
  file: JournalFile,
  path: string,
  app: string | undefined,
  reason: string,
  before?: number,
): ThroughlineError {
  const { head, place, number } = soundPartOf(file, before)
  const name = app ?? head?.app
  return new ThroughlineError([
    applicationsIssue('applications/damaged', {
      ...(name !== undefined && { app: name }),
      file: path,
      number,
      ...(place && { step: place.sequence }),
      reason,
    }),
  ])
}
