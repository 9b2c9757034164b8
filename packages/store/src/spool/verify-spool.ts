// Whether a spool is what was written: every line, every number, and the chain of hashes through the segments.

import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Files } from '../files/files.ts'
import { nodeFiles } from '../files/node-files.ts'
import { contentOf, fromLine, isLineDamage } from './line.ts'
import { listSegments, type ListedSegment } from './list-segments.ts'
import { scanLines } from './scan-lines.ts'
import { isHeader, isSeal, type SegmentHeader, type SegmentSeal } from './segment.ts'
import { isSpoolEvent } from './spool-event.ts'

export interface SpoolProblem {
  readonly path: string
  /** From 1; 0 when it is about the whole file. */
  readonly line: number
  readonly offset: number
  readonly problem: string
}

export interface VerifiedWriter {
  readonly writer: string
  readonly segments: number
  readonly events: number
  /**
   * SHA-256 in hex of its last segment as it is now. It stands for all segments before: note it elsewhere, and nobody can
   * change them unseen, who can write to the folder too.
   */
  readonly head: string
  /** A line without an end after the last one: of a writer that was killed, or that is writing. No problem. */
  readonly tornBytes: number
  readonly problems: readonly SpoolProblem[]
}

export interface SpoolVerdict {
  readonly isWhole: boolean
  readonly writers: readonly VerifiedWriter[]
}

/**
 * Checks every byte of a spool. Segments that were removed from the beginning are no problem; one that is missing in between
 * is, and so is a line that was changed, added, taken away or moved.
 *
 * @param folder of the store
 */
export function verifySpool(folder: string, files: Files = nodeFiles): SpoolVerdict {
  const writers = [...listSegments(join(folder, 'spool'), files)].map(([writer, segments]) =>
    verifyWriter(writer, segments, files),
  )
  return { isWhole: writers.every(({ problems }) => problems.length === 0), writers }
}

function verifyWriter(writer: string, segments: readonly ListedSegment[], files: Files): VerifiedWriter {
  const problems: SpoolProblem[] = []
  let before: CheckedSegment | undefined
  let lastSeq: number | undefined
  let events = 0
  for (const segment of segments) {
    const checked = checkSegment(segment, lastSeq, files)
    problems.push(...checked.problems)
    const whole = (problem: string): void => {
      problems.push({ path: segment.path, line: 0, offset: 0, problem })
    }
    if (before && segment.segment !== before.segment + 1) whole('the segment before it is missing')
    else if (before && checked.header && checked.header.previous !== before.sha256)
      whole('the segment before it is not the one that was written')
    else if (!before && segment.segment === 1 && checked.header && checked.header.previous !== null)
      whole('the first segment names one before it')
    before = { segment: segment.segment, sha256: checked.sha256, tornBytes: checked.tornBytes }
    events += checked.events
    lastSeq = checked.lastSeq
  }
  const { sha256: head, tornBytes } = before!
  return { writer, segments: segments.length, events, head, tornBytes, problems }
}

interface CheckedSegment {
  readonly segment: number
  readonly sha256: string
  readonly tornBytes: number
}

function checkSegment(
  { writer, segment, path }: ListedSegment,
  lastSeqBefore: number | undefined,
  files: Files,
): {
  readonly header: SegmentHeader | undefined
  readonly events: number
  readonly lastSeq: number | undefined
  readonly sha256: string
  readonly tornBytes: number
  readonly problems: readonly SpoolProblem[]
} {
  const problems: SpoolProblem[] = []
  const digest = createHash('sha256')
  let header: SegmentHeader | undefined
  let seal: SegmentSeal | undefined
  let lastSeq = lastSeqBefore
  let events = 0
  let number = 0
  let end = 0
  const file = files.openFile(path)
  if (!file)
    return {
      header,
      events,
      lastSeq,
      sha256: '',
      tornBytes: 0,
      problems: [{ path, line: 0, offset: 0, problem: 'gone' }],
    }
  try {
    for (const { bytes, offset, nextOffset, isTooLong } of scanLines(file, 0)) {
      number++
      end = nextOffset
      const found = (problem: string): void => {
        problems.push({ path, line: number, offset, problem })
      }
      if (isTooLong) {
        found('too long')
        continue
      }
      const text = fromLine(bytes)
      if (isLineDamage(text)) found(text)
      else {
        const content = contentOf(text)
        if (seal) found('a line after the seal')
        if (isHeader(content)) {
          if (number !== 1) found('a header that is not the first line')
          else if (content.writer !== writer || content.segment !== segment) found('the header of another segment')
          header ??= content
        } else if (isSeal(content)) {
          seal = content
          if (content.sha256 !== digest.copy().digest('hex')) found('what was sealed is not what stands here')
          if (content.lastSeq !== (lastSeq ?? content.lastSeq)) found('events are missing before the seal')
        } else if (!isSpoolEvent(content) || content.writer !== writer) found('not an event of this writer')
        else {
          events++
          if (lastSeq !== undefined && content.seq > lastSeq + 1) found('events missing')
          else if (number === 2 && header && content.seq !== header.firstSeq)
            found('not the event that the header names')
          lastSeq = Math.max(lastSeq ?? 0, content.seq)
        }
      }
      digest.update(bytes).update('\n')
    }
    if (!header && number > 0) problems.push({ path, line: 1, offset: 0, problem: 'no header' })
    const tornBytes = file.sizeBytes - end
    if (tornBytes > 0) {
      digest.update(file.readAt(end, tornBytes))
      if (seal) problems.push({ path, line: number + 1, offset: end, problem: 'bytes after the seal' })
    }
    return { header, events, lastSeq, sha256: digest.digest('hex'), tornBytes, problems }
  } finally {
    file.close()
  }
}
