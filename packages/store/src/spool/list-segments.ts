// Which writers a spool has, and which segments each of them.

import { join } from 'node:path'
import type { Files } from '../files/files.ts'
import { contentOf, fromLine, isLineDamage } from './line.ts'
import { scanLines } from './scan-lines.ts'
import { isHeader, parseSegmentName, type SegmentHeader } from './segment.ts'

export interface ListedSegment {
  readonly writer: string
  readonly segment: number
  readonly path: string
}

/** The segments that are there, in their order, by writer; writers in the order of their ids. */
export function listSegments(spool: string, files: Files): ReadonlyMap<string, readonly ListedSegment[]> {
  const found = new Map<string, ListedSegment[]>()
  for (const name of [...files.list(spool)].sort()) {
    const parsed = parseSegmentName(name)
    if (!parsed) continue
    const segments = found.get(parsed.writer)
    const listed = { ...parsed, path: join(spool, name) }
    if (segments) segments.push(listed)
    else found.set(parsed.writer, [listed])
  }
  for (const segments of found.values()) segments.sort((a, b) => a.segment - b.segment)
  return found
}

/** @returns the header of a segment; undefined when it is not there (yet) or damaged */
export function readSegmentHeader(path: string, files: Files): SegmentHeader | undefined {
  const file = files.openFile(path)
  if (!file) return undefined
  try {
    for (const { bytes } of scanLines(file, 0)) {
      const text = fromLine(bytes)
      if (isLineDamage(text)) return undefined
      const content = contentOf(text)
      return isHeader(content) ? content : undefined
    }
    return undefined
  } finally {
    file.close()
  }
}
