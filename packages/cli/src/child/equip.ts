// In the process that runs user code: gives a flow the cache and the tracker that its project asks for.

import type { LoadedProject } from '@throughline/project'
import type { Equip, Equipment } from '@throughline/project/process'
import type { AskedRun } from '@throughline/server'
import { join } from 'node:path'
import type { Issue } from 'throughline'
import { DEFAULT_MAX_BYTES } from '../default-limit.ts'
import type { RecordNotes } from '../record/ship-run.ts'
import { trackRuns } from './track-runs.ts'

/**
 * @param options `{ cache: false }` for a run without, `{ tracking: false }` for one that is not recorded; `{ asked }`, an
 *   `AskedRun`, for one of which the record says how it was asked for
 */
export const equip: Equip = async (loaded, options) => {
  const issues: Issue[] = []
  const onIssue = (issue: Issue): void => void issues.push(issue)
  const parts = await Promise.all([
    options['tracking'] === false ? undefined : trackRuns(loaded, onIssue, options['asked'] as AskedRun | undefined),
    options['cache'] === false ? undefined : memoize(loaded, onIssue),
  ])
  const isRecorded = parts[0] !== undefined
  return {
    flow: (flow) => parts.reduce((made, part) => part?.flow(made) ?? made, flow),
    issues,
    ...(isRecorded && { notes: { record: loaded.project.store } satisfies RecordNotes }),
    close: async () => {
      for (const part of parts) await part?.close()
    },
  }
}

async function memoize(
  loaded: LoadedProject,
  onIssue: (issue: Issue) => void,
): Promise<Pick<Equipment, 'flow' | 'close'> | undefined> {
  const setting = loaded.project.cache
  if (setting === undefined) return undefined
  const { cache } = await import('@throughline/cache')
  const memo = cache({
    dir: join(loaded.directory, '.throughline'),
    versions: await loaded.codeVersions(),
    verifyInputs: true,
    maxBytes: DEFAULT_MAX_BYTES,
    onIssue,
    ...setting,
  })
  return { flow: (flow) => flow.with({ cache: memo }), close: () => memo.close() }
}
