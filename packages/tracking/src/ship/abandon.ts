// Runs whose process is gone say so: somebody else writes the end that they could not write.

import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Issue } from 'throughline'
import {
  openSpoolWriter,
  segmentName,
  type Clock,
  type Exit,
  type Files,
  type OnTrouble,
  type Processes,
} from '@throughline/store'
import type { RunEnded } from '../events/event.ts'
import type { OpenRun } from './sink.ts'

/** A run of another machine, or of one that does not say who runs it, is over after such a silence: six beats. */
const silenceMs = 60_000

export interface AbandonOptions {
  /** The folder of the store. */
  readonly dir: string
  readonly clock: Clock
  readonly files: Files
  readonly processes: Processes
  readonly onTrouble: OnTrouble
}

/** @returns whether nobody runs this any more */
export function isAbandoned({ process, lastSeenMs }: OpenRun, { clock, processes }: AbandonOptions): boolean {
  if (process && process.host === processes.self.host) return processes.isGone(process)
  return clock.nowMs() - lastSeenMs > silenceMs
}

/**
 * Writes the end of a run into a spool file of its own. The id of the file is made of the run and who ran it, so two shippers
 * write the same event, and it is applied once.
 *
 * @returns the writer
 */
export function writeAbandoned(run: OpenRun, { dir, clock, files, processes, onTrouble }: AbandonOptions): string {
  const writer = abandonedWriter(run)
  // One that a killed shipper began is made anew: it holds this event or nothing.
  files.remove(join(dir, 'spool', segmentName(writer, 1)))
  const ended: RunEnded = {
    type: 'run.ended',
    status: 'abandoned',
    durationMs: Math.max(0, run.lastSeenMs - run.startedAtMs),
    counts: { computed: 0, cached: 0, failed: 0, skipped: 0 },
  }
  const troubles: Issue[] = []
  const spool = openSpoolWriter({
    folder: dir,
    ids: () => writer,
    clock,
    files,
    processes,
    onTrouble: (issue) => troubles.push(issue),
    exit: noExit,
  })
  spool.append(ended, { run: run.run, isState: true })
  spool.close()
  if (!troubles.some(isTaken)) troubles.forEach(onTrouble)
  return writer
}

/** Another shipper made the file a moment ago, and writes the same event. When it is killed at that, the run is still open. */
function isTaken({ facts }: Issue): boolean {
  return String(facts['reason']).startsWith('EEXIST')
}

function abandonedWriter({ run, process }: OpenRun): string {
  const who = process ? [process.host, String(process.pid), process.started] : []
  return createHash('sha256')
    .update(JSON.stringify(['abandoned', run, ...who]))
    .digest('hex')
    .slice(0, 32)
}

const noExit: Exit = { onExit: () => () => {} }
