// The thread of the heart: beats for the runs that it is told about, until the process ends or is killed.

import { threadId, parentPort, workerData } from 'node:worker_threads'
import { Beats } from './beats.ts'
import type { HeartData, HeartMessage, HeartTrouble } from './heart-messages.ts'

const { intervalMs, first } = workerData as HeartData
const byFolder = new Map<string, Beats>()

function hear({ kind, dir, run }: HeartMessage): void {
  let beats = byFolder.get(dir)
  if (!beats) {
    const onTrouble = (issue: HeartTrouble['issue']): void =>
      parentPort!.postMessage({ dir, issue } satisfies HeartTrouble, [])
    byFolder.set(dir, (beats = new Beats({ folder: dir, intervalMs, onTrouble, thread: threadId })))
  }
  if (kind === 'begin') beats.begin(run)
  else beats.end(run)
}

parentPort!.on('message', hear)
hear(first)
