// Takes away what a sink has applied: segments that nobody will write to, after a grace.

import { join } from 'node:path'
import type { Clock, Files, Processes, WriterReader } from '@throughline/store'

export interface RemoveOptions {
  readonly files: Files
  readonly clock: Clock
  readonly processes: Processes
  /** How long a segment stays after its last change, in milliseconds. */
  readonly graceMs: number
}

/** The writer of another machine that wrote nothing for so long is gone. */
const silentMs = 24 * 60 * 60 * 1000

/**
 * Removes the segments of a writer that were applied. One with damage is moved into `set-aside` instead, to be looked at.
 *
 * @param applied its cursor in the sink
 * @returns how many are gone
 */
export function removeShipped(
  reader: WriterReader,
  applied: number,
  { files, clock, processes, graceMs }: RemoveOptions,
): number {
  if (applied < reader.lastSeq) return 0
  const nowMs = clock.nowMs()
  // Asked before it is looked whether the end was read: what a process wrote before it went is then seen.
  const process = reader.header?.process
  const isGone = process !== undefined && process.host === processes.self.host && processes.isGone(process)
  const segments = reader.segments()
  const last = segments.at(-1)
  let removed = 0
  for (const { path, segment, isRead, isDamaged } of segments) {
    const ageMs = nowMs - (files.facts(path)?.modifiedAtMs ?? nowMs)
    const isFinal = segment !== last?.segment || reader.isClosed || isGone || ageMs > silentMs
    if (!isRead || !isFinal || ageMs < graceMs) continue
    if (isDamaged) setAside(path, files)
    else files.remove(path)
    removed++
  }
  return removed
}

function setAside(path: string, files: Files): void {
  const folder = join(path, '..', 'set-aside')
  files.makeFolder(folder, { parents: true })
  files.rename(path, join(folder, path.slice(join(path, '..').length + 1)))
}
