// The thread of the heart: beats for the runs that it is told about, until the process ends or is killed.

import { threadId, parentPort, workerData } from 'node:worker_threads'
import type { Beats } from './beats.ts'
import type { HeartData, HeartMessage, HeartTrouble } from './heart-messages.ts'

const { intervalMs, first } = workerData as HeartData
/** Runs that began before the first beat was due. */
const early = new Map<string, HeartMessage>()
const byFolder = new Map<string, Beats>()
let isWaking = false

/** What writes is loaded when the first beat is due: most runs have ended before, and cost only an empty thread. */
async function wake(): Promise<void> {
  if (early.size === 0) {
    isWaking = false
    return
  }
  const { Beats } = await import('./beats.ts')
  hear = ({ kind, dir, run }) => {
    let beats = byFolder.get(dir)
    if (!beats) {
      const onTrouble = (issue: HeartTrouble['issue']): void =>
        parentPort!.postMessage({ dir, issue } satisfies HeartTrouble, [])
      byFolder.set(dir, (beats = new Beats({ folder: dir, intervalMs, onTrouble, thread: threadId })))
    }
    if (kind === 'begin') beats.begin(run)
    else beats.end(run)
  }
  for (const message of early.values()) hear(message)
  early.clear()
  for (const beats of byFolder.values()) beats.beatNow()
}

let hear = ({ kind, dir, run }: HeartMessage): void => {
  const name = JSON.stringify([dir, run])
  if (kind === 'end') early.delete(name)
  else {
    early.set(name, { kind, dir, run })
    if (!isWaking) setTimeout(() => void wake(), intervalMs)
    isWaking = true
  }
}

parentPort!.on('message', (message: HeartMessage) => hear(message))
hear(first)
