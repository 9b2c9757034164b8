// One journal in a file: its end is found from behind, and a line that was torn by a kill does not count.

import { machineIssue } from '@throughline/machine'
import { ThroughlineError } from 'throughline'
import { applicationsIssue } from './applications-issues.ts'
import { damageOf } from './journal-damage.ts'
import type { JournalFile, JournalFiles } from './journal-files.ts'
import { journalFormat, NEWLINE, parseLine, type JournalHead, type JournalLine, type Place } from './journal-lines.ts'

/** Where a journal ends. */
export interface JournalEnd {
  readonly head: JournalHead
  /** Number of the last entry. */
  readonly number: number
  readonly place: Place
  /** Where the next line begins: what comes after it was torn. */
  readonly offset: number
  /** Of the file when it was looked at. */
  readonly sizeBytes: number
  /** The last bytes before `offset`, with the check of the line: whether it is still the same journal. */
  readonly seal: string
}

/** As many bytes as the check of a line takes, with its newline. */
const SEAL_BYTES = 19

export function sealOf(bytes: Buffer): string {
  return bytes.toString('latin1', Math.max(0, bytes.byteLength - SEAL_BYTES))
}

/** Whether a journal still ends where it ended: then nothing of it need be read. */
export function endsThere(files: JournalFiles, path: string, { offset, sizeBytes, seal }: JournalEnd): boolean {
  const isSame = within(
    files,
    path,
    (file) => file.sizeBytes === sizeBytes && sealOf(file.readAt(offset - SEAL_BYTES, SEAL_BYTES)) === seal,
  )
  return isSame ?? false
}

const TAIL_BYTES = 16 * 1024
const HEAD_BYTES = 4 * 1024
const CUT_OFF = 'its first entry was cut off'

/**
 * Reads the first and the last line.
 *
 * @returns undefined when there is no file: one is made with its first entries, so one without entries is damaged
 * @throws {applications/damaged} {applications/newer-format}
 */
export function endOf(files: JournalFiles, path: string, app?: string): JournalEnd | undefined {
  return within(files, path, (file) => {
    const { sizeBytes } = file
    const headBytes = firstLine(file)
    const head = parseHead(headBytes, file, path, app)
    const tail = lastLine(file, headBytes!.byteLength + 1)
    const line = tail && (parseLine(tail.bytes) as JournalLine | undefined)
    if (!line) throw damageOf(file, path, head.app, tail ? 'the last line is not what was written' : CUT_OFF)
    const seal = sealOf(file.readAt(tail.end - SEAL_BYTES, SEAL_BYTES))
    return { head, number: line.number + line.count - 1, place: line.place, offset: tail.end, sizeBytes, seal }
  })
}

/**
 * The lines in their order; one that is damaged is an error when it is its turn.
 *
 * @param offset where one begins; 0 for the first after the head
 * @throws {applications/damaged} {applications/newer-format}
 */
export function* linesOf(files: JournalFiles, path: string, app: string, offset = 0): Generator<JournalLine> {
  const bytes = within(files, path, (file) => file.readAt(offset, file.sizeBytes - offset))
  if (!bytes) return
  const damaged = (reason: string): ThroughlineError => damageIn(files, path, app, reason)
  let start = 0
  let number: number | undefined
  if (offset === 0) {
    const end = bytes.indexOf(NEWLINE)
    within(files, path, (file) => parseHead(end < 0 ? undefined : bytes.subarray(0, end), file, path, app))
    start = end + 1
    number = 1
    if (bytes.indexOf(NEWLINE, start) < 0) throw damaged(CUT_OFF)
  }
  for (let end = bytes.indexOf(NEWLINE, start); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
    const line = parseLine(bytes.subarray(start, end)) as JournalLine | undefined
    if (!line || line.number !== (number ?? line.number)) throw damaged('a line is not what was written')
    yield line
    number = line.number + line.count
    start = end + 1
  }
}

/** @param before the entry that cannot be read, where its line can */
export function damageIn(
  files: JournalFiles,
  path: string,
  app: string,
  reason: string,
  before?: number,
): ThroughlineError {
  const found = within(files, path, (file) => damageOf(file, path, app, reason, before))
  return found ?? new ThroughlineError([machineIssue('app/unknown', { app, persister: path })])
}

function within<Found>(files: JournalFiles, path: string, read: (file: JournalFile) => Found): Found | undefined {
  const file = files.open(path)
  if (!file) return undefined
  try {
    return read(file)
  } finally {
    file.close()
  }
}

function parseHead(bytes: Buffer | undefined, file: JournalFile, path: string, app: string | undefined): JournalHead {
  const head = bytes && (parseLine(bytes) as JournalHead | undefined)
  if (!head) {
    const reason = file.sizeBytes === 0 ? 'the file is empty' : 'the first line is not what was written'
    throw damageOf(file, path, app, reason)
  }
  const { journal: found } = head
  if (found > journalFormat)
    throw new ThroughlineError([applicationsIssue('applications/newer-format', { path, found, known: journalFormat })])
  return head
}

/** Without its newline. */
function firstLine(file: JournalFile): Buffer | undefined {
  for (let size = HEAD_BYTES; ; size *= 4) {
    const bytes = file.readAt(0, Math.min(size, file.sizeBytes))
    const end = bytes.indexOf(NEWLINE)
    if (end >= 0) return bytes.subarray(0, end)
    if (bytes.byteLength >= file.sizeBytes) return undefined
  }
}

/** The last one with a newline. @param from where it may begin at the earliest */
function lastLine(file: JournalFile, from: number): { readonly bytes: Buffer; readonly end: number } | undefined {
  for (let size = TAIL_BYTES; ; size *= 4) {
    const start = Math.max(from, file.sizeBytes - size)
    const bytes = file.readAt(start, file.sizeBytes - start)
    const end = bytes.lastIndexOf(NEWLINE)
    const before = end > 0 ? bytes.lastIndexOf(NEWLINE, end - 1) : -1
    if (end >= 0 && (before >= 0 || start === from))
      return { bytes: bytes.subarray(before + 1, end), end: start + end + 1 }
    if (start === from) return undefined
  }
}
