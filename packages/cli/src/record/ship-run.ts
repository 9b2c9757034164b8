// Brings the record of a run to the store while it runs, in a thread: what goes wrong there changes nothing of the run.

import { dirname } from 'node:path'
import type { Issue } from 'throughline'
import { storeFolder } from './store-folder.ts'

/** What the process that runs user code tells of the record: see `equip`. */
export interface RecordNotes {
  /** Address of the record. */
  readonly record: string
}

/** A run that has ended does not wait long for a record that others keep locked: the next shipper brings what is left. */
const busyTimeoutMs = 5_000

export interface RunShipping {
  /** Brings what is left; resolves with what a user should know of it. Never rejects. */
  end(): Promise<readonly Issue[]>
}

export function isRecordNotes(notes: unknown): notes is RecordNotes {
  return typeof notes === 'object' && notes !== null && typeof (notes as RecordNotes).record === 'string'
}

/** @param config the configuration file of the project, absolute */
export function shipRun(config: string, { record: url }: RecordNotes): RunShipping {
  const issues = new Map<string, Issue>()
  const onTrouble = (issue: Issue): void => void issues.set(issue.code, issue)
  const starting = start()

  async function start() {
    const { recordSink, startShipper } = await import('@throughline/tracking')
    const store = storeFolder(config)
    const sink = recordSink({ url, dir: dirname(config), store, busyTimeoutMs })
    return startShipper({ dir: store, sink, onTrouble })
  }

  return {
    end: async () => {
      const shipper = await starting
      await shipper.stop()
      return [...issues.values()]
    },
  }
}
